"""The services on a broker of their own, fed with articles and watched from outside."""

import os
import signal
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.clock import cpu_seconds
from schemas.articles import ArticleEvent
from schemas.topics import ARTICLES, COUNTS
from services.common.admin import create_topics
from services.common.envelope import sealed
from services.common.settings import Settings
from tallywire.broker import LocalBroker
from tallywire.kafka import producer, whole_topic
from tallywire.lag import lags
from tallywire.oracle import articles_of
from tallywire.processes import holds_within
from tallywire.stack import Stack
from tests.faults.wires import planned

PATIENCE = 900.0
STAGES = ("extraction", "aggregation", "broker")


def articles(count: int, seed: int = 1) -> list[ArticleEvent]:
    """What ingest would publish of so many made-up wires: of every third story more than one agency tells."""
    return list(articles_of(one.wire() for one in planned(count, seed).deliveries))


@dataclass(frozen=True)
class System:
    """Extraction and aggregation at work."""

    settings: Settings
    stack: Stack
    broker: LocalBroker

    def publish(self, events: Iterable[ArticleEvent]) -> None:
        """Puts articles on their topic; the broker has them when this returns."""
        with closing(producer(self.settings)) as sender:
            for event in events:
                one = sealed(event, "benchmark")
                topic = self.settings.named(ARTICLES.name)
                sender.send(topic, key=one.key, value=one.value, headers=list(one.headers))
            sender.flush()

    def settle(self) -> None:
        """Returns when all that was published is counted and committed."""
        if not holds_within(PATIENCE, self._is_settled, every=2.0):
            raise RuntimeError(f"not all was counted in {PATIENCE:.0f} s")

    def _is_settled(self) -> bool:
        self.stack.check()
        return not any(lags(self.settings, STAGES[:2]).values())

    @contextmanager
    def paused(self) -> Iterator[None]:
        """The services stand still, for less than their session."""
        self._signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        for worker in self.stack.workers.values():
            if worker.process:
                os.kill(worker.process.pid, number)

    def cpu(self) -> dict[str, float]:
        """The processor seconds that each stage has taken."""
        took = dict.fromkeys(STAGES, 0.0)
        for name, worker in self.stack.workers.items():
            took[name.partition("-")[0]] += cpu_seconds(worker.process.pid) if worker.process else 0.0
        return took | {"broker": cpu_seconds(self.broker.pid)}

    def last_count(self) -> float:
        """When the newest count was sent."""
        told = whole_topic(self.settings, self.settings.named(COUNTS.name))
        return float(max(record.timestamp for record in told)) / 1000


@contextmanager
def system(workers: Mapping[str, int], begin: Sequence[str] = ()) -> Iterator[System]:
    """So many workers, of which these, or all, are ready."""
    with tempfile.TemporaryDirectory(prefix="tallywire-way-") as name, LocalBroker(Path(name) / "broker") as broker:
        settings = Settings(kafka_bootstrap=broker.bootstrap)
        create_topics(settings)
        stack = Stack(broker.bootstrap, Path(name), workers=workers)
        try:
            for one in begin or stack.workers:
                stack.workers[one].start()
            stack.wait_until_ready(*begin)
            yield System(settings, stack, broker)
        finally:
            stack.stop()
