"""What a peer told, seen from the topic of counts.

A transaction that is still open hides from a reader of what was committed whatever stands in it and behind it.
"""

import time
from collections.abc import Callable
from contextlib import closing
from typing import Any, NamedTuple

import orjson

from services.common.settings import Settings
from tallywire.kafka import consumer, partitions

EVERY = 0.05
QUIET = 7.0
"""Seconds without a new count after which none is to come: longer than any peer waits between two commits."""
PATIENCE = 90.0
"""The same where less was told than there is to count: a dead worker's session, a recovery."""


class Told(NamedTuple):
    """What is on the topic of counts in the end."""

    records: int
    different: int
    """Without those that are equal to one before."""
    total: int
    """The newest counts of all keys, added up."""
    seconds: float
    """Between the first and the last count, by the broker's stamps."""


class Moment(NamedTuple):
    """How much was told at a time."""

    at: float
    told: int
    cpu: float


class Watch:
    """Watches the topic of counts grow."""

    def __init__(self, settings: Settings, topic: str, cpu: Callable[[], float], isolation: str) -> None:
        """`cpu` tells the processor time that the peer has taken, `isolation` whether a count counts at once."""
        self._settings, self._topic, self._cpu = settings, topic, cpu
        self._reader = consumer(settings, isolation_level=isolation)
        self._places = partitions(self._reader, topic)

    def now(self) -> Moment:
        """How much is told by now."""
        told = sum(self._reader.end_offsets(self._places).values())
        return Moment(time.perf_counter(), told, self._cpu())

    def until(self, told: int) -> Moment:
        """The moment at which so much was told.

        Raises:
            RuntimeError: it does not come.
        """
        last = self.now()
        while (moment := self.now()).told < told:
            if moment.told > last.told:
                last = moment
            if moment.at - last.at > PATIENCE:
                raise RuntimeError(f"{self._topic}: no more than {last.told} of {told} counts are told")
            time.sleep(EVERY)
        return moment

    def to_the_end(self, events: int) -> tuple[Moment, Moment]:
        """The moments of the next count and of the last one, when all of so many events should be counted."""
        start = last = self.now()
        first: Moment | None = None
        while (moment := self.now()).at - last.at < (QUIET if last.told >= events else PATIENCE):
            if moment.told > last.told:
                first, last = first or moment, moment
            time.sleep(EVERY)
        return first or start, last

    def told(self) -> Told:
        """What is there in the end."""
        counts, stamps, different = dict[bytes, int](), list[int](), set[tuple[bytes, int]]()
        with closing(consumer(self._settings, isolation_level="read_committed")) as reader:
            reader.assign(self._places)
            reader.seek_to_beginning(*self._places)
            while batch := reader.poll(timeout_ms=3000, max_records=5000):
                for one in (record for part in batch.values() for record in part):
                    counts[one.key] = orjson.loads(one.value)["count"]
                    different.add((one.key, counts[one.key]))
                    stamps.append(one.timestamp)
        return Told(len(stamps), len(different), sum(counts.values()), (max(stamps) - min(stamps)) / 1000)

    def __enter__(self) -> "Watch":
        return self

    def __exit__(self, *_: Any) -> None:
        self._reader.close()
