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


def chosen(names: str) -> tuple[Experiment, ...]:
    """Those with the names, separated by commas: `F1` is all whose name begins so, `F1 ingest` is one; empty: all."""
    wanted = {name.strip() for name in names.split(",") if name.strip()}
    return tuple(one for one in EXPERIMENTS if not wanted or wanted & {one.name, one.name.split()[0]})
