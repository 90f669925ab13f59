"""F5 and F7: the broker dies, or the network between it and the services is bad."""

import time
from functools import partial

from tallywire.stack import Stack
from tests.faults.experiment import Experiment
from tests.faults.killing import load, moments
from tests.faults.trial import Trial

SHORT_OUTAGE, LONG_OUTAGE = 10.0, 120.0
MOST_LINES = 10
"""That all services together may log for each second without a broker."""
SILENCE = 30.0
DELAY = 0.25
"""In each direction: a round trip takes half a second longer."""
SLOW_WIRES = 60
"""Each wire waits for several round trips, one after the other."""


def kill_broker(seconds: float, trial: Trial) -> None:
    """Kills the broker and starts it again; no service may end, nor fill the disk with complaints."""
    with trial.stack() as stack:
        load(trial)
        for moment in moments(trial):
            trial.wait_for_work("extraction", moment)
            lines = said(stack)
            trial.ground.broker.kill()
            trial.done["broker kill -9"] += 1
            time.sleep(seconds)
            stack.check()
            lines = said(stack) - lines
            trial.told.append(f"broker away for {seconds:.0f} s: {lines} lines in the services' logs")
            assert lines < MOST_LINES * seconds, trial.told[-1]
            trial.ground.broker.start()
        trial.settle(stack)


def said(stack: Stack) -> int:
    """How many lines the services have logged."""
    return sum(worker.log.read_bytes().count(b"\n") for worker in stack.workers.values())


def reset(trial: Trial) -> None:
    """Breaks off every connection, again and again."""
    with trial.stack() as stack:
        load(trial)
        for moment in moments(trial):
            trial.wait_for_work("extraction", moment)
            trial.ground.proxy.reset()
            trial.done["resets"] += 1
        trial.settle(stack)


def silence(seconds: float, trial: Trial) -> None:
    """Lets nothing pass for longer than a member of a group may be silent; what was on its way arrives behind it."""
    with trial.stack() as stack:
        load(trial)
        for moment in moments(trial):
            trial.wait_for_work("extraction", moment)
            trial.ground.proxy.silent = True
            time.sleep(seconds)
            trial.ground.proxy.silent = False
            trial.done[f"silences of {seconds:.0f} s"] += 1
        trial.settle(stack)


def delay(trial: Trial) -> None:
    """Slows every byte down."""
    with trial.stack() as stack:
        trial.ground.proxy.delay = DELAY
        load(trial)
        trial.settle(stack)


_BROKEN = partial(Experiment, own_broker=True)
RESET = _BROKEN("F7 reset", "all connections reset", reset, times=10)
EXPERIMENTS = (
    _BROKEN("F5 short", "broker killed, back after 10 s", partial(kill_broker, SHORT_OUTAGE), times=3),
    _BROKEN("F5 long", "broker killed, back after 120 s", partial(kill_broker, LONG_OUTAGE)),
    _BROKEN("F7 delay", "every round trip takes 500 ms more", delay, most=SLOW_WIRES),
    RESET,
    _BROKEN("F7 drop", "network silent for 30 s", partial(silence, SILENCE), times=2),
)
