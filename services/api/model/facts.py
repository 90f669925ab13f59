"""What incidents are found by: read off a snapshot once, for the tables and for the filters of streams."""

from dataclasses import dataclass
from datetime import date

from schemas.incidents import IncidentResolved
from schemas.values import Range
from schemas.vocabulary import DOERS

EPOCH = date(1970, 1, 1).toordinal()
Ends = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Facts:
    """An incident, as filters and columns see it. Days are days since 1970."""

    incident_id: str
    revision: int
    status: str
    factuality: str
    day: int
    """The last day on which it may have happened; of what is undated the day of its newest report."""
    first: int | None
    last: int | None
    country: str | None
    admin1: str | None
    place: str | None
    precision: str | None
    lat: float | None
    lon: float | None
    kind: str
    weapon: str
    outcome: str
    actors: tuple[str, ...]
    target_kinds: tuple[str, ...]
    sources: int
    killed: Ends | None
    wounded: Ends | None
    confidence: int
    """In hundredths."""


def facts(incident: IncidentResolved) -> Facts:
    """The facts of a snapshot."""
    when, where = incident.occurred, incident.location
    return Facts(
        incident_id=incident.incident_id,
        revision=incident.revision,
        status=incident.status,
        factuality=incident.factuality,
        day=day_number(when.latest) if when else _published(incident),
        first=day_number(when.earliest) if when else None,
        last=day_number(when.latest) if when else None,
        country=where.country if where else None,
        admin1=where.admin1 if where else None,
        place=where.name if where else None,
        precision=where.precision if where else None,
        lat=where.lat if where else None,
        lon=where.lon if where else None,
        kind=incident.event_type,
        weapon=incident.weapon.kind,
        outcome=incident.outcome,
        actors=tuple(sorted({a.actor for a in incident.attributions if a.actor and a.stance in DOERS})),
        target_kinds=tuple(sorted({str(target.kind) for target in incident.targets})),
        sources=incident.corroboration,
        killed=_ends(incident.casualties.killed),
        wounded=_ends(incident.casualties.wounded),
        confidence=round(incident.confidence * 100),
    )


def texts(incident: IncidentResolved) -> list[str | None]:
    """What an incident is found by in words, beside the headlines of its articles."""
    where = incident.location
    named = [where.name, where.admin1] if where else []
    return [*named, *(a.actor for a in incident.attributions), *(target.name for target in incident.targets)]


def day_number(day: date) -> int:
    """Days since 1970."""
    return day.toordinal() - EPOCH


def date_of(number: int) -> date:
    """The day of a number."""
    return date.fromordinal(number + EPOCH)


def _published(incident: IncidentResolved) -> int:
    return max((day_number(report.published_at.date()) for report in incident.reports), default=0)


def _ends(toll: Range | None) -> Ends | None:
    return (toll.min, toll.max) if toll else None
