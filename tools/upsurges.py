"""How often upsurges deceive and how soon they tell, by simulation: `python -m tools.upsurges [SERIES]`.

Series without any upsurge are simulated for five years each, and series whose rate rises for four weeks. The same seed
gives the same tables; docs/decisions/0009-upsurges.md has them.
"""

import math
import sys
from collections.abc import Iterable, Iterator
from random import Random
from statistics import median
from typing import NamedTuple

from services.aggregation.domain.upsurges import REACH, WEEK, upsurges

SEED = 2022
FIVE_YEARS = 1826
FOUR_WEEKS = 28
BEFORE = 2 * REACH
"""So many days go before what is looked at: a series that has just begun seems to rise."""
RATES = (0.02, 0.1, 0.3, 1.0, 3.0, 10.0)
RHYTHM = (1.3, 1.2, 1.1, 1.0, 0.9, 0.8, 0.7)


class Noise(NamedTuple):
    """How the numbers a day scatter: their variance over their mean, weekdays, and whether whole weeks differ."""

    name: str
    dispersion: float = 1.0
    rhythm: bool = False
    by_week: bool = False


POISSON = Noise("Poisson")
DOUBLE = Noise("variance 2 x mean", 2.0)
NOISES = (
    POISSON,
    Noise("Poisson, weekly rhythm", rhythm=True),
    DOUBLE,
    Noise("variance 2 x mean, weekly rhythm", 2.0, rhythm=True),
    Noise("variance 3 x mean", 3.0),
    Noise("variance 3 x mean, by weeks", 3.0, by_week=True),
)


def numbers(chance: Random, rates: Iterable[float], noise: Noise) -> dict[int, int]:
    """The incidents of each day, by its number; the rate of each day is given."""
    daily = {}
    strength = 1.0
    for day, plain in enumerate(rates):
        rate = plain * RHYTHM[day % WEEK] if noise.rhythm else plain
        if noise.by_week:
            strength = _strength(chance, WEEK * rate, noise.dispersion) if day % WEEK == 0 else strength
        elif noise.dispersion > 1:
            strength = _strength(chance, rate, noise.dispersion)
        if number := poisson(chance, rate * strength):
            daily[day] = number
    return daily


def poisson(chance: Random, mean: float) -> int:
    """A number with this mean."""
    if mean > WEEK * 2:
        return poisson(chance, mean / 2) + poisson(chance, mean / 2)
    number, left, none = 0, chance.random(), math.exp(-mean)
    while left > none:
        number += 1
        left *= chance.random()
    return number


def false_upsurges(chance: Random, rate: float, noise: Noise, series: int) -> float:
    """How many upsurges are found in five years in which the rate never changes."""
    found = 0
    for _ in range(series):
        daily = numbers(chance, [rate] * (BEFORE + FIVE_YEARS), noise)
        found += sum(one.since >= BEFORE for one in upsurges(daily))
    return found / series


def found_days(chance: Random, rate: float, factor: float, noise: Noise, series: int) -> list[tuple[int, int]]:
    """The first and last up day of each upsurge that is found among four weeks with a higher rate, from 1 to 28."""
    found = []
    for _ in range(series):
        daily = numbers(chance, [rate] * BEFORE + [rate * factor] * FOUR_WEEKS, noise)
        runs = [one for one in upsurges(daily) if one.since >= BEFORE]
        if runs:
            found.append((runs[0].since - BEFORE + 1, runs[-1].last - BEFORE + 1))
    return found


def false_table(series: int) -> Iterator[str]:
    """False upsurges in five years, by the rate a day and the noise."""
    yield "| incidents a day | " + " | ".join(map(str, RATES)) + " |"
    yield "|---" * (len(RATES) + 1) + "|"
    for noise in NOISES:
        means = (false_upsurges(Random(SEED), rate, noise, series) for rate in RATES)
        yield f"| {noise.name} | " + " | ".join(f"{mean:.2f}" for mean in means) + " |"


def power_table(series: int) -> Iterator[str]:
    """How many of four-week rises are found, when, and how long they are seen."""
    yield "| rise | incidents a day before | noise | found in 14 days | in 28 | first up day, median | last |"
    yield "|---|---|---|---|---|---|---|"
    for factor in (2.0, 3.0, 5.0):
        for rate in (0.3, 1.0, 3.0):
            for noise in (POISSON, DOUBLE):
                days = found_days(Random(SEED), rate, factor, noise, series)
                soon = sum(first <= 2 * WEEK for first, _ in days) / series
                seen = (f"{median(days_):.0f}" for days_ in zip(*days, strict=True)) if days else ("-", "-")
                told = (f"{factor:g} x", f"{rate:g}", noise.name, f"{soon:.0%}", f"{len(days) / series:.0%}", *seen)
                yield "| " + " | ".join(told) + " |"


def _strength(chance: Random, mean: float, dispersion: float) -> float:
    """By what a mean is multiplied so that numbers have that dispersion: Gamma-distributed around 1."""
    shape = mean / (dispersion - 1)
    return chance.gammavariate(shape, 1 / shape)


if __name__ == "__main__":
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    print(f"False upsurges in five years, mean of {many} series\n")
    for line in false_table(many):
        print(line, flush=True)
    print(f"\nRises that last for four weeks, {many} series each\n")
    for line in power_table(many):
        print(line, flush=True)
