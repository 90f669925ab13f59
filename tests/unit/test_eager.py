"""Eager races: what need not wait is done at once, and what waits goes on as if it had been a task from the start."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from mode import Service

from services.common.eager import Eager


class Racing(Eager):
    """A service that races."""

    async def race(self, *works: Any) -> tuple[list[Any], bool]:
        """What the winners came to, and whether it was stopped."""
        won = await asyncio.wait_for(self.wait_first(*works), 20)
        return won.results, won.stopped


@pytest.fixture
async def service() -> AsyncIterator[Racing]:
    one = Racing()
    await one.start()
    yield one
    await one.stop()


async def for_ever() -> None:
    await asyncio.Event().wait()


async def at_once() -> str:
    return "done"


async def test_what_need_not_wait_is_done_without_a_task(service: Racing, monkeypatch: pytest.MonkeyPatch) -> None:
    async def race(self: Service, *works: Any, **options: Any) -> None:
        raise AssertionError("there was nothing to race")

    monkeypatch.setattr(Service, "wait_first", race)
    won = await service.wait_first(at_once(), for_ever())
    assert (won.results, won.stopped) == (["done"], False)


async def test_what_waits_goes_on_when_it_may(service: Racing) -> None:
    queue: asyncio.Queue[int] = asyncio.Queue(1)
    told: list[str] = []

    async def put() -> str:
        told.append("begun")
        await queue.put(1)
        await asyncio.sleep(0)
        await queue.put(2)
        return "both"

    racing = asyncio.create_task(service.race(put(), for_ever()))
    await asyncio.sleep(0.05)
    assert (told, racing.done()) == (["begun"], False)
    assert [await queue.get(), await queue.get()] == [1, 2]
    assert await racing == (["both"], False)


async def test_who_loses_is_cancelled_where_it_waits(service: Racing) -> None:
    ended: list[str] = []

    async def wait() -> None:
        try:
            await for_ever()
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise

    assert await service.race(wait(), at_once()) == (["done"], False)
    await asyncio.sleep(0)
    assert ended == ["cancelled"]


async def test_what_comes_of_what_it_waits_for_reaches_it(service: Racing) -> None:
    failing: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def wait() -> str:
        try:
            await failing
        except ZeroDivisionError:
            return "caught"
        return "nothing"

    asyncio.get_running_loop().call_soon(failing.set_exception, ZeroDivisionError())
    assert await service.race(wait(), for_ever()) == (["caught"], False)


@pytest.mark.parametrize("waits", [False, True])
async def test_its_error_is_raised(service: Racing, waits: bool) -> None:
    async def fail() -> None:
        if waits:
            await asyncio.sleep(0)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await service.race(fail(), for_ever())


async def test_a_service_that_was_stopped_begins_nothing_at_once(service: Racing) -> None:
    await service.stop()
    assert (await service.race(at_once(), for_ever()))[1]
