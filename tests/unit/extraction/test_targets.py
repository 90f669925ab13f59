"""What was attacked: the part that a noun has in its sentence."""

from datetime import UTC, datetime

import pytest

from schemas.articles import ArticleIngested
from services.extraction.domain.read import read

SENTENCES = [
    # what the deed was done to
    ("Two rockets hit an army base near Mosul on Tuesday.", ["military"]),
    ("Gunmen attacked a police station in Mosul on Tuesday.", ["police"]),
    ("A drone struck an oil refinery in Mosul on Tuesday and set it ablaze.", ["energy"]),
    ("Mortar shells fell on a camp for displaced people near Mosul on Tuesday.", ["civilian"]),
    ("Militants stormed a mosque and a clinic in Mosul on Tuesday.", ["religious", "medical"]),
    ("Gunmen opened fire on a convoy carrying soldiers near Mosul on Tuesday.", ["military"]),
    # where it happened
    ("A bomb went off at a vegetable market in Mosul on Tuesday, killing four people.", ["civilian"]),
    ("A car bomb exploded outside the Finance Ministry in Mosul on Tuesday.", ["government"]),
    ("A bomb exploded inside a hospital in Mosul on Tuesday, wounding two soldiers.", ["medical"]),
    # subjects of a passive
    ("A cargo ship was hit by a missile in the Red Sea on Tuesday.", ["shipping"]),
    ("The Turkish consulate in Mosul was attacked by gunmen on Tuesday.", ["diplomatic"]),
    ("Five policemen were killed when a bomb exploded in Mosul on Tuesday.", ["police"]),
    # whose or what with
    ("A roadside bomb hit a bus carrying soldiers near Mosul on Tuesday.", ["military", "transport"]),
    ("A roadside bomb hit a police van near Mosul on Tuesday.", ["police"]),
    ("Jets bombed the headquarters of the militia near Mosul on Tuesday.", ["military"]),
    ("Gunmen raided the office of an aid agency in Mosul on Tuesday.", ["civilian"]),
    # the harm tells the aim of a gun, not of a bomb
    ("Gunmen shot dead three soldiers near a village outside Mosul on Tuesday.", ["military"]),
    ("A car bomb blew up at an airport in Mosul on Tuesday, killing three soldiers.", ["transport"]),
    # words before the name of the deed, weapons fixed to things, lists
    ("The mosque bombing in Mosul on Tuesday killed four people.", ["religious"]),
    ("A bomb fixed to a military bus went off in Mosul on Tuesday.", ["military"]),
    ("Jets bombed a bridge near Mosul on Tuesday.", ["infrastructure", "transport"]),
    ("Officials said five soldiers were killed by a bomb in Mosul on Tuesday.", ["military"]),
    ("An airliner was set alight by a drone in Mosul on Tuesday.", ["civilian", "transport"]),
    # speakers, doers and hiding places are no targets
    ("A bomb exploded in a school in Mosul on Tuesday, the army said.", ["civilian"]),
    ("On Tuesday soldiers shelled a village near Mosul.", ["civilian"]),
    ("A truck packed with explosives blew up outside a church in Mosul on Tuesday.", ["religious"]),
    ("Police said gunmen attacked a bank in Mosul on Tuesday.", ["civilian"]),
]


def kinds(body: str) -> list[str]:
    article = ArticleIngested(
        article_id="a1",
        revision=1,
        source="Tigris Wire",
        published_at=datetime(2022, 3, 11, 18, tzinfo=UTC),
        headline="",
        dateline="BAGHDAD",
        language="en",
        body=body,
    )
    (incident,) = read(article).incidents
    for line in incident.evidence:
        assert article.text[line.start : line.end] == line.quote
    assert bool(incident.targets) == any(line.field == "targets" for line in incident.evidence)
    return sorted(target.kind.value for target in incident.targets)


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_a_sentence_tells_what_was_attacked(sentence: str, expected: list[str]) -> None:
    assert kinds(sentence) == sorted(expected)


def test_rockets_at_a_town_are_aimed_at_its_people() -> None:
    assert kinds("Two rockets were fired at Mosul on Tuesday.") == ["civilian"]


def test_the_name_of_the_place_stands_in() -> None:
    assert kinds("Three rockets came down on Ain al-Asad on Tuesday.") == ["military"]
