"""Races that are over before they begin.

Faust hands over each message by a race of four tasks: one puts it into its queue, the others watch whether it is to
stop meanwhile. There is room in the queue nearly always, and then nothing need race (measured: half of what an event
cost when events were counted, docs/decisions/0015-posted-together.md).
"""

from collections.abc import Coroutine, Generator
from inspect import iscoroutine
from types import coroutine
from typing import Any

from mode import Service
from mode.services import WaitResults


class Eager(Service):
    """A service whose races are run only if the first of the works has to wait."""

    async def wait_first(self, *works: Any, timeout: Any = None) -> Any:  # noqa: ASYNC109  # its name
        """As a service's; what the first work does before it waits, it does at once and in our task."""
        first, *others = works
        if timeout is None and iscoroutine(first) and not (self._stopped.is_set() or self._crashed.is_set()):
            try:
                first = _gone_on_with(first, first.send(None))
            except BaseException as end:  # as it ends, so does the race
                for other in filter(iscoroutine, others):
                    other.close()
                if not isinstance(end, StopIteration):
                    raise
                return WaitResults([first], [end.value], stopped=False)
        return await super().wait_first(first, *others, timeout=timeout)


async def _gone_on_with(work: Coroutine[Any, Any, Any], awaited: Any) -> Any:
    """What comes of work that has begun, and waits for something."""
    return await _rest(work, awaited)


@coroutine
def _rest(work: Coroutine[Any, Any, Any], awaited: Any) -> Generator[Any, Any, Any]:
    step: Any
    while True:
        try:
            step, answer = work.send, (yield awaited)
        except BaseException as error:  # noqa: BLE001  # whatever it is, the work is told
            step, answer = work.throw, error
        try:
            awaited = step(answer)
        except StopIteration as end:
            return end.value
