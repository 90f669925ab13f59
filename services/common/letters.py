"""Dead letters: what could not be read, byte for byte, with where it came from and why."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from services.common.envelope import Headers

PREFIX = "dlq."
ATTEMPTS = PREFIX + "attempts"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a message was read."""

    topic: str
    partition: int
    offset: int


def headers_of_dead(
    origin: Origin, original: Iterable[tuple[str, bytes]], stage: str, error: Exception, version: str
) -> Headers:
    """The original headers and, behind them, origin and reason under `dlq.`."""
    original = tuple(original)
    before = next((int(value) for name, value in original if name == ATTEMPTS and value.isdigit()), 0)
    reason = {
        "topic": origin.topic,
        "partition": origin.partition,
        "offset": origin.offset,
        "stage": stage,
        "error.class": type(error).__name__,
        "error.message": str(error)[:2000],
        "app.version": version,
        "attempts": before + 1,
    }
    kept = tuple((name, value) for name, value in original if not name.startswith(PREFIX))
    return kept + tuple((PREFIX + name, str(value).encode()) for name, value in reason.items())


class TooMuchUnreadable(RuntimeError):
    """Most of a topic is unreadable: somebody writes another format, and going on would bury it all."""


class ReadableShare:
    """Watches how much of the last messages could be read."""

    def __init__(self, window: int, limit: float) -> None:
        """Watches `window` messages; more than the share `limit` of them may not be unreadable."""
        self._last: deque[bool] = deque(maxlen=window)
        self._limit = limit

    def note(self, readable: bool) -> None:
        """Takes down one more message.

        Raises:
            TooMuchUnreadable: the window is full, and more than the limit of it was unreadable.
        """
        self._last.append(readable)
        bad = self._last.count(False) if not readable else 0
        if len(self._last) == self._last.maxlen and bad > self._limit * len(self._last):
            raise TooMuchUnreadable(
                f"{bad} of the last {len(self._last)} messages were unreadable (see the dead letters); "
                "mend what writes to the topic, or raise TALLYWIRE_UNREADABLE_SHARE"
            )
