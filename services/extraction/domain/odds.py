"""How likely something is, given signs for and against it: logistic models, their weights kept as data.

The weights in `data/odds/*.csv` are learned from annotated wires by `python -m tools.learn` (`make learn`).
"""

import csv
import io
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_BIAS = "(bias)"


@dataclass(frozen=True, slots=True)
class Odds:
    """A logistic model over named signs: each that is there adds its weight (in nats) to the log-odds."""

    weights: Mapping[str, float]

    def of(self, signs: Iterable[str]) -> float:
        """The probability, 0 to 1; a sign that was never seen in learning says nothing."""
        total = self.weights.get(_BIAS, 0.0) + sum(self.weights.get(sign, 0.0) for sign in signs)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def odds(name: str) -> Odds:
    """The model of that name."""
    text = files(__package__).joinpath("data", "odds", f"{name}.csv").read_text(encoding="utf-8")
    return Odds({row["sign"]: float(row["weight"]) for row in csv.DictReader(io.StringIO(text))})
