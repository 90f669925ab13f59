"""Faust still makes its consumer where we change it, and asks it where we change that."""

import asyncio
from typing import Any

import pytest
from faust.types import TP

from services.common import fetching
from services.common.faust_app import service_app
from services.common.fetching import FETCH_WAIT_MS
from services.common.settings import Settings

FULL, QUIET = TP("busy", 0), TP("quiet", 0)


async def test_the_consumer_of_a_service_does_not_hold_up_its_own_questions() -> None:
    app = service_app("ingest", Settings())
    made = app.consumer._thread._create_worker_consumer(app.transport)  # type: ignore[attr-defined]
    assert made._fetch_max_wait_ms == FETCH_WAIT_MS
    await made.stop()


@pytest.fixture
def consumer(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A consumer of two partitions that notes for what it would ask the broker, and for how long."""
    consumer: Any = service_app("ingest", Settings()).consumer
    consumer.asked = []

    async def noted(active_partitions: set[TP], timeout: float) -> dict[Any, Any]:  # noqa: ASYNC109  # its name
        consumer.asked.append((set(active_partitions), timeout))
        return {}

    monkeypatch.setattr(consumer, "_getmany", noted)
    consumer._active_partitions = {FULL, QUIET}
    return consumer


async def test_where_there_is_room_for_all_the_consumer_waits_for_whatever_comes(consumer: Any) -> None:
    await consumer._wait_next_records(1.0)
    assert consumer.asked == [({FULL, QUIET}, 1.0)]


async def test_while_there_is_no_room_for_some_the_consumer_looks_for_others_at_times(consumer: Any) -> None:
    consumer.on_buffer_full(FULL)
    await consumer._wait_next_records(1.0)
    assert consumer.asked == [({QUIET}, fetching.ROOM_SECONDS)]


async def test_as_soon_as_there_is_room_again_it_is_asked_for(consumer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "ROOM_SECONDS", 60.0)
    consumer.on_buffer_full(FULL)
    waiting = asyncio.create_task(consumer._wait_next_records(1.0))
    await asyncio.sleep(0)
    assert not waiting.done()
    consumer.on_buffer_drop(FULL)
    await asyncio.wait_for(waiting, 10)
    assert consumer.asked == [({FULL, QUIET}, 60.0)]


async def test_where_there_is_room_for_none_nothing_is_asked_for(consumer: Any) -> None:
    consumer.on_buffer_full(FULL)
    consumer.on_buffer_full(QUIET)
    assert await consumer._wait_next_records(1.0) == ({}, set())
    assert consumer.asked == []
