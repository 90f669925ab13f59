"""The watch over a country: what it tells of upsurges, once, whatever the order."""

import random
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.alerts import Series, UpsurgeDetected, UpsurgeEnded
from schemas.counts import Bucket
from schemas.incidents import Attributed, IncidentResolved
from schemas.values import Location, Period, Weapon
from schemas.vocabulary import Factuality, IncidentStatus, SeriesKind, Stance, UpsurgeEnd, WeaponKind
from services.aggregation.domain.cells import Cell
from services.aggregation.domain.counting import folded, recounted
from services.aggregation.domain.numbers import numbers
from services.aggregation.domain.watch import Alert, Watch, changed_days, series_of, standing
from tests.builders import incident_resolved
from tests.unit.aggregation.told import between

FIRST = date(2022, 1, 3)
TOTAL = "2022-01-03|IQ|total|"


def attack(day: int = 0, days: int = 1, **changes: object) -> IncidentResolved:
    start = FIRST + timedelta(day)
    occurred = Period(earliest=start, latest=start + timedelta(days - 1))
    return incident_resolved(**({"occurred": occurred, "location": Location(country="IQ")} | changes))


def newest(day: int) -> int:
    return FIRST.toordinal() + day


class Watched:
    """A watch over incidents that come and go."""

    def __init__(self, standing: list[IncidentResolved], now: int = 0) -> None:
        self.watch, self.cells = Watch(), dict[Bucket, Cell]()
        self.told(added=standing, now=now)

    def told(
        self, removed: Sequence[IncidentResolved] = (), added: Sequence[IncidentResolved] = (), now: int = 0
    ) -> list[Alert]:
        self.cells |= recounted(lambda bucket: self.cells.get(bucket, Cell()), removed, added)
        changed = changed_days(removed, added)
        return self.watch.look(changed, lambda series: between(numbers(self.cells).get(series, {})), newest(now))


def watched(incidents: list[IncidentResolved], now: int = 0) -> Watched:
    return Watched(incidents, now)


def told(
    watch: Watched,
    removed: Sequence[IncidentResolved] = (),
    added: Sequence[IncidentResolved] = (),
    now: int = 0,
) -> list[Alert]:
    return watch.told(removed, added, now)


def test_an_upsurge_is_told_once_when_it_is_found() -> None:
    watch = watched([attack()] * 4)
    (alert,) = told(watch, added=[attack()])
    assert isinstance(alert, UpsurgeDetected)
    assert (alert.upsurge_id, alert.since, alert.ground.number) == (TOTAL, FIRST, 5)
    assert told(watch, added=[attack(1)], now=1) == []
    assert told(watch, now=1) == []


def test_only_days_whose_numbers_become_others_are_looked_at() -> None:
    known, more = attack(), attack(corroboration=2)
    assert changed_days([known], [more]) == {}
    moved = changed_days([known, attack(3)], [attack(3), attack(1)])
    assert set(moved) == series_of(known)
    assert all(days == {FIRST.toordinal(), FIRST.toordinal() + 1} for days in moved.values())


def test_it_is_told_again_when_what_was_found_on_its_first_day_is_corrected() -> None:
    watch = watched([attack()] * 5)
    (alert,) = told(watch, added=[attack()])
    assert isinstance(alert, UpsurgeDetected)
    assert (alert.upsurge_id, alert.ground.number) == (TOTAL, 6)


def test_its_end_is_told_when_a_week_has_passed_without_it() -> None:
    watch = watched([attack()] * 5 + [attack(2)])
    assert told(watch, now=9) == []
    (alert,) = told(watch, now=10)
    assert isinstance(alert, UpsurgeEnded)
    assert (alert.upsurge_id, alert.last, alert.reason) == (TOTAL, FIRST + timedelta(2), UpsurgeEnd.SUBSIDED)


def test_an_end_that_came_too_soon_is_taken_back() -> None:
    watch = watched([attack()] * 5, now=12)
    (alert,) = told(watch, added=[attack(5)] * 3, now=12)
    assert isinstance(alert, UpsurgeDetected)
    assert alert.upsurge_id == TOTAL


