"""Documents of any format as our own wires, one delivery each."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from services.ingest.domain.delivered import read_delivery
from services.ingest.domain.items import UnreadableDocument
from services.ingest.domain.wires import UnreadableWire
from tallywire.deliveries import Delivery


def as_wires(
    delivered: Iterable[Delivery], source: str | None, seen_at: datetime, complain: Callable[[str], None]
) -> Iterator[Delivery]:
    """Our own wires as they came, byte for byte; of any other document, each story as a wire of `source`.

    What tells no story is named to `complain`; what cannot be read is a delivery with its fault.
    """
    for delivery in delivered:
        try:
            delivery.wire()
            yield delivery
        except UnreadableWire as error:
            if source and not delivery.fault:
                yield from _stories(delivery, source, seen_at, complain)
            else:
                yield replace(delivery, fault=_with_remedy(delivery, str(error)))


def _stories(delivery: Delivery, source: str, seen_at: datetime, complain: Callable[[str], None]) -> Iterator[Delivery]:
    try:
        found = read_delivery(delivery.raw, source, seen_at)
    except (UnreadableWire, UnreadableDocument) as error:
        yield replace(delivery, fault=str(error))
        return
    for wire in found.wires:
        yield Delivery(f"{delivery.name}: {wire.id}", wire.model_dump_json(exclude_none=True).encode())
    for fault in found.faults:
        yield Delivery(delivery.name, fault.raw, fault.why)
    for skipped in found.skipped:
        complain(f"{delivery.name}: no story, left out: {skipped.what} {skipped.name or ''}".rstrip())


def _with_remedy(delivery: Delivery, why: str) -> str:
    """A feed looks like a broken wire as long as nobody says whose it is."""
    foreign = delivery.raw.lstrip()[:1] not in (b"", b"{")
    return f"{why} (a feed, a page or a mail? say whose it is: --source NAME)" if foreign else why
