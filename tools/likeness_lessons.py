"""What likeness and difference are worth, learned from annotated wires (`make merging LEARN=1`).

A logistic model (scikit-learn, L2) over the signs of pairs of reports. Two that one wire tells count as two incidents:
nothing teaches better what tells sister attacks apart. Its weights are made simple: a lesser likeness is never worth
more than a greater one, the greatest never speaks against and the least never for one incident, and points come in
quarters.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path
from typing import Final
from unittest.mock import patch

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from services.aggregation.domain import likeness as in_force
from services.aggregation.domain import linkage
from services.aggregation.domain.accounts import account
from services.aggregation.domain.likeness import Sign, signs
from tools.links import Told

OUT: Final = Path(__file__).parents[1] / "services" / "aggregation" / "domain" / "data" / "points.csv"
PENALTY: Final = 0.3
"""Inverse strength of the L2 penalty."""
EAGERNESS: Final = 1.0
"""Added to every pair: clusters are joined on the average of their pairs, some of which tell too little to be sure.

Chosen like the penalty, by what leaving one story line out comes to.
"""
CAUTION: Final = {("place", "one area"): -0.5, ("place", "apart"): -1.0}
"""Added to what is learned: in these wires one or two towns are attacked in a day, in a war a dozen in a province."""
STEP: Final = 0.25
GRADES: Final[Mapping[str, tuple[str, ...]]] = {
    "date": ("same day", "day of a night", "within some days", "undated"),
    "place": ("same spot", "same province", "within a region", "near", "one area", "apart"),
    "kind": ("same", "kin", "other"),
    "weapon": ("same", "kin", "other"),
    "count": ("same", "close", "other"),
    "targets": ("same", "other"),
    "names": ("several", "one", "none"),
    "killed": ("same", "close", "other"),
    "wounded": ("same", "close", "other"),
    "hour": ("same", "other"),
    "outcome": ("same", "other"),
    "actors": ("same", "other"),
}
"""The signs of each feature, most alike first."""
Table = dict[Sign, float]


@contextmanager
def points_in_force(table: Table) -> Iterator[None]:
    """Merging by other points than those that the package comes with."""
    with patch.object(in_force, "learned_points", lambda: table):
        linkage._score.cache_clear()  # noqa: SLF001  # scores by other points
        yield
    linkage._score.cache_clear()  # noqa: SLF001  # scores by other points


def learned(tellings: Iterable[Sequence[Told]], without: frozenset[str] = frozenset()) -> Table:
    """The points of each sign, by what wires tell, as annotated and as read; some wires can be left out."""
    lessons = [pair for told in tellings for pair in _lessons([one for one in told if one.wire_id not in without])]
    vectorizer = DictVectorizer()
    samples = vectorizer.fit_transform([dict.fromkeys(map(_name, found), 1) for found, _ in lessons])
    model = LogisticRegression(C=PENALTY, max_iter=3000).fit(samples, [same for _, same in lessons])
    weights = dict(zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True))
    table: Table = {}
    for feature, grades in GRADES.items():
        graded = falling([weights.get(_name((feature, grade)), 0.0) for grade in grades])
        if feature == "date":  # of which every pair has a sign: it carries what every pair is given
            graded = [weight + float(model.intercept_[0]) + EAGERNESS for weight in graded]
        else:
            graded = [max(graded[0], 0.0), *graded[1:-1], min(graded[-1], 0.0)]
        table |= {(feature, g): round(w / STEP) * STEP for g, w in zip(grades, graded, strict=True)}
    return table | {sign: table[sign] + more for sign, more in CAUTION.items()}


def _lessons(told: Iterable[Told]) -> Iterator[tuple[tuple[Sign, ...], bool]]:
    """The signs of each pair of reports that could be one incident, and whether they are."""
    known = [(one, account(one.report)) for one in told]
    for (a, mine), (b, other) in combinations(known, 2):
        same = a.incident == b.incident
        told_twice = same and a.wire_id == b.wire_id  # by an annotator's leave, not by the rules
        if not told_twice and a.report.key == b.report.key and (found := signs(mine, other)):
            yield found, same


def _name(sign: Sign) -> str:
    return ": ".join(sign)


def falling(weights: Iterable[float]) -> list[float]:
    """The nearest numbers that never rise (pool adjacent violators, all of one weight)."""
    pools: list[list[float]] = []
    for weight in weights:
        pools.append([weight])
        while len(pools) > 1 and _mean(pools[-1]) > _mean(pools[-2]):
            pools[-2:] = [pools[-2] + pools[-1]]
    return [_mean(pool) for pool in pools for _ in pool]


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers)


def write(table: Table) -> None:
    """The table as the package reads it."""
    with OUT.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("feature", "sign", "points"))
        out.writerows((feature, grade, f"{points:g}") for (feature, grade), points in table.items())
