"""Noun phrases of what may be attacked, put together from the lexicon's words: "a convoy of the army" is military."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from schemas.vocabulary import TargetKind
from services.extraction.domain import lexicon
from services.extraction.domain.lexicon import Hit
from services.extraction.domain.page import Page
from services.extraction.domain.patterns import Pattern

_LAYER: Final = 2
"""The layer of the lexicon that holds what is attacked."""
_NOBODY: Final = TargetKind.UNKNOWN.value
_TRANSPORT: Final = TargetKind.TRANSPORT.value
_SHIPPING: Final = TargetKind.SHIPPING.value
_ON_ROAD: Final = ("convoy", "column")
_ARMED: Final = frozenset({TargetKind.MILITARY.value, TargetKind.POLICE.value})
_COMPLEMENT: Final = Pattern("targets.complement")
_JOINED: Final = re.compile(r"(?:'s?)?[ -](?:(?![\w-]{1,14}(?:ed|ing|en|s) )[\w-]{1,14} )?")
_NO_JOINT: Final = re.compile(
    r"\b(?:of|in|at|on|to|and|or|the|a|an|by|for|with|from|near|into|was|were|is|are|that|who|said|as|after|where|when|while|which|before|during|had|has|have)\b"
)
_NEAR: Final = 16
"""Characters between two words of one noun phrase."""
_REACH: Final = 60
"""Characters within which "of the army" belongs to "a convoy"."""


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun phrase that may be attacked: `cls` as in the lexicon, its kinds, its head and where the phrase begins."""

    start: int
    head: int
    end: int
    cls: str
    kinds: tuple[str, ...]

    @property
    def is_thing(self) -> bool:
        """Whether it is a thing or a place, not people."""
        return self.cls in ("site", "holder")

    @property
    def is_people(self) -> bool:
        """Whether it is people with a part of their own: soldiers, doctors, pupils."""
        return self.cls in ("person", "rank")


def nouns(page: Page, start: int, end: int) -> list[Noun]:
    """The noun phrases of a stretch, in order."""
    hits = page.targets.between(start, end)
    found: list[Noun] = []
    n = 0
    while n < len(hits):
        first = hits[n]
        kinds: tuple[str, ...] = ()
        while n + 1 < len(hits) and _is_joined(page, hits[n], hits[n + 1]):
            kinds = _kinds(hits[n], kinds)
            n += 1
        if noun := _noun(page, first, hits[n], kinds, end):
            found.append(noun)
        n += 1
    return found


@cache
def kinds_of_name(name: str) -> tuple[str, ...]:
    """The kinds that the name of a place tells ("Balad air base", "Aden airport")."""
    hits = [h for h in lexicon.hits(name, name.lower())[_LAYER] if h.entries[0].cls in ("site", "holder")]
    return _known(_kinds(hits[-1], ())) if hits else ()


def _noun(page: Page, first: Hit, head: Hit, modified: tuple[str, ...], end: int) -> Noun | None:
    """The phrase around a head; a modifier alone and a word of the weapon ("truck bomb") make none."""
    cls = head.entries[0].cls
    if cls == "modifier" or any(m.start <= head.start and head.end <= m.end for m in _munitions(page, head)):
        return None
    kinds = _kinds(head, modified)
    if not modified and cls in ("holder", "rank"):
        kinds = _owned(page, first, head, end, kinds)
    kinds = _known(kinds)
    return Noun(first.start, head.start, head.end, cls, kinds) if kinds else None


def _owned(page: Page, first: Hit, head: Hit, end: int, own: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds of whose it is or who is in it; a bus with soldiers is transport too."""
    if owner := _complement(page, head, end):
        carries = _TRANSPORT in own
        if page.folded.startswith(_ON_ROAD, head.start) and not _ARMED & {*owner}:
            return (_TRANSPORT, *owner)
        return (*(k for k in own if k == _TRANSPORT), *(k for k in owner if not carries or k != _SHIPPING))
    return (TargetKind.MILITARY.value,) if _is_of_group(page, first) else own


def _munitions(page: Page, head: Hit) -> Sequence[Hit]:
    return [h for h in page.core.between(head.start - 24, head.end) if h.of("munition")]


def _kinds(hit: Hit, modified: tuple[str, ...]) -> tuple[str, ...]:
    """A head keeps its own kinds, unless it only holds others."""
    own = tuple(e.sense for e in hit.entries if e.cls != "modifier") or tuple(e.sense for e in hit.entries)
    return modified if modified and hit.entries[0].cls in ("holder", "rank") else own


def _known(kinds: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(k for k in kinds if k != _NOBODY))


def _is_joined(page: Page, one: Hit, other: Hit) -> bool:
    if other.start - one.end > _NEAR:
        return False
    gap = page.folded[one.end : other.start]
    return _JOINED.fullmatch(gap) is not None and not _NO_JOINT.search(gap)


def _complement(page: Page, head: Hit, end: int) -> tuple[str, ...]:
    """Whose or what with: "a bus carrying soldiers", "the headquarters of the ministry"."""
    reach = min(end, head.end + _REACH)
    behind = page.targets.between(head.end, reach)
    if behind and _COMPLEMENT.fullmatch(page.folded, head.end, behind[0].start):
        kinds = _kinds(behind[0], ())
        if len(behind) > 1 and _is_joined(page, behind[0], behind[1]):
            kinds = _kinds(behind[1], kinds)
        return _known(kinds) if behind[0].entries[0].cls != "setting" else ()
    groups = page.actors.between(head.end, reach)
    if groups and _COMPLEMENT.fullmatch(page.folded, head.end, groups[0].start):
        return (TargetKind.MILITARY.value,)
    return ()


def _is_of_group(page: Page, first: Hit) -> bool:
    """As in "Hezbollah positions"."""
    return any(first.start - a.end <= 1 for a in page.actors.between(first.start - 40, first.start))
