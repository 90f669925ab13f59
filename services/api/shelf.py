"""Answers that are large and asked for often: made once, however many ask at once, and given again for a moment."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final

FRESH_SECONDS: Final = 2.0
"""So old an answer is given again although something has changed: it says of which position it is."""
OLD_SECONDS: Final = 15.0
"""So old an answer is given once more, and made anew meanwhile: nobody waits while people look all the time."""
MOST: Final = 16


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer, gzipped, and the state of the model that it is of."""

    body: bytes
    etag: str
    at: float


Make = Callable[[], tuple[str, bytes]]


class Shelf:
    """The last answers."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Nothing is kept yet."""
        self._clock = clock
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._making = threading.Lock()

    def taken(self, question: Hashable, etag: str, make: Make) -> Kept:
        """The answer of this version, or one that is not too old; else the one that `make` makes, with its version."""
        kept = self._kept.get(question)
        if kept and self._serves(kept, etag, FRESH_SECONDS):
            return kept
        if kept and self._serves(kept, etag, OLD_SECONDS):
            threading.Thread(target=self._made, args=(question, etag, make), daemon=True).start()
            return kept
        return self._made(question, etag, make)

    def _serves(self, kept: Kept, etag: str, seconds: float) -> bool:
        return kept.etag == etag or self._clock() - kept.at < seconds

    def _made(self, question: Hashable, etag: str, make: Make) -> Kept:
        with self._making:
            # Whoever had the lock before may have made it.
            kept = self._kept.get(question)
            if kept and self._serves(kept, etag, FRESH_SECONDS):
                return kept
            made, body = make()
            self._kept[question] = Kept(body, made, self._clock())
            self._kept.move_to_end(question)
            if len(self._kept) > MOST:
                self._kept.popitem(last=False)
            return self._kept[question]
