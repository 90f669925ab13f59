"""What one delivery comes to: wires, entries that are at fault, and what tells no story."""

from dataclasses import dataclass
from datetime import datetime

import orjson

from services.ingest.domain.formats.reading import read_document
from services.ingest.domain.items import Document, Fault, Item, Skipped, UnreadableDocument, UnreadableItem
from services.ingest.domain.making import Origin, wire_of
from services.ingest.domain.wires import MAX_WIRE_BYTES, UnreadableWire, Wire, read_wire

_OUR_KEYS = {"id", "source", "published_at", "headline", "body"}


@dataclass(frozen=True, slots=True)
class Delivered:
    """What was delivered, in the order in which it stood."""

    wires: tuple[Wire, ...] = ()
    faults: tuple[Fault, ...] = ()
    skipped: tuple[Skipped, ...] = ()


def delivered(document: Document, origin: Origin, seen_at: datetime) -> Delivered:
    """The document's items as wires of `origin`."""
    made = [_made(item, origin, seen_at) for item in document.items]
    return Delivered(
        wires=tuple(one for one in made if isinstance(one, Wire)),
        faults=(*document.faults, *(one for one in made if isinstance(one, Fault))),
        skipped=(*document.skipped, *(one for one in made if isinstance(one, Skipped))),
    )


def read_delivery(raw: bytes | None, sender: str | None, seen_at: datetime) -> Delivered:
    """What a message on the intake holds: one of our own wires, or a document of any format from `sender`.

    Raises:
        UnreadableWire: it is meant to be one of our wires, and is none.
        UnreadableDocument: it is nothing that we know, or names no source.
    """
    try:
        return Delivered(wires=(read_wire(raw),))
    except UnreadableWire:
        if not raw or not raw.strip() or _meant_as_ours(raw):
            raise
    if not sender:
        raise UnreadableDocument("it names no source: send it with the source's name as the message's key")
    return delivered(read_document(raw), Origin(source=sender, name=sender), seen_at)


def _made(item: Item, origin: Origin, seen_at: datetime) -> Wire | Skipped | Fault:
    try:
        made = wire_of(item, origin, seen_at)
    except UnreadableItem as error:
        return Fault(item.raw, str(error))
    if isinstance(made, Wire) and _is_too_long(made):
        return Fault(item.raw, f"the wire is longer than {MAX_WIRE_BYTES:,} bytes")
    return made


def _is_too_long(wire: Wire) -> bool:
    """Whether no reader would take it as JSON, in which a character may be six bytes; most bodies need no counting."""
    return (
        6 * len(wire.body) > MAX_WIRE_BYTES // 2
        and len(wire.model_dump_json(exclude_none=True).encode()) > MAX_WIRE_BYTES
    )


def _meant_as_ours(raw: bytes) -> bool:
    """An object with most of our keys, or half of one: why it is no wire says more than that it is no feed."""
    found = _json(raw)
    if found is None:
        return raw.lstrip().startswith(b"{") and _json(raw.strip().partition(b"\n")[0]) is None  # else JSON Lines
    return isinstance(found, dict) and len(_OUR_KEYS & found.keys()) >= len(_OUR_KEYS) - 1


def _json(raw: bytes) -> object:
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
