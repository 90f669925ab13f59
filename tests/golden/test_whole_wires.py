"""What is read in whole wires, beside what a careful editor read in them.

The gold of the bundled wires was written with the wires, apart from the rules. The floors are what 0.1.0 reaches:
they may rise, never fall.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from schemas.articles import ArticleIngested
from schemas.reports import IncidentReported
from services.extraction.domain.read import Reading, read

GOLD = [json.loads(path.read_text("utf-8")) for path in sorted((Path(__file__).parent / "demo").glob("*.json"))]
SHARED = Path(__file__).parents[3] / "shared" / "eval"
FOUND_FLOOR, INVENTED_CEILING = 0.8, 0.25


def article(wire: dict[str, Any]) -> ArticleIngested:
    told = {name: wire[name] for name in ("source", "published_at", "headline", "dateline", "body")}
    return ArticleIngested(article_id=wire["id"], revision=1, **told)


def reading(wire: dict[str, Any]) -> Reading:
    return read(article(wire))


def same(gold: dict[str, Any], read: IncidentReported) -> bool:
    """One happening: the same country, and the same kind or an overlapping date."""
    days = (gold["date"] or [None])[0], str(read.occurred.earliest) if read.occurred else None
    return bool(gold["country"] == read.country and (gold["event_type"] == read.event_type or days[0] == days[1]))


def test_most_incidents_are_found_and_few_invented() -> None:
    found = invented = 0
    for wire in GOLD:
        left = list(reading(wire).incidents) if wire["status"] == "usable" else []
        for gold in wire["incidents"]:
            match = next((incident for incident in left if same(gold, incident)), None)
            if match:
                left.remove(match)
                found += 1
        invented += len(left)
    wanted = sum(len(wire["incidents"]) for wire in GOLD)
    print(f"{found} of {wanted} found, {invented} invented")
    assert found >= FOUND_FLOOR * wanted
    assert invented <= INVENTED_CEILING * wanted


@pytest.mark.parametrize("wire", GOLD, ids=lambda wire: wire["id"])
def test_every_piece_of_evidence_is_the_text_at_its_offsets(wire: dict[str, Any]) -> None:
    text = article(wire).text
    for report in (*reading(wire).incidents, *reading(wire).statistics):
        assert report.evidence
        for evidence in report.evidence:
            assert text[evidence.start : evidence.end] == evidence.quote != ""


@pytest.mark.parametrize("wire", GOLD, ids=lambda wire: wire["id"])
def test_what_is_filled_has_evidence(wire: dict[str, Any]) -> None:
    for incident in reading(wire).incidents:
        named = {evidence.field.split(".")[0].split("[")[0] for evidence in incident.evidence}
        filled = {
            "event_type": True,
            "occurred": incident.occurred,
            "location": incident.location,
            "targets": incident.targets,
            "attributions": incident.attributions,
        }
        assert {name for name, value in filled.items() if value} <= named


@pytest.mark.parametrize("wire", GOLD, ids=lambda wire: wire["id"])
def test_reading_again_gives_the_same_and_ids_are_different(wire: dict[str, Any]) -> None:
    first = reading(wire)
    assert first == reading(wire)
    ids = [report.report_id for report in (*first.incidents, *first.statistics)]
    assert len(ids) == len(set(ids))


def test_the_seed_wire_is_read_right(tmp_path: Path) -> None:
    seed, scorer = SHARED / "seed", SHARED / "score.py"
    if not scorer.exists():
        pytest.skip("the evaluation set beside the project (../shared/eval) is not here")
    read = subprocess.run([sys.executable, "-m", "tallywire", "extract", str(seed)], capture_output=True, check=True)
    (tmp_path / "read.jsonl").write_bytes(read.stdout)
    command = [sys.executable, str(scorer), str(seed), str(tmp_path / "read.jsonl"), "--json"]
    score = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert score["slots"]["f1"] >= 0.95
