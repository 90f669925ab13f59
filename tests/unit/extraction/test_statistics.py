"""Numbers of attacks over a time."""

import pytest

from schemas.articles import ArticleIngested
from services.extraction.domain.page import laid_out
from services.extraction.domain.statistics import statistics

Counted = list[tuple[int, int | None, tuple[str, ...]]]


def counted(body: str) -> Counted:
    published = "2022-03-11T18:00:00+00:00"
    wire = ArticleIngested(article_id="a", revision=1, source="s", published_at=published, headline="", body=body)
    return [(s.count.min, s.count.max, s.countries) for s in statistics(wire, laid_out(wire))]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("At least 20 rocket attacks were recorded in Iraq last year.", [(20, None, ("IQ",))]),
        (
            "The centre lists 300 attacks in Mali in 2021, against 210 in 2020.",
            [(300, 300, ("ML",)), (210, 210, ("ML",))],
        ),
        ("Russia sent 90 drones at Ukraine between March 1 and 8.", [(90, 90, ("UA",))]),
        ("A bureau tallied 140 acts of piracy round the world in 2021.", [(140, 140, ())]),
        ("The towns of Ukraine were attacked on 23 occasions in 2021.", [(23, 23, ("UA",))]),
    ],
)
def test_attacks_over_a_time_are_a_statistic(body: str, expected: Counted) -> None:
    assert counted(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "Petrol costs five times what it did last year.",
        "Two rockets hit a base in Iraq on Tuesday.",
        "The bomb killed 40 people in Iraq in 2021.",
    ],
)
def test_other_numbers_are_none(body: str) -> None:
    assert counted(body) == []
