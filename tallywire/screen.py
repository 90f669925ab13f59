"""What the command line shows: rich on a terminal, plain lines otherwise; messages go to standard error."""

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

import typer
from rich.console import Console
from rich.progress import track

EXIT_OK, EXIT_SOME_FAILED, EXIT_USAGE, EXIT_BROKER = 0, 1, 2, 3

T = TypeVar("T")

output = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else 140)
errors = Console(stderr=True, highlight=False, soft_wrap=True)


def complain(text: str) -> None:
    """One line on standard error."""
    errors.print(f"tallywire: {text}", markup=False)


def line(text: str) -> None:
    """One line of result on standard output, exactly as it is."""
    sys.stdout.write(text + "\n")


def finish(failed: int) -> None:
    """Ends the command: exit code 1 if anything failed."""
    raise typer.Exit(EXIT_SOME_FAILED if failed else EXIT_OK)


def progress(items: Iterable[T], what: str) -> Iterator[T]:
    """The items, with a progress bar where a person is looking."""
    if errors.is_terminal:
        yield from track(items, what, console=errors, transient=True)
    else:
        yield from items
