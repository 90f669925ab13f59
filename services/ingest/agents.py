"""What ingest does with each wire."""

from collections.abc import Callable, MutableMapping
from dataclasses import asdict
from typing import Any

from schemas.topics import ARTICLES
from services.common.stream import Handler, Outbox
from services.ingest.domain.editions import Edition, decided, key_of
from services.ingest.domain.wires import Wire


def editor(table: MutableMapping[str, Any], outbox: Outbox) -> Handler:
    """Publishes what a wire changes, then remembers it."""

    async def edit(wire: Wire, trace: str | None) -> None:
        decision = decided(wire, _editions(table.get, wire))
        await outbox.send(ARTICLES, decision.events, trace)
        for key, edition in decision.remember:
            table[key] = asdict(edition)

    return edit


def _editions(get: Callable[[str], Any], wire: Wire) -> dict[str, Edition]:
    """The editions that can matter to this wire: its own, the one it names, and their families'."""
    found: dict[str, Edition] = {}
    wanted = [wire.id, wire.revises]
    for wire_id in wanted:
        row = get(key_of(wire.source, wire_id)) if wire_id else None
        if row and wire_id and key_of(wire.source, wire_id) not in found:
            found[key_of(wire.source, wire_id)] = Edition(**row)
            wanted.append(row["article_id"])
    return found
