"""A peer at the job: once undisturbed, once with kill -9 in the midst."""

import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import orjson

from benchmarks.clock import cpu_seconds
from benchmarks.peers.job import PARTITIONS, Job
from benchmarks.peers.watch import Watch
from services.common.admin import administration
from services.common.settings import Settings
from tallywire.kafka import producer
from tallywire.processes import free_ports
from tallywire.stack import Worker

KEYS = 10_000
BYTES = 1000
STRIKE = 0.4
"""Of the events are counted when the kill comes."""


class Peer(NamedTuple):
    """What counts, and how it is started."""

    name: str
    module: str
    python: Path = Path(sys.executable)
    guarantee: str = ""
    changelogs: tuple[str, ...] = ()
    """Topics that it would have made itself, but too late."""


class Pace(NamedTuple):
    """How fast it was."""

    rate: float
    """Events per second, from the first count to the last."""
    cpu: float
    """Processor seconds for each of them."""


class Scar(NamedTuple):
    """What a kill -9 left."""

    off: int
    """By how much the counts, added up, are more than the events."""
    repeats: int
    """Counts that were told beyond one for each event."""
    away: float
    """Seconds from the kill, and the start behind it, to the next count."""


class Run:
    """A peer in a namespace of its own, with all events there before it starts."""

    def __init__(self, peer: Peer, bootstrap: str, folder: Path, events: int) -> None:
        """Makes its topics, and fills one."""
        self._job = Job(bootstrap, f"{folder.name}.", folder / "data", peer.guarantee)
        self._settings = Settings(kafka_bootstrap=bootstrap, namespace=self._job.namespace)
        self._events = events
        command = [str(peer.python), "-m", f"benchmarks.peers.{peer.module}", *map(str, self._job)]
        self._worker = Worker(peer.module, command, folder, free_ports(1)[0], {})
        self._job.folder.mkdir(parents=True)
        with administration(self._settings) as client:
            client.create_topics({name: _options(name) for name in self._topics(peer)}, wait_for_metadata=True)
        self._fill()

    def pace(self) -> Pace:
        """How fast it counts all events, undisturbed."""
        # A transaction may hold most of the counts, and processor time is asked for while they come.
        with self._at_work("read_uncommitted") as watch:
            first, last = watch.to_the_end(self._events)
            told = watch.told()
        if told.total != self._events:
            raise RuntimeError(f"{self._worker.name} counted {told.total} of {self._events} undisturbed")
        return Pace(told.records / told.seconds, (last.cpu - first.cpu) / (last.told - first.told))

    def scar(self) -> Scar:
        """What is wrong after a kill -9 in the midst."""
        with self._at_work("read_committed") as watch:
            counted = watch.until(int(self._events * STRIKE)).told
            if counted >= self._events:
                raise RuntimeError(f"{self._worker.name} counted all before it could be killed: it takes more events")
            struck = time.perf_counter()
            self._worker.kill()
            self._worker.start()
            first, _ = watch.to_the_end(self._events)
            told = watch.told()
        if told.total == self._events != told.different:
            raise RuntimeError(f"{self._worker.name} told {told.different} different counts of {self._events} events")
        return Scar(told.total - self._events, told.records - self._events, first.at - struck)

    @contextmanager
    def _at_work(self, isolation: str) -> Iterator[Watch]:
        with Watch(self._settings, self._job.counts, self._cpu, isolation) as watch:
            try:
                self._worker.start()
                yield watch
            finally:
                self._worker.stop(patience=20)

    def _cpu(self) -> float:
        return cpu_seconds(self._worker.process.pid) if self._worker.process else 0.0

    def _topics(self, peer: Peer) -> list[str]:
        return [self._job.events, self._job.counts, *map(self._settings.named, peer.changelogs)]

    def _fill(self) -> None:
        """The same events each time, the keys of each round in another order."""
        with closing(producer(self._settings)) as sender:
            for number in range(self._events):
                bucket = f"k{number * 7919 % KEYS:05d}"
                event = {"id": f"e{number:07d}", "bucket": bucket, "text": ""}
                event["text"] = "x" * (BYTES - len(orjson.dumps(event)))
                sender.send(self._job.events, key=bucket.encode(), value=orjson.dumps(event))
                if number % 5000 == 0:
                    sender.flush()
            sender.flush()


def _options(name: str) -> dict[str, object]:
    compact = {} if name.endswith("events") else {"cleanup.policy": "compact"}
    configs = {"message.timestamp.type": "LogAppendTime", **compact}
    return {"num_partitions": PARTITIONS, "replication_factor": 1, "configs": configs}
