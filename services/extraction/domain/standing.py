"""Where in the text a name or a date stands, seen from the words that tell of a deed."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from services.extraction.domain.text import Sentence

SEEN: Final = 24
"""Names or dates on either side of a deed that may be its own, besides the first ones of the wire."""
OPENING: Final = 4
_REACHES: Final = ((20, "touching"), (60, "near"), (150, "far"))


class _At(Protocol):
    @property
    def start(self) -> int: ...


@dataclass(frozen=True, slots=True)
class View:
    """The stretch that tells of a deed (`start` to `end`, the deed at `anchor`) in its sentence and paragraph."""

    sentence: Sentence
    start: int
    end: int
    anchor: int
    opening: int
    closing: int
    headline_end: int

    def standing(self, at: int) -> str:
        """Where an offset stands: its zone and side."""
        if self.start <= at < self.end:
            return "piece after" if at >= self.anchor else "piece before"
        if self.sentence.start <= at < self.sentence.end:
            return "sentence before" if at < self.start else "sentence after"
        if at < self.headline_end:
            return "headline"
        if self.opening <= at < self.closing:
            return "paragraph before" if at < self.start else "paragraph after"
        return "earlier" if at < self.start else "later"

    def away(self, at: int) -> str:
        """How far an offset is from the deed, in words."""
        distance = abs(at - self.anchor)
        for limit, name in _REACHES:
            if distance < limit:
                return name
        return "off"


def is_own(standing: str) -> bool:
    """Whether the sentence of the deed says it itself."""
    return standing.startswith(("piece", "sentence"))


def zone(standing: str) -> str:
    """The standing without its side."""
    return standing.partition(" ")[0]


def in_sight(starts: Sequence[int], at: int) -> tuple[int, ...]:
    """The numbers of the items around an offset, and of those with which the wire opens: work per deed is bounded."""
    here = bisect_left(starts, at)
    around = range(max(0, here - SEEN), min(len(starts), here + SEEN))
    return (*range(min(OPENING, around.start)), *around)


def nearest(view: View, items: Sequence[_At], stands: Sequence[str]) -> frozenset[int]:
    """The numbers of the items that are nearest to the deed among those of their standing."""
    best: dict[str, int] = {}
    for n, stand in enumerate(stands):
        if stand not in best or abs(items[n].start - view.anchor) < abs(items[best[stand]].start - view.anchor):
            best[stand] = n
    return frozenset(best.values())


def last_before(items: Sequence[_At], start: int, counts: Callable[[int], bool] = lambda _: True) -> int | None:
    """The number of the last item before an offset, of those that count."""
    return next((n for n in range(len(items) - 1, -1, -1) if items[n].start < start and counts(n)), None)
