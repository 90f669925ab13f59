"""What holds of every text: evidence is where it says, reading is repeatable, ids outlive what is added."""

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.articles import ArticleIngested
from services.extraction.domain.read import Reading, UnsupportedLanguage, read
from tests.golden.extraction.test_golden import CASES, article

NOISE = st.text(alphabet=string.ascii_letters + string.digits + string.punctuation + " \n“”’–é", max_size=60)


def evidence_holds(wire: ArticleIngested, reading: Reading) -> bool:
    lines = [e for report in (*reading.incidents, *reading.statistics) for e in report.evidence]
    return all(wire.text[e.start : e.end] == e.quote and e.quote for e in lines)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["rule"])
def test_evidence_is_the_text_at_its_offsets(case: dict[str, Any]) -> None:
    wire = article(case)
    assert evidence_holds(wire, read(wire))


@given(st.sampled_from(CASES), st.integers(0, 400), NOISE)
def test_evidence_holds_in_a_text_that_was_cut_into(case: dict[str, Any], at: int, noise: str) -> None:
    wire = article({**case, "body": case["body"][:at] + noise + case["body"][at:]})
    try:
        reading = read(wire)
    except UnsupportedLanguage:
        return
    assert evidence_holds(wire, reading)


@given(st.sampled_from(CASES), st.integers(0, 400))
def test_evidence_holds_in_a_text_that_breaks_off(case: dict[str, Any], at: int) -> None:
    wire = article({**case, "body": case["body"][:at]})
    assert evidence_holds(wire, read(wire))


@given(st.text(max_size=400))
def test_any_text_gives_a_reading_or_says_what_it_cannot_read(body: str) -> None:
    wire = article({"dateline": "KABUL", "body": body})
    try:
        assert evidence_holds(wire, read(wire))
    except UnsupportedLanguage as error:
        assert "English" in str(error)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["rule"])
def test_reading_twice_gives_the_same(case: dict[str, Any]) -> None:
    assert read(article(case)) == read(article(case))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["rule"])
def test_ids_outlive_a_paragraph_that_tells_nothing_new(case: dict[str, Any]) -> None:
    before = read(article(case))
    after = read(article({**case, "body": case["body"] + "\n\nThe weather in the region stayed dry."}))
    assert [i.report_id for i in after.incidents] == [i.report_id for i in before.incidents]


def test_ids_of_two_incidents_that_look_the_same_differ() -> None:
    wire = article(
        {
            "dateline": "KABUL",
            "body": "A bomb exploded in Kabul on Thursday. Another bomb exploded in Kabul on Thursday.",
        }
    )
    ids = [incident.report_id for incident in read(wire).incidents]
    assert len(set(ids)) == len(ids)
