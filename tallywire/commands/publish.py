"""`publish`: wires to the ingest side of a running system."""

from collections.abc import Callable
from typing import Any

from schemas.topics import INTAKE
from services.common.envelope import continued
from services.common.settings import Settings
from services.ingest.domain.wires import UnreadableWire
from tallywire import screen
from tallywire.commands.batch import Paths, Source, wires_in
from tallywire.deliveries import Delivery
from tallywire.kafka import producer


def publish(paths: Paths, source: Source = None) -> None:
    """Put wires on the ingest side of a running system.

    A wire that cannot be read is named and left out; the rest is published, and the exit code is 1. With --source,
    documents of any format (RSS, Atom, ninjs, NewsML, NITF, IPTC 7901, HTML pages, mail) are taken apart into wires.

    Examples:
      tallywire publish demo/wires

      tail -f feed.jsonl | tallywire publish -

      tallywire publish feed.xml drop-folder/ --source harbourline
    """
    sent, failed = published(Settings(), screen.progress(wires_in(paths, source), "publishing"), screen.complain)
    screen.complain(f"{sent} wires published, {failed} refused")
    screen.finish(failed)


def published(settings: Settings, delivered: Any, complain: Callable[[str], None]) -> tuple[int, int]:
    """How many wires the broker has acknowledged, and how many were refused."""
    writer, failed, waiting = producer(settings), 0, []
    try:
        for delivery in delivered:
            try:
                waiting.append(_send(writer, settings, delivery))
            except UnreadableWire as error:
                failed += 1
                complain(f"{delivery.name}: {error}")
        for future in waiting:
            future.get(timeout=60)
    finally:
        writer.close()
    return len(waiting), failed


def _send(writer: Any, settings: Settings, delivery: Delivery) -> Any:
    """Sends the wire byte for byte as it was delivered, keyed by its source: ingest keeps a source's wires in order."""
    wire = delivery.wire()
    headers = [("content-type", b"application/json"), ("traceparent", continued(None).encode())]
    return writer.send(settings.named(INTAKE.name), key=wire.source.encode(), value=delivery.raw, headers=headers)
