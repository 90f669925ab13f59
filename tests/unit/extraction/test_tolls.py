"""Tolls in the many ways of telling them."""

import pytest

from schemas.articles import ArticleIngested
from services.extraction.domain.page import laid_out
from services.extraction.domain.tolls import Toll, tolls

Told = dict[str, tuple[int, int | None]]


def found(body: str) -> tuple[Toll, ...]:
    published = "2022-03-11T18:00:00+00:00"
    wire = ArticleIngested(article_id="a", revision=1, source="s", published_at=published, headline="", body=body)
    return tolls(laid_out(wire), 0, len(wire.text))


def told(body: str) -> Told:
    return {t.kind: (t.count.min, t.count.max) for t in found(body)}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The bomb killed ten people and injured 47.", {"killed": (10, 10), "wounded": (47, 47)}),
        ("Three civilians were killed and two wounded.", {"killed": (3, 3), "wounded": (2, 2)}),
        ("It left 36 dead.", {"killed": (36, 36)}),
        ("The blast took 24 lives.", {"killed": (24, 24)}),
        ("It took the lives of 15 people.", {"killed": (15, 15)}),
        ("The minister put the dead at 29.", {"killed": (29, 29)}),
        ("A police officer was shot dead.", {"killed": (1, 1)}),
        ("It killed a Turkish soldier.", {"killed": (1, 1)}),
        ("He was killing himself and three others.", {"killed": (3, 3)}),
        ("At least five people died.", {"killed": (5, None)}),
        ("There were no casualties.", {"killed": (0, 0), "wounded": (0, 0)}),
        ("No one was hurt.", {"killed": (0, 0), "wounded": (0, 0)}),
        ("The missiles were fired, killing no one.", {"killed": (0, 0)}),
        ("The guards were unhurt.", {"wounded": (0, 0)}),
        ("It killed a man of 41.", {"killed": (1, 1)}),
        ("The rockets destroyed 12 houses.", {}),
        ("Gunners killed the engines of 3 drones.", {}),
    ],
)
def test_a_toll_is_read(body: str, expected: Told) -> None:
    assert told(body) == expected


def test_attackers_are_told_apart() -> None:
    assert [t.attackers for t in found("Five attackers were killed.")] == [True]
