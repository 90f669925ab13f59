"""Differences between gold and reading are named by their kind."""

from pathlib import Path
from typing import Any

import pytest

from schemas.reports import IncidentReported
from schemas.values import Casualties, Evidence, Range
from services.extraction.domain.read import Reading
from tests.builders import article_ingested, incident_reported
from tools.gold import Gold
from tools.mistakes import Mistake, mistakes, quoted
from tools.scoring import SCORER

pytestmark = pytest.mark.skipif(
    not SCORER.exists(), reason="the scorer beside the project (../shared/eval) is not here"
)

CORE = Evidence(field="event_type", start=0, end=12, quote="Drone strike")
TWO_KILLED = Casualties(killed=Range(min=2, max=2))


def incident(**told: Any) -> dict[str, Any]:
    """What a careful editor reads in the builder's wire."""
    return {
        "event_type": "drone_strike", "factuality": "occurred", "outcome": "unknown",
        "date": ["2022-01-03", "2022-01-03"], "country": "IQ", "place": "Baghdad", "admin1": "Baghdad",
        "lat": None, "lon": None, "precision": "city", "weapon": "unknown", "weapon_count": None, "targets": [],
        "target_kinds": [], "killed": [2, 2], "wounded": None, "attributions": [], "quote": "Drone strike in Baghdad",
    } | told  # fmt: skip


def report() -> IncidentReported:
    return incident_reported(evidence=(CORE,), casualties=TWO_KILLED)


def found(gold: list[dict[str, Any]], *read: IncidentReported) -> list[Mistake]:
    wire = Gold(Path("a1.json"), article_ingested(), tuple(gold), usable=True)
    return list(mistakes(wire, Reading(read)))


def kinds(gold: list[dict[str, Any]], *read: IncidentReported) -> list[str]:
    return [mistake.kind for mistake in found(gold, *read)]


def test_what_is_read_as_the_gold_says_is_no_mistake() -> None:
    assert kinds([incident()], report()) == []


def test_a_value_is_wrong_or_not_read_or_read_where_nothing_is_said() -> None:
    assert kinds([incident(killed=[3, 3])], report()) == ["killed: wrong"]
    assert kinds([incident(wounded=[1, 1])], report()) == ["wounded: not read"]
    assert kinds([incident(killed=None)], report()) == ["killed: read where nothing is said"]


def test_lists_are_compared_by_their_items() -> None:
    doer = {"stance": "claimed", "actor": "Taliban", "by": "Taliban"}
    gold = incident(attributions=[doer], target_kinds=["police", "civilian"])
    assert kinds([gold], report()) == [*["target_kinds: not read"] * 2, "attribution: not read"]


def test_a_missed_incident_is_of_the_last_days_or_background() -> None:
    assert kinds([incident()]) == ["missed: an incident of the last days"]
    assert kinds([incident(date=["2021-03-10", "2021-03-10"])]) == ["missed: an older incident, told as background"]
    assert kinds([incident(date=None)]) == ["missed: an incident without a date"]


def test_an_invented_incident_is_one_told_twice_or_out_of_the_air() -> None:
    assert kinds([], report()) == ["invented: nothing of the kind happened"]
    assert kinds([incident()], report(), report()) == ["invented: one incident told again taken for two"]


def test_a_case_shows_the_words_and_both_values() -> None:
    (mistake,) = found([incident(killed=[3, None])], report())
    assert mistake.case == "a1: “Drone strike in Baghdad”: says at least 3, read 2"
    (invented,) = found([], report())
    assert (
        invented.case
        == "a1: “Drone strike in Baghdad Two people were killed.”: read as drone_strike, 2022-01-03, Baghdad"
    )


def test_long_words_are_cut_and_brought_on_one_line() -> None:
    assert quoted("one\n two") == "“one two”"
    assert len(quoted("word " * 60)) < 115
