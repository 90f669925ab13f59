"""The long form: `make faults` runs `python -m tests.faults`."""

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.experiment import Experiment, Failure, Found, Result, tried
from tests.faults.naive_trial import NAIVE, Miscount, naive_tried
from tests.faults.report import page
from tests.faults.start import AT_START, AtStart, at_start
from tests.faults.suite import EXPERIMENTS
from tests.faults.trial import Effort
from tests.kafka import broker_for_tests

PAGE = Path(__file__).parents[2] / "docs" / "faults.md"
Row = Result | Failure | Miscount | AtStart


def main(words: list[str] | None = None) -> int:
    """0 if no experiment found an error, and the naive counter was found out."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=5000, help="wires for each experiment")
    parser.add_argument("--only", default="", help="such as F1,F5 or 'F1 ingest'; a part of the suite writes no page")
    asked = parser.parse_args(words)
    began, rows = time.monotonic(), list[Row]()
    with broker_for_tests() as bootstrap:
        for name in _chosen(asked.only):
            rows.append(_row(name, bootstrap, asked.seed, asked.size))
            print(rows[-1], flush=True)
            if not asked.only:  # each time anew: a run that is cut off leaves what it had found by then
                PAGE.write_text(page(rows, asked.size, time.monotonic() - began), encoding="utf-8")
    failed = [row.name for row in rows if row.failed]
    print(f"{len(rows)} experiments, {len(failed)} found an error{': ' * bool(failed)}{', '.join(failed)}")
    return int(bool(failed))


def _chosen(only: str) -> list[str]:
    """The experiments named, separated by commas: `F1` is each that begins so, `F1 ingest` is one; empty: all."""
    wanted = {name.strip() for name in only.split(",") if name.strip()}
    names = [*(one.name for one in EXPERIMENTS), AT_START, NAIVE]
    return [name for name in names if not wanted or wanted & {name, name.split()[0]}]


def _row(name: str, bootstrap: str, seed: int, size: int) -> Row:
    folder = Path(tempfile.mkdtemp(prefix="tallywire-faults-"))
    if name == AT_START:
        row: Row = at_start(bootstrap)
    elif name == NAIVE:
        row = naive_tried(bootstrap, seed, size, folder)
    else:
        row = _tried(next(one for one in EXPERIMENTS if one.name == name), bootstrap, seed, size, folder)
    if not row.failed:
        shutil.rmtree(folder)
    return row


def _tried(experiment: Experiment, bootstrap: str, seed: int, size: int, folder: Path) -> Result | Failure:
    effort = Effort(wires=min(size, experiment.most or size), times=experiment.times)
    try:
        return tried(experiment, bootstrap, seed, effort, folder)
    except Found as found:
        return Failure(experiment.name, experiment.title, seed, effort, str(found))


if __name__ == "__main__":
    sys.exit(main())
