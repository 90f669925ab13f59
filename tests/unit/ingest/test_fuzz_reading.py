"""Whatever the bytes: a document or the reason why there is none, and nothing else."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.ingest.domain.formats.reading import read_document
from services.ingest.domain.items import Document, Item, UnreadableDocument

GOLDEN = Path(__file__).parents[2] / "golden" / "ingest"
FOLDERS = ("feeds", "agency", "pages", "mail", "json")
SAMPLES = {
    path.name: path.read_bytes()
    for folder in FOLDERS
    for path in sorted((GOLDEN / folder).iterdir())
    if ".expected." not in path.name
}
BEGINNINGS = (
    b"", b"<", b"<rss>", b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<html>", b"<nitf>", b"<NewsML>", b"{", b"[",
    b'{"uri":"a","headline":"b",', b"From: a\nSubject: ", b"From a 2020\nSubject: ", b"\x01HLN1 4 i 4 2\r\nk\r\n\x02",
    b"From: a\nSubject: b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n", b"\xff\xfe<\0",
    b"<?xml version='1.0'?>",
)  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                "id uri title headline headlines bodies body text items version author date status".split()
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)
fuzzed = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def is_read_or_refused(raw: bytes) -> None:
    """Whatever is found is text that UTF-8 can carry."""
    try:
        found = read_document(raw, "https://h.example/feed")
    except UnreadableDocument as error:
        assert str(error).encode()
        return
    assert isinstance(found, Document)
    assert all(fault.why for fault in found.faults)
    for item in found.items:
        assert isinstance(item, Item)
        f"{item.guid}{item.url}{item.headline}{item.body}{item.byline}{item.note}{item.keywords}".encode()


@fuzzed
@given(st.sampled_from(BEGINNINGS), st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(beginning: bytes, rest: bytes) -> None:
    is_read_or_refused(beginning + rest)


@fuzzed
@given(VALUES)
def test_any_json_is_read_or_refused(value: object) -> None:
    is_read_or_refused(json.dumps(value).encode())
    is_read_or_refused(b"{}\n" + json.dumps(value).encode())


@fuzzed
@given(st.data())
def test_a_sample_with_parts_changed_is_read_or_refused(data: st.DataObject) -> None:
    raw = bytearray(SAMPLES[data.draw(st.sampled_from(sorted(SAMPLES)))])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw)))
        raw[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=12))
    is_read_or_refused(bytes(raw))


@fuzzed
@given(st.data())
def test_a_sample_in_another_is_read_or_refused(data: st.DataObject) -> None:
    outer, inner = (SAMPLES[data.draw(st.sampled_from(sorted(SAMPLES)))] for _ in range(2))
    at = data.draw(st.integers(0, len(outer)))
    is_read_or_refused(outer[:at] + inner + outer[at:])


@pytest.mark.parametrize("name", [name for name, raw in SAMPLES.items() if len(raw) < 2500])
def test_a_sample_cut_off_at_any_byte_is_read_or_refused(name: str) -> None:
    step = 17 if name.endswith(".html") else 1
    for end in range(0, len(SAMPLES[name]), step):
        is_read_or_refused(SAMPLES[name][:end])
