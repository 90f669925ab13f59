"""What reading costs: `make bench`.

Times are taken beside `spacy.blank("en")` with its sentencizer, in the same run: their ratio says something on any
machine. The goal is at most 20 times its time, aiming at 8 (medians over all gold wires).
"""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Final

import spacy
from rich.console import Console
from rich.table import Table

from benchmarks.clock import seconds
from benchmarks.process import LONG
from benchmarks.wires import article_of, everything, ours
from schemas.articles import ArticleIngested
from services.extraction.domain.read import read

ROUNDS: Final = 5
"""Each wire is read so often, in turns with spaCy; the median of them is its time."""
LENGTHS: Final = (10_000, 100_000, LONG)
WIDTH: Final = 110
"""Columns of the table, in a log file as on a screen."""
MILLI: Final = 1000.0
Line = tuple[str, str]


def beside_spacy(wires: Sequence[ArticleIngested]) -> Iterator[Line]:
    """A wire's time, spaCy's, and their ratio."""
    blank = spacy.blank("en")
    blank.add_pipe("sentencizer")
    rounds = [
        [(seconds(lambda: blank(wire.text)), seconds(lambda: read(wire))) for wire in wires]  # noqa: B023 - called at once
        for _ in range(ROUNDS)
    ]
    theirs, own = (
        [median(times[side] for times in of_wire) for of_wire in zip(*rounds, strict=True)] for side in (0, 1)
    )
    yield f"wires, of {median(len(wire.text) for wire in wires):.0f} characters (median)", str(len(wires))
    yield "a wire, blank spaCy and sentencizer (median)", f"{median(theirs) * MILLI:.2f} ms"
    yield "a wire, read() (median)", f"{median(own) * MILLI:.2f} ms"
    yield "the slowest wire", f"{max(own) * MILLI:.1f} ms"
    yield "ratio of the medians (goal: 20, aim: 8)", f"{median(own) / median(theirs):.1f}"
    yield "wires per second, one process", f"{len(wires) / sum(own):.0f}"


def by_length(wires: Sequence[ArticleIngested]) -> Iterator[Line]:
    """The time of long articles, which should grow as their length does."""
    shortest: float | None = None
    for length in LENGTHS:
        article = article_of(length, wires)
        rounds = 1 if length == LONG else 3
        time_taken = median(seconds(lambda: read(article)) for _ in range(rounds))  # noqa: B023 - called at once
        each = time_taken * MILLI / (length / 1000)
        shortest = shortest or each
        told = f"{time_taken:.2f} s: {each:.1f} ms per 1,000 ({each / shortest:.1f} times the first's)"
        yield f"an article of {length:,} characters", told


def processes() -> Iterator[Line]:
    """Start-up and memory, each in a process of its own."""
    started = min(seconds(lambda: _process("nothing"), time.perf_counter) for _ in range(3))
    yield "start-up: from nothing to the first wire read", f"{started:.2f} s"
    yield "memory after one wire", f"{_process('nothing')} MB"
    yield "memory after all wires", f"{_process('wires')} MB"
    yield "memory after them, with the service's Kafka client", f"{_process('service')} MB"
    yield f"memory after {LONG:,} characters", f"{_process('long')} MB"


def _process(what: str) -> str:
    command = [sys.executable, "-m", "benchmarks.process", what]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def main() -> None:
    """Measure everything, and print a table."""
    read(ours()[0])  # tables are loaded once
    table = Table("what", "measured", title="Extraction")
    for line in (*beside_spacy(everything()), *by_length(ours()), *processes()):
        table.add_row(*line)
    Console(width=WIDTH).print(table)


if __name__ == "__main__":
    main()
