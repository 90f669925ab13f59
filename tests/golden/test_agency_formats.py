"""What the readers of news agencies' formats find: golden pairs of ours, and the samples of IPTC where they are."""

import json
from collections.abc import Callable
from dataclasses import MISSING, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from services.ingest.domain.formats import iptc7901, newsml1, newsml_g2, ninjs, nitf
from services.ingest.domain.formats.xml import local, parsed
from services.ingest.domain.items import Document, Item, UnreadableDocument
from services.ingest.domain.making import Origin, wire_of
from services.ingest.domain.wires import Wire

GOLDEN = Path(__file__).parent / "ingest" / "agency"
SAMPLES = sorted(path for path in GOLDEN.iterdir() if not path.name.endswith(".expected.json"))
IPTC = Path(__file__).parents[3] / "shared" / "data" / "iptc"
IPTC_FILES = [path for path in sorted(IPTC.rglob("*")) if path.suffix in (".json", ".xml")]
XML_READERS: tuple[tuple[frozenset[str], Callable[[Any, str | None], Document]], ...] = (
    (newsml_g2.ROOTS, newsml_g2.document),
    (newsml1.ROOTS, newsml1.document),
    (nitf.ROOTS, nitf.document),
)
SEEN = datetime(2026, 1, 1, tzinfo=UTC)


def read(path: Path) -> Document:
    raw = path.read_bytes()
    if path.suffix == ".txt":
        return iptc7901.document(raw)
    if path.suffix == ".json":
        return ninjs.document(json.loads(raw))
    root = parsed(raw)
    return next(read for roots, read in XML_READERS if local(root) in roots)(root, None)


def shown(item: Item) -> dict[str, Any]:
    """What the item says beside the defaults."""
    told: dict[str, Any] = {}
    for field in fields(item):
        value = getattr(item, field.name)
        if field.name != "raw" and value != (None if field.default is MISSING else field.default):
            told[field.name] = value.isoformat() if isinstance(value, datetime) else value
    return told


def found_in(document: Document) -> dict[str, Any]:
    found = {
        "format": document.format,
        "items": [shown(item) for item in document.items],
        "faults": [fault.why for fault in document.faults],
        "skipped": [[skipped.what, skipped.name] for skipped in document.skipped],
    }
    return dict(json.loads(json.dumps(found)))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_document_gives_what_stands_beside_it(path: Path) -> None:
    expected = json.loads(path.with_suffix(".expected.json").read_bytes())

    assert found_in(read(path)) == expected


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_bytes_of_an_entry_are_kept_with_it(path: Path) -> None:
    document = read(path)

    assert document.items
    assert all(item.raw for item in document.items)
    assert all(fault.raw for fault in document.faults)


@pytest.mark.skipif(not IPTC_FILES, reason="IPTC's samples are not beside this checkout (../shared/data/iptc)")
@pytest.mark.parametrize("path", IPTC_FILES, ids=lambda path: path.name)
def test_a_sample_of_iptc_is_a_story_or_named_as_none(path: Path) -> None:
    document = read(path)

    assert not document.faults
    assert document.items or document.skipped
    for item in document.items:
        wire = wire_of(item, Origin("iptc"), SEEN)
        assert isinstance(wire, Wire)
        assert (bool(wire.headline), bool(wire.body), wire.status) == (True, True, "usable")
        assert item.published
        assert item.updated


@pytest.mark.skipif(not IPTC_FILES, reason="IPTC's samples are not beside this checkout (../shared/data/iptc)")
def test_all_texts_of_iptc_are_read_and_nothing_else() -> None:
    told = {path.name: read(path) for path in IPTC_FILES}

    stories = {name for name, document in told.items() if document.items}
    kinds = {skipped.what for document in told.values() for skipped in document.skipped}

    assert len(stories) == 26
    assert {"conceptItem", "planningItem", "packageItem", "knowledgeItem", "catalogItem"} <= kinds
    assert {"event", "events", "picture", "video", "audio", "sports-content"} <= kinds
    empty = {name for name, document in told.items() if "text" in {skipped.what for skipped in document.skipped}}
    assert empty == {"facet-example-2.xml", "LISTING_29_Hop_History.xml", "2.2-002_renditions_example.json"}


@pytest.mark.parametrize("value", [None, "text", 7, True])
def test_json_that_is_no_object_is_no_ninjs(value: object) -> None:
    with pytest.raises(UnreadableDocument, match="object"):
        ninjs.document(value)


@pytest.mark.parametrize("reader", [newsml_g2, newsml1, nitf])
def test_another_root_is_named(reader: Any) -> None:
    with pytest.raises(UnreadableDocument, match="opml"):
        reader.document(parsed(b"<opml/>"))


@pytest.mark.parametrize(
    ("reader", "markup"),
    [
        (nitf, b"<nitf><body><body.content><p>Half a sto"),
        (newsml_g2, b'<newsItem guid="a"><contentSet><inlineData>Half a sto'),
        (newsml1, b'<NewsML><NewsItem Duid="a"><NewsComponent><ContentItem><DataContent>Half a sto'),
    ],
)
def test_a_story_that_was_cut_off_is_not_published(reader: Any, markup: bytes) -> None:
    document = reader.document(parsed(markup))

    assert not document.items
    assert "cut off" in document.faults[0].why


def test_bytes_without_a_header_are_no_message() -> None:
    assert not iptc7901.is_known(b"Dear editor,\r\n")
    with pytest.raises(UnreadableDocument, match="SOH"):
        iptc7901.document(b"Dear editor,\r\n")
    assert all(iptc7901.is_known(path.read_bytes()) for path in SAMPLES if path.suffix == ".txt")


def test_ninjs_is_told_from_other_json() -> None:
    assert ninjs.is_known({"uri": "urn:1", "versionCreated": "2022-01-05T00:00:00Z"})
    assert ninjs.is_known({"guid": "urn:1", "body_html": "<p>x</p>"})
    assert not ninjs.is_known({"url": "http://harbourline.example/1", "title": "x"})
    assert not ninjs.is_known([])
