"""Documents of any format from the command line: taken apart into our own wires."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

from tallywire.deliveries import Delivery, deliveries
from tallywire.documents import as_wires
from tests.unit.test_cli import tallywire
from tests.unit.test_wires import WIRE

NOW = datetime(2022, 1, 7, 12, tzinfo=UTC)
STORY = "Two rockets landed near Baghdad airport on Wednesday and wounded three soldiers, the army said."
FEED = f"""<rss version="2.0"><channel><title>Harbourline</title><language>en</language>
<item><guid>r-1</guid><title>Rockets land near airport</title><description>{STORY}</description>
<pubDate>Wed, 05 Jan 2022 18:10:00 GMT</pubDate></item>
<item><enclosure url="https://h.example/p.jpg"/></item></channel></rss>"""
PICTURE = json.dumps(
    {"uri": "urn:p-1", "type": "picture", "versioncreated": "2022-01-05T00:00:00Z", "headline": "A car"}
)


def wires(path: Path, source: str | None = "Harbourline News") -> tuple[list[Delivery], list[str]]:
    told: list[str] = []
    return list(as_wires(deliveries([str(path)], any_format=True), source, NOW, told.append)), told


def test_each_story_of_a_feed_is_a_wire_of_its_source_and_bad_ones_are_named(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(FEED)
    (good, bad), _ = wires(tmp_path / "feed.xml")
    assert (good.wire().source, good.wire().headline, good.wire().body) == (
        "Harbourline News",
        "Rockets land near airport",
        STORY,
    )
    assert good.wire().seen_at == NOW
    assert bad.fault
    assert b"enclosure" in bad.raw


def test_our_own_wires_pass_byte_for_byte_whatever_the_source(tmp_path: Path) -> None:
    raw = json.dumps(WIRE, indent=3).encode()
    (tmp_path / "own.json").write_bytes(raw)
    assert [delivery.raw for delivery in wires(tmp_path)[0]] == [raw]


def test_a_folder_gives_every_file_and_what_tells_no_story_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(PICTURE)
    (tmp_path / "b.rss").write_text(FEED)
    (tmp_path / "c.jsonl").write_text(json.dumps(WIRE) + "\n" + json.dumps({"title": "A blast", "text": STORY}) + "\n")
    (tmp_path / ".half-written").write_text("<rss")
    found, told = wires(tmp_path)
    assert [delivery.fault is None for delivery in found] == [True, False, True, True]
    assert [line.rpartition(": ")[2] for line in told] == ["picture urn:p-1"]


def test_a_packed_file_is_unpacked(tmp_path: Path) -> None:
    (tmp_path / "day.xml.gz").write_bytes(gzip.compress(FEED.encode()))
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(b" " * 8_000_000))
    bomb, good, _ = wires(tmp_path)[0]
    assert bomb.fault == "a packed file that grows more than 200 times: no text does"
    assert good.wire().headline == "Rockets land near airport"


def test_a_feed_without_a_source_is_refused_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(FEED)
    ((refused,), _) = wires(tmp_path, None)
    assert refused.fault
    assert "--source NAME" in refused.fault


def test_extract_reads_incidents_out_of_a_feed(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(FEED)
    done = tallywire("extract", str(tmp_path / "feed.xml"), "--source", "Harbourline News")
    (line,) = map(json.loads, done.stdout.splitlines())
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert line["incidents"]
