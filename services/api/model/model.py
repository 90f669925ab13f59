"""The model as the API sees it: states of it to read from, and how fresh they are."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from services.api.model.files import Readers
from services.api.model.follower import State
from services.api.model.positions import Position
from services.api.model.values import moment_of
from services.api.model.writer import position_in


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of the model, for as long as it is held."""

    db: sqlite3.Connection
    position: Position
    lag: int
    reached: float | None
    """When the broker last answered, if that is too long ago."""

    @property
    def as_of(self) -> dict[str, Any]:
        """What every answer says of its freshness."""
        since = moment_of(int(self.reached * 1000)) if self.reached else None
        return {"position": self.position.text, "lag": self.lag, "stale": self.reached is not None, "since": since}

    @property
    def etag(self) -> str:
        """The same for two answers to one question if nothing has changed between them."""
        return f'W/"{self.position.text}{"-stale" if self.reached else ""}"'


class Model:
    """The read model."""

    def __init__(self, state: Callable[[], State], readers: Readers, stale_seconds: float) -> None:
        """As the follower keeps it, whose state `state` tells."""
        self._state, self._readers, self._stale_seconds = state, readers, stale_seconds

    @property
    def state(self) -> State:
        """How it stands to the topics."""
        return self._state()

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """One state of it."""
        with self._readers.snapshot() as db:
            state = self.state
            position = position_in(db, state.position.log)
            lag = sum(max(end - at, 0) for end, at in zip(state.ends, position.offsets, strict=True))
            yield Snapshot(db, position, lag, self.unreached)

    @property
    def unreached(self) -> float | None:
        """Since when the broker does not answer, if that is too long."""
        reached = self.state.reached
        return reached if time.time() - reached > self._stale_seconds else None
