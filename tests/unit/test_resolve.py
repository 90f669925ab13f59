"""`tallywire resolve`: what was read out of many wires, merged."""

import json
from collections import Counter
from typing import Any

from tests.golden.folders import HERE
from tests.unit.test_cli import tallywire
from tests.wires import BUNDLED

DEMO = str(HERE / "demo")


def lines(*words: str, stdin: bytes = b"") -> list[dict[str, Any]]:
    done = tallywire("resolve", *words, stdin=stdin)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_what_was_extracted_is_resolved_as_if_at_once() -> None:
    extracted = tallywire("extract", str(BUNDLED)).stdout
    at_once = tallywire("extract", "--resolve", str(BUNDLED)).stdout
    assert lines("-", stdin=extracted) == [json.loads(line) for line in at_once.splitlines()]


def test_annotated_wires_are_reports_of_their_incidents() -> None:
    found = lines("--gold", DEMO)
    ids = Counter(incident["resolved_id"] for line in found for incident in line["incidents"])
    assert len(found) == len(list((HERE / "demo").glob("*.json")))
    assert max(ids.values()) > 2
    assert {incident["extractor"] for line in found for incident in line["incidents"]} == {"gold"}


def test_each_incident_says_why_it_was_joined() -> None:
    joined = [one for line in lines("--gold", DEMO) for one in line["incidents"] if one["likeness"]]
    assert joined
    for one in joined:
        assert one["likeness"]["score"] == sum(one["likeness"]["points"].values())


def test_a_wire_that_was_corrected_keeps_its_incidents() -> None:
    """Every line stands for itself: what a correction takes back is for those to say who know of it."""
    line = json.loads(tallywire("extract", str(BUNDLED)).stdout.splitlines()[0])
    again = line | {"article_id": "again"}
    both = lines("-", stdin=f"{json.dumps(line)}\n{json.dumps(again)}\n".encode())
    assert [len(one["incidents"]) for one in both] == [len(line["incidents"])] * 2


def test_what_cannot_be_is_in_no_incident() -> None:
    (line,) = (one for one in lines("--gold", DEMO) if one["article_id"] == "harbour-0001")
    line["incidents"] = [line["incidents"][0] | {"location": {"country": "XX"}}]
    assert [one["resolved_id"] for one in lines("-", stdin=json.dumps(line).encode())[0]["incidents"]] == [None]


def test_bad_lines_are_named_and_the_rest_is_resolved() -> None:
    good = json.dumps({"article_id": "a", "incidents": [], "statistics": []})
    done = tallywire("resolve", "-", stdin=f'{good}\n{{"incidents": []}}\nnot json\n'.encode())
    assert (done.returncode, len(done.stdout.splitlines()), len(done.stderr.splitlines())) == (1, 1, 2)
    assert b"article_id: Field required" in done.stderr


def test_an_annotated_wire_without_the_word_is_told_so() -> None:
    done = tallywire("resolve", str(HERE / "demo" / "harbour-0001.json"))
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"--gold" in done.stderr


def test_a_line_that_is_no_annotated_wire_is_named() -> None:
    done = tallywire("resolve", "--gold", "-", stdin=b'{"id": "x"}\n[1]\n')
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 2)
