"""Cells: what buckets hold, as sums to which incidents are added and from which they are taken again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import add, neg
from types import MappingProxyType
from typing import NamedTuple

from schemas.counts import Bucket, CountChanged, Facets, Tally
from schemas.values import Range
from schemas.vocabulary import Facet

Mark = tuple[Facet, str]
"""A facet with one of its values."""
Ends = tuple[int, int | None]


class Sum(NamedTuple):
    """A sum over incidents; `*_open` counts tolls of the kind "at least", whose upper end nobody knows.

    `sources` says in how many of the incidents each source is heard.
    """

    sources: Mapping[str, int] = MappingProxyType({})
    incidents: int = 0
    killed_min: int = 0
    killed_max: int = 0
    killed_open: int = 0
    wounded_min: int = 0
    wounded_max: int = 0
    wounded_open: int = 0

    def plus(self, shares: Sequence["Sum"]) -> "Sum":
        """This sum with the shares taken in; with negative ones, out."""
        if self is NOTHING and len(shares) == 1:
            return shares[0]  # wherever an incident is alone, what it adds is kept once
        sources, numbers = dict(self.sources), self[1:]
        for share in shares:
            numbers = tuple(map(add, numbers, share[1:]))
            for source, heard in share.sources.items():
                sources[source] = sources.get(source, 0) + heard
                if not sources[source]:
                    del sources[source]
        return Sum(sources, *numbers)

    def negative(self) -> "Sum":
        """What takes this sum out of another."""
        return Sum({source: -heard for source, heard in self.sources.items()}, *map(neg, self[1:]))

    def tally(self) -> Tally:
        """The sum as it is published."""
        killed = self.killed_min, None if self.killed_open else self.killed_max
        wounded = self.wounded_min, None if self.wounded_open else self.wounded_max
        return _tally(self.incidents, killed, wounded, len(self.sources))


NOTHING = Sum()


class Share(NamedTuple):
    """What an incident adds to each cell that it counts in, and the marks under which it does."""

    sum: Sum
    marks: frozenset[Mark]

    def negative(self) -> "Share":
        """What takes it out again."""
        return Share(self.sum.negative(), self.marks)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a bucket holds: the fold of the incidents that count in it, whatever their order.

    Adding and taking out are exact inverses and touch the incident's own facets only, beside a shallow copy.
    """

    total: Sum = NOTHING
    by: Mapping[Mark, Sum] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether no incident counts here."""
        return not self.total.incidents

    def plus(self, other: "Cell") -> "Cell":
        """The cell of the incidents of both, which have none in common; or with what came to the net of some shares.

        Raises:
            ValueError: more is taken out than is in.
        """
        by = dict(self.by)
        for mark, more in other.by.items():
            by[mark] = by.get(mark, NOTHING).plus([more])
            if by[mark].incidents < 0:
                raise ValueError(f"more {mark} is taken out of a cell than is in it")
            if not by[mark].incidents:
                del by[mark]
        return Cell(self.total.plus([other.total]), by)

    def number(self, facet: Facet, value: str) -> int:
        """How many of the incidents have this value of the facet."""
        return self.by.get((facet, value), NOTHING).incidents

    def count(self, bucket: Bucket) -> CountChanged:
        """The cell as it is published. The revision is for whoever publishes it to set."""
        by: dict[str, dict[str, Tally]] = {}
        for facet, value in sorted(self.by):
            by.setdefault(facet, {})[value] = self.by[facet, value].tally()
        return CountChanged(bucket=bucket, revision=1, tally=self.total.tally(), by=Facets.model_validate(by))


def net(shares: Sequence[Share]) -> Cell:
    """What shares come to that are taken in together, negative ones too: mostly an incident as it is less as it was."""
    moved: dict[Mark, list[Sum]] = {}
    for share in shares:
        for mark in share.marks:
            moved.setdefault(mark, []).append(share.sum)
    by = {mark: NOTHING.plus(sums) for mark, sums in moved.items()}
    return Cell(
        NOTHING.plus([share.sum for share in shares]), {mark: one for mark, one in by.items() if one != NOTHING}
    )


def numbers_in(count: CountChanged) -> Cell:
    """A cell that has the numbers of incidents of a published count, and nothing else of it."""
    marks = {(Facet(facet), value): tally.incidents for facet, by in count.by for value, tally in by.items()}
    return Cell(Sum(incidents=count.tally.incidents), {mark: Sum(incidents=n) for mark, n in marks.items()})


@lru_cache(maxsize=20_000)
def _tally(incidents: int, killed: Ends, wounded: Ends, sources: int) -> Tally:
    """Made once for all cells and all their revisions: of the tallies of a cell only a few change at a time."""
    dead, hurt = (Range(min=low, max=high) for low, high in (killed, wounded))
    return Tally(incidents=incidents, killed=dead, wounded=hurt, sources=sources)
