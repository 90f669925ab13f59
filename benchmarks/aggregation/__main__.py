"""What aggregation costs, from a thousand to a million remembered incidents: part of `make bench`.

Alone: `python -m benchmarks.aggregation [--most 100000] [--only costs,worst,starts,rates]`. Of a million most are
copies (copies.py says of what).
"""

import argparse
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from rich.console import Console
from rich.table import Table

from benchmarks.aggregation import costs, rates, starts
from benchmarks.aggregation.copies import state_remembering
from benchmarks.aggregation.machine import machine
from benchmarks.aggregation.news import MILLION
from benchmarks.aggregation.state import State

WIDTH: Final = 150
SIZES: Final = (1_000, 10_000, 100_000, MILLION)
PARTS: Final = ("costs", "worst", "starts", "rates")


def main() -> None:
    """Measure what is asked for, and print a table of each."""
    asked = _asked()
    console = Console(width=WIDTH)
    _print(console, "Measured on", ("what", "it is"), machine())
    sizes = [size for size in SIZES if size <= asked.most]
    for part in asked.only:
        _PARTS[part](console, sizes)


def _costs(console: Console, sizes: list[int]) -> None:
    growth = costs.Growth()
    title = "One report of the newest month, without Kafka; processor time of one core"
    _print(console, title, costs.HEADS, (growth.line(size, _state(size)) for size in sizes))


def _worst(console: Console, _: list[int]) -> None:
    _print(console, "Where much hangs together", ("what", "milliseconds of one core"), costs.worst())


def _starts(console: Console, sizes: list[int]) -> None:
    lines = (line for size in sizes[1:] for line in starts.starts(size, _state(size)))
    _print(console, "Starts, with one worker that has everything", starts.HEADS, lines)


def _rates(console: Console, sizes: list[int]) -> None:
    size = sizes[min(1, len(sizes) - 1)]
    _print(console, f"The service over {size:,} incidents", rates.HEADS, rates.rates(size, _state(size)))


_PARTS: Final[dict[str, Callable[[Console, list[int]], None]]] = {
    "costs": _costs,
    "worst": _worst,
    "starts": _starts,
    "rates": _rates,
}


@cache
def _state(size: int) -> State:
    return state_remembering(size)


def _print(console: Console, title: str, heads: tuple[str, ...], lines: Iterator[tuple[str, ...]]) -> None:
    table = Table(*heads, title=title, title_justify="left")
    for line in lines:
        console.print(f"  {' | '.join(line)}", style="dim")  # the whole takes long
        table.add_row(*line)
    console.print(table)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=100_000, help="incidents remembered at most")
    parser.add_argument("--only", type=lambda text: text.split(","), default=list(PARTS), help="parts, by commas")
    return parser.parse_args()


if __name__ == "__main__":
    main()
