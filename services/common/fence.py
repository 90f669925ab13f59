"""A worker that was stopped for longer than its session writes nothing more until it has joined again.

Kafka gives its partitions to another when it does not answer for a session; when it goes on it does not know that yet,
and what it has in hand would be written behind the other's newer rows. No client of ours is fenced by the broker, so
the worker watches itself: a pulse that was late by a session says that the partitions may be lost.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Any


class Fenced(Exception):
    """What this worker has in hand may belong to another by now."""


class Fence:
    """Tells whether this worker may still write."""

    def __init__(self, app: Any, session_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Over a Faust app whose partitions are given away after so many seconds of silence."""
        self._app, self._session, self._clock = app, session_seconds, clock
        self._pulse = clock()
        self._lost: int | None = None

    def check(self) -> None:
        """Returns if nothing says that the partitions are lost.

        Raises:
            Fenced: the worker was silent for a session, and has not joined again.
        """
        now, generation = self._clock(), self._app.consumer_generation_id
        if now - self._pulse > self._session:
            self._lost = generation
        self._pulse = now
        if self._lost == generation:
            raise Fenced(f"silent for over {self._session:.0f} s in generation {generation}")

    async def run(self) -> None:
        """Keeps the pulse, for ever."""
        while True:
            await asyncio.sleep(1.0)
            try:
                self.check()
            except Fenced:
                continue
