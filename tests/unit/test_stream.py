"""The loop that loses nothing: when a message is acknowledged, and when it is not."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiokafka.errors import KafkaConnectionError, MessageSizeTooLargeError
from faust.exceptions import PartitionsMismatch

from schemas.topics import INTAKE
from services.common import stream
from services.common.fence import Fenced
from services.common.letters import ReadableShare
from services.common.meters import Meters
from services.common.traces import UNTOLD, Traces

GENERATION = 7


@dataclass
class Message:
    value: bytes
    topic: str = INTAKE.name
    partition: int = 0
    offset: int = 0
    key: bytes = b"k"
    headers: tuple[tuple[str, bytes], ...] = ()
    timestamp: float = 0.0
    generation_id: int = GENERATION


@dataclass
class Arrived:
    message: Message
    acknowledged: bool = False

    def ack(self) -> None:
        self.acknowledged = True


@dataclass
class Stream:
    """A stream over what is given to it, in place of Faust's."""

    arrived: list[Arrived]
    waiting: int = 0

    @property
    def channel(self) -> "Stream":
        return self

    @property
    def queue(self) -> "Stream":
        return self

    def empty(self) -> bool:
        return not self.waiting

    def noack(self) -> "Stream":
        return self

    async def events(self) -> AsyncIterator[Arrived]:
        for number, one in enumerate(self.arrived, 1):
            self.waiting = len(self.arrived) - number
            yield one


@dataclass
class Letterbox:
    """An outbox that remembers."""

    buried: list[bytes] = field(default_factory=list)

    async def settled(self) -> None:
        await asyncio.sleep(0)

    async def bury(self, topic: Any, message: Message, error: Exception) -> None:
        self.buried.append(message.value)


class Admitting:
    """An order in which every message has its turn."""

    async def admits(self, message: Message) -> bool:
        return True

    def is_current(self, message: Message) -> bool:
        return message.generation_id == GENERATION


async def attend(
    arrived: list[Arrived],
    opened: Any,
    handler: Any,
    box: Letterbox,
    most: int = 1,
    meters: Meters | None = None,
    traces: Traces = UNTOLD,
) -> None:
    work = stream.Work(INTAKE, opened, handler, box, most)  # type: ignore[arg-type]  # the letterbox is an outbox here
    share, order = ReadableShare(100, 0.9), Admitting()
    await stream.attend(Stream(arrived), work, order, share, meters or Meters(), traces)  # type: ignore[arg-type]


async def attended_together(
    *messages: Message, handle: Callable[[list[str]], None], most: int = 10
) -> tuple[list[bool], list[bytes]]:
    async def handler(batch: Sequence[stream.Read]) -> None:
        handle([read.content for read in batch])

    arrived, box = [Arrived(message) for message in messages], Letterbox()
    await attend(arrived, lambda message: message.value.decode("ascii"), handler, box, most)
    return [one.acknowledged for one in arrived], box.buried


async def attended(*values: bytes, handle: Callable[[str], None]) -> tuple[list[bool], list[bytes]]:
    async def handler(text: str, trace: str | None) -> None:
        handle(text)

    arrived, box = [Arrived(Message(value)) for value in values], Letterbox()
    await attend(arrived, lambda message: message.value.decode("ascii"), stream.singly(handler), box)
    return [one.acknowledged for one in arrived], box.buried


async def test_each_message_is_handled_then_acknowledged() -> None:
    seen: list[str] = []
    acknowledged, buried = await attended(b"a", b"b", handle=seen.append)
    assert (seen, acknowledged, buried) == (["a", "b"], [True, True], [])


async def test_what_does_not_decode_is_buried_and_the_rest_goes_on() -> None:
    seen: list[str] = []
    acknowledged, buried = await attended(b"a", b"\xff", b"b", handle=seen.append)
    assert (seen, acknowledged, buried) == (["a", "b"], [True, True, True], [b"\xff"])


async def test_what_a_handler_cannot_do_is_buried_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "RETRY_SECONDS", (0.0, 0.0))

    def handle(text: str) -> None:
        if text == "a":
            raise ZeroDivisionError

    assert await attended(b"a", b"b", handle=handle) == ([True, True], [b"a"])


async def test_what_fails_once_is_done_the_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "RETRY_SECONDS", (0.0,))
    failures = [OSError()]

    def handle(text: str) -> None:
        if failures:
            raise failures.pop()

    assert await attended(b"a", handle=handle) == ([True], [])


@pytest.mark.parametrize("refusal", [KafkaConnectionError, PartitionsMismatch])
async def test_what_the_broker_refuses_is_tried_again_and_never_buried(
    monkeypatch: pytest.MonkeyPatch, refusal: type[Exception]
) -> None:
    monkeypatch.setattr(stream, "RETRY_SECONDS", (0.0,))
    refusals = [refusal() for _ in range(10)]

    def handle(text: str) -> None:
        if refusals:
            raise refusals.pop()

    assert await attended(b"a", handle=handle) == ([True], [])
    assert refusals == []


async def test_a_message_whose_handling_is_cancelled_is_not_acknowledged() -> None:
    def handle(text: str) -> None:
        raise asyncio.CancelledError

    arrived = [Arrived(Message(b"a"))]

    async def handler(text: str, trace: str | None) -> None:
        handle(text)

    loop = attend(arrived, lambda message: message.value.decode(), stream.singly(handler), Letterbox())
    with pytest.raises(asyncio.CancelledError):
        await loop
    assert not arrived[0].acknowledged


