"""One run of an experiment: its namespace, its dice, its services, what it sent and what it broke."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from kafka.errors import RetriableError

from schemas.topics import INTAKE, Topic
from services.common.admin import administration, create_topics
from services.common.envelope import Envelope, continued, trace_of
from services.common.settings import Settings
from services.common.tables import group
from tallywire.deliveries import Delivery
from tallywire.kafka import producer
from tallywire.lag import lags
from tallywire.stack import STOP_PATIENCE, WORKERS, Stack, Worker, module_of
from tests.faults.ground import Ground

T = TypeVar("T")

SETTLE_PATIENCE = 120.0
"""Seconds without any progress after which the services are taken to have stopped."""


class Stuck(AssertionError):
    """The services make no progress, and are not done."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is done: wires read, and how often what the experiment does is done."""

    wires: int
    times: int


@dataclass(slots=True)
class Trial:
    """What an experiment works with, and what it tells of itself."""

    settings: Settings
    seed: int
    effort: Effort
    folder: Path
    ground: Ground
    chance: random.Random = field(init=False)
    done: Counter[str] = field(default_factory=Counter)
    """What was done to the services, by its name: kills, restarts, pauses."""
    told: list[str] = field(default_factory=list)
    """What a reader of the results should know beside the ledger."""
    expected: int | None = None
    """How many incidents must stand, where the wires tell by their making."""
    slowest: float = 0.0
    """Seconds that the slowest service took from its start until it was ready."""

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        create_topics(self.settings)

    @contextmanager
    def stack(
        self,
        *services: str,
        workers: Mapping[str, int] | None = None,
        env: Mapping[str, str] | None = None,
        command: Callable[[str], Sequence[str]] = module_of,
    ) -> Iterator[Stack]:
        """The services, or some of them, for as long as the block lasts; of several workers the first is started."""
        stack = Stack(
            self.ground.services_bootstrap,
            self.folder,
            namespace=self.settings.namespace,
            workers=workers or dict.fromkeys(services or WORKERS, 1),
            env=env,
            command=command,
        )
        try:
            self.begin(stack, *(name for name in stack.workers if name.endswith("-1") or "-" not in name))
            yield stack
        finally:
            stack.stop()

    def begin(self, stack: Stack, *names: str) -> None:
        """Starts workers and waits until they are ready."""
        began = time.monotonic()
        for name in names:
            stack.workers[name].start()
        stack.wait_until_ready(*names)
        self.slowest = max(self.slowest, time.monotonic() - began)

    def publish(self, deliveries: Iterable[Delivery]) -> None:
        """Delivers wires to the intake; all are on the broker when this returns."""
        self.put(INTAKE, (Envelope(_source(one), one.raw, ()) for one in deliveries))

    def put(self, topic: Topic, envelopes: Iterable[Envelope]) -> list[tuple[int, int]]:
        """Puts messages on a topic, each with a trace of its own unless it has one; their partitions and offsets."""
        with closing(producer(self.settings)) as writer:
            waiting = [
                writer.send(self.settings.named(topic.name), key=one.key, value=one.value, headers=_traced(one.headers))
                for one in envelopes
            ]
            taken = [future.get(timeout=60) for future in waiting]
        return [(one.partition, one.offset) for one in taken]

    def kill(self, stack: Stack, *names: str) -> None:
        """Kills workers as a crash would."""
        for name in names:
            stack.kill(name)
            self.done["kill -9"] += 1

    def kill_while_it_starts(self, stack: Stack, name: str, longest: float) -> None:
        """Kills a worker, starts it, and kills it again while it waits for its partitions or recovers its tables."""
        self.kill(stack, name)
        stack.workers[name].start()
        time.sleep(self.chance.uniform(0, longest))
        self.kill(stack, name)
        self.begin(stack, name)

    def restart(self, stack: Stack, name: str) -> None:
        """Asks a worker to end, and starts it again."""
        if not stack.workers[name].stop(STOP_PATIENCE):
            raise Stuck(f"{name} did not end within {STOP_PATIENCE:.0f} s after SIGTERM")
        self.done["SIGTERM"] += 1
        self.begin(stack, name)

    @contextmanager
    def paused(self, worker: Worker) -> Iterator[None]:
        """The worker stands still (SIGSTOP), as a virtual machine that is moved, and goes on after the block."""
        assert worker.process is not None
        os.kill(worker.process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(worker.process.pid, signal.SIGCONT)
            self.done["pauses"] += 1

    def work_done(self, service: str) -> int:
        """How many messages of its topic the service has dealt with, as committed."""
        group_name = self.settings.named(group(service))
        with administration(self.settings) as client:
            committed = client.list_group_offsets(group_name).get(group_name, {})
        return sum(max(each.offset, 0) for each in committed.values())

    def wait_for_work(self, service: str, count: int) -> None:
        """Returns when the service has dealt with so many messages of its topic, at some moment of the next."""
        self.watch(lambda: self.work_done(service), until=lambda done: done >= count)
        # Offsets are committed once a second: without this, all kills would come right behind a commit.
        time.sleep(self.chance.uniform(0, 1))

    def settle(self, stack: Stack, *services: str) -> None:
        """Returns when these services, or all, have dealt with everything.

        Raises:
            Stuck: there is no progress for a while.
            StackFailed: a service has ended.
        """

        def behind() -> dict[str, int]:
            stack.check()
            return lags(self.settings, services or WORKERS)

        self.watch(behind, until=lambda left: not any(left.values()))

    def watch(self, measure: Callable[[], T], until: Callable[[T], bool]) -> None:
        """Returns when the measure is as wanted; Stuck if it does not change for long before."""
        last, since = None, time.monotonic()
        while True:
            with suppress(RetriableError):  # a broker that has just come back asks for patience
                now = measure()
                if until(now):
                    return
                if now != last:
                    last, since = now, time.monotonic()
            if time.monotonic() - since > SETTLE_PATIENCE:
                raise Stuck(f"no progress for {SETTLE_PATIENCE:.0f} s at {last}")
            time.sleep(0.2)


def _source(delivery: Delivery) -> bytes:
    """The key under which `tallywire publish` sends a wire: whoever wrote it."""
    return delivery.wire().source.encode()


def _traced(headers: Iterable[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    headers = list(headers)
    return headers if trace_of(headers) else [*headers, ("traceparent", continued(None).encode())]
