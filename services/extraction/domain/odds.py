"""How likely something is, given the signs for and against it: logistic models whose weights are data.

The weights in `data/odds/*.csv` are learned from annotated wires by `make learn` (`tools/learn.py`).
"""

import csv
import io
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import repeat
from typing import Final

BIAS: Final = "(bias)"
_FARTHEST: Final = 30.0
"""Log-odds beyond this are as good as certain, and would overflow."""


@dataclass(frozen=True, slots=True)
class Odds:
    """A logistic model over named signs: each that is there adds its weight, in nats, to the log-odds."""

    weights: Mapping[str, float]

    def weight(self, signs: Iterable[str]) -> float:
        """What the signs add to the log-odds; one that was never seen in learning adds nothing."""
        return sum(map(self.weights.get, signs, repeat(0.0)))

    def chance(self, weight: float) -> float:
        """The probability, 0 to 1, that a weight of signs comes to."""
        total = max(-_FARTHEST, min(_FARTHEST, self.weights.get(BIAS, 0.0) + weight))
        return 1 / (1 + math.exp(-total))


@dataclass(frozen=True, slots=True)
class Models:
    """Whether a mention begins an incident, which place and which date of the wire are its own."""

    begins: Odds
    places: Odds
    dates: Odds


@cache
def models() -> Models:
    """The models that come with the package, read once."""
    return Models(_read("begins"), _read("places"), _read("dates"))


def _read(name: str) -> Odds:
    text = files(__package__).joinpath("data", "odds", f"{name}.csv").read_text(encoding="utf-8")
    return Odds({row["sign"]: float(row["weight"]) for row in csv.DictReader(io.StringIO(text))})
