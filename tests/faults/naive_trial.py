"""The naive counter under the same kills: the suite must find that it counts wrongly."""

import operator
import sys
from dataclasses import dataclass
from functools import partial

from schemas.topics import PARTITIONS, REPORTS
from services.common import tables
from services.common.admin import administration
from tallywire.kafka import newest, whole_topic
from tests.faults import naive
from tests.faults.trial import Trial
from tests.faults.upstream import enveloped, portions, upstream

FEWEST = 100
"""So many changes of the table are on the broker, and not committed, when it is killed."""


@dataclass(frozen=True, slots=True)
class Miscount:
    """What the naive counter came to."""

    events: int
    counted: int
    kills: int

    @property
    def errors(self) -> int:
        """By how much the sum of its counts is off."""
        return abs(self.counted - self.events)

    def __str__(self) -> str:
        return f"{self.events} reports, {self.kills} kills: counted {self.counted}, {self.errors} too many"


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
    return Miscount(len(reports), sum(map(int, counts)), trial.done["kill -9"])
