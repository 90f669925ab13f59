"""The date and time groups of teleprinter messages: `051810 GMT Jan 22`, `AP-WF-01-05-22 1810GMT`."""

import re
from datetime import UTC, datetime, timedelta, timezone

_MONTHS = {name: index + 1 for index, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split())}
_MONTHS |= {"mai": 5, "okt": 10, "dez": 12}
_HOURS = {"BST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "EST": -5, "EDT": -4}
_GROUP = re.compile(r"\b(\d\d)(\d\d)(\d\d) ?([A-Z]{1,4}) ([A-Za-z]{3})[a-z]{0,6}\.? (\d{4}|\d\d)\b")
_ANPA = re.compile(r"\b(\d\d)-(\d\d)-(\d\d) (\d\d)(\d\d) ?([A-Z]{3,4})\b")
_CENTURY = 100
_FIRST_YEAR = 70
"""Years of two digits below it are of this century."""


def moment_in(line: str) -> datetime | None:
    """The moment that the line names, in its zone (UTC for zones we do not know); None if it names none."""
    line = " ".join(line[:200].split())
    if found := _GROUP.search(line):
        day, hour, minute, zone, month, year = found.groups()
        return _moment(year, _MONTHS.get(month.lower(), 0), day, hour, minute, zone)
    if found := _ANPA.search(line):
        month, day, year, hour, minute, zone = found.groups()
        return _moment(year, int(month), day, hour, minute, zone)
    return None


def _moment(year: str, month: int, day: str, hour: str, minute: str, zone: str) -> datetime | None:
    whole = int(year) + (0 if int(year) >= _CENTURY else 1900 if int(year) >= _FIRST_YEAR else 2000)
    offset = timezone(timedelta(hours=_HOURS[zone])) if zone in _HOURS else UTC
    try:
        return datetime(whole, month, int(day), int(hour), int(minute), tzinfo=offset)
    except ValueError:
        return None
