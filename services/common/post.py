"""The way to the broker: many messages in one request, with one answer for all of them.

Faust sends each message by itself, with a task's turn, two futures and a callback of its own; aiokafka, below it, takes
whole batches of a partition. Both were measured in docs/decisions/0015-posted-together.md.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from aiokafka.errors import MessageSizeTooLargeError, UnknownTopicOrPartitionError
from aiokafka.partitioner import DefaultPartitioner
from aiokafka.record.default_records import DefaultRecordBatchBuilder

from services.common.admin import MAX_MESSAGE_BYTES
from services.common.envelope import Headers

MEBIBYTE = 1024 * 1024
BATCH_BYTES = MEBIBYTE // 2
"""Of messages that go together; one that is larger goes alone."""

_partition_of = DefaultPartitioner()


class Landing(Protocol):
    """Who is told when the broker has messages."""

    def landed(self, messages: Sequence["Outgoing"]) -> None:
        """The broker has these, in this order, at their offsets."""

    def dropped(self, message: "Outgoing") -> None:
        """This is not sent."""


@dataclass(slots=True, eq=False)
class Outgoing:
    """A message on its way.

    Raises:
        MessageSizeTooLargeError: the broker would not take it.
    """

    topic: str
    partition: int | None
    """None: the one of its key."""
    key: bytes | None
    value: bytes | None
    headers: Headers = ()
    generation: int | None = None
    """The one in which its writer had the partition, if it is not to be sent in another."""
    table: Landing | None = None
    """Whose change it tells."""
    offset: int = -1
    """Where the broker has it."""

    def __post_init__(self) -> None:
        size = DefaultRecordBatchBuilder.estimate_size_in_bytes(self.key, self.value, list(self.headers))
        if size > MAX_MESSAGE_BYTES:
            told = f"a message for {self.topic} of {size:,} bytes; {MAX_MESSAGE_BYTES:,} are taken"
            raise MessageSizeTooLargeError(told)

    @property
    def message(self) -> "Outgoing":
        """Itself: Faust asks a change for its message."""
        return self

    @property
    def has_landed(self) -> bool:
        """Whether the broker has it."""
        return self.offset >= 0

    def drop(self) -> None:
        """It is not to be sent."""
        if self.table is not None:
            self.table.dropped(self)


@dataclass(slots=True)
class _Parcel:
    """Messages of one partition that go together."""

    batch: Any
    topic: str
    partition: int
    messages: list[Outgoing]

    def take(self, message: Outgoing) -> bool:
        """Takes the message in, if there is room."""
        there = self.batch.append(timestamp=None, key=message.key, value=message.value, headers=list(message.headers))
        if there is not None:
            self.messages.append(message)
        return there is not None

    def landed(self, sent: asyncio.Future[Any]) -> None:
        """Tells each message where it is, and its table that it is there."""
        if sent.cancelled() or sent.exception():
            return
        for offset, message in enumerate(self.messages, sent.result().offset):
            message.offset = offset
        table = self.messages[0].table  # a table's topic takes nothing but its changes
        if table is not None:  # a table without rows is false
            table.landed(self.messages)


class Post:
    """Sends messages through the producer of a Faust app."""

    def __init__(self, app: Any) -> None:
        """Nothing is on its way."""
        self._app = app

    async def send(self, messages: Sequence[Outgoing]) -> None:
        """Sends them, those of each partition in their order; the broker has them all when this returns.

        Raises:
            Fenced: this worker was silent for a session, so its partitions may be another's; nothing was sent.
            KafkaError: what of them has landed says so itself; the rest may land yet.
        """
        self._app.fence.check()
        if not messages:
            return
        producer = (await self._app.maybe_start_producer())._ensure_producer()  # noqa: SLF001  # Faust has no other
        on_their_way = [await self._handed_over(producer, parcel) for parcel in await _parcels(producer, messages)]
        # To wait for them is not to own them: whoever stops waiting must not stop what is on its way.
        await asyncio.wait(on_their_way)
        for each in on_their_way:
            each.result()

    async def _handed_over(self, producer: Any, parcel: _Parcel) -> asyncio.Future[Any]:
        parcel.batch.close()
        sent: asyncio.Future[Any] = await producer.send_batch(parcel.batch, parcel.topic, partition=parcel.partition)
        sent.add_done_callback(parcel.landed)
        return sent


async def _parcels(producer: Any, messages: Iterable[Outgoing]) -> list[_Parcel]:
    """The messages by partition, in as few parcels as they fit into."""
    made: list[_Parcel] = []
    last: dict[tuple[str, int], _Parcel] = {}
    for message in messages:
        partition = await _partition(producer, message)
        parcel = last.get((message.topic, partition))
        if not (parcel and parcel.take(message)):
            parcel = _Parcel(producer.create_batch(), message.topic, partition, [])
            parcel.take(message)
            made.append(parcel)
            last[message.topic, partition] = parcel
    return made


async def _partition(producer: Any, message: Outgoing) -> int:
    known = await producer.partitions_for(message.topic)
    if message.partition is None:
        return int(_partition_of(message.key, sorted(known), sorted(known)))
    if message.partition not in known:
        raise UnknownTopicOrPartitionError(f"{message.topic} has no partition {message.partition}")
    return message.partition