async def test_an_event_too_large_for_the_broker_is_buried() -> None:
    def handle(text: str) -> None:
        raise MessageSizeTooLargeError

    assert await attended(b"a", handle=handle) == ([True], [b"a"])


async def test_what_waits_is_handled_together_by_partition_and_in_order() -> None:
    seen: list[list[str]] = []
    messages = [Message(b"a"), Message(b"b", partition=1), Message(b"c"), Message(b"d"), Message(b"e")]
    acknowledged, _ = await attended_together(*messages, handle=seen.append, most=4)
    assert seen == [["a", "c", "d"], ["b"], ["e"]]
    assert all(acknowledged)


async def test_partitions_that_share_nothing_are_dealt_with_at_once() -> None:
    arrived, both = _of_two_partitions(), asyncio.Barrier(2)

    async def handler(batch: Sequence[stream.Read]) -> None:
        await asyncio.wait_for(both.wait(), 5)

    await attend_apart(arrived, handler, Letterbox())
    assert [one.acknowledged for one in arrived] == [True, True]


async def test_when_one_of_them_ends_it_all_the_others_are_stopped_first() -> None:
    arrived, stopped = _of_two_partitions(), list[bytes]()

    class Gone(Letterbox):
        async def bury(self, topic: Any, message: Message, error: Exception) -> None:
            raise KafkaConnectionError

    async def handler(batch: Sequence[stream.Read]) -> None:
        if batch[0].partition == 1:
            raise ValueError
        try:
            await asyncio.sleep(5)
        finally:
            stopped.append(batch[0].content)

    with pytest.raises(KafkaConnectionError):
        await attend_apart(arrived, handler, Gone())
    assert stopped == [b"a"]
    assert not any(one.acknowledged for one in arrived)


async def attend_apart(arrived: list[Arrived], handler: Any, box: Letterbox) -> None:
    work = stream.Work(INTAKE, lambda message: message.value, handler, box, 2, apart=True)  # type: ignore[arg-type]
    await stream.attend(Stream(arrived), work, Admitting(), ReadableShare(100, 0.9), Meters())  # type: ignore[arg-type]


def _of_two_partitions() -> list[Arrived]:
    return [Arrived(Message(b"a")), Arrived(Message(b"b", partition=1))]


async def test_of_what_waits_together_only_the_unreadable_is_buried() -> None:
    seen: list[list[str]] = []
    acknowledged, buried = await attended_together(Message(b"a"), Message(b"\xff"), Message(b"b"), handle=seen.append)
    assert (seen, buried, all(acknowledged)) == ([["a", "b"]], [b"\xff"], True)


async def test_a_batch_of_which_nothing_can_be_read_is_buried_without_a_word_to_who_deals_with_it() -> None:
    seen: list[list[str]] = []
    acknowledged, buried = await attended_together(Message(b"\xfe"), Message(b"\xff"), handle=seen.append)
    assert (seen, buried, all(acknowledged)) == ([], [b"\xfe", b"\xff"], True)


async def test_what_fails_together_is_done_one_by_one_and_only_the_culprit_is_buried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stream, "RETRY_SECONDS", (0.0,))
    seen: list[list[str]] = []

    def handle(batch: list[str]) -> None:
        if "b" in batch:
            raise ZeroDivisionError
        seen.append(batch)

    acknowledged, buried = await attended_together(Message(b"a"), Message(b"b"), Message(b"c"), handle=handle)
    assert (seen, buried, all(acknowledged)) == ([["a"], ["c"]], [b"b"], True)


async def test_what_was_read_before_a_rebalance_is_left_to_who_has_the_partition_now() -> None:
    seen: list[list[str]] = []
    messages = [Message(b"a", generation_id=GENERATION - 1), Message(b"b", partition=1)]
    acknowledged, _ = await attended_together(*messages, handle=seen.append)
    assert (seen, acknowledged) == ([["b"]], [False, True])


@pytest.mark.parametrize("count", [1, 3])
async def test_what_a_fenced_worker_has_in_hand_waits_until_it_may_write(
    monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(stream, "FENCED_SECONDS", 0.0)
    doubts, seen = [Fenced("silent")] * 3, list[str]()

    def handle(batch: list[str]) -> None:
        if doubts:
            raise doubts.pop()
        seen.extend(batch)

    acknowledged, buried = await attended_together(*[Message(b"a")] * count, handle=handle)
    assert (acknowledged, buried, seen) == ([True] * count, [], ["a"] * count)


async def test_what_a_fenced_worker_has_in_hand_is_left_when_it_was_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "FENCED_SECONDS", 0.0)
    message = Message(b"a")

    def handle(batch: list[str]) -> None:
        message.generation_id -= 1  # as seen from the new generation
        raise Fenced("silent")

    assert await attended_together(message, handle=handle) == ([False], [])


async def test_what_was_dealt_with_is_counted_by_outcome() -> None:
    meters = Meters()
    arrived = [Arrived(Message(value)) for value in (b"a", b"\xff", b"b")]

    async def handler(batch: Sequence[stream.Read]) -> None:
        """Nothing: what counts is what can be read."""

    await attend(arrived, lambda message: message.value.decode("ascii"), handler, Letterbox(), 10, meters)
    told = meters.text().decode()
    assert 'tallywire_messages_total{outcome="handled",topic="wire.intake.v1"} 2.0' in told
    assert 'tallywire_messages_total{outcome="dead",topic="wire.intake.v1"} 1.0' in told
    assert 'tallywire_age_seconds_count{topic="wire.intake.v1"} 3.0' in told
    assert 'tallywire_handling_seconds_count{topic="wire.intake.v1"} 1.0' in told
