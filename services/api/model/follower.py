"""Follows the topics: the one thread that reads Kafka and writes the model."""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kafka.errors import KafkaError, OffsetOutOfRangeError

from services.api.model.files import delete, writer_connection
from services.api.model.positions import Position
from services.api.model.record import Record
from services.api.model.told import Told, told_of
from services.api.model.topics import Topics
from services.api.model.writer import Writer, in_order
from services.common.admin import BrokerFault
from services.common.stop import EXIT_DISK, stop

log = logging.getLogger("tallywire")
LOOK_SECONDS = 1.0
"""Between two looks at how far the topics go."""
IDENTITY_SECONDS = 30.0
"""Between two looks at whether the topics are still the same."""
EXIT_FAULT = 1


@dataclass(frozen=True, slots=True)
class State:
    """How the model stands to the topics; `reached` is the time at which the broker last answered."""

    position: Position
    ends: tuple[int, ...]
    reached: float
    ready: bool = False
    generation: int = 0
    """Grows when the model is made anew while we run."""

    @property
    def lag(self) -> int:
        """Messages that are on the broker and not in the model, by the last look."""
        return sum(max(end - at, 0) for end, at in zip(self.ends, self.position.offsets, strict=True))


class Follower(threading.Thread):
    """Reads on from where the model is."""

    def __init__(self, topics: Topics, path: Path) -> None:
        """Opens the model.

        Raises:
            BrokerFault: nothing answers.
        """
        super().__init__(name="follower", daemon=True)
        self._topics, self._path = topics, path
        self._tell: Callable[[Sequence[Told] | None], None] = lambda _: None
        self._listened_to: Callable[[], bool] = lambda: False
        self._ending = threading.Event()
        self._db = writer_connection(path)
        self.writer = Writer(self._db, topics.log_number)
        self._looked = time.monotonic()
        self._doubtful = False
        self.state = State(self.writer.position, topics.ends(), time.time())
        self._wanted = self.state.ends
        self._reads_on = False
        self._show()

    def listen(self, tell: Callable[[Sequence[Told] | None], None], listened_to: Callable[[], bool]) -> None:
        """Tells `tell` what changes as long as anybody listens, and None when the model was made anew."""
        self._tell, self._listened_to = tell, listened_to

    def run(self) -> None:
        """Follows until asked to end. What nobody foresaw ends the process: else it would show old news for ever."""
        try:
            while not self._ending.is_set():
                self._step()
        except sqlite3.Error as error:
            self._fail(error)
        except Exception as error:
            log.exception("the follower failed")
            stop("api", f"a fault of ours ended the reading of topics ({error!r})", EXIT_FAULT, at_once=True)
        finally:
            self._topics.close()
            self._db.close()

    def end(self) -> None:
        """Asks it to end, and waits until it has."""
        self._ending.set()
        self.join(timeout=10)

    def _step(self) -> None:
        try:
            if not self._reads_on:
                self._topics.read_from(self.writer.position.offsets)
                self._reads_on = True
            records = self._topics.polled()
            if records:
                self._take(records)
            if time.monotonic() - self._looked >= LOOK_SECONDS:
                self._looked = time.monotonic()
                self._look()
        except OffsetOutOfRangeError:
            self._doubtful = True
            self._start_anew_if_possible("offsets are gone from the topics")
        except (KafkaError, BrokerFault) as error:
            # Whoever asks sees since when. When it answers again, its topics may be other ones.
            log.debug("the broker does not answer: %r", error)
            self._doubtful = True
            self._ending.wait(LOOK_SECONDS)

    def _take(self, records: list[Record]) -> None:
        changes = self.writer.take(in_order(records), self._topics.read())
        self._show(reached=time.time())
        if changes and self._listened_to():
            self._tell([told for change in changes if (told := told_of(self._db, change))])

    def _look(self) -> None:
        """How far the topics go, and whether they are still the ones that were read."""
        ends = self._topics.ends()
        if self._doubtful or time.monotonic() - self._topics.identified_at > IDENTITY_SECONDS:
            if self._topics.identified() != self.writer.position.log:
                self._start_anew("the topics were made anew")
            self._doubtful = False
        if any(end < at for end, at in zip(ends, self.writer.position.offsets, strict=True)):
            self._start_anew("the topics are shorter than what was read of them")
        self._show(ends=ends, reached=time.time())

    def _start_anew_if_possible(self, why: str) -> None:
        try:
            self._start_anew(why)
        except (KafkaError, BrokerFault):
            self._ending.wait(LOOK_SECONDS)

    def _start_anew(self, why: str) -> None:
        log_number = self._topics.identified()
        self._reads_on = False
        log.warning("%s: %s; it is made anew from the topics", self._path, why)
        self.writer.start_anew(log_number)
        self.state = replace(self.state, generation=self.state.generation + 1)
        self._show()
        self._tell(None)

    def _show(self, **more: Any) -> None:
        state = replace(self.state, position=self.writer.position, **more)
        caught_up = all(at >= end for at, end in zip(state.position.offsets, self._wanted, strict=True))
        self.state = replace(state, ready=state.ready or caught_up)

    def _fail(self, error: sqlite3.Error) -> None:
        if isinstance(error, sqlite3.OperationalError):
            remedy = "make room, or set TALLYWIRE_DATA_DIR"
            stop("api", f"cannot write {self._path} ({error}): {remedy}", EXIT_DISK, at_once=True)
        delete(self._path)
        stop("api", f"{self._path} was damaged ({error}): start again, it is read back", EXIT_DISK, at_once=True)
