"""What a briefing tells: a pure fold of incidents and upsurges."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from schemas.alerts import UpsurgeEnded, UpsurgeEvent
from schemas.incidents import IncidentResolved
from schemas.values import UNKNOWN_COUNTRY, Range
from schemas.vocabulary import DOERS, Factuality, IncidentStatus, UpsurgeEnd
from services.aggregation.domain.spans import extent, own_span
from tallywire.briefing.weeks import Week
from tallywire.countries import country_name
from tallywire.exports import Entry

_MOST = 8


@dataclass(frozen=True, slots=True)
class Part:
    """A value of what incidents are told apart by: its name, and its incidents in this week and in the one before."""

    name: str
    now: int
    before: int


@dataclass(frozen=True, slots=True)
class Breakdown:
    """What incidents are told apart by, the most of this week first; `others` sums up what is not shown."""

    title: str
    parts: tuple[Part, ...]
    others: Part | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """How much there is in a week."""

    incidents: int
    killed: Range
    wounded: Range
    countries: int
    sources: int
    disputed: int


@dataclass(frozen=True, slots=True)
class Briefing:
    """A week."""

    week: Week
    country: str | None
    as_of: datetime
    """When the newest of what was read had been written."""
    entries: tuple[Entry, ...]
    now: Sums
    before: Sums
    by_day: tuple[tuple[date, int, int], ...]
    """Each day with its incidents, and those of the same day a week before; only what is dated to the day."""
    breakdowns: tuple[Breakdown, ...]
    upsurges: tuple[UpsurgeEvent, ...]
    loose: int
    """Incidents that may have been in this week, but are dated no closer than across its ends."""

    @property
    def where(self) -> str:
        """The country, or all."""
        return country_name(self.country) if self.country else "All countries"


def briefing(
    entries: Iterable[Entry], upsurges: Iterable[UpsurgeEvent], week: Week, country: str | None, as_of: datetime
) -> Briefing:
    """The briefing. What stands and occurred counts, in the week within which all the days lie that it may be of."""
    counted = [e for e in entries if _counts(e.incident) and (country is None or _country(e.incident) == country)]
    now = tuple(sorted((e for e in counted if _within(e.incident, week)), key=_place))
    before = tuple(e for e in counted if _within(e.incident, week.before))
    return Briefing(
        week=week,
        country=country,
        as_of=as_of,
        entries=now,
        now=_sums(now),
        before=_sums(before),
        by_day=_by_day(now, before, week),
        breakdowns=tuple(
            _breakdown(title, of, now, before) for title, of in _FACETS if title != "Country" or not country
        ),
        upsurges=_standing(upsurges, week, country),
        loose=sum(_overlaps(e.incident, week) and not _within(e.incident, week) for e in counted),
    )


def _counts(incident: IncidentResolved) -> bool:
    return incident.status == IncidentStatus.STANDING and incident.factuality == Factuality.OCCURRED


def _days_of(incident: IncidentResolved) -> tuple[date, date] | None:
    """The days it may be of, as the counts have them: a night is its first day."""
    when = incident.occurred
    return extent(own_span(when, when.earliest)) if when else None


def _within(incident: IncidentResolved, week: Week) -> bool:
    days = _days_of(incident)
    return days is not None and week.monday <= days[0] and days[1] <= week.sunday


def _overlaps(incident: IncidentResolved, week: Week) -> bool:
    days = _days_of(incident)
    return days is not None and days[0] <= week.sunday and days[1] >= week.monday


def _place(entry: Entry) -> tuple[date, date, str, str]:
    first, last = _days_of(entry.incident) or (date.min, date.min)
    return first, last, _country(entry.incident), entry.incident.incident_id


def _country(incident: IncidentResolved) -> str:
    return (incident.location and incident.location.country) or UNKNOWN_COUNTRY


def _actors(incident: IncidentResolved) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a.actor for a in incident.attributions if a.actor and a.stance in DOERS))


_FACETS: tuple[tuple[str, Callable[[IncidentResolved], tuple[str, ...]]], ...] = (
    ("Country", lambda incident: (country_name(_country(incident)),)),
    ("Kind", lambda incident: (named(incident.event_type),)),
    ("Weapon", lambda incident: (named(incident.weapon.kind),)),
    ("Said to have done it", _actors),
)


_NAMED = {"ied": "IED", "unknown": "not told", "arson_sabotage": "arson or sabotage"}


def named(value: str) -> str:
    """A word of our lists as people write it."""
    return _NAMED.get(value, value.replace("_", " "))


def _breakdown(
    title: str, of: Callable[[IncidentResolved], tuple[str, ...]], now: Iterable[Entry], before: Iterable[Entry]
) -> Breakdown:
    numbers = Counter(value for entry in now for value in of(entry.incident))
    earlier = Counter(value for entry in before for value in of(entry.incident))
    names = sorted(numbers.keys() | earlier.keys(), key=lambda name: (-numbers[name], -earlier[name], name))
    shown, rest = names[:_MOST], names[_MOST:]
    parts = tuple(Part(name, numbers[name], earlier[name]) for name in shown)
    name = f"{len(rest)} other{'' if len(rest) == 1 else 's'}"
    others = Part(name, sum(numbers[n] for n in rest), sum(earlier[n] for n in rest)) if rest else None
    return Breakdown(title, parts, others)


def _sums(entries: tuple[Entry, ...]) -> Sums:
    incidents = [entry.incident for entry in entries]
    return Sums(
        incidents=len(incidents),
        killed=_added([incident.casualties.killed for incident in incidents]),
        wounded=_added([incident.casualties.wounded for incident in incidents]),
        countries=len({_country(incident) for incident in incidents} - {UNKNOWN_COUNTRY}),
        sources=len({report.source for incident in incidents for report in incident.reports}),
        disputed=sum(bool(incident.disagreements) for incident in incidents),
    )


def _added(tolls: list[Range | None]) -> Range:
    """Their sum; open upwards if one is. A toll that nobody tells adds nothing."""
    told = [toll for toll in tolls if toll]
    tops = [toll.max for toll in told if toll.max is not None]
    return Range(min=sum(toll.min for toll in told), max=sum(tops) if len(tops) == len(told) else None)


def _by_day(now: Iterable[Entry], before: Iterable[Entry], week: Week) -> tuple[tuple[date, int, int], ...]:
    numbers, earlier = _days(now), _days(before)
    pairs = zip(week.days, week.before.days, strict=True)
    return tuple((day, numbers[day], earlier[same]) for day, same in pairs)


def _days(entries: Iterable[Entry]) -> Counter[date]:
    periods = (_days_of(entry.incident) for entry in entries)
    return Counter(days[0] for days in periods if days and days[0] == days[1])


def _standing(upsurges: Iterable[UpsurgeEvent], week: Week, country: str | None) -> tuple[UpsurgeEvent, ...]:
    """Those that had some of the week, each as it was last told."""
    newest: dict[str, UpsurgeEvent] = {}
    for upsurge in upsurges:
        known = newest.get(upsurge.upsurge_id)
        if known is None or upsurge.revision > known.revision:
            newest[upsurge.upsurge_id] = upsurge
    told = (u for u in newest.values() if country in (None, u.series.country) and _had(u, week))
    return tuple(sorted(told, key=lambda u: (u.ground.tail, u.upsurge_id)))


def _had(upsurge: UpsurgeEvent, week: Week) -> bool:
    if isinstance(upsurge, UpsurgeEnded):
        return upsurge.reason == UpsurgeEnd.SUBSIDED and upsurge.since <= week.sunday and upsurge.last >= week.monday
    return upsurge.since <= week.sunday
