"""Topics of other people on the same broker: each message is a document.

Offsets are committed after all of a batch is acknowledged on our side. After a crash the batch is delivered again,
which is harmless: its wires have the same ids.
"""

import asyncio
import logging
from typing import Any

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError, MessageSizeTooLargeError
from faust.exceptions import FaustError

from services.common.security import connection
from services.common.settings import Settings
from services.ingest.domain.feeds import ForeignTopic
from services.ingest.domain.items import UnreadableDocument
from services.ingest.sources.port import Intake

log = logging.getLogger("tallywire")
MEBIBYTE = 1024 * 1024
BATCH = 100
"""Messages between two commits; well within the time after which a silent consumer loses its partitions."""


class TopicReader:
    """Reads one foreign topic, in a group of its own."""

    def __init__(self, topic: ForeignTopic, settings: Settings, intake: Intake, retry_seconds: float = 5.0) -> None:
        """A reader that reads nothing before it runs."""
        self._topic, self._settings, self._intake, self._retry = topic, settings, intake, retry_seconds
        self.delivered = self.buried = 0
        self.fault = "not read yet"
        """Why nothing is read; empty: all was well at the last commit."""

    @property
    def group(self) -> str:
        """The consumer group's name on the broker."""
        return self._settings.named(f"tallywire-ingest-{self._topic.name}")

    async def run(self) -> None:
        """Reads for ever; whatever the broker refuses is tried again from the last commit."""
        while True:
            try:
                await self._read()
            except (KafkaError, FaustError, OSError) as error:
                before, self.fault = self.fault, f"{type(error).__name__}: {error}"
                if self.fault != before:
                    log.warning("topic %s: %s", self._topic.topic, self.fault)
            await asyncio.sleep(self._retry)

    async def _read(self) -> None:
        consumer = self._consumer()
        try:
            await consumer.start()
            while True:
                batches = await consumer.getmany(timeout_ms=1000, max_records=BATCH)
                for message in (one for batch in batches.values() for one in batch if one.value is not None):
                    await self._deliver(message.value)
                if batches:
                    await consumer.commit()
                self.fault = ""
        finally:
            await consumer.stop()

    async def _deliver(self, raw: bytes) -> None:
        try:
            await self._intake.take(raw, self._topic)
            self.delivered += 1
        except (UnreadableDocument, MessageSizeTooLargeError) as error:
            await self._intake.bury(raw, self._topic, error)
            self.buried += 1

    def _consumer(self) -> Any:
        return AIOKafkaConsumer(
            self._topic.topic,
            **connection(self._settings),
            group_id=self.group,
            auto_offset_reset="earliest",
            enable_auto_commit=False,
            max_partition_fetch_bytes=8 * MEBIBYTE,
        )
