"""How many incidents a week is expected to have after eight others: a negative binomial distribution.

The "Bayes system" of outbreak detection (Höhle's R package `surveillance`, `algo.bayes`): a week is compared with the
predictive distribution that follows from the recent ones if numbers are Poisson with a Gamma-distributed rate. Here
the rate has Jeffreys' prior, Gamma(1/2, 0), so that a past without incidents is no infinite surprise; and the variance
is widened by a factor of dispersion, as in Farrington, Andrews, Beale and Catchpole, "A statistical algorithm for the
early detection of outbreaks of infectious disease", J. R. Statist. Soc. A 159 (1996), 547-563. Eight weeks tell little
of that factor: it is the mean of theirs and of 2, which is usual for incidents in the news.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

PRIOR_INCIDENTS = 0.5
USUAL_DISPERSION = 2.0
_NEGLIGIBLE = 1e-17
_FAR = 12
"""In so many standard deviations below the mean there is nothing."""


class Predictive(NamedTuple):
    """A negative binomial distribution by its mean and variance, which is the greater of the two."""

    mean: float
    variance: float

    def tail(self, number: int) -> float:
        """The chance of this number or more."""
        if number <= self.mean:
            return max(0.0, 1.0 - sum(self._chance(k) for k in range(self._lowest(), number)))
        chance = term = self._chance(number)
        while term > chance * _NEGLIGIBLE:
            term *= (number + self._shape) / (number + 1) * self._rest
            number += 1
            chance += term
        return min(chance, 1.0)

    def range(self, share: float) -> tuple[int, int]:
        """The numbers between which this share of the chances lies, the rest in equal parts on both sides."""
        out = (1 - share) / 2
        number = low = self._lowest()
        below = 0.0
        while (below := below + self._chance(number)) < 1 - out:
            number += 1
            low = number if below <= out else low
        return low, number

    @property
    def _shape(self) -> float:
        return self.mean * self.mean / (self.variance - self.mean)

    @property
    def _rest(self) -> float:
        return 1 - self.mean / self.variance

    def _lowest(self) -> int:
        return max(0, int(self.mean - _FAR * math.sqrt(self.variance)))

    def _chance(self, number: int) -> float:
        shape = self._shape
        ways = math.lgamma(number + shape) - math.lgamma(shape) - math.lgamma(number + 1)
        return math.exp(ways + shape * math.log(self.mean / self.variance) + number * math.log(self._rest))


def is_usual(number: int, incidents: int, weeks: int) -> bool:
    """Whether a number is no rare one after weeks with so many incidents, however they scatter: the tail is not asked.

    It is at most two standard deviations up, even if there were no dispersion.
    """
    mean = (PRIOR_INCIDENTS + incidents) / weeks
    return number <= mean + 2 * math.sqrt(mean * (1 + 1 / weeks))


def predictive(weeks: Sequence[int]) -> Predictive:
    """What the number of the next week is distributed by, after these."""
    n = len(weeks)
    mean = (PRIOR_INCIDENTS + sum(weeks)) / n
    average = sum(weeks) / n
    scatter = sum((week - average) ** 2 for week in weeks) / (n - 1)
    dispersion = (USUAL_DISPERSION + scatter / mean) / 2
    return Predictive(mean, dispersion * mean * (1 + 1 / n))