def test_one_that_was_over_when_it_was_found_is_told_as_ended() -> None:
    (alert,) = told(watched([], now=100), added=[attack()] * 5, now=100)
    assert isinstance(alert, UpsurgeEnded)
    assert (alert.upsurge_id, alert.reason) == (TOTAL, UpsurgeEnd.SUBSIDED)


def test_corrections_can_take_its_ground_away() -> None:
    (alert,) = told(watched([attack()] * 5), removed=[attack()])
    assert isinstance(alert, UpsurgeEnded)
    assert (alert.reason, alert.continued_as) == (UpsurgeEnd.CORRECTED, None)


def test_one_whose_first_day_becomes_another_says_as_what_it_goes_on() -> None:
    found, gone = told(watched([attack(1)] * 5, now=1), added=[attack()] * 6, now=1)
    assert isinstance(found, UpsurgeDetected)
    assert isinstance(gone, UpsurgeEnded)
    assert (gone.reason, gone.since, gone.continued_as) == (UpsurgeEnd.CORRECTED, FIRST + timedelta(1), TOTAL)
    assert found.upsurge_id == TOTAL


@pytest.mark.parametrize(
    "incident",
    [
        attack(factuality=Factuality.POSSIBLE),
        attack(status=IncidentStatus.WITHDRAWN),
        attack(days=3),
        attack(occurred=None),
    ],
)
def test_only_what_counts_and_is_dated_to_the_day_is_watched(incident: IncidentResolved) -> None:
    assert told(watched([]), added=[incident] * 9) == []


def test_an_incident_is_watched_in_its_country_region_actors_and_weapon() -> None:
    incident = attack(
        location=Location(country="IQ", admin1="Baghdad"),
        weapon=Weapon(kind=WeaponKind.ROCKET),
        attributions=(
            Attributed(stance=Stance.BLAMED, actor="Kataib"),
            Attributed(stance=Stance.DENIED, actor="Liwa"),
        ),
    )
    assert series_of(incident) == {
        Series(country="IQ", kind=SeriesKind.TOTAL),
        Series(country="IQ", kind=SeriesKind.ADMIN1, value="Baghdad"),
        Series(country="IQ", kind=SeriesKind.ACTOR, value="Kataib"),
        Series(country="IQ", kind=SeriesKind.WEAPON, value="rocket"),
    }
    assert series_of(attack()) == {Series(country="IQ", kind=SeriesKind.TOTAL)}


incidents = st.builds(
    attack,
    day=st.integers(0, 60),
    days=st.sampled_from([1, 1, 1, 2, 9]),
    weapon=st.builds(Weapon, kind=st.sampled_from([WeaponKind.ROCKET, WeaponKind.UNKNOWN])),
    location=st.builds(Location, country=st.just("IQ"), admin1=st.sampled_from(["Baghdad", None])),
)
bursts = st.lists(st.tuples(incidents, st.integers(1, 9)), max_size=6).map(
    lambda b: [i for i, n in b for _ in range(n)]
)


@given(bursts, bursts, st.integers(0, 90), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_a_watch_that_saw_incidents_come_and_go_equals_one_over_those_that_stand(
    stay: list[IncidentResolved], go: list[IncidentResolved], now: int, chance: random.Random
) -> None:
    watch, last = watched([]), dict[str, Alert]()
    coming = [(incident, False) for incident in stay] + [(incident, True) for incident in go]
    chance.shuffle(coming)
    leaving: list[IncidentResolved] = []
    for incident, leaves in coming:
        out = [leaving.pop()] if leaving and chance.random() < 0.5 else []
        last |= {alert.upsurge_id: alert for alert in told(watch, out, [incident], chance.randint(0, now))}
        leaving += [incident] if leaves else []
    last |= {alert.upsurge_id: alert for alert in told(watch, leaving, [], now)}
    fresh = standing(numbers(folded(stay)), newest(now))
    assert {i: alert for i, alert in last.items() if not _gone(alert)} == {one.upsurge_id: one for one in fresh}


def _gone(alert: Alert) -> bool:
    return isinstance(alert, UpsurgeEnded) and alert.reason == UpsurgeEnd.CORRECTED
