"""Whatever a wire does to a document of an agency, its reader gives a document or says once what is wrong."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.ingest.domain.formats import iptc7901, newsml1, newsml_g2, ninjs, nitf
from services.ingest.domain.formats.iptc_slug import is_qualifier, slug_of
from services.ingest.domain.formats.xml import local, parsed
from services.ingest.domain.items import Document, UnreadableDocument

GOLDEN = Path(__file__).parents[2] / "golden" / "ingest" / "agency"
SAMPLES = {
    path.name: path.read_bytes() for path in sorted(GOLDEN.iterdir()) if not path.name.endswith(".expected.json")
}
SMALL = ["g2-replaces.xml", "nitf-correction.xml", "iptc7901-story.txt", "anpa1312-lead.txt", "ninjs-superdesk.json"]
XML_READERS: tuple[tuple[frozenset[str], Callable[[Any, str | None], Document]], ...] = (
    (newsml_g2.ROOTS, newsml_g2.document),
    (newsml1.ROOTS, newsml1.document),
    (nitf.ROOTS, nitf.document),
)
FUZZED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TEXT = st.text(max_size=40)
NAMES = st.sampled_from(
    "uri guid type version versionCreated pubStatus embargoed headline headlines body_text body_xhtml bodies "
    "value role contentType subject subjects code uri scheme associations keywords authors by name altIds".split()
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | TEXT
    | st.sampled_from(["text", "canceled", "<p>", "<nitf"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES | TEXT, inner, max_size=6),
    max_leaves=25,
)
MARKS = st.sampled_from(
    [b"\x01", b"\x02", b"\x03", b"\x04", b"\r\n", b"\t", b"^", b"<", b"\xff", b"\x00", b"\xe2\x80\xae"]
)
WORDS = st.sampled_from(
    "1st Lead|By |Eds: |hln0412 3 i 96 x\r\n|313161 GMT Feb 99|</p>|<p>|&amp;|]]>|qcode=".split("|")
)
BITS = MARKS | WORDS.map(str.encode) | st.binary(max_size=6)
CHANGES = st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 60), BITS), max_size=6)


def read(name: str, raw: bytes) -> Document | None:
    """The document, or None if its bytes are refused as they may be."""
    try:
        if name.endswith(".txt"):
            return iptc7901.document(raw)
        if name.endswith(".json"):
            return ninjs.document(json.loads(raw))
        root = parsed(raw)
        reader = next((read for roots, read in XML_READERS if local(root) in roots), nitf.document)
        return reader(root, None)
    except (UnreadableDocument, UnicodeDecodeError, json.JSONDecodeError):
        return None


def is_sound(document: Document | None) -> bool:
    """Whether all items are as their contract says: aware times, texts that can be sent, bytes kept."""
    for item in document.items if document else ():
        times = [moment for moment in (item.published, item.updated, item.embargo) if isinstance(moment, datetime)]
        if not item.raw or any(moment.utcoffset() is None for moment in times):
            return False
        f"{item.headline}{item.body}{item.note}{item.slug}{item.guid}{item.keywords}".encode()
    return True


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", SMALL)
def test_a_document_that_ends_anywhere_is_read_or_refused(name: str) -> None:
    whole = read(name, SAMPLES[name])
    assert whole
    bodies = [item.body for item in whole.items]

    for end in range(len(SAMPLES[name])):
        document = read(name, SAMPLES[name][:end])

        assert is_sound(document)
        for item in document.items if document and not name.endswith(".json") else ():
            assert item.body in bodies, "half a story was taken for a whole one"


@pytest.mark.timeout(120)
@FUZZED
@given(name=st.sampled_from(sorted(SAMPLES)), changes=CHANGES)
def test_a_damaged_document_is_read_or_refused(name: str, changes: list[tuple[int, int, bytes]]) -> None:
    raw = SAMPLES[name]
    for start, length, put in changes:
        at = start % (len(raw) + 1)
        raw = raw[:at] + put + raw[at + length :]

    assert is_sound(read(name, raw))


@pytest.mark.timeout(120)
@FUZZED
@given(VALUES)
def test_any_json_is_read_or_refused(value: object) -> None:
    try:
        document = ninjs.document(value)
    except UnreadableDocument:
        assert not isinstance(value, dict | list)
        return

    assert is_sound(document)
    assert isinstance(value, dict) is False or document.items or document.faults or document.skipped


@pytest.mark.timeout(120)
@FUZZED
@given(st.binary(max_size=300))
def test_any_bytes_are_messages_or_refused(raw: bytes) -> None:
    assert is_sound(read("any.txt", raw))
    assert is_sound(read("any.txt", b"\x01hln0412 3 i 96 x\r\n" + raw))


@given(st.text(max_size=400))
def test_any_keyword_line_has_a_name_or_is_about_the_version(line: str) -> None:
    slug = slug_of(line)

    assert slug.name == "" or slug.name in " ".join(line.split())
    assert slug.version is None or slug.version >= 0
    assert not is_qualifier(line) or not slug.name


@pytest.mark.timeout(90)
@pytest.mark.parametrize(
    "raw",
    [
        b"\x01" * 200_000,
        b"\x01hln0412 3 i 96 x\r\n" + b"lead-" * 100_000 + b"\r\n\x02x\x03",
        b"\x01hln0412 3 i 96 x\r\nx\r\n\x02" + b"1st lead\r\n" * 50_000 + b"\x03",
        b"\x01hln0412 3 i 96 x\r\nx\r\n\x02" + b"A" * 500_000 + b"\x03",
        b"\x01hln0412 3 i 96 x\r\nx\r\n\x02" + b"By A\r\n" * 50_000 + b"\x03",
        b"\x01" + b"a0" * 200_000,
    ],
    ids=["headers", "leads in a line", "leads in lines", "one line", "bylines", "header"],
)
def test_endless_messages_are_read_in_time(raw: bytes) -> None:
    assert is_sound(read("long.txt", raw))


@pytest.mark.timeout(90)
def test_json_that_is_nested_deep_is_read_or_refused() -> None:
    value: Any = {"uri": "urn:1", "headline": "x", "type": "text"}
    for _ in range(50_000):
        value = {"uri": "urn:1", "bodies": [value], "associations": [value]}

    with pytest.raises(UnreadableDocument, match="deep"):
        ninjs.document(value)
