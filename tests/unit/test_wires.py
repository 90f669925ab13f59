"""What is a wire, and what is refused with which reason."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.domain.wires import MAX_WIRE_BYTES, UnreadableWire, read_wire

WIRE = {
    "id": "harbour-9001",
    "source": "Harbourline News",
    "published_at": "2022-01-05T21:10:00+03:00",
    "headline": "Rockets fall near a base",
    "dateline": None,
    "body": "Two rockets fell near a base on Wednesday.",
}


def raw(**changes: Any) -> bytes:
    return json.dumps(WIRE | changes).encode()


def test_a_wire_is_read_with_its_zone() -> None:
    wire = read_wire(raw())
    assert wire.published_at.isoformat() == "2022-01-05T21:10:00+03:00"
    assert (wire.language, wire.revises, wire.status) == ("en", None, "usable")


@pytest.mark.parametrize(
    ("delivered", "reason"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (None, "empty"),
        (b"not json", "Invalid JSON"),
        (b"[]", "object"),
        (b'{"id": "x"', "Invalid JSON"),
        (raw()[:-20] + b"\xff\xfe" + raw()[-20:], "broken UTF-8 at byte"),
        (b"x" * (MAX_WIRE_BYTES + 1), "bytes long"),
        (json.dumps({k: v for k, v in WIRE.items() if k != "body"}).encode(), "body: Field required"),
        (raw(body=7), "body: Input should be a valid string"),
        (raw(published_at="2022-02-30T10:00:00Z"), "published_at"),
        (raw(published_at="2022-01-05T21:10:00"), "timezone"),
        (raw(published_at="2022-01-05T21:10:00+23:00"), "14 hours"),
        (raw(published_at=2022), "ISO 8601"),
        (raw(id=""), "id"),
        (raw(id="a\nb"), "id"),
        (raw(status="retired"), "status"),
    ],
)
def test_what_is_no_wire_is_refused_with_the_reason(delivered: bytes | None, reason: str) -> None:
    with pytest.raises(UnreadableWire, match=reason):
        read_wire(delivered)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_wire_or_refused(delivered: bytes) -> None:
    try:
        read_wire(delivered)
    except UnreadableWire as refused:
        assert str(refused)


@given(st.integers(0, len(raw()) - 1), st.binary(min_size=1, max_size=3))
def test_a_damaged_wire_is_a_wire_or_refused(at: int, damage: bytes) -> None:
    whole = raw()
    try:
        assert read_wire(whole[:at] + damage + whole[at + 1 :]).source
    except UnreadableWire as refused:
        assert str(refused)
