"""The commands over files: what is bad is named, the rest is done, the exit code tells."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.test_wires import WIRE
from tests.wires import BUNDLED, bundled


def tallywire(*words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "tallywire", *words]
    return subprocess.run(command, input=stdin, capture_output=True, timeout=60, check=False)


def test_extract_prints_a_line_per_wire() -> None:
    done = tallywire("extract", str(BUNDLED))
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert {line["article_id"] for line in lines} == {wire["id"] for wire in bundled()}
    assert all(set(line) == {"article_id", "incidents", "statistics"} for line in lines)


def test_a_kill_notice_has_no_incidents() -> None:
    killed = {wire["id"] for wire in bundled() if wire["status"] == "canceled"}
    lines = [json.loads(line) for line in tallywire("extract", str(BUNDLED)).stdout.splitlines()]
    assert killed
    assert not any(line["incidents"] for line in lines if line["article_id"] in killed)


def test_resolve_gives_reports_of_one_incident_one_id() -> None:
    lines = [json.loads(line) for line in tallywire("extract", "--resolve", str(BUNDLED)).stdout.splitlines()]
    ids = [incident["resolved_id"] for line in lines for incident in line["incidents"]]
    assert 1 < len(set(ids)) < len(ids)


def test_count_leaves_out_what_was_corrected_or_killed() -> None:
    outcome = json.loads(tallywire("count", str(BUNDLED)).stdout)
    behind = {ref["article_id"] for incident in outcome["incidents"] for ref in incident["reports"]}
    replaced = {wire["id"] for wire in bundled() if wire["revises"]}
    killed = {wire["revises"] for wire in bundled() if wire["status"] == "canceled"}
    assert replaced
    assert behind.isdisjoint(replaced | killed)
    assert all(count["tally"]["incidents"] > 0 for count in outcome["counts"])


BAD = {
    "not-json.json": b"rockets",
    "no-body.json": json.dumps({k: v for k, v in WIRE.items() if k != "body"}).encode(),
    "wrong-type.json": json.dumps(WIRE | {"headline": 3}).encode(),
    "bad-date.json": json.dumps(WIRE | {"published_at": "2022-13-45T00:00:00Z"}).encode(),
    "empty.json": b"",
    "giant.json": b'{"body": "' + b"x" * 50_000_000,
    "french.json": json.dumps(WIRE | {"language": "fr"}).encode(),
    "bytes.json": b'{"id": "\xff"}',
}


def test_explain_shows_the_words_behind_an_incident() -> None:
    done = tallywire("explain", "-", stdin=json.dumps(WIRE).encode())
    told = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Two rockets" in told
    assert "incident 1" in told
    assert "\x1b" not in told


def test_explain_says_why_nothing_is_read() -> None:
    wires = [WIRE | {"language": "fr"}, WIRE | {"status": "canceled", "revises": "harbour-1"}]
    done = tallywire("explain", "-", stdin="\n".join(map(json.dumps, wires)).encode())
    told = done.stdout.decode()
    assert done.returncode == 0, done.stderr
    assert "Another language" in told
    assert "kill notice" in told


def test_explain_writes_a_page_of_all_wires(tmp_path: Path) -> None:
    file = tmp_path / "wires.html"
    done = tallywire("explain", str(BUNDLED), "--html", str(file))
    page = file.read_text(encoding="utf-8")
    assert (done.returncode, done.stdout) == (0, b""), done.stderr
    assert page.startswith("<!DOCTYPE html>")
    assert page.count("<section") == len(bundled())
    assert "<script" not in page


def test_explain_writes_a_page_to_standard_output() -> None:
    done = tallywire("explain", "-", "--html", "-", stdin=json.dumps(WIRE).encode())
    assert (done.returncode, done.stdout[:15], done.stdout[-8:]) == (0, b"<!DOCTYPE html>", b"</html>\n")


def test_a_page_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    done = tallywire("explain", "-", "--html", str(tmp_path / "gone" / "x.html"), stdin=json.dumps(WIRE).encode())
    assert (done.returncode, b"x.html: No such file" in done.stderr) == (1, True)


def test_explain_names_bad_wires_and_explains_the_rest() -> None:
    done = tallywire("explain", "-", stdin=b'{"id": "x"}\n' + json.dumps(WIRE).encode())
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert b"incident 1" in done.stdout


@pytest.mark.parametrize("command", ["extract", "count"])
def test_bad_wires_are_named_and_the_rest_is_read(command: str, tmp_path: Path) -> None:
    for name, raw in BAD.items():
        (tmp_path / name).write_bytes(raw)
    (tmp_path / "good.json").write_text(json.dumps(WIRE))
    done = tallywire(command, str(tmp_path))
    complaints = done.stderr.decode().splitlines()
    assert done.returncode == 1
    assert [name for name in sorted(BAD) if not any(name in line for line in complaints)] == []
    assert len(complaints) == len(BAD)
    assert len(done.stdout.splitlines()) == 1


def test_wires_come_from_standard_input() -> None:
    done = tallywire("extract", "-", stdin=(json.dumps(WIRE) + "\n" + json.dumps(WIRE | {"id": "two"})).encode())
    assert [json.loads(line)["article_id"] for line in done.stdout.splitlines()] == [WIRE["id"], "two"]


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    done = tallywire("extract", str(tmp_path / "gone"))
    assert (done.returncode, b"gone: No such file" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    "command",
    ["extract", "explain", "count", "publish", "tail", "topics", "verify", "demo", "dlq list", "export", "report"],
)
def test_every_command_shows_an_example(command: str) -> None:
    done = tallywire(*command.split(), "--help")
    assert done.returncode == 0
    assert f"tallywire {command}".encode() in done.stdout


def test_a_wrong_word_is_a_usage_error() -> None:
    assert tallywire("extrakt").returncode == 2


def test_a_reader_that_has_enough_is_no_error() -> None:
    command = f"{sys.executable} -m tallywire extract {BUNDLED} | head -c 10"
    done = subprocess.run(["sh", "-c", command], capture_output=True, timeout=60, check=False)  # our words
    assert (len(done.stdout), done.stderr) == (10, b"")
