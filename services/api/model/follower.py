"""Follows the topics: the one thread that reads Kafka and writes the model."""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError, OffsetOutOfRangeError

from services.api.model.files import delete, writer_connection
from services.api.model.positions import PARTS, READ, Position, log_of
from services.api.model.record import Record
from services.api.model.told import Told, told_of
from services.api.model.writer import Writer, in_order
from services.common.admin import MAX_MESSAGE_BYTES, BrokerFault, topic_ids, unreachable
from services.common.settings import Settings
from services.common.stop import EXIT_DISK, stop

log = logging.getLogger("tallywire")
POLL_MS = 200
BATCH = 2000
LOOK_SECONDS = 1.0
"""Between two looks at how far the topics go."""
IDENTITY_SECONDS = 30.0
"""Between two looks at whether the topics are still the same."""
ANSWER_MS = 3000


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

    def __init__(self, settings: Settings, path: Path) -> None:
        """Opens the model and reaches the broker.

        Raises:
            BrokerFault: nothing answers.
        """
        super().__init__(name="follower", daemon=True)
        self._settings, self._path = settings, path
        self._tell: Callable[[Sequence[Told] | None], None] = lambda _: None
        self._listened_to: Callable[[], bool] = lambda: False
        self._ending = threading.Event()
        self._partitions = [TopicPartition(settings.named(name), number) for name, number in PARTS]
        self._numbers = {partition: part for part, partition in enumerate(self._partitions)}
        log_number = log_of(topic_ids(settings, [topic.name for topic in READ]))
        self._db = writer_connection(path)
        self.writer = Writer(self._db, log_number)
        self._consumer = _consumer(settings)
        self._looked = self._identified = time.monotonic()
        self.state = State(self.writer.position, self._ends(), time.time())
        self._wanted = self.state.ends
        self._seek()

    def listen(self, tell: Callable[[Sequence[Told] | None], None], listened_to: Callable[[], bool]) -> None:
        """Tells `tell` what changes as long as anybody listens, and None when the model was made anew."""
        self._tell, self._listened_to = tell, listened_to

    def run(self) -> None:
        """Follows until asked to end; a disk that fails ends the process."""
        try:
            while not self._ending.is_set():
                self._step()
        except sqlite3.Error as error:
            self._fail(error)
        finally:
            self._consumer.close()
            self._db.close()

    def end(self) -> None:
        """Asks it to end, and waits until it has."""
        self._ending.set()
        self.join(timeout=10)

    def _step(self) -> None:
        try:
            polled = self._consumer.poll(timeout_ms=POLL_MS, max_records=BATCH)
        except OffsetOutOfRangeError:
            self._start_anew("offsets are gone from the topics")
            return
        if polled:
            self._take([_record(self._numbers[at], one) for at, records in polled.items() for one in records])
        if time.monotonic() - self._looked >= LOOK_SECONDS:
            self._look()

    def _take(self, records: list[Record]) -> None:
        read = {part: self._consumer.position(at, timeout_ms=ANSWER_MS) for part, at in enumerate(self._partitions)}
        changes = self.writer.take(in_order(records), {part: at for part, at in read.items() if at is not None})
        self._show(reached=time.time())
        if changes and self._listened_to():
            self._tell([told for change in changes if (told := told_of(self._db, change))])

    def _look(self) -> None:
        """How far the topics go, and whether they are still the ones that were read."""
        try:
            ends = self._ends()
            if any(end < at for end, at in zip(ends, self.writer.position.offsets, strict=True)):
                self._start_anew("the topics are shorter than what was read of them")
            if time.monotonic() - self._identified > IDENTITY_SECONDS:
                self._identify()
            self._show(ends=ends, reached=time.time())
        except (KafkaError, BrokerFault):
            # It did not answer: whoever asks sees since when. The next look asks again; they may be other topics then.
            self._identified = 0.0
        self._looked = time.monotonic()

    def _identify(self) -> None:
        found = topic_ids(self._settings, [topic.name for topic in READ])
        self._identified = time.monotonic()
        if len(found) == len(READ) and log_of(found) != self.writer.position.log:
            self._start_anew("the topics were made anew", log_of(found))

    def _start_anew(self, why: str, log_number: int | None = None) -> None:
        log.warning("%s: %s; it is made anew from the topics", self._path, why)
        if log_number is None:
            log_number = log_of(topic_ids(self._settings, [topic.name for topic in READ]))
        self.writer.start_anew(log_number)
        self.state = replace(self.state, generation=self.state.generation + 1)
        self._show()
        self._seek()
        self._tell(None)

    def _show(self, **more: Any) -> None:
        state = replace(self.state, position=self.writer.position, **more)
        caught_up = all(at >= end for at, end in zip(state.position.offsets, self._wanted, strict=True))
        self.state = replace(state, ready=state.ready or caught_up)

    def _ends(self) -> tuple[int, ...]:
        found = self._consumer.end_offsets(self._partitions, timeout_ms=ANSWER_MS)
        return tuple(found[partition] for partition in self._partitions)

    def _seek(self) -> None:
        self._consumer.assign(self._partitions)
        for partition, offset in zip(self._partitions, self.writer.position.offsets, strict=True):
            self._consumer.seek(partition, offset)
        self._show()

    def _fail(self, error: sqlite3.Error) -> None:
        if isinstance(error, sqlite3.OperationalError):
            stop("api", f"cannot write {self._path} ({error}): make room, or set TALLYWIRE_DATA_DIR", EXIT_DISK, True)
        delete(self._path)
        stop("api", f"{self._path} was damaged ({error}): start again, it is read back", EXIT_DISK, at_once=True)


def _consumer(settings: Settings) -> Any:
    try:
        return KafkaConsumer(
            bootstrap_servers=settings.kafka_bootstrap,
            client_id="tallywire-api",
            enable_auto_commit=False,
            auto_offset_reset="none",
            allow_auto_create_topics=False,
            bootstrap_timeout_ms=5000,
            max_partition_fetch_bytes=2 * MAX_MESSAGE_BYTES,
            fetch_max_bytes=8 * MAX_MESSAGE_BYTES,
            reconnect_backoff_max_ms=2000,
        )
    except (KafkaError, OSError, ValueError) as error:
        raise unreachable(settings, error) from error


def _record(part: int, message: Any) -> Record:
    key = (message.key or b"").decode(errors="replace")
    return Record(part, message.offset, max(message.timestamp, 0), key, message.value)
