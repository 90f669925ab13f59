"""Answers that are large and asked for often, kept for a moment: made once, however many ask at once."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final

SECONDS: Final = 2.0
"""So old an answer is given again although something has changed: it says of which position it is."""
MOST: Final = 16


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer, gzipped, and the state of the model that it is of."""

    body: bytes
    etag: str
    at: float


class Shelf:
    """The last answers."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Nothing is kept yet."""
        self._clock = clock
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._making = threading.Lock()

    def taken(self, question: Hashable, etag: str, make: Callable[[], tuple[str, bytes]]) -> Kept:
        """The answer of this version, or one that is not older than a moment; else the one that `make` makes."""
        with self._making:
            kept = self._kept.get(question)
            if kept and (kept.etag == etag or self._clock() - kept.at < SECONDS):
                return kept
            made, body = make()
            self._kept[question] = Kept(body, made, self._clock())
            self._kept.move_to_end(question)
            if len(self._kept) > MOST:
                self._kept.popitem(last=False)
            return self._kept[question]
