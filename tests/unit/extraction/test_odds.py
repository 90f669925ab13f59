"""Odds over named signs, and where in the text an offset stands."""

import math

import pytest

from services.extraction.domain.odds import BIAS, Odds, models
from services.extraction.domain.standing import OPENING, SEEN, View, in_sight, is_own, last_before, nearest, zone
from services.extraction.domain.text import Sentence

VIEW = View(Sentence(100, 200, 2, ""), 120, 160, 130, 90, 300, 40)


class At:
    def __init__(self, start: int) -> None:
        self.start = start


def test_signs_add_their_weights_and_unknown_ones_nothing() -> None:
    odds = Odds({BIAS: -1.0, "verb": 2.0, "threat": -0.5})
    assert odds.weight(["verb", "threat", "never seen"]) == 1.5
    assert odds.chance(1.5) == pytest.approx(1 / (1 + math.exp(-0.5)))


@pytest.mark.parametrize("weight", [-1e9, -30.0, 0.0, 30.0, 1e9])
def test_a_chance_is_a_probability_whatever_the_weight(weight: float) -> None:
    assert 0 < Odds({}).chance(weight) < 1 or abs(weight) > 30


def test_the_package_brings_three_models_with_weights_that_are_numbers() -> None:
    for model in (models().begins, models().places, models().dates):
        assert BIAS in model.weights
        assert all(math.isfinite(weight) for weight in model.weights.values())


@pytest.mark.parametrize(
    ("at", "standing"),
    [
        (10, "headline"), (60, "earlier"), (95, "paragraph before"), (110, "sentence before"), (125, "piece before"),
        (130, "piece after"), (159, "piece after"), (170, "sentence after"), (250, "paragraph after"), (300, "later"),
    ],
)  # fmt: skip
def test_where_an_offset_stands_seen_from_a_deed(at: int, standing: str) -> None:
    assert VIEW.standing(at) == standing


def test_what_the_sentence_says_is_its_own() -> None:
    assert [is_own(VIEW.standing(at)) for at in (110, 125, 170, 250)] == [True, True, True, False]
    assert zone("sentence before") == "sentence"
    assert zone("later") == "later"


def test_the_nearest_of_each_standing() -> None:
    items = [At(60), At(70), At(122), At(128), At(250), At(290)]
    assert nearest(VIEW, items, [VIEW.standing(i.start) for i in items]) == {1, 3, 4}


def test_the_last_before_an_offset_of_those_that_count() -> None:
    items = [At(5), At(50), At(80), At(140)]
    assert last_before(items, 120) == 2
    assert last_before(items, 120, lambda n: n != 2) == 1
    assert last_before(items, 3) is None


def test_only_the_opening_and_the_neighbourhood_are_in_sight() -> None:
    starts = list(range(0, 10_000, 10))
    seen = in_sight(starts, 5_000)
    assert len(seen) == OPENING + 2 * SEEN
    assert seen[:OPENING] == tuple(range(OPENING))
    assert in_sight([1, 2, 3], 2) == (0, 1, 2)
