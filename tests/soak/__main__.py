"""Wires and troubles for hours: `make soak HOURS=1`. An hour or more writes docs/soak.md."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.faults.experiment import Experiment, tried
from tests.faults.trial import Effort
from tests.soak.act import Soak
from tests.soak.gauges import lives
from tests.soak.page import page

PAGE = Path(__file__).parents[2] / "docs" / "soak.md"
HOUR = 3600.0
MORE_FILES = 8
"""Open files that a process may have more at last than at first: connections that are made when they are wanted."""


def main(words: list[str] | None = None) -> int:
    """0 if the counts are exact and no process keeps opening files."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--hours", type=float, default=1.0)
    parser.add_argument("--rate", type=float, default=8.0, help="wires a second")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(words)
    soak = Soak(asked.hours * HOUR, asked.rate)
    effort = Effort(wires=int(soak.seconds * soak.rate), times=1)
    folder = Path(tempfile.mkdtemp(prefix="tallywire-soak-"))
    experiment = Experiment("soak", "hours of wires and troubles", soak, own_broker=True)
    result = tried(experiment, "", asked.seed, effort, folder)
    found = list(lives(soak.gauges.samples if soak.gauges else ()))
    told = page(result, soak, found)
    print(told)
    if asked.hours >= 1:
        PAGE.write_text(told, encoding="utf-8")
    return int(any(one.files_last > one.files_first + MORE_FILES for one in found))


if __name__ == "__main__":
    sys.exit(main())
