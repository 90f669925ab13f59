"""The one way in: documents that sources bring become wires on `wire.intake.v1`, bad entries dead letters."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from schemas.topics import INTAKE
from services.common.envelope import Envelope, continued
from services.common.letters import Origin as LetterOrigin
from services.common.outbox import Outbox
from services.common.traces import UNTOLD, Traces
from services.ingest.domain.delivered import Delivered, delivered
from services.ingest.domain.formats.reading import read_document
from services.ingest.domain.items import Document, UnreadableItem
from services.ingest.domain.making import Origin
from services.ingest.domain.wires import Wire
from services.ingest.sources.port import Entry, Receipt

MAX_LETTER_BYTES = 3 * 1024 * 1024
"""Of a document that is at fault as a whole; the reason says what is wrong with it."""


class KafkaIntake:
    """Delivers to Kafka; everything is acknowledged by the broker when a call returns."""

    def __init__(
        self,
        outbox: Outbox,
        clock: Callable[[], datetime],
        note: Callable[[str, str], None],
        traces: Traces = UNTOLD,
    ) -> None:
        """Over the service's outbox; `note` takes down entries at fault, by source."""
        self._outbox, self._clock, self._note, self._traces = outbox, clock, note, traces

    async def take(self, raw: bytes, entry: Entry, url: str | None = None) -> Receipt:
        """Reads the document and delivers all of it.

        Raises:
            UnreadableDocument: the bytes hold no document.
        """
        return await self.deliver(await asyncio.to_thread(read_document, raw, url, entry.format), entry)

    async def deliver(self, document: Document, entry: Entry) -> Receipt:
        """Delivers a document that was read."""
        origin = Origin(source=entry.source, name=entry.name, language=entry.language, trust=entry.trust)
        # Cleaning hundreds of texts takes a while: the heartbeats to the broker must go on.
        taken = await asyncio.to_thread(delivered, document, origin, self._clock())
        spans = [self._traces.sending(INTAKE, wire.id) for wire in taken.wires]
        await self._outbox.post(INTAKE.name, map(envelope, taken.wires, (span.trace for span in spans)))
        for span in spans:
            span.end()
        for fault in taken.faults:
            await self.bury(fault.raw, entry, UnreadableItem(fault.why))
        return _receipt(taken)

    async def bury(self, raw: bytes, entry: Entry, why: Exception) -> None:
        """Puts bytes, no more than Kafka takes, among the intake's dead letters, with the name of who brought them."""
        self._note(entry.source, "faulty")
        headers = (("tallywire.from", entry.name.encode()),)
        letter = Envelope(entry.source.encode(), raw[:MAX_LETTER_BYTES], headers)
        await self._outbox.bury_bytes(INTAKE, letter, LetterOrigin(INTAKE.name, -1, -1), why)


def envelope(wire: Wire, trace: str | None = None) -> Envelope:
    """The wire as a message on the intake, keyed by its source."""
    headers = (("content-type", b"application/json"), ("traceparent", (trace or continued(None)).encode()))
    return Envelope(wire.source.encode(), wire.model_dump_json(exclude_none=True).encode(), headers)


def _receipt(taken: Delivered) -> Receipt:
    return Receipt(
        ids=tuple(wire.id for wire in taken.wires),
        faults=tuple(fault.why for fault in taken.faults),
        skipped=tuple(one.what for one in taken.skipped),
    )
