"""The fault suite in short: `make faults` does all of it, at length."""

import os
from pathlib import Path

import pytest

from services.common.settings import Settings
from tests.faults import killing, outages, poison, replays
from tests.faults.experiment import Experiment, tried
from tests.faults.ground import Ground
from tests.faults.naive_trial import miscounted
from tests.faults.trial import Effort, Trial

pytestmark = [pytest.mark.fault, pytest.mark.timeout(400)]

SEED = int(os.environ.get("TALLYWIRE_FAULT_SEED", "1"))


@pytest.mark.parametrize(
    ("experiment", "effort"),
    [
        (killing.EACH, Effort(wires=400, times=1)),
        (outages.RESET, Effort(wires=150, times=3)),
        (poison.POISON, Effort(wires=150, times=1)),
        (replays.SHUFFLED, Effort(wires=150, times=1)),
        (replays.AGAIN, Effort(wires=150, times=1)),
    ],
    ids=lambda one: one.name.replace(" ", "-") if isinstance(one, Experiment) else f"{one.wires}-wires",
)
def test_ledger_and_oracle_agree_after(experiment: Experiment, effort: Effort, bootstrap: str, tmp_path: Path) -> None:
    print(tried(experiment, bootstrap, SEED, effort, tmp_path))


def test_a_naive_counter_is_found_out(bootstrap: str, namespace: str, tmp_path: Path) -> None:
    settings = Settings(kafka_bootstrap=bootstrap, namespace=namespace)
    trial = Trial(settings, SEED, Effort(wires=250, times=1), tmp_path, Ground(bootstrap, bootstrap))
    miscount = miscounted(trial)
    print(f"naive counter, seed {SEED}: {miscount}")
    assert miscount.errors > 0
