"""The long form: `python -m tests.faults`, by `make faults`."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.faults.experiment import Experiment, Found, tried
from tests.faults.killing import EXPERIMENTS as KILLING
from tests.faults.outages import EXPERIMENTS as OUTAGES
from tests.faults.poison import EXPERIMENTS as POISON
from tests.faults.replays import EXPERIMENTS as REPLAYS
from tests.faults.stores import EXPERIMENTS as STORES
from tests.faults.trial import Effort
from tests.faults.versions import EXPERIMENTS as VERSIONS
from tests.faults.zombies import EXPERIMENTS as ZOMBIES
from tests.kafka import broker_for_tests

EXPERIMENTS: tuple[Experiment, ...] = (*KILLING, *OUTAGES, *ZOMBIES, *STORES, *POISON, *REPLAYS, *VERSIONS)


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=5000)
    parser.add_argument("--times", type=int, default=0)
    parser.add_argument("--only", default="")
    asked = parser.parse_args(words)
    only = [n for n in asked.only.split(",") if n]
    failed = 0
    with broker_for_tests() as bootstrap:
        for experiment in EXPERIMENTS:
            if only and not any(n in (experiment.name, experiment.name.split()[0]) for n in only):
                continue
            folder = Path(tempfile.mkdtemp(prefix="tallywire-faults-"))
            try:
                print(
                    tried(
                        experiment,
                        bootstrap,
                        asked.seed,
                        Effort(min(asked.size, experiment.most or asked.size), asked.times or experiment.times),
                        folder,
                    ),
                    flush=True,
                )
            except Found as e:
                failed += 1
                print(f"FAILED {e}", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
