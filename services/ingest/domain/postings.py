"""Which texts have a hash: an inverted index in three arrays, for a dict of lists would take seven times the memory."""

from array import array
from collections.abc import Iterator
from typing import Final

_MOST: Final = 64
"""Texts kept for one hash: more have it only in boilerplate, or are copies of these."""
_SMALLEST: Final = 1 << 12


class Postings:
    """Numbers of texts by hash; numbers are given in rising order, and the lowest may be let go."""

    def __init__(self) -> None:
        """An empty one."""
        self._hashes, self._numbers, self._nexts = array("I"), array("i"), array("i")
        self._heads = array("i", [-1]) * _SMALLEST
        self._full: dict[int, int] = {}
        """The lowest number of each hash that has all the texts that are kept for one."""
        self._oldest = 0

    def add(self, number: int, hashes: "array[int]") -> None:
        """Takes the text with this number down under each of the hashes."""
        if len(self._numbers) + len(hashes) > len(self._heads):
            self._rebuild()
        for value in hashes:
            if self.is_common(value):
                continue
            *_, lowest = held = [number, *self.having(value)]
            if len(held) == _MOST:
                self._full[value] = lowest
            self._post(value, number)

    def is_common(self, value: int) -> bool:
        """Whether so many texts have the hash that it tells little; no more are taken down under it."""
        return self._full.get(value, -1) >= self._oldest

    def having(self, value: int) -> Iterator[int]:
        """The numbers of the texts with this hash, highest first."""
        at = self._heads[value % len(self._heads)]
        while at >= 0 and self._numbers[at] >= self._oldest:
            if self._hashes[at] == value:
                yield self._numbers[at]
            at = self._nexts[at]

    def let_go(self, oldest: int) -> None:
        """Forgets the texts whose number is lower than this."""
        self._oldest = oldest

    def _post(self, value: int, number: int) -> None:
        slot = value % len(self._heads)
        self._nexts.append(self._heads[slot])
        self._heads[slot] = len(self._numbers)
        self._hashes.append(value)
        self._numbers.append(number)

    def _rebuild(self) -> None:
        """Without what was let go, and with room for as much again."""
        kept = [
            (value, number) for value, number in zip(self._hashes, self._numbers, strict=True) if number >= self._oldest
        ]
        self._full = {value: lowest for value, lowest in self._full.items() if lowest >= self._oldest}
        size = _SMALLEST
        while size < 2 * len(kept):
            size *= 2
        self._hashes, self._numbers, self._nexts = array("I"), array("i"), array("i")
        self._heads = array("i", [-1]) * size
        for value, number in kept:
            self._post(value, number)
