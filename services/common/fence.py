"""A worker that was stopped for longer than its session writes nothing until it knows that its partitions are its own.

Kafka gives its partitions to another when it does not answer for a session; when it goes on it does not know that yet,
and what it has in hand would be written behind the other's newer rows. No client of ours is fenced by the broker, so
the worker watches itself. The pulse beats in a thread of its own, as Faust's consumer does, whose heartbeats go on
while a long reading keeps the main thread busy: only what stops the whole process stops both.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

BEAT_SECONDS = 0.5


class Fenced(Exception):
    """What this worker has in hand may belong to another by now: ask again a little later."""


class Fence:
    """Tells whether this worker may write."""

    def __init__(self, app: Any, session_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Over a Faust app whose partitions are given away after so many seconds of silence."""
        self._app, self._session, self._clock = app, session_seconds, clock
        self._pulse = clock()
        self._doubtful_until = self._pulse
        self._generation: int | None = None

    def check(self) -> None:
        """Returns if nothing says that the partitions are lost.

        Raises:
            Fenced: the worker was silent for a session. It hears within the next one whether it was given up; if it
                has not joined anew by then, it was not.
        """
        self._look()
        if self._clock() < self._doubtful_until and self._app.consumer_generation_id == self._generation:
            raise Fenced(f"silent for over {self._session:.0f} s in generation {self._generation}")

    def beat(self) -> None:
        """One beat of the pulse."""
        self._look()
        self._pulse = self._clock()

    def start(self) -> None:
        """Keeps the pulse until the process ends."""
        threading.Thread(target=self._run, name="pulse", daemon=True).start()

    def _look(self) -> None:
        now = self._clock()
        if now - self._pulse > self._session:
            self._pulse, self._doubtful_until = now, now + self._session
            self._generation = self._app.consumer_generation_id

    def _run(self) -> None:
        while True:
            time.sleep(BEAT_SECONDS)
            self.beat()
