"""How often upsurges deceive and how soon they tell, by a small simulation; tools/upsurges.py makes the whole one."""

from random import Random
from statistics import mean, median

import pytest

from tools.upsurges import DOUBLE, NOISES, POISSON, SEED, Noise, false_upsurges, found_days, numbers

SERIES = 25


@pytest.mark.parametrize("noise", [POISSON, NOISES[1]], ids=lambda noise: noise.name)
@pytest.mark.parametrize("rate", [0.1, 1.0, 3.0])
def test_a_quiet_series_deceives_less_than_once_in_five_years(rate: float, noise: Noise) -> None:
    assert false_upsurges(Random(SEED), rate, noise, SERIES) < 0.5


def test_a_restless_series_deceives_some_twice_in_five_years() -> None:
    assert 0.5 < false_upsurges(Random(SEED), 1.0, DOUBLE, SERIES) < 3


@pytest.mark.parametrize(("factor", "rate", "share", "day"), [(3, 3.0, 0.95, 6), (5, 1.0, 0.95, 6), (2, 3.0, 0.5, 10)])
def test_a_rise_is_found_soon(factor: int, rate: float, share: float, day: int) -> None:
    days = found_days(Random(SEED), rate, factor, POISSON, 4 * SERIES)
    assert sum(first <= 14 for first, _ in days) >= share * 4 * SERIES
    assert median(first for first, _ in days) <= day


@pytest.mark.parametrize("noise", NOISES, ids=lambda noise: noise.name)
def test_simulated_numbers_have_the_mean_and_scatter_that_they_say(noise: Noise) -> None:
    daily = numbers(Random(SEED), [2.0] * 35_000, noise)
    weeks = [sum(daily.get(day, 0) for day in range(start, start + 7)) for start in range(0, 35_000, 7)]
    assert mean(weeks) == pytest.approx(14, rel=0.03)
    scatter = mean((week - 14) ** 2 for week in weeks) / 14
    assert scatter == pytest.approx(noise.dispersion, rel=0.1)
