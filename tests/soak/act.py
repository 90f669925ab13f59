"""What a soak does: wires by feed and by topic at an even rate, and a trouble every minute or so."""

import itertools
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tallywire.deliveries import Delivery
from tallywire.stack import SERVICES, WORKERS, Stack
from tests.faults.trial import Trial
from tests.faults.wires import Rates, planned
from tests.soak.feeds import Feeds, growing
from tests.soak.gauges import Gauges

BY_FEED = 0.2
"""Of the wires. A feed cannot say that a wire is taken back, nor which it corrects: these only tell."""
FEEDS = ("Lantern Service", "Quarry News", "Osprey Wire", "Thistle Press")
PLAIN = Rates(corrected=0, killed=0, again=0, reprinted=0.1)
SECONDS_APART = 45.0, 105.0
"""Between two troubles."""
KILLS = 1 / 3, 2 / 3
"""Processes are killed between these only: before and behind, each lives long enough to show what grows."""
Wire = tuple[str, dict[str, Any]]
"""The feed in which it is shown, empty if it comes by the topic; and the wire."""
Trouble = Callable[[Trial, Stack], None]


@dataclass(slots=True)
class Soak:
    """An act for an `Experiment`: so many wires a second for so long."""

    seconds: float
    rate: float
    sent: int = 0
    gauges: Gauges | None = None

    def __call__(self, trial: Trial) -> None:
        """Does it, and waits until all is counted."""
        with growing() as feeds:
            named = trial.folder / "feeds.toml"
            named.write_text(feeds.settings(FEEDS))
            env = {"FEEDS": str(named), "ALLOWED_NETWORKS": "127.0.0.0/8", "HOST_SECONDS": "0"}
            env |= {"UNCONDITIONAL_MINUTES": "0"}
            ingest = {f"TALLYWIRE_INGEST_{name}": value for name, value in env.items()}
            with trial.stack(*SERVICES, env=ingest) as stack:
                self.gauges = Gauges(lambda: _pids(stack), lambda: self.sent)
                with self.gauges:
                    self._run(trial, stack, feeds)
                time.sleep(20)  # feeds are asked once more
                trial.settle(stack)

    def _run(self, trial: Trial, stack: Stack, feeds: Feeds) -> None:
        """Every second its wires, and a trouble when it is time for one."""
        wires = _wires(trial, int(self.seconds * self.rate))
        began = time.monotonic()
        trouble_at = began + trial.chance.uniform(*SECONDS_APART)
        while (now := time.monotonic()) - began < self.seconds:
            due = int((now - began) * self.rate) - self.sent
            _send(trial, feeds, list(itertools.islice(wires, due)))
            self.sent += due
            if now >= trouble_at:
                _trouble(trial, stack, (now - began) / self.seconds)
                trouble_at = time.monotonic() + trial.chance.uniform(*SECONDS_APART)
            stack.check()
            time.sleep(1)


def _wires(trial: Trial, count: int) -> Iterator[Wire]:
    """The wires of both ways, mixed; more of each than are sent."""
    by_topic = (("", json.loads(one.raw)) for one in planned(count, trial.seed).deliveries)
    told = (json.loads(one.raw) for one in planned(count, trial.seed + 1, PLAIN).deliveries)
    by_feed = zip(itertools.cycle(FEEDS), told, strict=False)
    while True:
        feed, wire = next(by_feed if trial.chance.random() < BY_FEED else by_topic)
        yield feed, wire | ({"source": feed} if feed else {})


def _send(trial: Trial, feeds: Feeds, wires: Sequence[Wire]) -> None:
    for feed, wire in wires:
        if feed:
            feeds.add(wire)
    trial.publish(Delivery(wire["id"], json.dumps(wire).encode()) for feed, wire in wires if not feed)


def _trouble(trial: Trial, stack: Stack, done: float) -> None:
    """One of the troubles that are due when so much of the time is over."""
    harsh = KILLS[0] < done < KILLS[1]
    trial.chance.choice(HARSH if harsh else MILD)(trial, stack)


def _reset(trial: Trial, stack: Stack) -> None:
    trial.ground.proxy.reset()
    trial.done["resets of all connections"] += 1


def _pause(trial: Trial, stack: Stack) -> None:
    with trial.paused(stack.workers[trial.chance.choice(WORKERS)]):
        time.sleep(trial.chance.uniform(2, 15))


def _broker(trial: Trial, stack: Stack) -> None:
    trial.ground.broker.kill()
    time.sleep(trial.chance.uniform(1, 10))
    trial.ground.broker.start()
    trial.done["broker kill -9"] += 1


def _kill(trial: Trial, stack: Stack) -> None:
    name = trial.chance.choice(SERVICES)
    trial.kill(stack, name)
    trial.begin(stack, name)


def _kill_all(trial: Trial, stack: Stack) -> None:
    trial.kill(stack, *SERVICES)
    trial.begin(stack, *SERVICES)


def _restart(trial: Trial, stack: Stack) -> None:
    trial.restart(stack, trial.chance.choice(SERVICES))


MILD: Final[tuple[Trouble, ...]] = (_reset, _reset, _pause, _broker)
HARSH: Final[tuple[Trouble, ...]] = (_kill, _kill, _kill_all, _restart)


def _pids(stack: Stack) -> dict[str, int]:
    return {name: worker.process.pid for name, worker in stack.workers.items() if worker.process}
