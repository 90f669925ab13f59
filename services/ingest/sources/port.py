"""The one port through which every source hands its documents in."""

from dataclasses import dataclass
from typing import Protocol

from services.ingest.domain.feeds import Feed, Folder, ForeignTopic, Pusher

Entry = Feed | Folder | ForeignTopic | Pusher
"""Who delivers: its wires have the entry's source, whatever a document says."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a document, once Kafka has acknowledged all of it."""

    ids: tuple[str, ...]
    """Article ids of the wires that were put on the intake topic."""
    faults: tuple[str, ...]
    """Why entries went to the dead letters."""
    skipped: tuple[str, ...]
    """What entries were that tell no story."""


class Intake(Protocol):
    """Takes documents in. The same document twice is harmless: ids follow from source and guid."""

    async def take(self, raw: bytes, entry: Entry, url: str | None = None) -> Receipt:
        """Reads the document, makes wires, delivers them and buries bad entries; returns when Kafka has it all.

        Raises:
            UnreadableDocument: the bytes hold no document at all; nothing was buried.
            Exception: what the broker's client raises, as it is.
        """

    async def bury(self, raw: bytes, entry: Entry, why: Exception) -> None:
        """Puts the bytes among the dead letters; returns when Kafka has them."""
