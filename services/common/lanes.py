"""Work side by side: what comes for one lane is dealt with in its order, and no lane waits for another."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

One = TypeVar("One")

AHEAD = 4
"""So many batches may wait in a lane; then no lane gets more, until there is room again."""


@dataclass(frozen=True)
class Pace:
    """How much of a lane is dealt with together."""

    most: int = 1
    company_seconds: float = 0.0
    """So long what is alone in its lane waits for others, if it need not go alone."""


async def alongside(
    coming: AsyncIterator[One],
    lane_of: Callable[[One], int],
    lanes: int,
    pace: Pace,
    deal: Callable[[list[One]], Awaitable[None]],
) -> None:
    """Deals with all that comes, each lane by itself.

    The first error, or cancellation, of a lane stops all of them before it is raised here.
    """
    queues: list[asyncio.Queue[One]] = [asyncio.Queue(AHEAD * pace.most) for _ in range(lanes)]

    async def hand_out() -> None:
        async for one in coming:
            await queues[lane_of(one)].put(one)
        for queue in queues:
            await queue.join()

    async def go_along(queue: asyncio.Queue[One]) -> None:
        while True:
            batch = await _next(queue, pace)
            await deal(batch)
            for _ in batch:
                queue.task_done()

    await _until_one_ends([hand_out(), *map(go_along, queues)])


async def _next(queue: asyncio.Queue[One], pace: Pace) -> list[One]:
    batch = [await queue.get()]
    if pace.most > 1 and queue.empty():
        await asyncio.sleep(pace.company_seconds)
    while len(batch) < pace.most and not queue.empty():
        batch.append(queue.get_nowait())
    return batch


async def _until_one_ends(works: list[Any]) -> None:
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in ended:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
