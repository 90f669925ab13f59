"""Parquet, written by DuckDB: the columns with their types, lists as lists."""

import json
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tallywire.exports.columns import COLUMNS, Cell
from tallywire.exports.entries import Entry, Frame

_TYPES = {
    "text": "VARCHAR",
    "whole": "BIGINT",
    "number": "DOUBLE",
    "day": "DATE",
    "moment": "TIMESTAMPTZ",
    "texts": "VARCHAR[]",
}
_CHUNK = 1 << 16


class ParquetUnavailable(RuntimeError):
    """DuckDB is not installed; the text says how it comes to be."""


def parquet(entries: Iterable[Entry], _: Frame) -> Iterator[bytes]:
    """The file. It is written to the temporary folder first: its index comes last, and says where everything is.

    Raises:
        ParquetUnavailable: DuckDB is not installed.
    """
    try:
        import duckdb  # noqa: PLC0415 (25 MB that are wanted for this alone)
    except ImportError as error:
        raise ParquetUnavailable("Parquet wants DuckDB: pip install 'tallywire[parquet]'") from error
    with tempfile.TemporaryDirectory(prefix="tallywire-parquet-") as folder:
        rows, file = Path(folder) / "rows.ndjson", Path(folder) / "incidents.parquet"
        with rows.open("w", encoding="utf-8") as lines:
            for entry in entries:
                lines.write(json.dumps({column.name: _plain(column.of(entry)) for column in COLUMNS}) + "\n")
        with duckdb.connect() as database:
            database.execute(_statement(rows, file))
        with file.open("rb") as written:
            while chunk := written.read(_CHUNK):
                yield chunk


def _statement(rows: Path, file: Path) -> str:
    """COPY takes no parameters; both paths are ours, the folder's from the environment's temporary folder."""
    columns = ", ".join(f"{column.name}: '{_TYPES[column.holds]}'" for column in COLUMNS)
    reading = f"read_json({_quoted(rows)}, format = 'newline_delimited', columns = {{{columns}}})"
    return f"COPY (SELECT * FROM {reading}) TO {_quoted(file)} (FORMAT parquet, COMPRESSION zstd)"  # noqa: S608


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _plain(cell: Cell) -> Any:
    return cell.isoformat() if isinstance(cell, date | datetime) else cell
