"""An intake that only takes down what sources hand in; Kafka is tried in tests/integration."""

import asyncio
from dataclasses import dataclass, field

from services.ingest.domain.items import UnreadableDocument
from services.ingest.sources.port import Entry, Receipt


@dataclass
class Recording:
    """An intake that answers as told."""

    receipt: Receipt = Receipt(("a-1",), (), ())  # noqa: RUF009  # frozen
    error: Exception | None = None
    release: asyncio.Event | None = None
    """Nothing is acknowledged before."""
    taken: list[tuple[bytes, Entry]] = field(default_factory=list)
    buried: list[tuple[bytes, Exception]] = field(default_factory=list)
    arrived: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    async def take(self, raw: bytes, entry: Entry, url: str | None = None) -> Receipt:
        """Takes the document down before anything else."""
        self.taken.append((raw, entry))
        self.arrived.release()
        if self.release:
            await self.release.wait()
        if self.error:
            raise self.error
        return self.receipt

    async def bury(self, raw: bytes, entry: Entry, why: Exception) -> None:
        """Takes the letter down."""
        self.buried.append((raw, why))


class Choosy(Recording):
    """Reads what begins with `wire`; anything else is no document."""

    async def take(self, raw: bytes, entry: Entry, url: str | None = None) -> Receipt:
        """Takes the document down, whatever it is."""
        receipt = await super().take(raw, entry, url)
        if not raw.startswith(b"wire"):
            raise UnreadableDocument("no known format")
        return receipt
