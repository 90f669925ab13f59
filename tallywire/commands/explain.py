"""`explain`: why a wire was read as it was."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tallywire import screen
from tallywire.commands.batch import Failures, Paths
from tallywire.deliveries import deliveries
from tallywire.explaining.explain import explained
from tallywire.explaining.page import page
from tallywire.explaining.text import shown


def explain(
    paths: Paths,
    html: Annotated[
        str | None, typer.Option("--html", metavar="FILE", help="one page for a browser instead, - for standard output")
    ] = None,
) -> None:
    """Show a wire's text with every incident's evidence marked, the rule behind each field, and what decided.

    A wire in which nothing is read (a drill, a kill notice, another language) is shown with the reason.

    Examples:
      tallywire explain demo/wires/harbour-0003.json | less -R

      tallywire explain demo/wires --html wires.html
    """
    failures = Failures()
    explanations = (explanation for _, explanation in failures.passing(deliveries(paths), explained))
    if html is None:
        # Tables need a width that wraps; the other commands' console has lines as long as they come.
        console = Console(highlight=False)
        for explanation in explanations:
            console.print(shown(explanation))
    else:
        _write("".join(page(list(explanations))), html)
    screen.finish(failures.count)


def _write(text: str, where: str) -> None:
    if where == "-":
        sys.stdout.write(text)
        return
    try:
        Path(where).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        screen.complain(f"{where}: {error.strerror or error}")
        raise typer.Exit(screen.EXIT_SOME_FAILED) from error
