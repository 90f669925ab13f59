"""F6: a worker stands still for longer than its session, another takes over, and the first goes on where it stopped."""

import time
from collections.abc import Callable, Sequence
from functools import partial

from schemas.topics import ARTICLES, REPORTS
from tallywire.stack import WORKERS, Stack
from tests.faults.experiment import Experiment
from tests.faults.trial import Trial
from tests.faults.upstream import enveloped, portions, upstream
from tests.faults.wires import planned

PAUSES = (16.0, 9.5, 10.5)
"""Seconds, in turn: longer than a session, and about as long, when the worker and the broker may see it otherwise."""


def pause_one_of_two(service: str, trial: Trial) -> None:
    """Pauses workers of one service while wires go through all three."""
    plan = planned(trial.effort.wires, trial.seed)
    trial.expected = plan.standing
    with trial.stack(workers={**dict.fromkeys(WORKERS, 1), service: 2}) as stack:
        _pause_in_the_midst(trial, stack, service, plan.deliveries, trial.publish)
        trial.settle(stack)


def pause_aggregation(trial: Trial) -> None:
    """Pauses aggregation's workers when they have all that they can do: extraction is slower and would spare them."""
    up = upstream(trial)
    trial.put(ARTICLES, enveloped(up.articles))
    with trial.stack(workers={"aggregation": 2}) as stack:
        _pause_in_the_midst(trial, stack, "aggregation", enveloped(up.reports), partial(trial.put, REPORTS))
        trial.settle(stack, "aggregation")


def _pause_in_the_midst(
    trial: Trial, stack: Stack, service: str, load: Sequence[object], send: Callable[..., object]
) -> None:
    trial.begin(stack, f"{service}-2")
    for number, part in enumerate(portions(load, trial.effort.times)):
        done = trial.work_done(service)
        send(part)
        trial.wait_for_work(service, done + len(part) // 10)
        with trial.paused(stack.workers[f"{service}-{trial.chance.choice((1, 2))}"]):
            time.sleep(PAUSES[number % len(PAUSES)])
        stack.wait_until_ready()


_WHAT = "one of two workers paused for about its session or longer, in the midst of work"
EXPERIMENTS = (
    Experiment("F6 ingest", _WHAT, partial(pause_one_of_two, "ingest"), times=6),
    Experiment("F6 extraction", _WHAT, partial(pause_one_of_two, "extraction"), times=6),
    Experiment("F6 aggregation", _WHAT, pause_aggregation, services=("aggregation",), times=12),
)
