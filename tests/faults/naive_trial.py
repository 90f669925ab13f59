"""The naive counter under the same kills: the suite must find that it counts wrongly."""

import operator
import sys
import uuid
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from schemas.topics import PARTITIONS, REPORTS
from services.common import tables
from services.common.admin import administration
from services.common.settings import Settings
from tallywire.kafka import newest, whole_topic
from tests.faults import naive
from tests.faults.experiment import readings_remembered
from tests.faults.ground import Ground
from tests.faults.trial import Effort, Trial
from tests.faults.upstream import enveloped, portions, upstream

FEWEST = 100
"""So many changes of the table are on the broker, and not committed, when it is killed."""


NAIVE = "naive"
TIMES = 5


@dataclass(frozen=True, slots=True)
class Miscount:
    """What the naive counter came to."""

    seed: int
    events: int
    counted: int
    kills: int
    name: str = NAIVE

    @property
    def errors(self) -> int:
        """By how much the sum of its counts is off."""
        return abs(self.counted - self.events)

    @property
    def failed(self) -> bool:
        """Whether the suite has not found that it counts wrongly: then the suite is worth nothing."""
        return self.errors == 0

    def __str__(self) -> str:
        counted = f"{self.events} reports, {self.kills} kill -9: counted {self.counted}, {self.errors} errors"
        return f"{self.name} counter (must fail) seed {self.seed}: {counted}"


def naive_tried(bootstrap: str, seed: int, size: int, folder: Path) -> Miscount:
    """The naive counter in a namespace of its own."""
    settings = Settings(kafka_bootstrap=bootstrap, namespace=f"naive.{uuid.uuid4().hex[:6]}.")
    with readings_remembered():
        return miscounted(Trial(settings, seed, Effort(size, TIMES), folder, Ground(bootstrap, bootstrap)))


def miscounted(trial: Trial) -> Miscount:
    """What the naive counter makes of the trial's reports, killed as often as the trial says."""
    changelog = trial.settings.named(tables.changelog(naive.SERVICE, naive.TABLE))

    def written() -> int:
        return sum(1 for _ in whole_topic(trial.settings, changelog))

    with administration(trial.settings) as client:
        client.create_topics({changelog: {"num_partitions": PARTITIONS, "replication_factor": 1}})
    reports, sent = enveloped(upstream(trial).reports), 0
    with trial.stack(naive.SERVICE, command=lambda _: [sys.executable, "-m", naive.__name__]) as stack:
        for part in portions(reports, trial.effort.times):
            enough = written() + min(FEWEST, len(part) // 2)
            trial.put(REPORTS, part)
            trial.watch(written, until=partial(operator.le, enough))
            trial.kill(stack, naive.SERVICE)
            trial.begin(stack, naive.SERVICE)
            sent += len(part)
            trial.wait_for_work(naive.SERVICE, sent)
    counts = newest(whole_topic(trial.settings, changelog)).values()
    return Miscount(trial.seed, len(reports), sum(map(int, counts)), trial.done["kill -9"])
