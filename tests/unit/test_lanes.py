"""Lanes: order within each, none waits for another, and the end of one is the end of all."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.common.lanes import AHEAD, Pace, alongside

LANES = 3


async def coming(ones: Iterable[int]) -> AsyncIterator[int]:
    for one in ones:
        await asyncio.sleep(0)
        yield one


async def run(ones: Iterable[int], deal: Callable[[list[int]], Awaitable[None]], most: int = 2) -> None:
    work = alongside(coming(ones), lambda one: one % LANES, LANES, Pace(most), deal)
    await asyncio.wait_for(work, 20)


@given(st.lists(st.integers(0, 99)), st.integers(1, 4))
def test_each_lane_has_its_own_in_their_order_and_never_too_many_at_once(ones: list[int], most: int) -> None:
    batches: list[list[int]] = []

    async def deal(batch: list[int]) -> None:
        await asyncio.sleep(0)
        batches.append(batch)

    asyncio.run(run(ones, deal, most))
    for lane in range(LANES):
        dealt = [one for batch in batches for one in batch if one % LANES == lane]
        assert dealt == [one for one in ones if one % LANES == lane]
    assert all(len({one % LANES for one in batch}) == 1 and len(batch) <= most for batch in batches)


async def test_a_lane_that_waits_holds_up_no_other_until_it_is_full() -> None:
    going_on, dealt = asyncio.Event(), list[int]()

    async def deal(batch: list[int]) -> None:
        if 0 in batch:
            await going_on.wait()
        dealt.extend(batch)
        if 1 in batch:
            going_on.set()

    await run([0, *[3] * 2 * AHEAD, 1], deal)
    assert dealt[0] == 1


async def test_more_than_a_full_lane_is_not_taken_in() -> None:
    taken: list[int] = []

    async def endless() -> AsyncIterator[int]:
        while True:
            taken.append(0)
            yield 0

    async def deal(batch: list[int]) -> None:
        await asyncio.Event().wait()

    work = alongside(endless(), lambda one: 0, 1, Pace(2), deal)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(work, 0.2)
    assert len(taken) <= AHEAD * 2 + 3  # those in the lane, in hand, and the one that has no room


@pytest.mark.parametrize("end", [ZeroDivisionError, asyncio.CancelledError])
async def test_the_end_of_one_lane_stops_the_others_before_it_is_raised(end: type[BaseException]) -> None:
    stopped: list[int] = []

    async def deal(batch: list[int]) -> None:
        if 1 in batch:
            raise end
        try:
            await asyncio.sleep(20)
        finally:
            stopped.extend(batch)

    with pytest.raises(end):
        await run([0, 2, 1], deal)
    assert sorted(stopped) == [0, 2]


async def test_who_stops_it_stops_all_lanes() -> None:
    stopped: list[int] = []

    async def deal(batch: list[int]) -> None:
        try:
            await asyncio.sleep(20)
        finally:
            stopped.extend(batch)

    working = asyncio.create_task(run([0, 1], deal))
    await asyncio.sleep(0.05)
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    assert sorted(stopped) == [0, 1]
