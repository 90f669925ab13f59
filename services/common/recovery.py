"""Tables read back from the broker in bulk.

Faust reads changelogs through the consumer of its streams: each row is an event, a task and a turn of the loop, some
2,700 rows a second on a core. Here they are read first by a consumer of their own and put into the stores by the
thousand. What is written meanwhile is left to Faust, which finds the tables nearly up to date.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError
from faust.exceptions import DecodeError
from faust.tables import TableManager
from faust.tables.recovery import Recovery

log = logging.getLogger("tallywire")
FEW = 200
"""Rows that are left to Faust: it is done with them before another consumer has started."""
AT_ONCE = 2_000
"""Rows between two turns of the loop, in which heartbeats are sent: some 30 ms."""
PARTITION_BYTES = 2 * 1024 * 1024
"""That may wait to be read, of each partition: it bounds the memory of a start."""

Offsets = Mapping[Any, int | None]


class BulkRecovery(Recovery):
    """Faust's recovery, with the bulk of the rows put in before it asks from where on to read."""

    _unhurried = False

    def _build_offsets(self, consumer: Any, tps: set[Any], destination: Any, title: str) -> Any:
        """Where to go on reading, behind what was read in bulk."""
        self._unhurried = True
        return self._read_and_build(consumer, tps, destination, title)

    async def _wait(self, coro: Any, timeout: Any = None) -> None:  # noqa: ASYNC109 - Faust's own word
        # Faust waits a minute and a half for the broker's answer; to read a million rows takes longer.
        unhurried, self._unhurried = self._unhurried, False
        await super()._wait(coro, None if unhurried else timeout)

    async def _read_and_build(self, consumer: Any, tps: set[Any], destination: Any, title: str) -> None:
        try:
            # Faust has asked for the ends of active partitions already, and takes it for a fault if more is known.
            ends = await consumer.highwaters(*tps)
            if title == "active":
                ends = {tp: min(ends[tp] or 0, self.active_highwaters[tp] + 1) for tp in tps}
            if wanted := missing(await consumer.earliest_offsets(*tps), ends, destination):
                await self._read(wanted, destination)
        except (KafkaError, DecodeError) as error:
            log.warning("tables are read back row by row: %s", error)
        await super()._build_offsets(consumer, tps, destination, title)

    async def _read(self, wanted: Mapping[Any, "Span"], destination: Any) -> None:
        app: Any = self.app
        generation = self._generation_id
        async with _reader(app, wanted) as reader:
            while any([await reader.position(tp) < span.end for tp, span in wanted.items()]):
                batches = await reader.getmany(timeout_ms=1000, max_records=AT_ONCE)
                if not app.is_current(generation):
                    return  # partitions are given out anew, and this starts again
                for tp, records in batches.items():
                    table: Any = self.tp_to_table[tp]
                    rows = [_row(table, record) for record in records if record.offset < wanted[tp].end]
                    table.apply_changelog_batch(rows)
                    destination[tp] = min(records[-1].offset, wanted[tp].end - 1)
                await asyncio.sleep(0)
        log.info("%s rows were read back in bulk", f"{sum(end - first for first, end in wanted.values()):,}")


class BulkTables(TableManager):
    """Faust's tables, with that recovery."""

    @property
    def recovery(self) -> Recovery:
        """What reads them back."""
        if self._recovery is None:
            self._recovery = BulkRecovery(self.app, self, beacon=self.beacon, loop=self.loop)
        return self._recovery


class Span(NamedTuple):
    """Offsets that are missing in a store: from `first` to before `end`."""

    first: int
    end: int


class Row(NamedTuple):
    """A row in the shape in which Faust's stores take it."""

    message: Any
    key: Any
    value: Any


def missing(oldest: Offsets, ends: Offsets, known: Offsets) -> dict[Any, Span]:
    """What is missing of each partition, if it is much in all."""
    spans = {tp: Span(max(oldest.get(tp) or 0, _next(known.get(tp))), end or 0) for tp, end in ends.items()}
    found = {tp: span for tp, span in spans.items() if span.end > span.first}
    return found if sum(span.end - span.first for span in found.values()) > FEW else {}


def _next(last: int | None) -> int:
    return 0 if last is None else last + 1


@asynccontextmanager
async def _reader(app: Any, wanted: Mapping[Any, Span]) -> AsyncIterator[AIOKafkaConsumer]:
    """A consumer of these spans, of no group."""
    told = {"enable_auto_commit": False, "auto_offset_reset": "earliest", "max_partition_fetch_bytes": PARTITION_BYTES}
    reader = AIOKafkaConsumer(**app.connection, **told)
    await reader.start()
    try:
        reader.assign([*wanted])
        for tp, span in wanted.items():
            reader.seek(tp, span.first)
        yield reader
    finally:
        await reader.stop()


def _row(table: Any, record: Any) -> Row:
    schema = table.changelog_topic.schema
    return Row(record, schema.loads_key(table.app, record), schema.loads_value(table.app, record))
