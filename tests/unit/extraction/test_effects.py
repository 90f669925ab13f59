"""What became of an attack: stopped, shot down, missed or hit, and whether it happened at all."""

from datetime import UTC, datetime

import pytest

from schemas.articles import ArticleIngested
from schemas.reports import IncidentReported
from services.extraction.domain.read import read

OUTCOMES = [
    ("Two rockets hit a warehouse in Mosul on Tuesday and set it on fire.", "hit"),
    ("A mortar shell fell on a house in Mosul on Tuesday, wounding a woman.", "hit"),
    ("Gunmen attacked a bank in Mosul on Tuesday.", "hit"),
    ("Two rockets were fired at a base in Mosul on Tuesday. They destroyed a hangar.", "hit"),
    ("Two drones were shot down near a base in Mosul on Tuesday.", "intercepted"),
    ("Air defences destroyed two drones in the air over Mosul on Tuesday.", "intercepted"),
    ("Four drones flew at a base in Mosul on Tuesday. Three were shot down; the fourth hit a hangar.", "hit"),
    ("A bomb from a jet brought down the roof of a school in Mosul on Tuesday.", "hit"),
    ("Police defused a bomb in Mosul on Tuesday.", "foiled"),
    ("A bomb was left at a bus stop in Mosul on Tuesday but failed to explode.", "foiled"),
    ("Three rockets landed in open fields near Mosul on Tuesday.", "missed"),
    ("Two rockets were fired at a base in Mosul on Tuesday but fell short.", "missed"),
    ("Two rockets were fired at a base in Mosul on Tuesday. They came down in an orchard.", "missed"),
    ("Two rockets were fired at a base in Mosul on Tuesday. Nobody was hurt.", "unknown"),
    ("Two rockets were fired at a base in Mosul on Tuesday. There was no damage.", "unknown"),
    ("The army denied reports that rockets hit a base in Mosul on Tuesday.", "unknown"),
]
FACTUALITY = [
    ("Two rockets hit a warehouse in Mosul on Tuesday.", "occurred"),
    ("The army denied reports that rockets hit a base in Mosul on Tuesday.", "denied"),
    ("Rockets hit a base in Mosul on Tuesday, a channel claimed. The army said that nothing had happened.", "denied"),
    ("Rockets hit a base in Mosul on Tuesday. The army denied that it had fired them.", "occurred"),
    ("Rockets hit a base in Mosul on Tuesday, unconfirmed reports said.", "possible"),
]


def incident(body: str) -> IncidentReported:
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
    found = read(article).incidents
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(("body", "expected"), OUTCOMES)
def test_a_report_tells_what_became_of_it(body: str, expected: str) -> None:
    found = incident(body)
    assert found.outcome == expected
    assert any(line.field == "outcome" for line in found.evidence) is (expected != "unknown")


@pytest.mark.parametrize(("body", "expected"), FACTUALITY)
def test_a_report_tells_how_sure_it_is(body: str, expected: str) -> None:
    assert incident(body).factuality == expected
