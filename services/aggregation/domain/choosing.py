"""The rules by which one value is chosen of those that the reports of an incident tell.

Values come in the order in which they shall be preferred where a rule leaves several.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Final, TypeVar

from schemas.incidents import Attributed
from schemas.reports import IncidentReported
from schemas.values import Attribution, Location, Period, Range, Target, Weapon
from schemas.vocabulary import EventType, Precision, WeaponKind
from services.aggregation.domain.accounts import folded

T = TypeVar("T", bound=Hashable)

FINER: Final = {
    EventType.BOMBING: EventType.SUICIDE_BOMBING,
    EventType.AIR_STRIKE: EventType.DRONE_STRIKE,
}
"""What a kind may turn out to be more exactly."""
USUAL_TRUST: Final = 0.5
"""That of a source of which the operator says nothing."""
MOST_LISTED: Final = 40
"""Targets and attributions in a snapshot: it goes to every subscriber at every change, and shall not grow for ever."""
MOST_SOURCES: Final = 10
_PRECISE = (Precision.SITE, Precision.CITY, Precision.ADMIN1, Precision.COUNTRY, None)
_SUREST = 0.99


def commonest(values: Sequence[T], vague: T | None = None) -> T:
    """The commonest value, of equals the first; `vague` only if nobody says more."""
    if len(values) == 1:  # as of most incidents
        return values[0]
    counted = Counter(value for value in values if value != vague) or Counter(values)
    return counted.most_common(1)[0][0]


def kind(kinds: Sequence[EventType]) -> EventType:
    """The commonest kind, more exactly if anybody says so."""
    chosen = commonest(kinds, EventType.OTHER)
    finer = FINER.get(chosen)
    return finer if finer and finer in kinds else chosen


def closest(periods: Sequence[Period]) -> Period | None:
    """The commonest of the shortest periods, with the part of the day that is told for it."""
    if not periods:
        return None
    length = min(p.latest - p.earliest for p in periods)
    earliest, latest = commonest([(p.earliest, p.latest) for p in periods if p.latest - p.earliest == length])
    parts = [p.time_of_day for p in periods if (p.earliest, p.latest) == (earliest, latest) and p.time_of_day]
    return Period(earliest=earliest, latest=latest, time_of_day=commonest(parts) if parts else None)


def most_precise(places: Sequence[Location]) -> Location | None:
    """The commonest of the most precise places; the majority is one of spots, which agencies name differently."""
    if not places:
        return None
    finest = min((p.precision for p in places), key=_PRECISE.index)
    precise = [p for p in places if p.precision == finest]
    spot = commonest([_spot(p) for p in precise])
    return commonest([p for p in precise if _spot(p) == spot])


def weapon(weapons: Sequence[Weapon]) -> Weapon:
    """The commonest kind of weapon, and the commonest count."""
    counts = [w.count for w in weapons if w.count]
    return Weapon(
        kind=commonest([w.kind for w in weapons], WeaponKind.UNKNOWN), count=commonest(counts) if counts else None
    )


def toll(newest: Sequence[Range | None], trust: Sequence[float | None]) -> Range | None:
    """The first toll, which is the newest, of those that the most trusted state."""
    told = [(USUAL_TRUST if t is None else t, toll) for toll, t in zip(newest, trust, strict=True) if toll]
    return max(told, key=lambda one: one[0])[1] if told else None  # of equals, max takes the first


def span(tolls: Iterable[Range | None]) -> Range | None:
    """From the lowest to the highest toll; open if one is of the kind "at least"."""
    told = [toll for toll in tolls if toll]
    if not told:
        return None
    highest = [toll.max for toll in told if toll.max is not None]
    return Range(min=min(toll.min for toll in told), max=max(highest) if len(highest) == len(told) else None)


def targets(reports: Iterable[IncidentReported]) -> tuple[Target, ...]:
    """All targets, as they were first written; the most often told if there are too many."""
    named: dict[tuple[str, str], list[Target]] = {}
    for target in (t for report in reports for t in report.targets):
        named.setdefault((folded(target.name or ""), target.kind), []).append(target)
    return tuple(named[key][0] for key in _most_told(named))


def attributions(reports: Iterable[IncidentReported]) -> tuple[Attributed, ...]:
    """All attributions with the sources that carry them; the most often told if there are too many."""
    told: dict[tuple[str, ...], list[tuple[Attribution, str]]] = {}
    for report in reports:
        for one in report.attributions:
            key = (one.stance, folded(one.actor or ""), folded(one.by or ""))
            told.setdefault(key, []).append((one, report.source))
    return tuple(_attributed(told[key]) for key in _most_told(told))


def confidence(reports: Iterable[IncidentReported]) -> float:
    """The chance that not all sources are wrong, if each source is as good as its best report."""
    best: dict[str, float] = {}
    for report in reports:
        best[report.source] = max(best.get(report.source, 0.0), report.confidence)
    doubt = 1.0
    for source in sorted(best):
        doubt *= 1 - best[source]
    return round(min(1 - doubt, _SUREST), 3)


def _spot(place: Location) -> Hashable:
    if place.lat is not None and place.lon is not None:
        return round(place.lat, 2), round(place.lon, 2)
    return folded(place.name) if place.name else None


def _attributed(told: Sequence[tuple[Attribution, str]]) -> Attributed:
    first = told[0][0]
    sources = tuple(dict.fromkeys(source for _, source in told))
    return Attributed(stance=first.stance, actor=first.actor, by=first.by, carried_by=sources[:MOST_SOURCES])


def _most_told(told: Mapping[T, Sequence[object]]) -> list[T]:
    """In the order of telling."""
    kept = set(sorted(told, key=lambda key: -len(told[key]))[:MOST_LISTED])
    return [key for key in told if key in kept]
