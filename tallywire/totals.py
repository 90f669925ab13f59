"""Sums of counts, as any reader of `wire.counts.v1` can make them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from schemas.counts import CountChanged
from schemas.values import Range
from schemas.vocabulary import Facet
from services.aggregation.domain.spans import CLOSEST, level

NONE = Range(min=0, max=0)


@dataclass(slots=True)
class Total:
    """What the cells of one country add up to."""

    incidents: int = 0
    killed: Range = NONE
    wounded: Range = NONE
    by: dict[Facet, Counter[str]] = field(default_factory=lambda: {facet: Counter() for facet in Facet})


def totals_by_country(counts: Iterable[CountChanged]) -> dict[str, Total]:
    """All incidents of each country, whenever they happened: each is in one cell that is no week and no month."""
    totals: dict[str, Total] = {}
    for count in counts:
        if count.bucket.admin1 is None and level(count.bucket.span) in CLOSEST and count.tally.incidents:
            _add(totals.setdefault(count.bucket.country, Total()), count)
    return totals


def _add(total: Total, count: CountChanged) -> None:
    total.incidents += count.tally.incidents
    total.killed = _sum(total.killed, count.tally.killed)
    total.wounded = _sum(total.wounded, count.tally.wounded)
    for facet, numbers in total.by.items():
        numbers.update({value: part.incidents for value, part in getattr(count.by, facet).items()})


def _sum(a: Range, b: Range) -> Range:
    return Range(min=a.min + b.min, max=None if a.max is None or b.max is None else a.max + b.max)
