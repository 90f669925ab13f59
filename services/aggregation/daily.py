"""The numbers a day of series, as the counts of days were published: no page need be open to know them.

An upsurge is looked for in half a year of days. To open all their pages for each report would cost more than all else
that is done with it, and push out of memory what is needed next.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple, Protocol

import orjson

from schemas.alerts import Series
from schemas.counts import Bucket
from schemas.vocabulary import Facet, SeriesKind
from services.aggregation.domain import spans
from services.aggregation.domain.upsurges import Between

DAYS = 64
"""So many days are read together."""
MOST_STRETCHES = 5_000
_FACETS = {SeriesKind.ACTOR: Facet.ACTOR, SeriesKind.WEAPON: Facet.WEAPON}
Mark = tuple[Facet, str] | None
"""What of a count a series numbers: one value of a facet, or all."""
Numbers = dict[Mark, dict[int, int]]


class Counts(Protocol):
    """The table of published counts."""

    def get(self, key: str) -> bytes | None:
        """The newest count of a bucket."""


class Stretch(NamedTuple):
    """Days of a country, or of a region in it."""

    country: str
    admin1: str | None
    number: int


class Daily:
    """The numbers a day of all series."""

    def __init__(self, counts: Counts) -> None:
        """Over the published counts."""
        self._counts = counts
        self._known: OrderedDict[Stretch, Numbers] = OrderedDict()

    def close(self) -> None:
        """Forgets what was read: the table may hold other partitions now."""
        self._known.clear()

    def refresh(self, changed: Mapping[Series, Iterable[int]]) -> None:
        """Reads again what was published of these days."""
        for stretch, day in {(_stretch(series, day // DAYS), day) for series, days in changed.items() for day in days}:
            if known := self._known.get(stretch):
                for daily in known.values():
                    daily.pop(day, None)
                self._read(stretch, day, known)

    def of(self, series: Series) -> Between:
        """The numbers a day of a series; days are ordinals."""

        def between(first: int, last: int) -> dict[int, int]:
            stretches = [self._stretch(series, number) for number in range(first // DAYS, last // DAYS + 1)]
            return {day: number for each in stretches for day, number in each.items() if first <= day <= last}

        return between

    def _stretch(self, series: Series, number: int) -> Mapping[int, int]:
        stretch = _stretch(series, number)
        known = self._known.get(stretch)
        if known is None:
            known = self._known[stretch] = {None: {}}
            for day in self._counted_days(stretch):
                self._read(stretch, day, known)
            while len(self._known) > MOST_STRETCHES:
                self._known.popitem(last=False)
        self._known.move_to_end(stretch)
        facet = _FACETS.get(series.kind)
        return known.get((facet, series.value or "") if facet else None, {})

    def _counted_days(self, stretch: Stretch) -> Iterator[int]:
        """The days of the stretch that may have a count: those of months that have one."""
        for month, days in _months(stretch.number):
            if self._count(stretch, month):
                yield from days

    def _read(self, stretch: Stretch, day: int, into: Numbers) -> None:
        if row := self._count(stretch, date.fromordinal(day).isoformat()):
            for mark, number in _numbers(orjson.loads(row), stretch.admin1 is None):
                into.setdefault(mark, {})[day] = number

    def _count(self, stretch: Stretch, span: str) -> bytes | None:
        return self._counts.get(Bucket.key_for(span, stretch.country, stretch.admin1))


def _stretch(series: Series, number: int) -> Stretch:
    return Stretch(series.country, series.value if series.kind == SeriesKind.ADMIN1 else None, number)


@lru_cache(maxsize=1_000)
def _months(number: int) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The months of a stretch with their days in it."""
    days = range(max(number * DAYS, 1), (number + 1) * DAYS)
    return tuple((name, tuple(its)) for name, its in groupby(days, lambda day: spans.month(date.fromordinal(day))))


def _numbers(count: dict[str, Any], whole: bool) -> Iterator[tuple[Mark, int]]:
    """How many incidents a count has, and of a whole country how many by actor and weapon."""
    yield None, count["tally"]["incidents"]
    for facet in _FACETS.values() if whole else ():
        for value, tally in count["by"].get(facet, {}).items():
            yield (facet, value), tally["incidents"]
