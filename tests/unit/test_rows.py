"""A row is in the store when the broker has it; until then only its writer sees it."""

import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from faust.streams import _current_event
from faust.types import TP

from services.common.faust_app import App
from services.common.fence import Fenced
from services.common.rows import Rows, rows
from services.common.settings import Settings

PARTITION = 2


@dataclass
class Message:
    """As much of a message as a table asks for; it is its own event."""

    partition: int = PARTITION
    generation_id: int = 1

    @property
    def message(self) -> "Message":
        return self


class Worker:
    """A worker in generation 1 with one table and a message of partition 2 in hand, and the broker's answers to it."""

    def __init__(self, store: str, folder: Path) -> None:
        self.app = App("aggregation", "test", broker="kafka://127.0.0.1:1", store=f"{store}://", datadir=folder)
        self.app.consumer_generation_id = 1
        self.rows: Rows = rows(self.app, Settings(), "reports")
        self.table = self.rows._table
        self.event = Message()
        self.offset = -1
        event: Any = self.event
        _current_event.set(weakref.ref(event))

    def acknowledge(self) -> None:
        """The broker has the oldest change that is on its way."""
        change = self.app.changes.pop(0)
        self.offset += 1
        change.offset = self.offset
        self.table.landed([change])

    async def rebalance(self) -> None:
        self.app.on_rebalance_start()
        self.app.consumer_generation_id += 1
        await self.table.on_rebalance(set(), set(), set(), 2)

    def all(self) -> dict[str, bytes]:
        return dict(self.rows.items())


@pytest.fixture(params=["memory", "rocksdb"])
async def worker(request: pytest.FixtureRequest, tmp_path: Path) -> Worker:
    worker = Worker(request.param, tmp_path)
    assignor: Any = worker.app.assignor
    assignor._assignment.actives = {worker.table.changelog_topic_name: [PARTITION]}
    return worker


@pytest.fixture(autouse=True)
def no_event_left() -> Iterator[None]:
    token = _current_event.set(None)
    yield
    _current_event.reset(token)


async def test_a_row_is_told_when_the_broker_has_it_and_its_writer_sees_it_before(worker: Worker) -> None:
    worker.rows.put("a", b"1")
    assert (worker.rows.get("a"), worker.rows.told("a"), worker.rows.settled) == (b"1", None, False)
    worker.acknowledge()
    assert (worker.rows.get("a"), worker.rows.told("a"), worker.rows.settled) == (b"1", b"1", True)


async def test_of_two_rows_of_one_key_the_writer_sees_the_newer_whatever_the_broker_has(worker: Worker) -> None:
    worker.rows.put("a", b"1")
    worker.rows.put("a", b"2")
    worker.acknowledge()
    assert (worker.rows.get("a"), worker.rows.told("a"), worker.rows.settled) == (b"2", b"1", False)
    worker.acknowledge()
    assert (worker.rows.get("a"), worker.rows.told("a"), worker.rows.settled) == (b"2", b"2", True)


async def test_all_rows_are_as_their_writer_left_them(worker: Worker) -> None:
    for key, row in (("a", b"1"), ("b", b"1"), ("c", b"1")):
        worker.rows.put(key, row)
        worker.acknowledge()
    worker.rows.put("b", b"2")
    worker.rows.remove("c")
    worker.rows.put("d", b"1")
    assert worker.all() == {"a": b"1", "b": b"2", "d": b"1"}
    assert (worker.rows.get("c"), worker.rows.told("c")) == (None, b"1")
    for _ in range(3):
        worker.acknowledge()
    assert worker.all() == {"a": b"1", "b": b"2", "d": b"1"}
    assert worker.rows.told("c") is None


async def test_what_is_not_there_is_not_taken_out(worker: Worker) -> None:
    worker.rows.remove("a")
    assert worker.rows.settled
    assert worker.app.changes == []


async def test_a_row_that_was_sent_before_partitions_were_given_out_anew_comes_by_the_recovery(worker: Worker) -> None:
    worker.rows.put("a", b"1")
    await worker.rebalance()
    assert (worker.rows.get("a"), worker.rows.settled) == (None, True)
    worker.acknowledge()
    assert (worker.rows.get("a"), worker.table.persisted_offset(TP("", PARTITION))) == (None, None)


async def test_nothing_is_written_for_a_message_of_before_partitions_were_given_out_anew(worker: Worker) -> None:
    worker.app.on_rebalance_start()
    with pytest.raises(Fenced, match="given out anew"):
        worker.rows.put("a", b"1")
    worker.app.consumer_generation_id = 2
    with pytest.raises(Fenced, match="after generation 1"):
        worker.rows.put("a", b"1")
    worker.event.generation_id = 2
    worker.rows.put("a", b"1")


async def test_where_to_go_on_reading_is_kept_with_the_rows(tmp_path: Path) -> None:
    worker = Worker("rocksdb", tmp_path)
    for number in range(5):
        worker.rows.put(f"{number}", b"row")
        worker.acknowledge()
    assert worker.table.persisted_offset(TP("", PARTITION)) == 4


@pytest.mark.parametrize(("topic", "named"), [("wire.counts.v1", "ns.wire.counts.v1"), (None, "test-counts-changelog")])
async def test_a_published_table_has_the_topic_as_its_changelog(topic: str | None, named: str, tmp_path: Path) -> None:
    app = Worker("memory", tmp_path).app
    table = rows(app, Settings(namespace="ns."), "counts", topic)._table
    assert table.changelog_topic_name == named
