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
from itertools import islice
from typing import Any, Final, NamedTuple

import ahocorasick

from services.extraction.domain.factors import needed

_FILES: Final = ("patterns.toml", "tolls.toml", "aims.toml", "odds.toml")


class Marked(str):
    """A text that knows where the heads or the factors of the patterns stand: most searches are over before begun."""

    __slots__ = ("_places",)
    _places: dict[str, list[int]]

    @classmethod
    def of(cls, text: str) -> "Marked":
        """The text, looked through once for what all patterns need."""
        marked, sieve = cls(text), _sieve()
        places: dict[str, list[int]] = {name: [] for name in sieve.names}
        for last, needed_by in sieve.automaton.iter(text):
            for name, back in needed_by:
                places[name].append(last - back)
        for name in sieve.headed:
            places[name].sort()
        marked._places = places
        return marked

    def search(self, name: str, start: int, end: int) -> re.Match[str] | None:
        """The first place of a pattern in a stretch."""
        places = self._places.get(name)
        if places is None:
            return _compiled(name).search(self, start, end)
        n = bisect_left(places, start)
        if n == len(places) or places[n] >= end:
            return None
        if name in _sieve().headed:
            return next(self._begun(name, places, n, end), None)
        return _compiled(name).search(self, start, end)

    def finditer(self, name: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """All places of a pattern in a stretch."""
        places = self._places.get(name)
        if places is None:
            return _compiled(name).finditer(self, start, end)
        n = bisect_left(places, start)
        if n == len(places) or places[n] >= end:
            return iter(())
        if name in _sieve().headed:
            return self._begun(name, places, n, end)
        return _compiled(name).finditer(self, start, end)

    def _begun(self, name: str, places: list[int], n: int, end: int) -> Iterator[re.Match[str]]:
        """The matches that begin at one of the places, from the nth on."""
        match, free = _compiled(name).match, 0
        for at in islice(places, n, None):
            if at >= end:
                return
            if at >= free and (mark := match(self, at, end)):
                free = mark.end()
                yield mark


@dataclass(frozen=True, slots=True)
class Pattern:
    """A turn of phrase by its name in the file, used like a compiled expression."""

    name: str

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Its first place in a stretch."""
        if isinstance(text, Marked):
            return text.search(self.name, start, end)
        return _compiled(self.name).search(text, start, end)

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Whether it begins the stretch."""
        return _compiled(self.name).match(text, start, end)

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Whether it is the whole stretch."""
        return _compiled(self.name).fullmatch(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """All its places in a stretch."""
        if isinstance(text, Marked):
            return text.finditer(self.name, start, end)
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


class _Sieve(NamedTuple):
    """Finds what the patterns need, by one pass over a text.

    The automaton gives, with the end of a string, the names of the patterns that need it and how far back to go from
    there: to its beginning for the `headed` ones, which begin with it, else no way.
    """

    automaton: Any
    names: tuple[str, ...]
    headed: frozenset[str]


@cache
def _sieve() -> _Sieve:
    every = {f"{rule}.{phrase}": told for rule, phrases in _phrases().items() for phrase, told in phrases.items()}
    found = {name: needed(_expression(told)) for name, told in every.items()}
    known = {name: (words, is_headed) for name, (words, is_headed) in found.items() if all(words)}
    needed_by: dict[str, list[tuple[str, int]]] = {}
    for name, (words, is_headed) in known.items():
        for word in words:
            needed_by.setdefault(word, []).append((name, len(word) - 1 if is_headed else 0))
    automaton = ahocorasick.Automaton()
    for word, names in needed_by.items():
        automaton.add_word(word, tuple(names))
    automaton.make_automaton()
    return _Sieve(automaton, tuple(known), frozenset(name for name, (_, is_headed) in known.items() if is_headed))
