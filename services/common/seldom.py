"""Libraries' complaints, each once in a while: a broker that is away is no reason to fill a disk.

Measured before this: three services wrote 300 lines a second between them for as long as the broker was away.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

SECONDS = 30.0
OURS = "tallywire"


@dataclass(slots=True)
class _Said:
    """When a message was let through, and how many like it were kept back since."""

    at: float
    kept_back: int = 0


class Seldom(logging.Filter):
    """Lets a message of a library through once in so many seconds, and then says how many like it there were.

    Alike are messages made at the same place in the code. What we say ourselves is about one message each, and passes.
    """

    def __init__(self, seconds: float = SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        """Nothing was said yet."""
        super().__init__()
        self._seconds, self._clock = seconds, clock
        self._said: dict[tuple[str, int], _Said] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is let through."""
        if record.name == OURS or record.levelno < logging.WARNING:
            return True
        now, place = self._clock(), (record.pathname, record.lineno)
        said = self._said.get(place)
        if said and now - said.at < self._seconds:
            said.kept_back += 1
            return False
        if said and said.kept_back:
            record.msg, record.args = f"{record.getMessage()} ({said.kept_back} more like it before)", ()
        self._said[place] = _Said(now)
        return True
