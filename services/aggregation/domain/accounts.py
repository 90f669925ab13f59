"""What a report says that tells one incident from another.

Reports that say the same in these points are one account, however many wires carry it: merging compares accounts,
so its cost grows with how differently an incident is told, not with how often. What is compared only roughly (tolls,
names, coordinates) is kept only that exactly.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from schemas.reports import IncidentReported
from schemas.values import Range
from schemas.vocabulary import DOERS

UNDATED_DAYS: Final = 7
"""A report without a date is taken to tell of the last days before it was published."""
MOST_NAMES: Final = 8
STEM: Final = 4
"""Letters of a word that are compared: Dayax and Dayah, pupil and pupils are one."""
HOURS: Final = {
    "midnight": 0, "night": 1, "early": 4, "dawn": 5, "morning": 8, "noon": 12, "afternoon": 15, "dusk": 19,
    "evening": 20, "late": 22,
}  # fmt: skip
"""About when a part of the day is."""
_NOT_NAMES = frozenset(
    "the and for with from near what same this that his her its their two three four five six several some many"
    " other small large area part zone site group people member members local killed wounded".split()
)


class Account(NamedTuple):
    """The points on which reports are compared; `nth` keeps equal ones of one article apart.

    Days are ordinals; `hour` is where the told part of the day lies; tolls are orders of magnitude (how many binary
    digits the lower bound has); `names` are stems of the words that name the targets, and the place if it is on no map.
    """

    event_type: str
    earliest: int
    latest: int
    dated: bool
    hour: int | None
    lat: float | None
    lon: float | None
    precision: str | None
    admin1: str | None
    weapon: str
    count_min: int | None
    count_max: int | None
    target_kinds: tuple[str, ...]
    names: tuple[str, ...]
    killed: int | None
    wounded: int | None
    outcome: str
    actors: tuple[str, ...]
    nth: int = 0


def accounts(reports: Iterable[IncidentReported]) -> dict[str, Account]:
    """The account of each report of one article, by report id."""
    seen: dict[Account, int] = {}
    found = {}
    for report in sorted(reports, key=lambda r: r.report_id):
        first = account(report)
        found[report.report_id] = first._replace(nth=seen.setdefault(first, 0))
        seen[first] += 1
    return found


@lru_cache(maxsize=100_000)
def sort_key(account: Account) -> tuple[str, ...]:
    """A total order over accounts, some of whose points are None."""
    return tuple(map(str, account))


def account(report: IncidentReported) -> Account:
    """What a report tells, as if it were the only one of its article."""
    when, where, count = report.occurred, report.location, report.weapon.count
    published = report.published_at.date().toordinal()
    lat, lon = (where.lat, where.lon) if where else (None, None)
    mapped = lat is not None and lon is not None
    return Account(
        event_type=str(report.event_type),
        earliest=when.earliest.toordinal() if when else published - UNDATED_DAYS,
        latest=when.latest.toordinal() if when else published,
        dated=when is not None,
        hour=HOURS.get(when.time_of_day) if when and when.time_of_day else None,
        lat=None if lat is None else round(lat, 2),
        lon=None if lon is None else round(lon, 2),
        precision=str(where.precision) if where and where.precision else None,
        admin1=folded(where.admin1) if where and where.admin1 else None,
        weapon=str(report.weapon.kind),
        count_min=count.min if count else None,
        count_max=count.max if count else None,
        target_kinds=tuple(sorted({str(target.kind) for target in report.targets} - {"unknown"})),
        names=_names([target.name for target in report.targets] + [where.name if where and not mapped else None]),
        killed=_magnitude(report.casualties.killed),
        wounded=_magnitude(report.casualties.wounded),
        outcome=str(report.outcome),
        actors=tuple(sorted({folded(a.actor) for a in report.attributions if a.actor and a.stance in DOERS})),
    )


@lru_cache(maxsize=50_000)
def folded(name: str) -> str:
    """A name without capitals, accents and double letters, which agencies write differently."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"(.)\1", r"\1", plain)


def _names(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({stem for name in names if name for stem in _stems(name)})[:MOST_NAMES])


@lru_cache(maxsize=50_000)
def _stems(name: str) -> tuple[str, ...]:
    words = re.findall(r"[a-z]{3,}", folded(name).replace("'s", ""))
    return tuple(word[:STEM] for word in words if word not in _NOT_NAMES)


def _magnitude(toll: Range | None) -> int | None:
    return toll.min.bit_length() if toll else None
