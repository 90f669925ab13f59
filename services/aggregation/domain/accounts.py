"""What a report says that tells one incident from another.

Reports that say the same in these points are one account, however many wires carry it: merging compares accounts,
so its cost grows with how differently an incident is told, not with how often.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from schemas.reports import IncidentReported


class Account(NamedTuple):
    """The points on which reports are compared. Days are ordinals; `nth` keeps equal ones of one article apart."""

    event_type: str
    earliest: int | None
    latest: int | None
    lat: float | None
    lon: float | None
    precision: str | None
    weapon: str
    count_min: int | None
    count_max: int | None
    target_kinds: tuple[str, ...]
    nth: int = 0


def accounts(reports: Iterable[IncidentReported]) -> dict[str, Account]:
    """The account of each report of one article, by report id."""
    seen: dict[Account, int] = {}
    found = {}
    for report in sorted(reports, key=lambda r: r.report_id):
        first = _account(report)
        found[report.report_id] = first._replace(nth=seen.setdefault(first, 0))
        seen[first] += 1
    return found


@lru_cache(maxsize=100_000)
def sort_key(account: Account) -> tuple[str, ...]:
    """A total order over accounts, some of whose points are None."""
    return tuple(map(str, account))


def _account(report: IncidentReported) -> Account:
    when, where, count = report.occurred, report.location, report.weapon.count
    return Account(
        event_type=report.event_type,
        earliest=when.earliest.toordinal() if when else None,
        latest=when.latest.toordinal() if when else None,
        lat=where.lat if where else None,
        lon=where.lon if where else None,
        precision=where.precision if where else None,
        weapon=report.weapon.kind,
        count_min=count.min if count else None,
        count_max=count.max if count else None,
        target_kinds=tuple(sorted({target.kind for target in report.targets} - {"unknown"})),
    )
