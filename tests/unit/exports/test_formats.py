"""Every format can be read back, whatever the wires say; and what it says is what was told."""

import csv
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import pytest
import stix2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from schemas.incidents import IncidentResolved
from tallywire.exports import FORMATS, Entry
from tallywire.exports.columns import COLUMNS
from tallywire.exports.table import guarded
from tests.exported import EVIL, FRAME, any_entry, drones, hostile, nowhere, usual, village, withdrawn

ATOM = "{http://www.w3.org/2005/Atom}"
GOLDEN = Path(__file__).parents[2] / "golden" / "exports"
lists_of_entries = st.lists(any_entry(), max_size=2)
few = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _bytes(name: str, entries: list[Entry]) -> bytes:
    return b"".join(FORMATS[name].write(entries, FRAME))


def _rows(entries: list[Entry]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(_bytes("csv", entries).decode(), newline="")))


def _stix(entries: list[Entry]) -> list[dict[str, Any]]:
    raw = _bytes("stix", entries)
    stix2.parse(raw, allow_custom=False, version="2.1")
    objects: list[dict[str, Any]] = json.loads(raw)["objects"]
    return objects


@pytest.mark.parametrize("name", ["csv", "geojson", "ndjson", "atom", "stix"])
def test_a_format_is_written_as_it_was(name: str) -> None:
    golden = GOLDEN / FORMATS[name].file
    assert _bytes(name, usual()) == golden.read_bytes()


def test_the_table_has_acleds_words_and_precisions() -> None:
    first, second, third, _ = _rows(usual())
    assert (first["event_type"], first["sub_event_type"]) == ("Strategic developments", "Disrupted weapons use")
    assert (second["event_type"], second["sub_event_type"]) == ("Violence against civilians", "Attack")
    assert (third["sub_event_type"], third["event_date"], third["country"]) == (
        "Remote explosive/landmine/IED",
        "",
        "Unknown",
    )
    assert [row["time_precision"] for row in (first, second, third)] == ["1", "2", ""]
    assert [row["geo_precision"] for row in (first, second, third)] == ["1", "2", ""]
    assert (first["fatalities"], first["fatalities_high"], first["wounded"], first["wounded_high"]) == (
        "2",
        "4",
        "1",
        "",
    )
    assert (first["actor1"], first["actor1_stance"]) == ("rogue fighters", "blamed")
    assert (first["country"], first["latitude"], second["longitude"]) == ("Iraq", "33.2625", "-175.5")


@given(st.text())
def test_no_cell_is_a_formula_or_has_control_characters(text: str) -> None:
    cell = guarded(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in cell)


@given(lists_of_entries)
@few
def test_a_table_has_a_row_for_each_whatever_they_say(entries: list[Entry]) -> None:
    rows = _rows(entries)
    assert len(rows) == len(entries)
    for row, entry in zip(rows, entries, strict=True):
        assert None not in row
        assert row["event_id"] == guarded(entry.incident.incident_id)


@given(lists_of_entries)
@few
def test_geojson_is_what_rfc_7946_wants(entries: list[Entry]) -> None:
    told = json.loads(_bytes("geojson", entries))
    assert told["type"] == "FeatureCollection"
    assert len(told["features"]) == len(entries)
    for feature, entry in zip(told["features"], entries, strict=True):
        assert feature["type"] == "Feature"
        assert feature.keys() == {"type", "id", "geometry", "properties"}
        if feature["geometry"]:
            place = entry.incident.location
            assert place is not None
            assert feature["geometry"] == {"type": "Point", "coordinates": [place.lon, place.lat]}


@given(lists_of_entries)
@few
def test_lines_hold_the_whole_incident(entries: list[Entry]) -> None:
    lines = _bytes("ndjson", entries).splitlines()
    assert [IncidentResolved.model_validate_json(line) for line in lines] == [entry.incident for entry in entries]


@given(lists_of_entries)
@few
def test_parquet_holds_the_columns_with_their_types(entries: list[Entry]) -> None:
    with duckdb.connect() as database:
        rows = _parquet(database, _bytes("parquet", entries))
    for row, entry in zip(rows, entries, strict=True):
        told = dict(zip((column.name for column in COLUMNS), row, strict=True))
        assert told["event_id"] == entry.incident.incident_id
        assert told["timestamp"] == entry.updated_at
        assert told["event_date"] == (entry.incident.occurred.earliest if entry.incident.occurred else None)
        assert told["source"] == list(dict.fromkeys(report.source for report in entry.incident.reports))


def _parquet(database: Any, content: bytes) -> list[tuple[Any, ...]]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "incidents.parquet"
        file.write_bytes(content)
        found: list[tuple[Any, ...]] = database.execute("SELECT * FROM read_parquet(?)", [str(file)]).fetchall()
        return found


@given(lists_of_entries)
@few
def test_the_feed_is_what_rfc_4287_wants(entries: list[Entry]) -> None:
    feed = etree.fromstring(_bytes("atom", entries))
    assert feed.tag == f"{ATOM}feed"
    for thing in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(thing.findall(f"{ATOM}{name}")) == 1
            assert thing.findtext(f"{ATOM}{name}")
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Tallywire"
    assert len(feed.findall(f"{ATOM}entry")) == len(entries)


@given(lists_of_entries)
@few
def test_the_bundle_is_stix(entries: list[Entry]) -> None:
    objects = _stix(entries)
    ids = [thing["id"] for thing in objects]
    assert len(set(ids)) == len(ids)
    known = set(ids)
    for thing in objects:
        assert thing["created"] <= thing["modified"]
        assert {thing[name] for name in ("source_ref", "target_ref", "created_by_ref") if name in thing} <= known


def test_an_incident_is_the_same_object_in_every_bundle() -> None:
    before, after = drones(), drones(revision=4, corroboration=3)
    first = next(thing for thing in _stix([before]) if thing["type"] == "incident")
    second = next(thing for thing in _stix([after, village()]) if thing["type"] == "incident")
    assert first["id"] == second["id"]
    assert first["id"] != next(thing for thing in _stix([village()]) if thing["type"] == "incident")["id"]
    assert _bytes("stix", [before]) == _bytes("stix", [before])


def test_who_denies_is_tied_to_nothing_and_what_was_withdrawn_is_revoked() -> None:
    objects = _stix([drones()])
    assert [thing["name"] for thing in objects if thing["type"] == "threat-actor"] == ["rogue fighters"]
    assert [t["description"] for t in objects if t.get("relationship_type") == "attributed-to"] == [
        "blamed, according to an officer"
    ]
    assert [thing["revoked"] for thing in _stix([withdrawn(), nowhere()]) if thing["type"] == "incident"] == [
        True,
        False,
    ]


def test_hostile_text_stays_text_in_every_format() -> None:
    (row,) = _rows([hostile()])
    assert row["event_id"].startswith("'=cmd")
    assert row["links"] == ""
    raw = _bytes("atom", [hostile()])
    assert b"<script" not in raw
    assert "\u202e".encode() not in raw
    assert b"javascript:" not in raw
    title = etree.fromstring(raw).findtext(f"{ATOM}entry/{ATOM}title")
    assert title is not None
    assert "<script>alert(1)</script>" in title
    line = json.loads(_bytes("ndjson", [hostile()]))
    assert line["incident_id"] == EVIL
    assert _stix([hostile()])
    feature = json.loads(_bytes("geojson", [hostile()]))["features"][0]
    assert feature["id"] == EVIL
    assert feature["geometry"]["coordinates"] == [-2.5, -1.5]
