"""F6: a worker stands still for longer than its session, another takes over, and the first goes on where it stopped."""

import time
from functools import partial

from schemas.topics import ARTICLES, REPORTS
from tallywire.stack import SERVICES, Stack
from tests.faults.experiment import Experiment
from tests.faults.killing import load, moments
from tests.faults.trial import Trial
from tests.faults.upstream import enveloped, upstream

LONGER_THAN_A_SESSION = 16.0


def pause_one_of_two(service: str, trial: Trial) -> None:
    """Pauses workers of one service while wires go through all three."""
    with trial.stack(workers={**dict.fromkeys(SERVICES, 1), service: 2}) as stack:
        trial.begin(stack, f"{service}-2")
        load(trial)
        for moment in moments(trial):
            trial.wait_for_work(service, moment)
            _pause(trial, stack, service)
        trial.settle(stack)


def pause_aggregation(trial: Trial) -> None:
    """Pauses aggregation's workers when they have all that they can do: extraction is slower and would spare them."""
    up = upstream(trial)
    trial.put(ARTICLES, enveloped(up.articles))
    portion = len(up.reports) // trial.effort.times + 1
    with trial.stack(workers={"aggregation": 2}) as stack:
        trial.begin(stack, "aggregation-2")
        for first in range(0, len(up.reports), portion):
            trial.put(REPORTS, enveloped(up.reports[first : first + portion]))
            trial.wait_for_work("aggregation", first + portion // 10)
            _pause(trial, stack, "aggregation")
        trial.settle(stack, "aggregation")


def _pause(trial: Trial, stack: Stack, service: str) -> None:
    worker = stack.workers[f"{service}-{trial.chance.choice((1, 2))}"]
    with trial.paused(worker):
        time.sleep(LONGER_THAN_A_SESSION)
    stack.wait_until_ready()


_WHAT = "one of two workers paused for longer than its session"
EXPERIMENTS = (
    Experiment("F6 ingest", _WHAT, partial(pause_one_of_two, "ingest"), times=5),
    Experiment("F6 extraction", _WHAT, partial(pause_one_of_two, "extraction"), times=5),
    Experiment("F6 aggregation", _WHAT, pause_aggregation, services=("aggregation",), times=10),
)
