"""Faust's consumer, with less waiting for what does not come.

The broker answers the requests of a connection one after the other, and holds a fetch that finds nothing for as long as
it says: with Faust that is 1.5 s. At each start, and whenever partitions are given out anew, Faust asks four times for
offsets of its tables, each time behind such a fetch (measured: 4.5 to 6 s until a worker was ready).

While there is no room for messages of some partitions, Faust waits for those of others, for up to a second, whether
there is room again or not: who dealt with 4,000 messages in a third of a second then stood still for two more.
"""

import asyncio
from contextlib import suppress
from typing import Any

from faust.transport.drivers import aiokafka

from services.common.eager import Eager

FETCH_WAIT_MS = 200
"""How long the broker holds a fetch that finds nothing; what comes in that time is sent at once."""
ROOM_SECONDS = 0.05
"""While there is no room for some, the consumer looks for others, and for room, this often at least."""


class ConsumerThread(aiokafka.AIOKafkaConsumerThread):
    """Where Faust makes its consumer."""

    def _create_worker_consumer(self, transport: Any) -> Any:
        consumer = super()._create_worker_consumer(transport)
        consumer._fetch_max_wait_ms = FETCH_WAIT_MS  # noqa: SLF001  # Faust has it as a literal
        return consumer


class Consumer(Eager, aiokafka.Consumer):
    """The consumer with that thread, which makes no tasks of messages for which there is room."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """There is room."""
        super().__init__(*args, **kwargs)
        self._room = asyncio.Event()

    def on_buffer_drop(self, tp: Any) -> None:
        """There is room again for messages of a partition."""
        super().on_buffer_drop(tp)
        self._room.set()

    async def _wait_next_records(self, timeout: float) -> Any:  # noqa: ASYNC109  # its name
        if self._is_full:
            self._room.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._room.wait(), ROOM_SECONDS)
            if self.flow_active and not self._get_active_partitions():
                return {}, set()
            timeout = ROOM_SECONDS
        return await super()._wait_next_records(timeout)

    @property
    def _is_full(self) -> bool:
        return bool(self._buffered_partitions and self.flow_active)

    def _new_consumer_thread(self) -> ConsumerThread:
        return ConsumerThread(self, loop=self.loop, beacon=self.beacon)


class Transport(aiokafka.Transport):
    """The way to the broker with that consumer."""

    Consumer = Consumer
