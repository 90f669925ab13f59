"""What the word that governs a noun makes of it: what was attacked, where it happened, or no part of it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from services.extraction.domain.nouns import Noun
from services.extraction.domain.page import Page
from services.extraction.domain.wording import Core

_SCOPE: Final = 90
"""Characters before a noun in which its governing word may stand."""
_WORDS: Final = 8
"""And words."""
_GROUPS: Final = ("moved", "beside", "meant", "felled", "time")
_OBJECT_AFTER: Final = {"at": "moved", "for": "meant", "down": "felled"}
"""The group of words behind which a preposition makes an object: "fired at", "meant for", "brought down"."""
_ARTICLES: Final = frozenset({"a", "an", "the"})


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The lists of `lexicons/roles.toml`."""

    role: Mapping[str, str]
    group: Mapping[str, frozenset[str]]


@cache
def _grammar() -> _Grammar:
    told: dict[str, Any] = tomllib.loads(
        files(__package__).joinpath("lexicons", "roles.toml").read_text(encoding="utf-8")
    )
    roles = ("object", "inside", "near", "away", "clause")
    return _Grammar(
        {word: role for role in roles for word in told[role]} | dict.fromkeys(told["harm"], "harm"),
        {"none": frozenset()} | {name: frozenset(told[name]) for name in _GROUPS},
    )


def governed(page: Page, noun: Noun, start: int, core: Core) -> str | None:
    """`object`, `harm` (killed or hurt), `inside`, `near`, `away`, `clause`, or None: nothing near governs it."""
    words = page.folded[max(start, noun.start - _SCOPE) : noun.start].split()
    at = noun.start
    for n in range(len(words) - 1, max(-1, len(words) - 1 - _WORDS), -1):
        at -= len(words[n]) + 1
        word = words[n].strip(",'\"()")
        if _is_end(words, n, word, noun):
            return None
        if role := _role(word, words[n - 1] if n else "", noun):
            return role
        if core.verbal and core.start < at < core.end:
            return "object"
    return None


def _is_end(words: list[str], n: int, word: str, noun: Noun) -> bool:
    """Whether a word belongs to something else: a day ("on Monday gunmen"), the clause before a comma."""
    if word in _grammar().group["time"] or words[n].endswith((";", ":")):
        return True
    # "at Ain al-Asad, an air base" is one place.
    apposed = noun.is_thing and n + 1 < len(words) and words[n + 1] in _ARTICLES
    return words[n].endswith(",") and not apposed


def _role(word: str, before: str, noun: Noun) -> str | None:
    group = _grammar().group
    if word == "to":
        return _to(before, noun)
    if word == "by":
        return "near" if noun.is_thing else "away"
    if before in group[_OBJECT_AFTER.get(word, "none")] or (word == "off" and noun.is_people):
        return "object"
    return _grammar().role.get(word)


def _to(before: str, noun: Noun) -> str:
    group = _grammar().group
    if before in group["beside"]:
        return "near"
    return "object" if before in group["moved"] and noun.is_thing else "away"
