"""What is read in whole wires, beside what a careful editor read in them.

The gold of the bundled and the unseen wires was written with the wires, apart from the rules; of the unseen ones
nothing is shown but totals. The floors are a little under what is reached: they may rise, never fall.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from schemas.reports import IncidentReported
from schemas.vocabulary import EventType, Factuality, Outcome, WeaponKind
from tests.golden.folders import ALL, OWN, UNSEEN, readings_of, wires_of
from tools.gold import read_by
from tools.scoring import SCORER, SHARED

FLOORS = {"demo": (0.9, 0.15), "wires": (0.78, 0.12), "unseen": (0.7, 0.3)}
"""By folder: the share of incidents that is found, and how many are invented for each that there is."""
each_folder = pytest.mark.parametrize("folder", ALL, ids=lambda folder: f"{folder.parent.name}-{folder.name}")


def same(gold: dict[str, Any], read: IncidentReported) -> bool:
    """One happening: the same country, and the same kind or an overlapping date."""
    days = (gold["date"] or [None])[0], str(read.occurred.earliest) if read.occurred else None
    return bool(gold["country"] == read.country and (gold["event_type"] == read.event_type or days[0] == days[1]))


@pytest.mark.parametrize("folder", [*OWN, UNSEEN], ids=lambda folder: folder.name)
def test_most_incidents_are_found_and_few_invented(folder: Path) -> None:
    found = invented = 0
    for wire, reading in zip(wires_of(folder), readings_of(folder), strict=True):
        left = list(reading.incidents)
        for gold in wire.incidents:
            match = next((incident for incident in left if same(gold, incident)), None)
            if match:
                left.remove(match)
                found += 1
        invented += len(left)
    wanted = sum(len(wire.incidents) for wire in wires_of(folder))
    print(f"{found} of {wanted} found, {invented} invented")
    floor, ceiling = FLOORS[folder.name]
    assert found >= floor * wanted
    assert invented <= ceiling * wanted


@each_folder
def test_every_piece_of_evidence_is_the_text_at_its_offsets(folder: Path) -> None:
    for wire, reading in zip(wires_of(folder), readings_of(folder), strict=True):
        for report in (*reading.incidents, *reading.statistics):
            assert report.evidence, wire.wire_id
            for e in report.evidence:
                assert wire.article.text[e.start : e.end] == e.quote != "", wire.wire_id


def filled(incident: IncidentReported) -> dict[str, int]:
    """The fields that say something, and how many things: each must have as many pieces of evidence."""
    uncertain = incident.factuality is not Factuality.OCCURRED and incident.event_type is not EventType.OTHER
    return {
        "event_type": 1,
        "factuality": uncertain,
        "outcome": incident.outcome is not Outcome.UNKNOWN,
        "occurred": incident.occurred is not None,
        "location": incident.location is not None,
        "weapon": incident.weapon.kind is not WeaponKind.UNKNOWN,
        "weapon.count": incident.weapon.count is not None,
        "targets": len(incident.targets),
        "casualties.killed": incident.casualties.killed is not None,
        "casualties.wounded": incident.casualties.wounded is not None,
        "attributions": len(incident.attributions),
    }


@each_folder
def test_whatever_is_filled_has_evidence(folder: Path) -> None:
    for wire, reading in zip(wires_of(folder), readings_of(folder), strict=True):
        for incident in reading.incidents:
            shown = [e.field for e in incident.evidence]
            bare = {name for name, number in filled(incident).items() if shown.count(name) < number}
            assert not bare, wire.wire_id


@each_folder
def test_reading_again_gives_the_same_and_ids_are_different(folder: Path) -> None:
    for wire, first in zip(wires_of(folder), readings_of(folder), strict=True):
        assert first == read_by(wire), wire.wire_id
        ids = [report.report_id for report in (*first.incidents, *first.statistics)]
        assert len(ids) == len(set(ids)), wire.wire_id


def test_the_seed_wire_is_read_right(tmp_path: Path) -> None:
    seed = SHARED / "seed"
    if not SCORER.exists():
        pytest.skip("the evaluation set beside the project (../shared/eval) is not here")
    read = subprocess.run([sys.executable, "-m", "tallywire", "extract", str(seed)], capture_output=True, check=True)
    (tmp_path / "read.jsonl").write_bytes(read.stdout)
    command = [sys.executable, str(SCORER), str(seed), str(tmp_path / "read.jsonl"), "--json"]
    score = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert score["slots"]["f1"] >= 0.95
