"""The lookout over the countries: their numbers a day read off the published counts, their upsurges remembered.

A row of the table is a series with its upsurges and the revisions in which they were told, or a country with its newest
day of news. Alerts are sent before the row is remembered, so that after a crash they are told again as they were.
The broker has the row before it has the reports: with those alone nobody would look at their days again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import orjson

from schemas.alerts import Ground, Series
from services.aggregation.daily import Daily
from services.aggregation.domain.upsurges import Upsurge
from services.aggregation.domain.watch import Alert, Days, Watch


class Known(Protocol):
    """The table of upsurges, by series or country."""

    def put(self, key: str, row: bytes) -> None:
        """Remembers a row."""

    def items(self) -> Iterable[tuple[str, bytes]]:
        """All rows."""


@dataclass(slots=True)
class _Country:
    watch: Watch = field(default_factory=Watch)
    told: dict[Series, dict[str, int]] = field(default_factory=dict)
    """The revision in which each upsurge was told last."""


class Lookout:
    """Who watches all countries."""

    def __init__(self, table: Known, daily: Daily) -> None:
        """Over what is remembered of upsurges, and the numbers a day."""
        self._table, self._daily = table, daily
        self._countries: dict[str, _Country] | None = None
        self._unwritten: dict[str, bytes] = {}

    def close(self) -> None:
        """Forgets what is known: it may not be remembered, or the table may hold other partitions now."""
        self._countries = None
        self._unwritten.clear()
        self._daily.close()

    def look(self, country: str, changed: Days, now: int) -> list[Alert]:
        """What is to be told once the numbers of these days have changed, numbered; `remember` then writes it."""
        here = self._opened().setdefault(country, _Country())
        before = here.watch.now
        self._daily.refresh(changed)
        alerts = here.watch.look(changed, self._daily.of, now)
        for series in {alert.series for alert in alerts} | changed.keys():
            revisions = here.told.setdefault(series, {})
            mine = [alert.upsurge_id for alert in alerts if alert.series == series]
            revisions |= {upsurge_id: revisions.get(upsurge_id, 0) + 1 for upsurge_id in mine}
            if revisions or series in here.watch.known:
                self._unwritten[_key(series)] = _row(series, here.watch.known.get(series, ()), revisions)
        if here.watch.now != before:
            self._unwritten[country] = orjson.dumps({"now": here.watch.now})
        told = here.told
        return [alert.model_copy(update={"revision": told[alert.series][alert.upsurge_id]}) for alert in alerts]

    def remember(self) -> None:
        """Writes what has become known since the last time."""
        for key, row in self._unwritten.items():
            self._table.put(key, row)
        self._unwritten.clear()

    def _opened(self) -> dict[str, _Country]:
        if self._countries is None:
            self._countries = {}
            for key, row in self._table.items():
                _take_in(self._countries, key, orjson.loads(row))
        return self._countries


def _key(series: Series) -> str:
    return f"{series.country}|{series.kind}|{series.value or ''}"


def _row(series: Series, known: Iterable[Upsurge], told: Mapping[str, int]) -> bytes:
    upsurges = [{"since": one.since, "last": one.last, "ground": one.ground.model_dump(mode="json")} for one in known]
    return orjson.dumps({"series": series.model_dump(mode="json"), "upsurges": upsurges, "told": told})


def _take_in(countries: dict[str, _Country], key: str, row: dict[str, object]) -> None:
    country = countries.setdefault(key[:2], _Country())
    if "now" in row:
        country.watch.now = int(str(row["now"]))
        return
    series = Series.model_validate(row["series"])
    known = [Upsurge(u["since"], u["last"], Ground.model_validate(u["ground"])) for u in row["upsurges"]]  # type: ignore[attr-defined]
    if known:
        country.watch.known[series] = tuple(known)
    country.told[series] = dict(row["told"])  # type: ignore[call-overload]
