"""`make bench`: measures what is asked for, and writes docs/benchmarks.md.

`python -m benchmarks [--only way,peers]`. Parts that print tables run as processes of their own, as they do alone.
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple

from rich.console import Console

from benchmarks.document import PAGE, written
from benchmarks.machine import measured_on
from benchmarks.peers import comparison
from benchmarks.way import section as way

PROGRESS: Final = re.compile(r"  \S.* \| ")
"""A line that benchmarks.aggregation prints while it works, before its table."""


class Part(NamedTuple):
    """A section: its title, and what measures it and gives its text."""

    title: str
    measured: Callable[[], str]


def printed(module: str) -> str:
    """What a module prints, without the lines that only tell that it gets on."""
    command = [sys.executable, "-m", f"benchmarks.{module}"]
    said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    lines = [line.rstrip() for line in said.splitlines() if not PROGRESS.match(line)]
    return "\n".join(["```", *lines, "```"])


PARTS: Final = {
    "way": Part("The whole way", way.measured),
    "peers": Part("The same counting job beside its peers", comparison.measured),
    "extraction": Part("Reading wires", partial(printed, "extraction")),
    "ingest": Part("Taking feeds in", partial(printed, "ingest")),
    "aggregation": Part("Merging and counting", partial(printed, "aggregation")),
    "read_side": Part("The read model", partial(printed, "read_side")),
    "streams": Part("Open streams", partial(printed, "streams")),
    "page": Part("The page", partial(printed, "page")),
}


def main() -> None:
    """Measures part after part; each is on the page as soon as it is measured."""
    console = Console()
    for name in _asked():
        part = PARTS[name]
        console.rule(part.title)
        text = f"Measured on {measured_on()}.\n\n{part.measured()}"
        console.print(text, markup=False, highlight=False, soft_wrap=True)
        page = PAGE.read_text() if PAGE.exists() else ""
        PAGE.write_text(written(page, [(part.title, text)], [one.title for one in PARTS.values()]))


def _asked() -> list[str]:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help=f"parts, by commas: {', '.join(PARTS)}")
    names = [name for name in parser.parse_args().only.split(",") if name] or list(PARTS)
    if unknown := set(names) - set(PARTS):
        parser.error(f"no part is called {', '.join(sorted(unknown))}")
    return names


if __name__ == "__main__":
    main()
