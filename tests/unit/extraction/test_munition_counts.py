"""How many munitions a sentence counts."""

import pytest

from schemas.articles import ArticleIngested
from services.extraction.domain.cores import core
from services.extraction.domain.munition_counts import count_with
from services.extraction.domain.page import laid_out

Count = tuple[int, int | None]


def counted(body: str) -> Count | None:
    published = "2022-03-11T18:00:00+00:00"
    wire = ArticleIngested(article_id="a", revision=1, source="s", published_at=published, headline="", body=body)
    page = laid_out(wire)
    told = core(page, 0, len(wire.text))
    assert told is not None
    count = count_with(page, 0, len(wire.text), told)
    return (count.value.min, count.value.max) if count else None


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("A rocket fell on the camp.", (1, 1)),
        ("The rocket, launched from the hills, came down in a field.", (1, 1)),
        ("Two armed drones were shot down over the port.", (2, 2)),
        ("At least 14 rockets hit the base.", (14, None)),
        ("A volley of six rockets hit the base.", (6, 6)),
        ("A pair of missiles struck the depot.", (2, 2)),
        ("Two missiles and three drones were shot down over the port.", (5, 5)),
        ("A ballistic missile and two drones struck the camp.", (3, 3)),
        ("Two rockets, at least, hit the compound.", (2, None)),
        ("Some 40 shells fell on the village.", (40, 40)),
        ("A suicide bomber blew himself up at the gate.", (1, 1)),
        ("Two men blew themselves up in the market.", (2, 2)),
        ("A pair of suicide bombers blew themselves up.", (2, 2)),
        ("A parked car blew up outside the office.", (1, 1)),
        ("The bomb went off beside a bus.", (1, 1)),
        ("Several bombs went off in the market.", None),
        ("Rockets fell on the town.", None),
        ("A Turkish drone fired at a car.", None),
        ("Gunmen opened fire on a patrol.", None),
    ],
)
def test_munitions_are_counted(body: str, count: Count | None) -> None:
    assert counted(body) == count
