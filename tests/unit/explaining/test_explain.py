"""What is shown of a wire is what `extract` reads of it, and what decided adds up."""

import json
import math
from typing import Any

import pytest

from services.extraction.domain.odds import BIAS, models
from services.extraction.domain.read import read
from services.ingest.domain.wires import Wire, read_wire
from tallywire.explaining.explain import explained
from tallywire.explaining.shown import Decision, Explanation
from tallywire.explaining.wordings import known_sign
from tests.builders import article_ingested
from tests.unit.test_wires import WIRE
from tests.wires import bundled

BODY = (
    "BAGHDAD (Harbourline) - Two rockets hit a military base near Baghdad airport on Wednesday, wounding three"
    " soldiers, the army said.\n\nNo group claimed responsibility."
)


def wire(**changes: Any) -> Wire:
    return read_wire(json.dumps(WIRE | {"body": BODY} | changes).encode())


@pytest.fixture(scope="module")
def explanations() -> list[Explanation]:
    """All bundled wires, explained."""
    return [explained(read_wire(json.dumps(raw).encode())) for raw in bundled()]


def decisions(explanations: list[Explanation]) -> list[Decision]:
    return [d for e in explanations for card in e.incidents for d in card.decisions]


def test_what_is_shown_is_what_is_read() -> None:
    told = wire()
    words = told.model_dump(include={"source", "published_at", "language", "headline", "dateline", "body"})
    reading = read(article_ingested(article_id=told.id, **words))
    card = explained(told).incidents[0]
    assert (len(reading.incidents), card.confidence) == (1, reading.incidents[0].confidence)
    assert sorted((q.start, q.end) for row in card.rows for q in row.quotes) == sorted(
        (line.start, line.end) for line in reading.incidents[0].evidence
    )


def test_every_filled_field_has_a_row() -> None:
    card = explained(wire()).incidents[0]
    rows = {row.label: row.value for row in card.rows}
    assert (rows["what"], rows["with what"], rows["how many"], rows["wounded"]) == ("shelling", "rocket", "2", "3")
    assert rows["when"] == "2022-01-05"
    assert rows["by whom"] == "nobody named: unattributed"
    assert "killed" in card.unsaid


def test_every_quotation_stands_at_its_offsets(explanations: list[Explanation]) -> None:
    quotes = [
        (e.text, q) for e in explanations for c in (*e.incidents, *e.statistics) for r in c.rows for q in r.quotes
    ]
    assert len(quotes) > 200
    assert all(text[q.start : q.end] == q.text for text, q in quotes)


def test_signs_and_start_add_up_to_the_chance(explanations: list[Explanation]) -> None:
    found = decisions(explanations)
    assert len(found) > 100
    for decision in found:
        odds = decision.start + sum(sign.weight for sign in decision.signs)
        assert 1 / (1 + math.exp(-odds)) == pytest.approx(decision.chance)


def test_the_likeliest_date_and_place_are_those_of_the_incident(explanations: list[Explanation]) -> None:
    for card in (card for e in explanations for card in e.incidents):
        rows = {row.label: row.value for row in card.rows}
        for decision in card.decisions[1:]:
            field = "when" if "dates" in decision.question else "where"
            assert rows[field].startswith(decision.answer.split(",")[0])


def test_every_incident_says_why_it_is_one(explanations: list[Explanation]) -> None:
    cards = [card for e in explanations for card in e.incidents]
    assert all(card.decisions and card.decisions[0].chance >= 0.5 for card in cards)


@pytest.mark.parametrize("model", ["begins", "places", "dates"])
def test_every_learned_sign_has_words(model: str) -> None:
    """A new sign needs its words in tallywire/explaining/words/signs.toml, or its name is shown."""
    weights = getattr(models(), model).weights
    assert [sign for sign in weights if sign != BIAS and known_sign(model, sign) is None] == []


def test_every_rule_of_the_bundled_wires_has_words(explanations: list[Explanation]) -> None:
    rules = {q.rule for e in explanations for card in e.incidents for row in card.rows for q in row.quotes}
    assert [rule for rule in rules if " " not in rule] == []


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status": "canceled", "revises": "harbour-1"}, "it only takes back harbour-1"),
        ({"body": " "}, "no body"),
        ({"headline": "KILL: Rockets fall", "body": "KILL KILL. The story is withdrawn."}, "kill notice"),
        ({"language": "fr"}, "Another language: cannot read language 'fr'"),
        (
            {"body": "Deux roquettes ont frappé une base militaire près de Bagdad mercredi dernier et trois soldats ont"
             " été blessés, selon les autorités locales, qui ont ouvert une enquête sur cette nouvelle attaque dans la"
             " région.", "headline": "Tirs de roquettes"},
            "the words are not English",
        ),
        ({"headline": "Troops hold a military drill", "body": "In the drill rockets hit a base on Monday."}, "a drill"),
        ({"headline": "Prices rise", "body": "Bread cost more on Monday."}, "No incident is told"),
    ],
)  # fmt: skip
def test_a_wire_in_which_nothing_is_read_says_why(changes: dict[str, Any], reason: str) -> None:
    told = explained(wire(**changes))
    assert told.incidents == ()
    assert reason in (told.note or "")


def test_a_threat_is_passed_over_with_its_reason() -> None:
    told = explained(wire(body="The militia threatened on Monday to fire rockets at the base if troops stayed there."))
    assert told.incidents == ()
    assert "a threat, a plan or a condition" in " ".join(passage.remark for passage in told.passed_over)


def test_a_statistic_is_shown() -> None:
    body = "Militias carried out at least 36 attacks on troops in Iraq last year, according to the coalition."
    (card,) = explained(wire(body=body)).statistics
    assert (card.rows[0].value, card.rows[0].quotes[0].text) == ("36+", "at least 36")


def test_a_text_of_thousands_of_deeds_lists_only_some() -> None:
    told = explained(wire(body="A bomb exploded in Baghdad on Monday, killing three. " * 400))
    assert len(told.passed_over) == 100
    assert told.unlisted > 100
