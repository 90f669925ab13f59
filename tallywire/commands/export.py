"""`export`: incidents as they stand, in a format that others read."""

import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from services.common.settings import Settings
from tallywire import screen
from tallywire.exports import FORMATS, Filters, Frame, WrongFilter
from tallywire.exports.parquet import ParquetUnavailable
from tallywire.exports.reading import entries

FormatName = StrEnum("FormatName", {name: name for name in FORMATS})  # type: ignore[misc] # the table is the list


def export(
    format_: Annotated[FormatName, typer.Argument(metavar="FORMAT", help=" | ".join(FORMATS))],
    filters: Annotated[
        list[str] | None, typer.Argument(metavar="FILTER...", help="name=value, as in the page's address")
    ] = None,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="- for standard output")] = "-",
) -> None:
    """Write the incidents that stand, each as its newest snapshot, with its articles' headlines and addresses.

    Filters: from, to, country, admin1, bbox (west,south,east,north), kind, weapon, actor, outcome, target_kind,
    factuality, status, min_sources, q. Values of one filter are alternatives. Without any: what occurred and stands.

    Examples:
      tallywire export csv country=IQ from=2022-01-01 -o iraq.csv

      tallywire export geojson "kind=drone_strike&kind=air_strike&bbox=34,29,49,38" > strikes.geojson

      tallywire export stix status=any -o bundle.json
    """
    try:
        wanted = Filters.of(filters or [])
    except WrongFilter as error:
        screen.complain(str(error))
        raise typer.Exit(screen.EXIT_USAGE) from error
    found = entries(Settings(), wanted)
    updated = max((entry.updated_at for entry in found), default=datetime.now(UTC))
    title = "Tallywire incidents" + (f": {'&'.join(filters)}" if filters else "")
    try:
        _write(b"".join(FORMATS[format_].write(found, Frame(title, updated))), output)
    except (ParquetUnavailable, OSError) as error:
        screen.complain(str(error))
        raise typer.Exit(screen.EXIT_SOME_FAILED) from error
    screen.complain(f"{len(found)} incidents as {format_}")


def _write(content: bytes, where: str) -> None:
    with ExitStack() as open_files:
        out = sys.stdout.buffer if where == "-" else open_files.enter_context(Path(where).open("wb"))
        out.write(content)
        out.flush()
