"""Signs, rules and fields in a reader's words, which are data: `words/*.toml`."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

_SLOT = re.compile(r"\{(\d)(?::(\w+))?\}")


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """Patterns and what they mean in words, the first that matches wins."""

    patterns: tuple[tuple[re.Pattern[str], str], ...]
    tables: Mapping[str, Mapping[str, str]]

    def words(self, name: str) -> str | None:
        """A name in words; None: no pattern matches it."""
        for pattern, words in self.patterns:
            if found := pattern.fullmatch(name):
                return _SLOT.sub(lambda slot: self._filled(slot, found), words)
        return None

    def _filled(self, slot: re.Match[str], found: re.Match[str]) -> str:
        value = found[int(slot[1])] or ""
        if slot[2] == "rule":
            return rule_words(value)
        return self.tables.get(slot[2] or "", {}).get(value, value.replace("_", " "))


def rule_words(rule: str | None) -> str:
    """What a rule reads, in words; its name where nobody has put it into words."""
    return (_rules().words(rule) or rule) if rule else "no rule named"


@lru_cache(maxsize=4096)
def sign_words(model: str, sign: str) -> str:
    """A sign of `begins`, `places` or `dates` in words; its name in quotes where nobody has put it into words."""
    return known_sign(model, sign) or f"“{sign}”"


def known_sign(model: str, sign: str) -> str | None:
    """A sign in words; one that is crossed with the deed's rule or form weighs on the same as the plain sign does."""
    return _signs(model).words(_CROSSED.sub("", sign) if model == "begins" else sign)


# As in "munition+act&first" and "verbal&typed&first". "same sentence&noun&no day" is no such cross.
_CROSSED = re.compile(
    r"^(?:(?:verbal|definite|noun)&(?:vague|typed)|(?!same sentence&)[^&]+)&(?=(?:[a-z ]+|[a-z]+:[^&]*)$)"
)


@cache
def fields() -> dict[str, str]:
    """The names of a report's fields, in the order of a card."""
    return dict(_table("fields")["fields"])


@cache
def doubts() -> dict[str, str]:
    """What a doubt about a deed means."""
    return dict(_table("fields")["doubts"])


@cache
def subjects() -> dict[str, str]:
    """What a wire is about that is no attack."""
    return dict(_table("fields")["subjects"])


@cache
def _rules() -> Phrasebook:
    table = _table("rules")
    return Phrasebook(_compiled(table["rules"], "rule"), table["tables"])


@cache
def _signs(model: str) -> Phrasebook:
    table = _table("signs")
    return Phrasebook(_compiled(table[model], "sign"), table["tables"])


def _compiled(rows: Sequence[Mapping[str, str]], key: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(row[key], re.DOTALL), row["words"]) for row in rows)


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("words", f"{name}.toml").read_text(encoding="utf-8"))
