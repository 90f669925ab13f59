"""The loop that loses nothing.

Faust acknowledges an event when the loop goes on, even when it was cancelled in the middle or raised; here events are
acknowledged by hand, and only after all that they caused is acknowledged by the broker:

    emit the events -> wait for the broker -> write the tables -> wait for the broker -> acknowledge

A crash anywhere in between leads to the same decision again, from the same remembered state. What waits together is
handled together, so that two round trips to the broker serve many messages.
"""

import asyncio
import logging
import math
import time
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from logging import ERROR, WARNING
from typing import Any

from aiokafka.errors import KafkaError, MessageSizeTooLargeError
from faust.exceptions import FaustError
from faust.streams import _current_event

from schemas.events import Event
from schemas.topics import Topic
from services.common.envelope import opened
from services.common.fence import Fenced
from services.common.lanes import Pace, alongside
from services.common.letters import ReadableShare
from services.common.logs import about
from services.common.meters import Meters
from services.common.order import Order
from services.common.outbox import Outbox
from services.common.traces import UNTOLD, Span, Traces

log = logging.getLogger("tallywire")
RETRY_SECONDS = (0.2, 1.0, 5.0)
COMPANY_SECONDS = 0.003
"""So long a message waits for others, where several are handled together: Faust hands them over one by one. A partition
by itself does not wait: what comes while it is busy waits anyway."""
FENCED_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Read:
    """What a message of a partition held, and the traceparent of what it causes."""

    content: Any
    trace: str | None = None
    partition: int = 0


Handler = Callable[[Sequence[Read]], Awaitable[None]]
"""Deals with decoded messages of one partition, in their order."""


def singly(handle: Callable[[Any, str | None], Awaitable[None]]) -> Handler:
    """A handler of many messages from one of a single message."""

    async def handle_each(batch: Sequence[Read]) -> None:
        for read in batch:
            await handle(read.content, read.trace)

    return handle_each


@dataclass(frozen=True, slots=True)
class Work:
    """What a service does with the messages of one topic."""

    topic: Topic
    opened: Callable[[Any], Any]
    """What a Kafka message holds; a ValueError is its fault, and for good."""
    handle: Handler
    outbox: Outbox
    most: int = 1
    """How many messages are handled together, if so many wait."""
    apart: bool = False
    """Whether partitions share nothing but the outbox, nor have rows that go stale: none waits for another."""


@dataclass(frozen=True, slots=True)
class _Hand:
    """A message in hand: Faust's event, and the span in which it is dealt with."""

    event: Any
    span: Span

    @property
    def message(self) -> Any:
        return self.event.message


def event_in(message: Any) -> Event:
    """The event that a message holds.

    Raises:
        UnreadableEvent: with the reason.
    """
    return opened(message.value)


async def attend(
    stream: Any, work: Work, order: Order, share: ReadableShare, meters: Meters, traces: Traces = UNTOLD
) -> None:
    """Reads the stream for ever: every message is handled or buried before it is acknowledged."""

    async def deal(batch: list[Any]) -> None:
        for part in _by_partition(batch):
            for could_be_read in await _metered(part, work, order, meters, traces):
                share.note(could_be_read)

    lanes = work.topic.partitions if work.apart else 1
    pace = Pace(work.most, 0.0 if work.apart else COMPANY_SECONDS)
    await alongside(_admitted(stream, order), lambda event: event.message.partition % lanes, lanes, pace, deal)


async def _admitted(stream: Any, order: Order) -> AsyncIterator[Any]:
    async for event in stream.noack().events():
        if await order.admits(event.message):
            yield event


def _by_partition(events: Iterable[Any]) -> list[list[Any]]:
    parts: dict[int, list[Any]] = {}
    for event in events:
        parts.setdefault(event.message.partition, []).append(event)
    return list(parts.values())


