"""A partition is read without a hole, whatever Faust drops."""

import asyncio
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import NamedTuple

from services.common.order import PATIENCE_SECONDS, TRIES, Order


class Place(NamedTuple):
    """A partition of a topic."""

    topic: str
    partition: int


TP = Place("wire.reports.v1", 0)


@dataclass
class Consumer:
    """Faust's consumer as far as the order asks it."""

    _committed_offset: dict[Place, int | None]
    oldest: int = 0
    fetched: int = 0
    sought: list[int] = field(default_factory=list)

    def assignment(self) -> set[Place]:
        return {TP, Place("wire.counts.v1", 0)}

    async def position(self, tp: Place) -> int:
        return self.fetched

    async def earliest_offsets(self, tp: Place) -> dict[Place, int]:
        return {tp: self.oldest}

    async def seek(self, tp: Place, offset: int) -> None:
        self.sought.append(offset)


class Partition:
    """One partition, and a clock."""

    def __init__(self, committed: int | None, oldest: int = 0) -> None:
        self.consumer = Consumer({TP: committed}, oldest)
        recovered = asyncio.Event()
        recovered.set()
        recovery = SimpleNamespace(completed=recovered)
        self.now = 100.0
        tables = SimpleNamespace(recovery=recovery)
        app = SimpleNamespace(consumer=self.consumer, tables=tables, consumer_generation_id=1)
        self.order = Order(app, clock=lambda: self.now)

    async def admitted(self, *offsets: int, generation: int = 1) -> list[int]:
        return [
            o for o in offsets if await self.order.admits(SimpleNamespace(tp=TP, offset=o, generation_id=generation))
        ]


async def test_what_comes_in_order_is_admitted() -> None:
    assert await Partition(committed=7).admitted(7, 8, 9) == [7, 8, 9]


async def test_what_is_behind_a_hole_waits_until_the_hole_was_read() -> None:
    partition = Partition(committed=7)
    assert await partition.admitted(7, 12, 13, 8, 9, 10, 11, 12, 13) == [7, 8, 9, 10, 11, 12, 13]
    assert partition.consumer.sought == [8]


async def test_a_hole_right_after_a_rebalance_is_seen() -> None:
    partition = Partition(committed=460)
    assert await partition.admitted(543, 544) == []
    assert partition.consumer.sought == [460]


async def test_a_request_that_was_lost_is_made_again() -> None:
    partition = Partition(committed=0)
    assert await partition.admitted(5, 6) == []
    partition.now += PATIENCE_SECONDS
    assert await partition.admitted(7) == []
    assert partition.consumer.sought == [0, 0]


async def test_what_never_comes_is_given_up_with_time() -> None:
    partition = Partition(committed=0)
    for _ in range(TRIES):
        assert await partition.admitted(5) == []
        partition.now += PATIENCE_SECONDS
    assert await partition.admitted(5, 6) == [5, 6]


async def test_what_retention_deleted_is_not_waited_for() -> None:
    assert await Partition(committed=3, oldest=40).admitted(40, 41) == [40, 41]


async def test_what_was_read_comes_again_and_is_admitted_again() -> None:
    assert await Partition(committed=0).admitted(0, 1, 0, 1, 2) == [0, 1, 0, 1, 2]


async def test_after_a_rebalance_the_committed_offset_counts_anew() -> None:
    partition = Partition(committed=0)
    assert await partition.admitted(0, 1) == [0, 1]
    partition.consumer._committed_offset[TP] = 1
    assert await partition.admitted(4, generation=2) == []
    assert partition.consumer.sought == [1]


async def test_what_was_fetched_last_and_does_not_come_is_asked_for_when_it_was_missing_twice() -> None:
    partition = Partition(committed=3)
    partition.consumer.fetched = 5
    await partition.order.ask_again(TP.topic)
    assert partition.consumer.sought == []
    await partition.order.ask_again(TP.topic)
    assert partition.consumer.sought == [3]
    assert await partition.admitted(3, 4) == [3, 4]
    await partition.order.ask_again(TP.topic)
    await partition.order.ask_again(TP.topic)
    assert partition.consumer.sought == [3]


async def test_what_comes_late_is_not_asked_for() -> None:
    partition = Partition(committed=0)
    partition.consumer.fetched = 2
    await partition.order.ask_again(TP.topic)
    assert await partition.admitted(0) == [0]
    await partition.order.ask_again(TP.topic)
    assert partition.consumer.sought == []
