"""On which fields the reports of an incident tell different things, and who tells what."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from schemas.incidents import Disagreement, Said
from schemas.reports import IncidentReported
from schemas.values import Range
from schemas.vocabulary import EventType, Outcome, Precision, WeaponKind
from services.aggregation.domain.likeness import NEAR_KM, kilometres

MOST_VALUES: Final = 8
MOST_NAMED: Final = 5
"""A snapshot goes to every subscriber at every change: the values told most, and who told each first, are enough."""


def disagreements(voices: Sequence[IncidentReported]) -> tuple[Disagreement, ...]:
    """Each field of which the reports tell several values; what is left open or told only roughly is no other value."""
    found = []
    for field, value_in in _FIELDS.items():
        told: dict[str, list[str]] = {}
        for report in voices:
            if value := value_in(report):
                told.setdefault(value, []).append(report.report_id)
        if len(told) > 1 and (field != "location" or _far_apart(voices)):
            found.append(Disagreement(field=field, values=tuple(_said(told))))
    return tuple(found)


def _said(told: Mapping[str, Sequence[str]]) -> Iterator[Said]:
    for value, reports in sorted(told.items(), key=lambda item: -len(item[1]))[:MOST_VALUES]:
        yield Said(value=value, number=len(reports), report_ids=tuple(reports[:MOST_NAMED]))


def _kind(report: IncidentReported) -> str | None:
    return None if report.event_type == EventType.OTHER else report.event_type


def _outcome(report: IncidentReported) -> str | None:
    return None if report.outcome == Outcome.UNKNOWN else report.outcome


def _days(report: IncidentReported) -> str | None:
    when = report.occurred
    if when is None or (when.latest - when.earliest).days > 1:
        return None
    return f"{when.earliest}/{when.latest}" if when.latest > when.earliest else f"{when.earliest}"


def _place(report: IncidentReported) -> str | None:
    where = report.location
    return where.name if where and where.precision in (Precision.SITE, Precision.CITY) else None


def _far_apart(voices: Sequence[IncidentReported]) -> bool:
    """Whether some place is no neighbour of the first: else they are only more or less exact, or otherwise written."""
    spots = [(r.location.lat, r.location.lon) for r in voices if r.location and _place(r)]
    known = [(lat, lon) for lat, lon in spots if lat is not None and lon is not None]
    return any(kilometres(*known[0], *other) > NEAR_KM for other in known[1:])


def _weapon(report: IncidentReported) -> str | None:
    return None if report.weapon.kind in (WeaponKind.UNKNOWN, WeaponKind.OTHER) else report.weapon.kind


def _range(told: Range | None) -> str | None:
    if told is None or told.max == told.min:
        return str(told.min) if told else None
    return f"{told.min}-{told.max}" if told.max is not None else f"{told.min} or more"


_FIELDS: Final[Mapping[str, Callable[[IncidentReported], str | None]]] = {
    "event_type": _kind,
    "factuality": lambda report: report.factuality,
    "outcome": _outcome,
    "occurred": _days,
    "location": _place,
    "weapon.kind": _weapon,
    "weapon.count": lambda report: _range(report.weapon.count),
    "casualties.killed": lambda report: _range(report.casualties.killed),
    "casualties.wounded": lambda report: _range(report.casualties.wounded),
}
