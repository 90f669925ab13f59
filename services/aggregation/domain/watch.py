"""The watch over one country: the upsurges in its series of daily numbers, and what is to be told of them.

The numbers themselves are not kept here: they are what the days' cells hold. A watch that was shown every changed day,
in any order, knows what follows from the numbers as they stand. Only incidents that are dated to the day are watched.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from schemas.alerts import Series, UpsurgeDetected, UpsurgeEnded
from schemas.incidents import IncidentResolved
from schemas.vocabulary import SeriesKind, UpsurgeEnd, WeaponKind
from services.aggregation.domain.counting import actors, counts, place
from services.aggregation.domain.spans import is_of_a_day
from services.aggregation.domain.upsurges import Between, Upsurge, updated, upsurges

Alert = UpsurgeDetected | UpsurgeEnded
Upsurges = Sequence[Upsurge]
Days = dict[Series, set[int]]
"""Days on which the number of a series may have changed, as ordinals."""


class Watch:
    """The upsurges that are known, and the newest day of which there is news."""

    def __init__(self, known: Mapping[Series, Upsurges] | None = None, now: int = 0) -> None:
        """A watch that knows these upsurges. `now` is an ordinal, of a day in UTC."""
        self.known = {series: tuple(found) for series, found in (known or {}).items()}
        self.now = now

    def look(self, changed: Days, numbers: Callable[[Series], Between], now: int) -> list[Alert]:
        """What is to be told once the numbers of these days have changed, and `now` is the newest day of news.

        There is one alert at most for each upsurge. Its revision is for whoever publishes it to set.
        """
        now = max(now, self.now)
        known = {s: updated(self.known.get(s, ()), numbers(s), days) for s, days in changed.items() if days}
        told = known if now == self.now else {**self.known, **known}
        alerts = [
            alert
            for series in sorted(told, key=str)
            for alert in announcements(series, (self.known.get(series, ()), self.now), (told[series], now))
        ]
        self.now = now
        self.known.update(known)
        for series in [series for series, found in known.items() if not found]:
            del self.known[series]
        return alerts


def changed_days(removed: Iterable[IncidentResolved], added: Iterable[IncidentResolved]) -> Days:
    """The days on which the number of a series becomes another when these incidents go and those come.

    Most of what is told of an incident that is known already changes no number.
    """
    numbers = Counter(one for incident in added for one in _entries(incident))
    numbers.subtract(one for incident in removed for one in _entries(incident))
    changed: Days = {}
    for (series, day), more in numbers.items():
        if more:
            changed.setdefault(series, set()).add(day)
    return changed


def standing(numbers: Mapping[Series, Mapping[int, int]], now: int) -> Iterator[Alert]:
    """What is told of each upsurge that there is in these numbers a day."""
    for series, daily in numbers.items():
        yield from announcements(series, ((), 0), (upsurges(daily), now))


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


def _entries(incident: IncidentResolved) -> Iterator[tuple[Series, int]]:
    """The series and the day in whose numbers the incident is one."""
    when = incident.occurred
    if counts(incident) and when and is_of_a_day(when):
        for series in series_of(incident):
            yield series, when.earliest.toordinal()


def series_of(incident: IncidentResolved) -> set[Series]:
    """The series in which the incident is watched."""
    country, region = place(incident)
    found = {_series(country, SeriesKind.TOTAL)}
    found |= {_series(country, SeriesKind.ACTOR, actor) for actor in actors(incident)}
    if region:
        found.add(_series(country, SeriesKind.ADMIN1, region))
    if incident.weapon.kind != WeaponKind.UNKNOWN:
        found.add(_series(country, SeriesKind.WEAPON, incident.weapon.kind))
    return found


@lru_cache(maxsize=20_000)
def _series(country: str, kind: SeriesKind, value: str | None = None) -> Series:
    """The series, made once."""
    return Series(country=country, kind=kind, value=value)


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
