"""Whether confidence means what it says: of the incidents read with 0.8, are four in five right?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from services.extraction.domain.read import Reading
from tools.gold import Gold
from tools.scoring import flat, scorer

EDGES: Final = (0.0, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
"""Where the bins part: finer where most readings are. A bin has its upper edge."""


@dataclass(frozen=True, slots=True)
class Judged:
    """An incident that was read, and whether the gold has it."""

    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """The incidents read with a confidence above `low` and up to `high`."""

    low: float
    high: float
    number: int
    confidence: float
    right: float


def judged(gold: Gold, reading: Reading) -> Iterator[Judged]:
    """Each incident that was read in a wire; right is what the scorer aligns with one of the gold."""
    read = [flat(incident) for incident in reading.incidents]
    found = {j for _, j in scorer().align([scorer().flat(i) for i in gold.incidents], read)}
    for j, incident in enumerate(reading.incidents):
        yield Judged(incident.confidence, j in found)


def bins(readings: Iterable[Judged]) -> tuple[Bin, ...]:
    """The bins that hold anything, with mean confidence and the share that is right."""
    all_read = tuple(readings)
    out = []
    for low, high in pairwise(EDGES):
        inside = [one for one in all_read if low < one.confidence <= high or one.confidence == low == 0]
        if inside:
            confidence = sum(one.confidence for one in inside) / len(inside)
            out.append(Bin(low, high, len(inside), confidence, sum(one.right for one in inside) / len(inside)))
    return tuple(out)


def brier_score(readings: Sequence[Judged]) -> float:
    """The mean squared distance of confidence from truth, 0 to 1: 0 is perfect."""
    return sum((one.confidence - one.right) ** 2 for one in readings) / len(readings)


def calibration_error(readings: Sequence[Judged]) -> float:
    """The expected calibration error: how far confidence is from the share that is right, on average over the bins."""
    return sum(one.number * abs(one.confidence - one.right) for one in bins(readings)) / len(readings)
