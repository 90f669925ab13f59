"""Wires' numbers of attacks beside the own counts of the same time, country and kinds."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.counts import Bucket
from schemas.incidents import IncidentResolved
from schemas.reports import StatisticReported
from schemas.statistics import Kind
from schemas.values import Location, Period, Range, Weapon
from schemas.vocabulary import EventType, Facet, StatisticStatus, WeaponKind
from services.aggregation.domain.cells import Cell
from services.aggregation.domain.counting import folded
from services.aggregation.domain.spans import extent
from services.aggregation.domain.statistics import buckets_behind, compared, cover, kinds_of, withdrawn
from tests.builders import incident_resolved, statistic_reported

YEAR = Period(earliest=date(2021, 1, 1), latest=date(2021, 12, 31))


def on(day: date, kind: EventType = EventType.SHELLING, weapon: WeaponKind = WeaponKind.ROCKET) -> IncidentResolved:
    return incident_resolved(
        occurred=Period(earliest=day, latest=day),
        location=Location(country="IQ"),
        event_type=kind,
        weapon=Weapon(kind=weapon),
    )


def said(*of: str, period: Period | None = YEAR, countries: tuple[str, ...] = ("IQ",)) -> StatisticReported:
    return statistic_reported(of=of, period=period, countries=countries, count=Range(min=36))


def own(statistic: StatisticReported, known: list[IncidentResolved]) -> tuple[int, int | None] | None:
    cells = folded(known)
    found = compared(statistic, lambda bucket: cells.get(bucket, Cell())).own
    return (found.min, found.max) if found else None


IN_MAY = [on(date(2021, 5, day)) for day in range(1, 6)]
BEFORE = [on(date(2020, 12, 31))]
DRONES = [on(date(2021, 5, 20), EventType.DRONE_STRIKE, WeaponKind.DRONE)] * 2


def test_a_year_is_compared_with_its_twelve_months() -> None:
    assert [bucket.span for bucket in buckets_behind(said())] == [f"2021-{month:02}" for month in range(1, 13)]
    assert own(said(), IN_MAY + BEFORE + DRONES) == (7, 7)


def test_what_is_dated_to_a_month_only_is_in_the_years_number() -> None:
    in_june = incident_resolved(
        occurred=Period(earliest=date(2021, 6, 1), latest=date(2021, 6, 30)), location=Location(country="IQ")
    )
    assert own(said(), [*IN_MAY, in_june]) == (6, 6)


def test_kinds_of_one_facet_add_up() -> None:
    assert own(said("rocket"), IN_MAY + DRONES) == (5, 5)
    assert own(said("rocket", "drone"), IN_MAY + DRONES) == (7, 7)
    assert own(said("shelling", "drone_strike", "shelling"), IN_MAY + DRONES) == (7, 7)


def test_kinds_of_two_facets_may_be_the_same_incidents() -> None:
    assert own(said("shelling", "drone"), IN_MAY + DRONES) == (5, 7)
    assert own(said("shelling", "rocket"), IN_MAY) == (5, 5)


def test_words_that_are_no_kind_are_named_and_left_out() -> None:
    statistic = said("rocket", "sniping")
    told = compared(statistic, lambda _: Cell())
    assert (told.kinds, told.unknown) == ((Kind(facet=Facet.WEAPON, value="rocket"),), ("sniping",))
    assert own(statistic, IN_MAY) == (5, 5)
    assert own(said("sniping"), IN_MAY) is None


@pytest.mark.parametrize(
    ("word", "facet", "value"),
    [
        ("rocket", "weapon", "rocket"),
        ("Suicide bombing", "event_type", "suicide_bombing"),
        ("car-bomb", "weapon", "car_bomb"),
        ("grenade", "event_type", "grenade"),
    ],
)
def test_a_word_is_an_event_type_or_a_weapon(word: str, facet: str, value: str) -> None:
    assert kinds_of([word]) == ((Kind(facet=Facet(facet), value=value),), ())


@pytest.mark.parametrize("countries", [(), ("IQ", "SY")])
def test_over_several_countries_it_says_what_to_add_up(countries: tuple[str, ...]) -> None:
    told = compared(said("rocket", countries=countries), lambda _: Cell())
    assert (told.own, told.countries, len(told.spans)) == (None, countries, 12)
    assert buckets_behind(said(countries=countries)) == ()


@pytest.mark.parametrize("period", [None, Period(earliest=date(1, 1, 1), latest=date(9999, 12, 31))])
def test_without_a_period_or_over_ages_nothing_is_counted(period: Period | None) -> None:
    told = compared(said(period=period), lambda _: Cell())
    assert (told.own, told.spans) == (None, ())


def test_nothing_counted_is_a_number_too() -> None:
    assert own(said(), []) == (0, 0)


def test_one_that_is_taken_back_says_so_and_is_compared_no_more() -> None:
    told = withdrawn(said("rocket"))
    assert (told.status, told.own, told.count) == (StatisticStatus.WITHDRAWN, None, Range(min=36))
    assert told.key == compared(said("rocket"), lambda _: Cell()).key


days = st.dates(date(2019, 1, 1), date(2023, 1, 1))


@given(days, st.integers(0, 900))
def test_a_cover_is_the_period_exactly(first: date, length: int) -> None:
    last = first + timedelta(length)
    held = [extent(span) for span in cover(first, last)]
    assert held[0] is not None
    assert held[-1] is not None
    assert (held[0][0], held[-1][1]) == (first, last)
    for one, following in pairwise(held):
        assert one is not None
        assert following is not None
        assert following[0] == one[1] + timedelta(1)


def test_a_cover_has_the_fewest_spans() -> None:
    assert cover(date(2021, 11, 28), date(2022, 1, 1)) == (
        "2021-11-28",
        "2021-11-29",
        "2021-11-30",
        "2021-12",
        "2022-01-01",
    )
    assert cover(date(2022, 1, 31), date(2022, 3, 6)) == tuple(f"2022-W{week:02}" for week in range(5, 10))


@given(st.lists(st.builds(on, days), max_size=10), days, st.integers(0, 400))
def test_the_own_number_is_that_of_the_incidents_in_the_period(
    known: list[IncidentResolved], first: date, length: int
) -> None:
    period = Period(earliest=first, latest=first + timedelta(length))
    inside = sum(first <= i.occurred.earliest <= period.latest for i in known if i.occurred)
    assert own(said(period=period), known) == (inside, inside)


@given(st.lists(st.builds(on, days, st.sampled_from(EventType), st.sampled_from(WeaponKind)), max_size=10))
def test_the_number_of_several_kinds_lies_in_the_range(known: list[IncidentResolved]) -> None:
    truth = sum(i.event_type == "bombing" or i.weapon.kind in ("ied", "drone") for i in known)
    period = Period(earliest=date(2019, 1, 1), latest=date(2023, 1, 1))
    low, high = own(said("bombing", "ied", "drone", period=period), known) or (0, 0)
    assert low <= truth <= (high or 0)


def test_the_buckets_behind_are_of_the_whole_country() -> None:
    day = Period(earliest=date(2021, 5, 4), latest=date(2021, 5, 4))
    assert buckets_behind(said(period=day)) == (Bucket(span="2021-05-04", country="IQ"),)
