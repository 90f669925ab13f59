"""Keeps a DuckDB table of the incidents: of each exactly the newest snapshot.

python examples/warehouse/warehouse.py incidents.duckdb [--until-end] [--parquet incidents.parquet]
"""

import argparse
import json
import signal
import uuid
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from schemas.incidents import IncidentResolved
from tallywire.consume import Delivery, Subscription
from tallywire.exports import Entry
from tallywire.exports.columns import COLUMNS, Cell

_TYPES = {"text": "TEXT", "whole": "HUGEINT", "number": "DOUBLE", "day": "DATE", "moment": "TIMESTAMPTZ"} | {
    "texts": "TEXT[]"
}
_NAMES = [column.name for column in COLUMNS]
TABLE = (
    "CREATE TABLE IF NOT EXISTS incidents ("
    + ", ".join(f"{column.name} {_TYPES[column.holds]}" for column in COLUMNS)
    + ", snapshot JSON, PRIMARY KEY (event_id))"
)
NEWEST = (
    f"INSERT INTO incidents VALUES ({', '.join('?' * (len(_NAMES) + 1))}) ON CONFLICT (event_id) DO UPDATE SET "  # noqa: S608 (names of our own columns)
    + ", ".join(f"{name} = excluded.{name}" for name in [*_NAMES[1:], "snapshot"])
    + " WHERE excluded.revision > incidents.revision"
)


class Warehouse:
    """The table. Whatever comes again changes nothing, so that its contents are exact although events are not."""

    def __init__(self, path: Path) -> None:
        """Opens the file, and makes it where there is none."""
        self._file = duckdb.connect(str(path))
        self._file.execute(TABLE)
        self._file.execute("CREATE TABLE IF NOT EXISTS identity (name TEXT)")
        named = self._file.execute("SELECT name FROM identity").fetchone()
        name = named[0] if named else uuid.uuid4().hex
        if not named:
            self._file.execute("INSERT INTO identity VALUES (?)", [name])
        self.group = f"warehouse-{name}"
        """The consumer group that belongs to this file: a new file reads everything from the beginning."""

    def put(self, delivery: Delivery[IncidentResolved]) -> None:
        """The snapshot, unless a newer one is there."""
        entry = Entry(delivery.event, delivery.written_at)
        cells = [_plain(column.of(entry)) for column in COLUMNS]
        self._file.execute(NEWEST, [*cells, json.dumps(delivery.event.model_dump(mode="json"))])

    def remove(self, incident_id: str) -> None:
        """The broker has nothing of it any more."""
        self._file.execute("DELETE FROM incidents WHERE event_id = ?", [incident_id])

    def write_parquet(self, path: Path) -> None:
        """The table as a Parquet file."""
        self._file.execute("COPY (FROM incidents ORDER BY event_date, event_id) TO ? (FORMAT parquet)", [str(path)])

    def close(self) -> None:
        """Closes the file."""
        self._file.close()


def _plain(cell: Cell) -> Any:
    if isinstance(cell, date | datetime):
        return cell
    return list(cell) if isinstance(cell, tuple) else cell


def load(warehouse: Warehouse, *, until_end: bool) -> None:
    """Follows the incidents until SIGTERM or Ctrl-C, or to their end now."""
    wanted = Subscription(IncidentResolved, warehouse.group, until_end=until_end, tombstones=True, batch=500)
    with wanted.deliveries() as deliveries:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: deliveries.stop())
        for change in deliveries.changes():
            if isinstance(change, Delivery):
                warehouse.put(change)
            else:
                warehouse.remove(change.key)


def main() -> None:
    """Loads, and writes the Parquet file at the end if one is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--until-end", action="store_true")
    parser.add_argument("--parquet", type=Path)
    told = parser.parse_args()
    warehouse = Warehouse(told.file)
    try:
        load(warehouse, until_end=told.until_end)
        if told.parquet:
            warehouse.write_parquet(told.parquet)
    finally:
        warehouse.close()


if __name__ == "__main__":
    main()
