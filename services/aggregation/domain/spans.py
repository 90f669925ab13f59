"""Spans of time as buckets name them: a day, a week, a month, an interval of days, or a month's undated."""

from calendar import monthrange
from datetime import date

from schemas.values import Period

UNDATED = "undated-"


def own_span(occurred: Period | None, published: date) -> str:
    """The closest span that an incident is dated by; a night is its first day, longer periods are themselves.

    What names no day is counted by the month in which it was published: so every count has an end.
    """
    if occurred is None:
        return f"{UNDATED}{month(published)}"
    if (occurred.latest - occurred.earliest).days <= 1:
        return occurred.earliest.isoformat()
    return f"{occurred.earliest}/{occurred.latest}"


def week(day: date) -> str:
    """The day's ISO week, `2022-W01`: from Monday, and of the year in which its Thursday lies."""
    year, number, _ = day.isocalendar()
    return f"{year:04}-W{number:02}"


def month(day: date) -> str:
    """The day's month, `2022-01`."""
    return day.isoformat()[:7]


def extent(span: str) -> tuple[date, date]:
    """The first and last day of a span; of what is undated, those of the month in which it was published.

    Raises:
        ValueError: there is no such week, month or day.
    """
    span = span.removeprefix(UNDATED)
    if "/" in span:
        first, last = map(date.fromisoformat, span.split("/"))
        return first, last
    if "W" in span:
        monday = date.fromisocalendar(int(span[:4]), int(span[6:]), 1)
        return monday, date.fromordinal(min(monday.toordinal() + 6, date.max.toordinal()))
    if span.count("-") == 1:
        first = date.fromisoformat(f"{span}-01")
        return first, first.replace(day=monthrange(first.year, first.month)[1])
    day = date.fromisoformat(span)
    return day, day
