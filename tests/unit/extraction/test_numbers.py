"""Numbers as wires write them."""

import pytest

from schemas.values import Range
from services.extraction.domain.numbers import number, ordinal, quantities


def counts(words: str) -> list[Range]:
    return [q.count for q in quantities(words, 0, len(words))]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("seven", 7),
        ("thirty-two", 32),
        ("1,250", 1250),
        ("two hundred and ten", 210),
        ("three thousand", 3000),
        ("many", None),
    ],
)
def test_a_number_in_words_or_figures(words: str, value: int | None) -> None:
    assert number(words) == value


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("12 people", Range(min=12, max=12)),
        ("at least three soldiers", Range(min=3)),
        ("more than 60 people", Range(min=60)),
        ("some 20 people", Range(min=20, max=20)),
        ("20 to 25 people", Range(min=20, max=25)),
        ("three or four rockets", Range(min=3, max=4)),
        ("dozens of people", Range(min=24)),
        ("hundreds of people", Range(min=200)),
        ("three dozen people", Range(min=36, max=36)),
        ("scores of people", Range(min=40)),
    ],
)
def test_a_count_has_the_bounds_that_its_words_give(words: str, count: Range) -> None:
    assert counts(words) == [count]


@pytest.mark.parametrize(
    "words",
    [
        "feb. 15",
        "in 2021",
        "7:20 a.m.",
        "2.45 p.m.",
        "122mm rockets",
        "$650 million",
        "a 19-year-old",
        "f-16",
        "30 km away",
        "two days ago",
    ],
)
def test_days_years_hours_and_measures_are_no_counts(words: str) -> None:
    assert counts(words) == []


def test_ordinals_count_too() -> None:
    assert (ordinal("fourteenth"), ordinal("3rd")) == (14, 3)
