"""Turns of phrase as data: the regular expressions of `patterns.toml` and its likes, compiled on first use.

An expression is what stands `before`, one of `any`, and what stands `after`. All are searched in folded text unless
their rule says otherwise, and every repetition in them is bounded, so that no text makes them slow.
"""

import re
import sys
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import ahocorasick

from services.extraction.domain.factors import factors

_FILES: Final = ("patterns.toml", "tolls.toml", "aims.toml", "odds.toml")


class Marked(str):
    """A text that knows where the factors of the patterns stand, so that most searches in it are over before begun."""

    __slots__ = ("_ends",)
    _ends: dict[str, list[int]]

    @classmethod
    def of(cls, text: str) -> "Marked":
        """The text, looked through once for the factors of all patterns."""
        marked = cls(text)
        ends: dict[str, list[int]] = {name: [] for name in _sieved()}
        marked._ends = ends
        for last, names in _sieve().iter(text):
            for name in names:
                ends[name].append(last)
        return marked

    def may_hold(self, name: str, start: int, end: int) -> bool:
        """Whether a stretch has what a pattern cannot do without."""
        ends = self._ends.get(name)
        if ends is None:
            return True
        n = bisect_left(ends, start)
        return n < len(ends) and ends[n] < end


@dataclass(frozen=True, slots=True)
class Pattern:
    """A turn of phrase by its name in the file, used like a compiled expression."""

    name: str

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Its first place in a stretch."""
        if isinstance(text, Marked) and not text.may_hold(self.name, start, end):
            return None
        return _compiled(self.name).search(text, start, end)

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Whether it begins the stretch."""
        return _compiled(self.name).match(text, start, end)

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Whether it is the whole stretch."""
        return _compiled(self.name).fullmatch(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """All its places in a stretch."""
        if isinstance(text, Marked) and not text.may_hold(self.name, start, end):
            return iter(())
        return _compiled(self.name).finditer(text, start, end)


@cache
def _phrases() -> dict[str, Any]:
    lexicons = files(__package__).joinpath("lexicons")
    read = (tomllib.loads(lexicons.joinpath(name).read_text(encoding="utf-8")) for name in _FILES)
    return {rule: phrases for told in read for rule, phrases in told.items()}


@cache
def _compiled(name: str) -> re.Pattern[str]:
    rule, phrase = name.split(".")
    return re.compile(_expression(_phrases()[rule][phrase]))


def _expression(told: Mapping[str, Any]) -> str:
    return f"{told.get('before', '')}(?:{'|'.join(told['any'])}){told.get('after', '')}"


@cache
def _sieve() -> Any:
    """Finds the factors of all patterns that have good ones, each with the names of its patterns."""
    names: dict[str, list[str]] = {}
    for name, words in _sieved().items():
        for word in words:
            names.setdefault(word, []).append(name)
    automaton = ahocorasick.Automaton()
    for word, its in names.items():
        automaton.add_word(word, tuple(its))
    automaton.make_automaton()
    return automaton


@cache
def _sieved() -> dict[str, tuple[str, ...]]:
    every = {f"{rule}.{phrase}": told for rule, phrases in _phrases().items() for phrase, told in phrases.items()}
    found = {name: factors(_expression(told)) for name, told in every.items()}
    return {name: words for name, words in found.items() if all(words)}
