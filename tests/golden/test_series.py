"""What an annotated story line must keep to, so that merging can be judged by it."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pytest

from schemas.vocabulary import EventType, Factuality, Outcome, Precision, Stance, TargetKind, WeaponKind
from tests.golden.folders import SERIES

WORDS: Final = {
    "event_type": tuple(EventType),
    "factuality": tuple(Factuality),
    "outcome": tuple(Outcome),
    "weapon": tuple(WeaponKind),
}
each_folder = pytest.mark.parametrize("folder", SERIES, ids=lambda folder: folder.name)


@cache
def told(folder: Path) -> tuple[dict[str, Any], ...]:
    """The wires as their files have them, in the order of their names."""
    return tuple(json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json")))


def incidents(folder: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every incident after the wire that tells it."""
    return ((wire, incident) for wire in told(folder) for incident in wire["incidents"])


@each_folder
def test_a_file_is_named_after_its_wire(folder: Path) -> None:
    assert [path.stem for path in sorted(folder.glob("*.json"))] == [wire["id"] for wire in told(folder)] != []


@each_folder
def test_whatever_is_quoted_stands_in_the_wire(folder: Path) -> None:
    for wire in told(folder):
        quotes = [part["quote"] for part in (*wire["incidents"], *wire["statistics"])] + wire["not_incidents"]
        assert all(quote and quote in f"{wire['headline']}\n{wire['body']}" for quote in quotes), wire["id"]


@each_folder
def test_the_words_are_those_of_the_product(folder: Path) -> None:
    for wire, incident in incidents(folder):
        assert all(incident[field] in words for field, words in WORDS.items()), wire["id"]
        assert incident["precision"] in (None, *Precision), wire["id"]
        assert set(incident["target_kinds"]) <= set(TargetKind), wire["id"]
        assert {attribution["stance"] for attribution in incident["attributions"]} <= set(Stance), wire["id"]


@each_folder
def test_no_incident_is_later_than_its_wire(folder: Path) -> None:
    for wire, incident in incidents(folder):
        if incident["date"]:
            first, last = map(date.fromisoformat, incident["date"])
            assert first <= last <= datetime.fromisoformat(wire["published_at"]).date(), wire["id"]


@each_folder
def test_a_wire_revises_an_earlier_one_of_its_own_source(folder: Path) -> None:
    wires = {wire["id"]: wire for wire in told(folder)}
    for wire in filter(lambda wire: wire["revises"], wires.values()):
        earlier = wires[wire["revises"]]
        assert earlier["source"] == wire["source"]
        assert datetime.fromisoformat(earlier["published_at"]) < datetime.fromisoformat(wire["published_at"])


@each_folder
def test_a_killed_wire_says_what_it_kills_and_tells_of_nothing(folder: Path) -> None:
    killed = [wire for wire in told(folder) if wire["status"] == "canceled"]
    assert killed
    assert all(wire["revises"] and not wire["incidents"] and not wire["statistics"] for wire in killed)


@each_folder
def test_what_is_one_incident_happened_in_one_country(folder: Path) -> None:
    tellings = sorted((incident["incident"], incident["country"] or "") for _, incident in incidents(folder))
    assert all(one == other or one[0] != other[0] for one, other in pairwise(tellings))


@each_folder
def test_every_wire_shares_an_incident_with_another(folder: Path) -> None:
    for wire in (wire for wire in told(folder) if wire["status"] == "usable"):
        mine = {incident["incident"] for incident in wire["incidents"]}
        assert any(incident["incident"] in mine for other, incident in incidents(folder) if other is not wire), wire[
            "id"
        ]