async def _metered(events: list[Any], work: Work, order: Order, meters: Meters, traces: Traces) -> list[bool]:
    begun = time.perf_counter()
    readable = await _attend_part(events, work, order, traces)
    stamps = [event.message.timestamp for event in events[: len(readable)]]
    meters.dealt_with(work.topic.name, stamps, readable, time.perf_counter() - begun)
    return readable


async def _attend_part(events: list[Any], work: Work, order: Order, traces: Traces) -> list[bool]:
    """Handles the messages of one partition: together, or one by one if that fails; then acknowledges them.

    Gives which of them could be read; none, if they were read before a rebalance: whoever has the partition now reads
    them again.
    """
    hands = [_Hand(event, traces.handling(event.message)) for event in events]
    while all(order.is_current(hand.message) for hand in hands):
        _current_event.set(weakref.ref(hands[-1].event))  # by which Faust's tables know the partition
        try:
            readable = await _attend_together(hands, work) or [await _attend_alone(hand, work) for hand in hands]
        except Fenced as fenced:
            log.warning("%s waits: %s", _place(hands[0].message), fenced)
            await asyncio.sleep(FENCED_SECONDS)
            continue
        for hand in hands:
            hand.event.ack()
            hand.span.end()
        return readable
    return []


async def _attend_together(hands: list[_Hand], work: Work) -> list[bool] | None:
    """Which of the messages could be read, all of them dealt with; None if something went wrong on the way."""
    if len(hands) == 1:
        return None
    read: list[Read] = []
    faults: dict[int, ValueError] = {}
    for number, hand in enumerate(hands):
        try:
            read.append(_read(hand, work))
        except ValueError as fault:
            faults[number] = fault
    try:
        if read:
            await work.handle(read)
            await work.outbox.settled()
    except Fenced:
        raise
    except Exception as error:  # noqa: BLE001  # which message did it, and whether to try again, is told one by one
        log.warning("%s and %s more are tried one by one: %r", _place(hands[0].message), len(hands) - 1, error)
        return None
    for number, reason in faults.items():
        await _bury(hands[number], work, reason)
    return [number not in faults for number in range(len(hands))]


async def _attend_alone(hand: _Hand, work: Work) -> bool:
    with about(hand.message):
        return await _attend_one(hand, work)


async def _attend_one(hand: _Hand, work: Work) -> bool:
    """Whether the message could be handled; it is tried again where the message may not be the reason why not."""
    attempt = 0
    while True:
        try:
            await work.handle([_read(hand, work)])
            await work.outbox.settled()
            return True
        except Fenced:
            raise
        except Exception as error:  # noqa: BLE001  # whatever one message does to us, the rest goes on
            if attempt >= _tries(error):
                await _bury(hand, work, error)
                return False
            log.warning("trying %s again: %r", _place(hand.message), error)
            await asyncio.sleep(RETRY_SECONDS[min(attempt, len(RETRY_SECONDS) - 1)])
            attempt += 1


def _read(hand: _Hand, work: Work) -> Read:
    return Read(work.opened(hand.message), hand.span.trace, hand.message.partition)


def _tries(error: Exception) -> float:
    """How often to try again: for ever what broker and Faust refuse (a changelog just made has no partitions yet)."""
    if isinstance(error, ValueError | MessageSizeTooLargeError):
        return 0
    return math.inf if isinstance(error, KafkaError | FaustError) else len(RETRY_SECONDS)


async def _bury(hand: _Hand, work: Work, error: Exception) -> None:
    """A dead letter; what nobody foresaw is logged with its trace."""
    foreseen, message = isinstance(error, ValueError), hand.message
    hand.span.fail(error)
    with about(message):  # it may be one of a batch
        log.log(WARNING if foreseen else ERROR, "dead letter %s: %r", _place(message), error, exc_info=not foreseen)
    await work.outbox.bury(work.topic, message, error)


def _place(message: Any) -> str:
    return f"{message.topic}[{message.partition}]@{message.offset}"
