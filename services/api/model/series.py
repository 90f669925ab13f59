"""Counts as series: one bucket after another, each the sum over the countries or regions that are asked for."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

from schemas.counts import CountChanged, Tally
from schemas.vocabulary import Facet

Level = Literal["day", "week", "month"]
MOST_BUCKETS = 2000


class TooLong(ValueError):
    """More buckets are asked for than one answer holds."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question for a series: `first` and `last` are days, both included."""

    level: Level
    first: date
    last: date
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    by: Facet | None = None


@dataclass(slots=True)
class _Sum:
    incidents: int = 0
    killed: tuple[int, int | None] = (0, 0)
    wounded: tuple[int, int | None] = (0, 0)
    by: dict[str, "_Sum"] = field(default_factory=dict)

    def add(self, tally: Tally) -> None:
        self.incidents += tally.incidents
        self.killed = _added(self.killed, (tally.killed.min, tally.killed.max))
        self.wounded = _added(self.wounded, (tally.wounded.min, tally.wounded.max))

    def told(self) -> dict[str, Any]:
        tolls = {"killed": _range(self.killed), "wounded": _range(self.wounded)}
        return {"incidents": self.incidents, **tolls}


def _added(a: tuple[int, int | None], b: tuple[int, int | None]) -> tuple[int, int | None]:
    return a[0] + b[0], None if a[1] is None or b[1] is None else a[1] + b[1]


def _range(ends: tuple[int, int | None]) -> dict[str, int | None]:
    return {"min": ends[0], "max": ends[1]}


def spans(level: Level, first: date, last: date) -> Iterator[tuple[str, date, date]]:
    """The spans that hold the days from `first` to `last`, each with its own first and last day."""
    at = first_of(level, first)
    while at <= last:
        following = _next(level, at)
        yield _name(level, at), at, (following or date.max) - timedelta(days=1 if following else 0)
        if following is None:
            return
        at = following


def first_of(level: Level, day: date) -> date:
    """The first day of the span that holds the day."""
    if level == "month":
        return day.replace(day=1)
    return day - timedelta(days=min(day.weekday(), day.toordinal() - 1)) if level == "week" else day


def _next(level: Level, at: date) -> date | None:
    try:
        if level == "month":
            return at.replace(year=at.year + at.month // 12, month=at.month % 12 + 1)
        return at + timedelta(days=7 - at.weekday() if level == "week" else 1)
    except (OverflowError, ValueError):
        return None


def _name(level: Level, at: date) -> str:
    if level == "month":
        return f"{at.year:04}-{at.month:02}"
    year, week, _ = at.isocalendar()
    return f"{year:04}-W{week:02}" if level == "week" else at.isoformat()


def extent(db: sqlite3.Connection) -> tuple[date, date] | None:
    """The first and the last day on which anything is counted."""
    first, last = db.execute("SELECT min(span), max(span) FROM counts WHERE level = 'day' AND incidents").fetchone()
    return (date.fromisoformat(first), date.fromisoformat(last)) if first else None


def series(db: sqlite3.Connection, asked: Asked) -> list[dict[str, Any]]:
    """One entry for each span, also where nothing was counted.

    Raises:
        TooLong: there are too many.
    """
    named = {"day": 1, "week": 7, "month": 28}[asked.level]
    if (asked.last - asked.first).days // named > MOST_BUCKETS:
        raise TooLong(f"at most {MOST_BUCKETS} buckets in one answer: ask for a shorter time or a longer span")
    wanted = list(spans(asked.level, asked.first, asked.last))
    sums: dict[str, _Sum] = {name: _Sum() for name, _, _ in wanted}
    for count in _counts(db, asked, wanted):
        sums[count.bucket.span].add(count.tally)
        for value, tally in getattr(count.by, asked.by).items() if asked.by else ():
            sums[count.bucket.span].by.setdefault(value, _Sum()).add(tally)
    return [_told(name, first, last, sums[name], asked.by) for name, first, last in wanted]


def _counts(db: sqlite3.Connection, asked: Asked, wanted: Sequence[tuple[str, date, date]]) -> Iterable[CountChanged]:
    if not wanted:
        return
    sql, values = "level = ? AND span BETWEEN ? AND ? AND incidents", [asked.level, wanted[0][0], wanted[-1][0]]
    if asked.countries:
        sql += f" AND country IN ({', '.join('?' * len(asked.countries))})"
        values += asked.countries
    sql += f" AND admin1 IN ({', '.join('?' * len(asked.regions))})" if asked.regions else " AND admin1 IS NULL"
    values += asked.regions
    for (value,) in db.execute(f"SELECT value FROM counts WHERE {sql}", values):
        yield CountChanged.model_validate_json(value)


def _told(name: str, first: date, last: date, found: _Sum, by: Facet | None) -> dict[str, Any]:
    told = {"span": name, "first": first.isoformat(), "last": last.isoformat(), **found.told()}
    return told | ({"by": {value: one.told() for value, one in sorted(found.by.items())}} if by else {})


def earlier(asked: Asked, compare: Literal["previous", "year"]) -> Asked | None:
    """The same question for the time before: as long a one just before, or the same one a year ago."""
    try:
        if compare == "year":
            return _moved(asked, _year_before(asked.first), _year_before(asked.last))
        first = first_of(asked.level, asked.first)
        if asked.level == "month":
            return _moved(asked, *_months_before(first, asked.last))
        *_, (_, _, end) = spans(asked.level, first, asked.last)
        length = timedelta(days=(end - first).days + 1)
        return _moved(asked, first - length, first - timedelta(days=1))
    except (OverflowError, ValueError):
        return None


def _moved(asked: Asked, first: date, last: date) -> Asked:
    return Asked(asked.level, first, last, asked.countries, asked.regions, asked.by)


def _year_before(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)


def _months_before(first: date, last: date) -> tuple[date, date]:
    number = (last.year - first.year) * 12 + last.month - first.month + 1
    month = first.year * 12 + first.month - 1 - number
    return date(month // 12, month % 12 + 1, 1), first - timedelta(days=1)
