"""The watch over one country: its series of daily numbers, their upsurges, and what is to be told of them.

Like the book, `change` says what follows and alters nothing, `keep` makes it so; a watch opened over the incidents
that stand equals one that saw them come and go in any order. Only incidents that are dated to the day are watched.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

from schemas.alerts import Series, UpsurgeDetected, UpsurgeEnded
from schemas.incidents import IncidentResolved
from schemas.vocabulary import SeriesKind, UpsurgeEnd, WeaponKind
from services.aggregation.domain.counting import actors, counts, place
from services.aggregation.domain.spans import Level, level, own_span
from services.aggregation.domain.upsurges import Upsurge, updated, upsurges

Alert = UpsurgeDetected | UpsurgeEnded
Upsurges = Sequence[Upsurge]


@dataclass(frozen=True, slots=True)
class Watched:
    """What a change alters: numbers of days, upsurges, the country's newest day; and the alerts that tell of it.

    There is one alert at most for each upsurge. Its revision is for whoever publishes it to set.
    """

    now: int
    daily: dict[Series, dict[int, int]]
    known: dict[Series, tuple[Upsurge, ...]]
    alerts: tuple[Alert, ...]


@dataclass(slots=True)
class Watch:
    """The numbers a day of each series, the upsurges in them, and the newest day of which there is news."""

    now: int = 0
    daily: dict[Series, dict[int, int]] = field(default_factory=dict)
    known: dict[Series, tuple[Upsurge, ...]] = field(default_factory=dict)

    def change(self, removed: Iterable[IncidentResolved], added: Iterable[IncidentResolved], now: int) -> Watched:
        """What follows once these incidents are taken out and those are in.

        `now` is the newest day, in UTC, on which a report that stands in this country was published, as an ordinal.
        """
        daily = {series: self._numbers(series, moves) for series, moves in _moves(removed, added).items()}
        known = {series: self._upsurges(series, days) for series, days in daily.items() if days}
        told = known if now == self.now else {**self.known, **known}
        alerts = (
            announcements(series, (self.known.get(series, ()), self.now), (told[series], now))
            for series in sorted(told, key=str)
        )
        return Watched(now, daily, known, tuple(chain.from_iterable(alerts)))

    def keep(self, change: Watched) -> None:
        """Makes the change part of the watch."""
        self.now = change.now
        for series, days in change.daily.items():
            there = self.daily.setdefault(series, {})
            there.update(days)
            for day in [day for day, number in days.items() if not number]:
                del there[day]
            if not there:
                del self.daily[series]
        self.known.update(change.known)
        for series in [series for series, found in change.known.items() if not found]:
            del self.known[series]

    @classmethod
    def opened(cls, incidents: Iterable[IncidentResolved], now: int) -> "Watch":
        """The watch over the incidents that stand."""
        daily = {series: dict(days) for series, days in _moves((), incidents).items()}
        known = {series: found for series, days in daily.items() if (found := upsurges(days))}
        return cls(now, daily, known)

    def alerts(self) -> Iterator[Alert]:
        """What is told of each upsurge that there is now."""
        for series, known in self.known.items():
            yield from announcements(series, ((), 0), (known, self.now))

    def _numbers(self, series: Series, moves: Mapping[int, int]) -> dict[int, int]:
        """The new numbers of the days on which they change."""
        there = self.daily.get(series, {})
        return {day: there.get(day, 0) + more for day, more in moves.items() if more}

    def _upsurges(self, series: Series, days: dict[int, int]) -> tuple[Upsurge, ...]:
        return updated(self.known.get(series, ()), self.daily.get(series, {}), days)


def announcements(series: Series, before: tuple[Upsurges, int], after: tuple[Upsurges, int]) -> Iterator[Alert]:
    """What is to be told when the upsurges of a series become others, or time passes: each with its newest day.

    An upsurge is known by its series and first day. It is told when it is found, and again when what was found on that
    day is corrected; its end is told when a week has passed without it, or when it is none any more.
    """
    was, is_ = ({one.since: (one, one.over(now)) for one in known} for known, now in (before, after))
    for since, found in is_.items():
        old = was.get(since)
        if old != found and (alert := _alert(series, *found)) != (_alert(series, *old) if old else None):
            yield alert
    for since, (one, _) in was.items():
        if since not in is_:
            yield _corrected(series, one, [_id(series, heir) for heir in after[0] if _overlap(one, heir)])


def series_of(incident: IncidentResolved) -> set[Series]:
    """The series in which the incident is watched."""
    country, region = place(incident)
    found = {Series(country=country, kind=SeriesKind.TOTAL)}
    found |= {Series(country=country, kind=SeriesKind.ACTOR, value=actor) for actor in actors(incident)}
    if region:
        found.add(Series(country=country, kind=SeriesKind.ADMIN1, value=region))
    if incident.weapon.kind != WeaponKind.UNKNOWN:
        found.add(Series(country=country, kind=SeriesKind.WEAPON, value=incident.weapon.kind))
    return found


def _moves(removed: Iterable[IncidentResolved], added: Iterable[IncidentResolved]) -> dict[Series, Counter[int]]:
    moves: dict[Series, Counter[int]] = {}
    for more, incidents in ((-1, removed), (1, added)):
        for incident in incidents:
            if incident.occurred and counts(incident) and level(own_span(incident.occurred)) == Level.DAY:
                for series in series_of(incident):
                    moves.setdefault(series, Counter())[incident.occurred.earliest.toordinal()] += more
    return moves


def _alert(series: Series, one: Upsurge, over: bool) -> Alert:
    if not over:
        return UpsurgeDetected(**_told(series, one))
    last = date.fromordinal(one.last)
    return UpsurgeEnded(**_told(series, one), last=last, reason=UpsurgeEnd.SUBSIDED)


def _corrected(series: Series, one: Upsurge, heirs: Sequence[str]) -> UpsurgeEnded:
    last, heir = date.fromordinal(one.last), heirs[0] if heirs else None
    return UpsurgeEnded(**_told(series, one), last=last, reason=UpsurgeEnd.CORRECTED, continued_as=heir)


def _told(series: Series, one: Upsurge) -> dict[str, Any]:
    since = date.fromordinal(one.since)
    return {"upsurge_id": _id(series, one), "revision": 1, "series": series, "since": since, "ground": one.ground}


def _overlap(one: Upsurge, other: Upsurge) -> bool:
    return one.since <= other.last and other.since <= one.last


def _id(series: Series, one: Upsurge) -> str:
    """`2022-01-03|IQ|actor|Kataib`"""
    return f"{date.fromordinal(one.since)}|{series.country}|{series.kind}|{series.value or ''}"
