"""CSV (RFC 4180), safe to open in a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from tallywire.exports.columns import COLUMNS, Cell
from tallywire.exports.entries import Entry, Frame, rfc3339

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What spreadsheets take for the beginning of a formula, also in its full width."""


def table(entries: Iterable[Entry], _: Frame) -> Iterator[bytes]:
    """A line of names, then a line for each incident."""
    yield _line([column.name for column in COLUMNS])
    for entry in entries:
        yield _line([_shown(column.of(entry)) for column in COLUMNS])


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, tuple):
        return guarded("; ".join(cell))
    if isinstance(cell, datetime):
        return rfc3339(cell)
    return guarded(cell) if isinstance(cell, str) else str(cell)


def guarded(text: str) -> str:
    """The text in one line without control characters; an apostrophe goes before what a spreadsheet would work out."""
    text = _CONTROL.sub(" ", text).strip()
    return f"'{text}" if text.startswith(_FORMULA) else text


def _line(cells: list[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()
