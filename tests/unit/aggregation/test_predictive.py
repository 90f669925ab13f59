"""The distribution of a week's number after eight others, and that its figures are right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.aggregation.domain.predictive import Predictive, is_usual, predictive
from services.aggregation.domain.upsurges import ALPHA, FEWEST

weeks = st.lists(st.integers(0, 200), min_size=8, max_size=8)


@pytest.mark.parametrize(
    ("mean", "variance", "number", "tail"),
    [  # scipy 1.17.1: nbinom.sf(number - 1, mean**2 / (variance - mean), mean / variance)
        (0.0625, 0.0703125, 5, 4.375569060788953e-06),
        (1.0625, 1.8381696428571426, 6, 0.012374185765710146),
        (72.8125, 128.64174107142856, 120, 0.00012850765182329267),
        (1000.0625, 3198.2845982142853, 1300, 4.3025783411358756e-07),
        (1000.0625, 3198.2845982142853, 1000, 0.49762348513493615),
    ],
)
def test_tails_are_those_of_the_negative_binomial_distribution(
    mean: float, variance: float, number: int, tail: float
) -> None:
    assert Predictive(mean, variance).tail(number) == pytest.approx(tail, rel=1e-8)


@pytest.mark.parametrize(
    ("mean", "variance", "low", "high"),
    [(0.0625, 0.0703125, 0, 1), (1.0625, 1.8381696428571426, 0, 5), (72.8125, 128.64174107142856, 52, 96)],
)
def test_ranges_are_those_of_the_negative_binomial_distribution(
    mean: float, variance: float, low: int, high: int
) -> None:
    assert Predictive(mean, variance).range(0.95) == (low, high)


@given(weeks, st.integers(0, 400))
def test_the_tail_falls_with_the_number_from_one_to_nothing(past: list[int], number: int) -> None:
    expected = predictive(past)
    assert expected.tail(0) == 1
    assert 0 <= expected.tail(number + 1) <= expected.tail(number) <= 1


@given(weeks, st.integers(FEWEST, 400))
def test_a_number_that_is_passed_over_is_no_rare_one(past: list[int], number: int) -> None:
    assert not is_usual(number, sum(past), len(past)) or predictive(past).tail(number) >= ALPHA


@given(weeks)
def test_the_range_holds_what_it_says(past: list[int]) -> None:
    expected = predictive(past)
    low, high = expected.range(0.95)
    assert expected.tail(low) - expected.tail(high + 1) >= 0.95 - 1e-9
    assert expected.tail(high + 1) <= 0.025 + 1e-9


@given(weeks, st.integers(1, 100))
def test_restless_weeks_let_expect_more_scatter_than_even_ones(past: list[int], swing: int) -> None:
    level = max(past) + swing
    even, restless = [level] * 8, [level - swing, level + swing] * 4
    assert predictive(even).mean == predictive(restless).mean
    assert predictive(even).variance < predictive(restless).variance


def test_a_past_without_incidents_is_no_infinite_surprise() -> None:
    expected = predictive([0] * 8)
    assert 0 < expected.mean < 0.1
    assert 0 < expected.tail(5) < ALPHA
