"""F1 to F4: workers killed, restarted and joined by others while wires are read."""

from functools import partial

from tallywire.stack import WORKERS, Stack
from tests.faults.experiment import Experiment
from tests.faults.trial import Trial
from tests.faults.wires import planned

LATEST = 0.7
"""Of the wires: behind it a service may have nothing left to do, and killing it would prove nothing."""
AT_START = 0.25
"""Of the kills: so many come while the worker that was just started recovers its state."""
LONGEST_START = 10.0


def load(trial: Trial) -> None:
    """Delivers all wires at once, so that every service has work in hand until the end."""
    plan = planned(trial.effort.wires, trial.seed)
    trial.publish(plan.deliveries)
    trial.expected = plan.standing


def moments(trial: Trial) -> list[int]:
    """When to strike: after so many messages each time."""
    return sorted(trial.chance.sample(range(1, max(int(trial.effort.wires * LATEST), 2)), trial.effort.times))


def kill_one(service: str, trial: Trial) -> None:
    """Kills a service again and again, in the midst of work and in the midst of recovery."""
    with trial.stack() as stack:
        load(trial)
        for moment in moments(trial):
            if trial.chance.random() < AT_START:
                trial.kill_while_it_starts(stack, service, LONGEST_START)
            else:
                trial.wait_for_work(service, moment)
                trial.kill(stack, service)
                trial.begin(stack, service)
        trial.settle(stack)


def kill_each(trial: Trial) -> None:
    """Kills each service once; the next one is struck while the one before still waits for its partitions."""
    with trial.stack() as stack:
        load(trial)
        for service in trial.chance.sample(WORKERS, len(WORKERS)):
            trial.wait_for_work(service, trial.chance.randint(1, trial.effort.wires // 4))
            trial.kill(stack, service)
            stack.workers[service].start()
        trial.begin(stack, *WORKERS)
        trial.settle(stack)


def kill_all(trial: Trial) -> None:
    """Kills all services at the same moment, as a power cut does."""
    with trial.stack() as stack:
        load(trial)
        for moment in moments(trial):
            trial.wait_for_work(trial.chance.choice(WORKERS), moment)
            trial.kill(stack, *WORKERS)
            trial.begin(stack, *WORKERS)
        trial.settle(stack)


def restart_in_turn(trial: Trial) -> None:
    """Restarts all services, one after the other, as an upgrade does."""
    with trial.stack() as stack:
        load(trial)
        for moment in moments(trial):
            trial.wait_for_work("ingest", moment)
            for service in WORKERS:
                trial.restart(stack, service)
        trial.settle(stack)


def scale(trial: Trial) -> None:
    """Goes from one worker of extraction and of aggregation to three, and back to one."""
    scaled = WORKERS[1:]
    workers = {"ingest": 1, **dict.fromkeys(scaled, 3)}
    with trial.stack(workers=workers) as stack:
        load(trial)
        for moment in moments(trial):
            trial.wait_for_work("extraction", moment)
            others = [f"{service}-{number}" for number in (2, 3) for service in scaled]
            trial.begin(stack, *others)
            trial.wait_for_work("extraction", moment + trial.effort.wires // 10)
            _leave(trial, stack, others)
        trial.settle(stack)


def _leave(trial: Trial, stack: Stack, workers: list[str]) -> None:
    """Half of them are asked to end, the others are killed."""
    trial.chance.shuffle(workers)
    for asked, killed in zip(workers[::2], workers[1::2], strict=True):
        stack.workers[asked].stop(patience=30)
        trial.done["SIGTERM"] += 1
        trial.kill(stack, killed)


EACH = Experiment("F1", "kill -9 of each service", kill_each)
EXPERIMENTS = (
    *(Experiment(f"F1 {one}", f"kill -9 of {one}", partial(kill_one, one), times=20) for one in WORKERS),
    Experiment("F2", "kill -9 of all three at once", kill_all, times=5),
    Experiment("F3", "rolling restarts by SIGTERM", restart_in_turn, times=10),
    Experiment("F4", "extraction and aggregation from 1 worker to 3 and back", scale, times=2),
)
