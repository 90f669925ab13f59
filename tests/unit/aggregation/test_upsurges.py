"""Upsurges as a function of a series' daily numbers, local in time."""

import random
from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.aggregation.domain.upsurges import FEWEST, REACH, Upsurge, ground, stands_out, updated, upsurges
from tests.unit.aggregation.told import between

START = 738_000
QUIET = dict.fromkeys(range(START, START + 100, 3), 1)


def spans(daily: Mapping[int, int]) -> list[tuple[int, int]]:
    return [(one.since - START, one.last - START) for one in upsurges(daily)]


numbers = st.dictionaries(
    st.integers(START, START + 250), st.sampled_from([1, 1, 1, 2, 3, 6, 12]), min_size=1, max_size=120
)
changes = st.lists(
    st.dictionaries(st.integers(START, START + 250), st.sampled_from([0, 0, 1, 2, 9]), min_size=1, max_size=4),
    max_size=6,
)


@given(numbers, changes)
@settings(max_examples=300, deadline=None)
def test_what_is_updated_day_by_day_equals_the_whole(daily: dict[int, int], moves: list[dict[int, int]]) -> None:
    known = upsurges(daily)
    for move in moves:
        known = updated(known, between(daily | move), move)
        daily = {**daily, **move}
        assert known == upsurges(daily)


@given(numbers, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_in_which_days_are_heard_of_does_not_matter(daily: dict[int, int], chance: random.Random) -> None:
    heard: dict[int, int] = {}
    known: tuple[Upsurge, ...] = ()
    for day in chance.sample(sorted(daily), len(daily)):
        known = updated(known, between(heard | {day: daily[day]}), [day])
        heard[day] = daily[day]
    assert known == upsurges(daily)


@given(numbers, changes, st.data())
@settings(max_examples=100, deadline=None)
def test_what_is_known_from_before_a_crash_is_put_right_by_the_days_that_come_again(
    daily: dict[int, int], moves: list[dict[int, int]], data: st.DataObject
) -> None:
    states = [daily]
    for move in moves:
        states.append(states[-1] | move)
    known = upsurges(data.draw(st.sampled_from(states)))
    for now, move in zip(states[1:], moves, strict=True):
        known = updated(known, between(now), move)
    again = {day for move in moves for day in move}
    assert updated(known, between(states[-1]), again) == upsurges(states[-1])


@given(numbers)
@settings(deadline=None)
def test_days_further_off_than_eleven_weeks_change_nothing(daily: dict[int, int]) -> None:
    far = dict.fromkeys(range(START - 40, START - 30), 40) | {START + 250 + REACH + 20: 40}
    there = {one.since for one in upsurges(daily) if one.since > START + REACH}
    assert there == {one.since for one in upsurges(daily | far) if START + REACH < one.since <= START + 250}


@given(numbers)
@settings(deadline=None)
def test_upsurges_begin_and_end_on_days_with_incidents_a_week_apart_at_least(daily: dict[int, int]) -> None:
    found = upsurges(daily)
    assert all(daily[one.since] and daily[one.last] and one.since <= one.last for one in found)
    assert all(later.since - earlier.last > 7 for earlier, later in pairwise(found))


def test_a_quiet_series_has_none() -> None:
    assert upsurges(QUIET) == ()
    assert upsurges({}) == ()


def test_a_burst_after_quiet_weeks_is_one_from_its_first_day_that_stands_out() -> None:
    assert spans(QUIET | {START + 100: 4, START + 101: 5, START + 103: 5}) == [(101, 103)]


def test_up_days_with_less_than_a_week_between_are_one_upsurge() -> None:
    burst = QUIET | {START + 100: 12}
    assert spans(burst | {START + 107: 20}) == [(100, 107)]
    assert spans(burst | {START + 108: 30}) == [(100, 100), (108, 108)]


def test_what_goes_on_for_two_months_is_the_new_usual() -> None:
    daily = QUIET | dict.fromkeys(range(START + 100, START + 250), 3)
    ((since, last),) = spans(daily)
    assert since <= 104
    assert last < 100 + REACH


def test_too_few_incidents_are_no_upsurge_however_quiet_it_was() -> None:
    assert upsurges({START: FEWEST - 1}) == ()
    assert spans({START: FEWEST}) == [(0, 0)]


@pytest.mark.parametrize(("now", "over"), [(110, False), (117, False), (118, True)])
def test_it_is_over_when_a_week_after_its_last_day_has_passed(now: int, over: bool) -> None:
    (one,) = upsurges(QUIET | {START + 110: 12})
    assert one.over(START + now) == over


def test_the_ground_lets_anybody_work_it_out_again() -> None:
    daily = QUIET | {START + 100: 4, START + 102: 9}
    found = ground(daily, START + 102)
    assert found.days == (1, 0, 0, 1, 4, 0, 9)
    assert found.number == sum(found.days) == 15
    assert len(found.weeks) == 8
    assert sum(found.weeks) == sum(number for day, number in daily.items() if 26 <= day - START <= 81)
    assert found.usual.min <= found.expected <= (found.usual.max or 0) < found.number
    assert stands_out(found.number, found.weeks)
    assert 0 < found.tail < 0.001
