"""The numbers a day of series, as the counts of days were published: no page need be open to know them.

An upsurge is looked for in half a year of days. To open all their pages for each report would cost more than all else
that is done with it, and push out of memory what is needed next.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple, Protocol

import orjson

from schemas.alerts import Series
from schemas.counts import Bucket
from schemas.vocabulary import Facet, SeriesKind

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
        for stretch, day in {(_stretch(series, day), day) for series, days in changed.items() for day in days}:
            if known := self._known.get(stretch):
                for daily in known.values():
                    daily.pop(day, None)
                self._read(stretch, day, known)

    def of(self, series: Series) -> Mapping[int, int]:
        """The numbers a day of a series; days are ordinals."""
        return _Daily(self, series)

    def stretch(self, series: Series, day: int) -> Mapping[int, int]:
        """The numbers of a series on the days that are read together with this one."""
        stretch = _stretch(series, day)
        known = self._known.get(stretch)
        if known is None:
            known = self._known[stretch] = {None: {}}
            for one in range(stretch.number * DAYS, (stretch.number + 1) * DAYS):
                self._read(stretch, one, known)
            while len(self._known) > MOST_STRETCHES:
                self._known.popitem(last=False)
        self._known.move_to_end(stretch)
        facet = _FACETS.get(series.kind)
        return known.get((facet, series.value or "") if facet else None, {})

    def _read(self, stretch: Stretch, day: int, into: Numbers) -> None:
        span = date.fromordinal(max(day, 1)).isoformat()
        if row := self._counts.get(Bucket.key_for(span, stretch.country, stretch.admin1)):
            for mark, number in _numbers(orjson.loads(row), stretch.admin1 is None):
                into.setdefault(mark, {})[day] = number


class _Daily(Mapping[int, int]):
    """The numbers a day of one series, read when they are asked for."""

    def __init__(self, daily: Daily, series: Series) -> None:
        self._daily, self._series = daily, series
        self._stretches: dict[int, Mapping[int, int]] = {}

    def __getitem__(self, day: int) -> int:
        number = day // DAYS
        if number not in self._stretches:
            self._stretches[number] = self._daily.stretch(self._series, day)
        return self._stretches[number].get(day, 0)

    def get(self, day: int, _none: object = None) -> int:
        """The number of a day; without the detour by an exception that other mappings make."""
        return self[day]

    def __iter__(self) -> Iterator[int]:
        raise TypeError("the days of a series have no end: ask for one")

    def __len__(self) -> int:
        raise TypeError("the days of a series have no end: ask for one")


def _stretch(series: Series, day: int) -> Stretch:
    return Stretch(series.country, series.value if series.kind == SeriesKind.ADMIN1 else None, day // DAYS)


def _numbers(count: dict[str, Any], whole: bool) -> Iterator[tuple[Mark, int]]:
    """How many incidents a count has, and of a whole country how many by actor and weapon."""
    yield None, count["tally"]["incidents"]
    for facet in _FACETS.values() if whole else ():
        for value, tally in count["by"].get(facet, {}).items():
            yield (facet, value), tally["incidents"]
