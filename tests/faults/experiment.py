"""An experiment, run and judged: by the ledger, by the batch oracle, by the ids of what was sent again."""

import functools
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from schemas.topics import TOPICS
from services.common.settings import Settings
from services.extraction.domain.read import read
from tallywire.commands.verify import differences
from tallywire.oracle import outcome_of
from tallywire.stack import WORKERS
from tests.faults.ground import own_ground, shared_ground
from tests.faults.ledger import Line, ledger, standing
from tests.faults.logs import Logs, repeats
from tests.faults.trial import Effort, Trial

SHOWN = 10


class Found(AssertionError):
    """An experiment found an error; the text names the experiment, its seed, and how to run it again."""


@dataclass(frozen=True, slots=True)
class Experiment:
    """A way to trouble the system: what it is called in the plan of the suite, what is done, and the doing."""

    name: str
    title: str
    act: Callable[[Trial], None]
    services: tuple[str, ...] = WORKERS
    """Those that take part: the ledger has a line for each."""
    own_broker: bool = False
    """Whether it breaks the broker, or what lies between it and the services."""
    times: int = 1
    """How often in the long form."""
    most: int | None = None
    """Wires that it can take at most."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one run."""

    name: str
    title: str
    seed: int
    effort: Effort
    ledger: tuple[Line, ...]
    differences: int
    repeated: int
    """Records that repeat another's id, and are equal to it in every byte."""
    standing: int
    done: Counter[str]
    told: tuple[str, ...]
    slowest: float
    seconds: float
    failed: bool = False

    def __str__(self) -> str:
        done = ", ".join(f"{count} {what}" for what, count in self.done.items()) or "nothing killed"
        lines = [
            f"{self.name} seed {self.seed}, {self.effort.wires} wires: {done}; {self.standing} incidents stand, "
            f"{self.differences} differences, {self.repeated} repeats, {self.seconds:.0f} s",
            *(str(line) for line in self.ledger),
            *self.told,
        ]
        return "\n    ".join(lines)


@dataclass(frozen=True, slots=True)
class Failure:
    """What a run found."""

    name: str
    title: str
    seed: int
    effort: Effort
    found: str
    failed: bool = True

    def __str__(self) -> str:
        return f"{self.name} FOUND AN ERROR: {self.found}"


def tried(experiment: Experiment, bootstrap: str, seed: int, effort: Effort, folder: Path) -> Result:
    """The result of one run, in a namespace of its own.

    Raises:
        Found: the experiment found an error.
    """
    began = time.monotonic()
    name = f"{experiment.name.replace(' ', '-')}.{uuid.uuid4().hex[:6]}."
    try:
        with ExitStack() as around:
            around.enter_context(readings_remembered())
            ground = around.enter_context(own_ground(folder) if experiment.own_broker else shared_ground(bootstrap))
            settings = Settings(kafka_bootstrap=ground.bootstrap, namespace=name)
            trial = Trial(settings, seed, effort, folder, ground)
            experiment.act(trial)
            return _judged(experiment, trial, began)
    except Exception as error:
        raise Found(
            f"{experiment.name} ({experiment.title}) with seed {seed} and {effort.wires} wires: {error}\n"
            f"again: make faults ONLY={experiment.name.split()[0]} SEED={seed} SIZE={effort.wires}; logs: {folder}"
        ) from error


def _judged(experiment: Experiment, trial: Trial, began: float) -> Result:
    logs = Logs.of(trial.settings)
    lines = ledger(logs, *experiment.services)
    wrong = [fault for line in lines for fault in line.faults]
    wrong += list(differences(trial.settings, outcome_of(logs.articles())))
    repeated = 0
    for topic in TOPICS:
        count, unequal = repeats(logs.topics[topic.name])
        repeated += count
        wrong += [f"{topic.name}: {event_id} came with two values" for event_id in unequal]
    stand = standing(logs)
    if trial.expected is not None and stand != trial.expected:
        wrong.append(f"{stand} incidents stand, the wires tell of {trial.expected}")
    if wrong:
        more = [f"... and {len(wrong) - SHOWN} more"] if wrong[SHOWN:] else []
        raise Found("\n    ".join([f"{len(wrong)} errors:", *wrong[:SHOWN], *more, *map(str, lines)]))
    return Result(
        experiment.name,
        experiment.title,
        trial.seed,
        trial.effort,
        tuple(lines),
        len(wrong),
        repeated,
        stand,
        trial.done,
        tuple(trial.told),
        trial.slowest,
        time.monotonic() - began,
    )


_read_once = functools.lru_cache(maxsize=None)(read)


@contextmanager
def readings_remembered() -> Iterator[None]:
    """Within, an article that the oracle or the ledger has read is not read again: the reading is a pure function.

    It is most of what judging costs, and the experiments share their wires.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("services.extraction.domain.desk.read", _read_once)
        yield
