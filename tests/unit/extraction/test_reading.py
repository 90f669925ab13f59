"""Reading an article: what it refuses, and how long it may take."""

from datetime import UTC, datetime

import pytest

from schemas.articles import ArticleIngested
from services.extraction.domain.read import EXTRACTOR, Reading, UnsupportedLanguage, read


def wire(body: str, language: str = "en", article_id: str = "a1", revision: int = 1) -> ArticleIngested:
    return ArticleIngested(
        article_id=article_id,
        revision=revision,
        source="Tigris Wire",
        published_at=datetime(2022, 3, 11, 18, tzinfo=UTC),
        headline="",
        dateline="KABUL",
        language=language,
        body=body,
    )


BOMB = "A bomb exploded in Kabul on Thursday and killed two people, police said."


def test_another_language_is_refused_by_name() -> None:
    with pytest.raises(UnsupportedLanguage, match=r"'ar'.*translation"):
        read(wire(BOMB, language="ar"))


def test_words_of_another_language_are_refused_whatever_the_label() -> None:
    with pytest.raises(UnsupportedLanguage, match="not English"):
        read(wire("Bei einem Angriff auf einen Markt wurden am Donnerstag vier Menschen getötet. " * 3))


def test_a_regional_label_is_english() -> None:
    assert read(wire(BOMB, language="en-GB")).incidents


def test_an_empty_body_tells_nothing() -> None:
    assert read(wire("  \n")) == Reading()


def test_reports_carry_the_article_and_the_version_of_the_rules() -> None:
    (incident,) = read(wire(BOMB, revision=3)).incidents
    assert (incident.article_id, incident.article_revision, incident.extractor) == ("a1", 3, EXTRACTOR)


def test_reports_of_a_reprint_name_what_it_repeats() -> None:
    (incident,) = read(wire(BOMB).model_copy(update={"duplicate_of": "a0", "similarity": 0.9})).incidents
    assert incident.duplicate_of == "a0"


def test_a_report_says_how_far_its_source_is_trusted() -> None:
    (incident,) = read(wire(BOMB).model_copy(update={"trust": 0.7})).incidents
    assert incident.trust == 0.7


def test_an_unchanged_incident_keeps_its_id_across_revisions() -> None:
    (first,) = read(wire(BOMB)).incidents
    (second,) = read(wire(BOMB + " The mayor said so too.", revision=2)).incidents
    assert first.report_id == second.report_id


def test_another_article_gives_another_id() -> None:
    assert read(wire(BOMB)).incidents[0].report_id != read(wire(BOMB, article_id="a2")).incidents[0].report_id


def test_what_is_told_more_fully_is_more_certain() -> None:
    (full,) = read(wire(BOMB)).incidents
    (bare,) = read(wire("Rockets fell on a base in Iraq.")).incidents
    assert bare.confidence < full.confidence < 1


@pytest.mark.parametrize(
    "body",
    ["the killed " * 18_000, "the 1 " * 33_000, "the " + '"' * 200_000, "the " + "." * 200_000, (BOMB + " ") * 2_700],
    ids=["killed", "digits", "quotes", "dots", "bombs"],
)
@pytest.mark.timeout(60)
def test_a_hostile_text_is_read_to_its_end(body: str) -> None:
    incidents = read(wire(body)).incidents
    assert all(evidence.quote in body for incident in incidents for evidence in incident.evidence)
