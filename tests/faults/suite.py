"""All experiments of the long form, in the order of the plan."""

from tests.faults import killing, outages, poison, replays, stores, versions, zombies
from tests.faults.experiment import Experiment

EXPERIMENTS: tuple[Experiment, ...] = (
    *killing.EXPERIMENTS,
    *outages.EXPERIMENTS,
    *zombies.EXPERIMENTS,
    *stores.EXPERIMENTS,
    *poison.EXPERIMENTS,
    *replays.EXPERIMENTS,
    *versions.EXPERIMENTS,
)
