"""Spans of time as buckets name them: a day, a week, a month, an interval of days, or the undated of a month."""

from calendar import monthrange
from datetime import date
from enum import StrEnum
from functools import lru_cache

from schemas.values import Period

UNDATED = "undated"
_DAYS = 4096
"""So many days' weeks and months are kept, and spans' days: they are asked for several times a report."""


class Level(StrEnum):
    """The kinds of span. An incident counts in one of day, interval and undated, so these add up to all incidents."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    INTERVAL = "interval"
    UNDATED = "undated"


CLOSEST = frozenset({Level.DAY, Level.INTERVAL, Level.UNDATED})
"""The kinds of span that an incident may have of its own."""


def is_of_a_day(occurred: Period) -> bool:
    """Whether an incident is counted on a day, its first: a night has two."""
    return (occurred.latest - occurred.earliest).days <= 1


def own_span(occurred: Period | None, published: date) -> str:
    """The closest span that an incident is dated by; a night is its first day, longer periods are themselves.

    What names no day is counted by the month in which it was published, so that every count is bounded in time.
    """
    if occurred is None:
        return f"{UNDATED}-{month(published)}"
    if is_of_a_day(occurred):
        return occurred.earliest.isoformat()
    return f"{occurred.earliest}/{occurred.latest}"


@lru_cache(maxsize=_DAYS)
def week(day: date) -> str:
    """The day's ISO week, `2022-W01`: from Monday, and of the year in which its Thursday lies."""
    year, number, _ = day.isocalendar()
    return f"{year:04}-W{number:02}"


@lru_cache(maxsize=_DAYS)
def month(day: date) -> str:
    """The day's month, `2022-01`."""
    return day.isoformat()[:7]


def level(span: str) -> Level:
    """What kind of span it is."""
    if span.startswith(UNDATED):
        return Level.UNDATED
    if "/" in span:
        return Level.INTERVAL
    if "W" in span:
        return Level.WEEK
    return Level.MONTH if span.count("-") == 1 else Level.DAY


@lru_cache(maxsize=_DAYS)
def extent(span: str) -> tuple[date, date]:
    """The first and last day of a span; of what is undated, those of the month in which it was published.

    Raises:
        ValueError: there is no such week, month or day.
    """
    match level(span):
        case Level.INTERVAL:
            first, last = map(date.fromisoformat, span.split("/"))
            return first, last
        case Level.WEEK:
            monday = date.fromisocalendar(int(span[:4]), int(span[6:]), 1)
            return monday, date.fromordinal(min(monday.toordinal() + 6, date.max.toordinal()))
        case Level.MONTH | Level.UNDATED:
            first = date.fromisoformat(f"{span.removeprefix(f'{UNDATED}-')}-01")
            return first, first.replace(day=monthrange(first.year, first.month)[1])
        case Level.DAY:
            return date.fromisoformat(span), date.fromisoformat(span)
