"""Our kinds of events in the words of ACLED's codebook (event and sub-event types, precisions): names only.

Ours are told by what wires say; ACLED's want to know who fought whom. Where the wire leaves it open, so does the
target: an attack on armed forces or police is a clash, any other is violence against civilians.
"""

from schemas.incidents import IncidentResolved
from schemas.values import Location, Period
from schemas.vocabulary import EventType, Outcome, Precision, TargetKind

_REMOTE = "Explosions/Remote violence"
_BATTLES = "Battles"
_CIVILIANS = "Violence against civilians"
_DEVELOPMENTS = "Strategic developments"
_TYPES: dict[EventType, tuple[str, str]] = {
    EventType.SHELLING: (_REMOTE, "Shelling/artillery/missile attack"),
    EventType.DRONE_STRIKE: (_REMOTE, "Air/drone strike"),
    EventType.AIR_STRIKE: (_REMOTE, "Air/drone strike"),
    EventType.SUICIDE_BOMBING: (_REMOTE, "Suicide bomb"),
    EventType.BOMBING: (_REMOTE, "Remote explosive/landmine/IED"),
    EventType.GRENADE: (_REMOTE, "Grenade"),
    EventType.ARMED_CLASH: (_BATTLES, "Armed clash"),
    EventType.ABDUCTION: (_CIVILIANS, "Abduction/forced disappearance"),
    EventType.ARSON_SABOTAGE: (_DEVELOPMENTS, "Looting/property destruction"),
    EventType.OTHER: (_DEVELOPMENTS, "Other"),
}
_ARMED = {TargetKind.MILITARY, TargetKind.POLICE}
_PREVENTED = {Outcome.INTERCEPTED, Outcome.FOILED}
_GEO = {Precision.SITE: 1, Precision.CITY: 1, Precision.ADMIN1: 2, Precision.COUNTRY: 3}
_WEEK = 7


def types_of(incident: IncidentResolved) -> tuple[str, str]:
    """Event type and sub-event type."""
    if incident.outcome in _PREVENTED:
        return _DEVELOPMENTS, "Disrupted weapons use"
    if incident.event_type == EventType.ARMED_ATTACK:
        armed = any(target.kind in _ARMED for target in incident.targets)
        return (_BATTLES, "Armed clash") if armed else (_CIVILIANS, "Attack")
    return _TYPES[incident.event_type]


def time_precision(occurred: Period | None) -> int | None:
    """1: the day is known; 2: within a week; 3: less exactly."""
    if occurred is None:
        return None
    days = (occurred.latest - occurred.earliest).days + 1
    return 1 if days == 1 else 2 if days <= _WEEK else 3


def geo_precision(location: Location | None) -> int | None:
    """1: town or spot; 2: province; 3: country."""
    return _GEO[location.precision] if location and location.precision else None
