"""Times as wires write them: ISO 8601 in its many forms, RFC 822, and the broken or localised ones."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

from dateutil import parser

_LONGEST = 100
_FIRST, _LAST = 1970, 2200
_WIDEST = timedelta(hours=14)
_CENTURY = 100
_ZONES = {
    "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1, "IST": 5.5, "CET": 1, "CEST": 2, "MEZ": 1,
    "MESZ": 2, "EET": 2, "EEST": 3, "SAST": 2, "MSK": 3, "MSD": 4, "TRT": 3, "AST": -4, "ADT": -3, "EST": -5,
    "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10,
    "PKT": 5, "WIB": 7, "HKT": 8, "SGT": 8, "AWST": 8, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12,
    "NZDT": 13,
}  # fmt: skip
"""Hours from UTC. Where a name stands for several (CST, AST), what RFC 822 says or America means by it."""
_MONTHS = (
    "jan january januar janvier enero gennaio janeiro", "feb february februar février fevrier febrero febbraio",
    "mar march märz mars marzo março", "apr april avril abril aprile", "may mai mayo maggio maio",
    "jun june juni juin junio giugno", "jul july juli juillet julio luglio", "aug august août aout agosto",
    "sep sept september septembre septiembre settembre", "oct october oktober okt octobre octubre ottobre",
    "nov november novembre noviembre", "dec december dezember dez décembre decembre diciembre dicembre",
)  # fmt: skip
_YEAR_AND_MONTH = re.compile(r"\d{4}-\d\d")
_GAP = re.compile(r"\s+(?=(?:[+-]\d\d:?\d\d|Z)$)")
_RFC_822 = re.compile(
    r"(?:[a-z]{3}, )?\d{1,2} [a-z]{3} \d{4} \d\d:\d\d:\d\d (?:[+-]\d{4}|GMT)", re.ASCII | re.IGNORECASE
)
_WEEKDAY = re.compile(r"^[^\W\d]{2,12}\.?,\s*")
_BASES = (datetime(2000, 1, 1), datetime(2001, 2, 2))  # noqa: DTZ001 - what fills gaps; only its day is compared


def when(text: str | None) -> datetime | None:
    """The moment that the text names, with its zone (UTC where it names none); None if it names none.

    A weekday is not believed; 5/1 is the 1st of May. What lies before 1970 or after 2200, or more than 14 hours from
    UTC, is no moment.
    """
    bare = (text or "").strip()
    if not bare or len(bare) > _LONGEST:
        return None
    moment = _read(_of_iso, bare) or _read(_of_rfc_822, bare) or _read(_of_words, bare)
    return moment if moment and _is_in_range(moment) else None


def _read(reader: Callable[[str], datetime | None], text: str) -> datetime | None:
    """What dateutil raises is what its parts raise: an odd number is a decimal's affair."""
    try:
        moment = reader(text)
    except (ValueError, OverflowError, ArithmeticError, LookupError, TypeError, AttributeError):
        return None
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def _is_in_range(moment: datetime) -> bool:
    return _FIRST <= moment.year <= _LAST and abs(moment.utcoffset() or timedelta()) <= _WIDEST


def _of_iso(text: str) -> datetime | None:
    upper = _GAP.sub("", text.upper())
    return datetime.fromisoformat(f"{upper}-01" if _YEAR_AND_MONTH.fullmatch(upper) else upper)


def _of_rfc_822(text: str) -> datetime | None:
    """Those that are well written, which is nearly all: twenty times as fast as by words."""
    return parsedate_to_datetime(text) if _RFC_822.fullmatch(text) else None


def _of_words(text: str) -> datetime | None:
    """None if the day has to be made up: what two different days fill in differently was not told."""
    bare = _WEEKDAY.sub("", text).upper()
    one, other = (parser.parse(bare, _Months(), default=base, tzinfos=_zone) for base in _BASES)
    return one if one == other else None


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    """Never the machine's own zone, whatever it is called."""
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    hours = _ZONES.get((name or "").upper())
    return None if hours is None else timezone(timedelta(hours=hours))


class _Months(parser.parserinfo):  # type: ignore[misc]
    """Names of months in some languages; two-digit years do not depend on today."""

    MONTHS = tuple(tuple(names.split()) for names in _MONTHS)

    def convertyear(self, year: int, century_specified: bool = False) -> int:
        """69 is 2069, 70 is 1970."""
        short = year < _CENTURY and not century_specified
        return year + (2000 if year < _FIRST % _CENTURY else 1900) if short else year
