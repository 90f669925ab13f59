"""F8 and F9: what the services remember is damaged, on their disks and on the broker."""

from collections.abc import Callable
from functools import partial
from shutil import rmtree

from services.common.settings import Settings
from services.common.tables import TABLES, changelog
from tallywire.processes import holds_within, tail
from tallywire.stack import WORKERS, Stack
from tests.faults.damage import compact_soon, cut_off, delete_topic, garble, is_compacted
from tests.faults.experiment import Experiment
from tests.faults.killing import load, moments
from tests.faults.trial import Stuck, Trial
from tests.faults.upstream import portions, read_anew
from tests.faults.wires import planned

START_PATIENCE = 60.0
COMPACTION_PATIENCE = 90.0
REBUILT = ("extraction", "aggregation")
"""What is read anew from the articles."""


def damage_disks(trial: Trial) -> None:
    """Kills each service, and deletes its data or writes noise over it, before it starts again."""
    with trial.stack() as stack:
        load(trial)
        for number, moment in enumerate(moments(trial)):
            service = WORKERS[number % len(WORKERS)]
            folder = stack.folder / "data" / service
            trial.wait_for_work(service, moment)
            trial.kill(stack, service)
            if number // len(WORKERS) % 2 == 0:
                rmtree(folder)
                trial.done["data folders deleted"] += 1
            else:
                trial.done["files garbled"] += garble(folder, trial.chance)
            if not _comes_back(trial, stack, service):
                trial.told.append(f"{service} refused its garbled store: {_last_words(stack, service)}")
                rmtree(folder)
                trial.begin(stack, service)
        trial.settle(stack)


def damage_changelogs(damage: Callable[[Settings, str], None], trial: Trial) -> None:
    """Damages a changelog of each service, which must refuse to start; then all is read anew from the articles."""
    with trial.stack() as stack:
        load(trial)
        trial.settle(stack)
    for service in WORKERS:
        topic = trial.settings.named(changelog(service, TABLES[service][0]))
        damage(trial.settings, topic)
        trial.done["changelogs damaged"] += 1
        trial.told.append(f"{service} refuses: {refusal(trial, service, topic)}")
    read_anew(trial)


def refusal(trial: Trial, service: str, topic: str) -> str:
    """The line with which the service refuses to start; it must name the topic."""
    names = dict.fromkeys(WORKERS, 1)
    stack = Stack(trial.settings.kafka_bootstrap, trial.folder, namespace=trial.settings.namespace, workers=names)
    worker = stack.workers[service]
    worker.start()
    process = worker.process
    try:
        ended = holds_within(START_PATIENCE, lambda: not worker.running)
    finally:
        stack.stop()
    said = _last_words(stack, service)
    if not ended or process is None or process.returncode == 0 or topic not in said:
        raise Stuck(f"{service} with a damaged {topic} did not refuse to start: {said}")
    return said.replace(trial.settings.namespace, "")


def compact_changelogs(trial: Trial) -> None:
    """Lets the broker compact the changelog of each service in turn, and kills the service behind it."""
    plan = planned(trial.effort.wires, trial.seed)
    trial.expected = plan.standing
    with trial.stack() as stack:
        for service, wires in zip(WORKERS, portions(plan.deliveries, len(WORKERS)), strict=True):
            topic = trial.settings.named(changelog(service, TABLES[service][0]))
            compact_soon(trial.settings, topic)
            trial.publish(wires)
            trial.settle(stack)
            if not holds_within(COMPACTION_PATIENCE, partial(is_compacted, trial.settings, topic), every=1):
                raise Stuck(f"the broker has not compacted {topic} in {COMPACTION_PATIENCE:.0f} s")
            trial.done["changelogs compacted"] += 1
            trial.kill(stack, service)
            trial.begin(stack, service)
        trial.settle(stack)


def _comes_back(trial: Trial, stack: Stack, service: str) -> bool:
    """Whether the service gets ready; it may also end with a word on why not."""
    worker = stack.workers[service]
    worker.start()
    holds_within(START_PATIENCE, lambda: worker.ready or not worker.running)
    return worker.ready


def _last_words(stack: Stack, service: str) -> str:
    """The last line that the service logged; Faust hides the cursor before it."""
    return tail(stack.workers[service].log, lines=1).rpartition("\x1b[?25h")[2].strip()


_DAMAGED = partial(Experiment, services=REBUILT, most=1000)
EXPERIMENTS = (
    Experiment("F8", "data folders deleted, and files in them overwritten with noise", damage_disks, times=6),
    _DAMAGED("F9 delete", "changelogs deleted", partial(damage_changelogs, delete_topic)),
    _DAMAGED("F9 cut", "changelogs cut off by retention", partial(damage_changelogs, cut_off)),
    Experiment("F9 compact", "changelogs compacted while they are written", compact_changelogs),
)
