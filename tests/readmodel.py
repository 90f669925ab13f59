"""Read models for tests: events as records, a model filled with them, and everything that stands in one."""

import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson

from schemas.events import Event
from schemas.topics import TOPICS
from services.api.model import incidents
from services.api.model.files import writer_connection
from services.api.model.filters import Filters
from services.api.model.positions import PARTS, READ
from services.api.model.record import Record
from services.api.model.writer import Writer, in_order

LOG = 7
"""The number of the topics in these tests."""
AT = 1_641_200_000_000
_TABLES = {
    "offsets": "SELECT part, next FROM offsets WHERE next",
    "incidents": "SELECT {incidents} FROM incidents",
    "snapshots": "SELECT incident_id, value FROM incidents JOIN snapshots USING (n)",
    "revisions": "SELECT * FROM revisions",
    "marks": "SELECT incident_id, facet, value FROM incidents JOIN marks USING (n)",
    "incident_articles": "SELECT incident_id, article_id FROM incidents JOIN incident_articles USING (n)",
    "words": "SELECT incident_id, words FROM incidents JOIN incident_words ON incident_words.rowid = n",
    "places": "SELECT incident_id, west, east, south, north FROM incidents JOIN places USING (n)",
    "articles": "SELECT {articles} FROM articles",
    "article_words": "SELECT article_id, words FROM articles JOIN article_words ON article_words.rowid = n",
    "reports": "SELECT * FROM reports",
    "counts": "SELECT * FROM counts",
    "statistics": "SELECT * FROM statistics",
    "alerts": "SELECT * FROM alerts",
    "changes": "SELECT part, at_offset, event, ref, before, after FROM changes",
}


class Log:
    """A log of the topics that the model reads: each message has its part and offset."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self._ends: Counter[int] = Counter()

    def add(self, *events: Event) -> "Log":
        """The events, each on its topic, under its key."""
        for event in events:
            self.put(_topic(event), event.key, event.model_dump_json().encode())
        return self

    def put(self, topic: str, key: str, value: bytes | None) -> "Log":
        """Any message."""
        partitions = next(one.partitions for one in READ if one.name == topic)
        part = PARTS.index((topic, zlib.crc32(key.encode(errors="replace")) % partitions))
        # The time is the record's own, not that of its arrival: as the broker keeps it.
        at = AT + 1000 * len(self.records)
        self.records.append(Record(part, self._ends[part], at, key, value))
        self._ends[part] += 1
        return self


def _topic(event: Event) -> str:
    return next(topic.name for topic in TOPICS if type(event) in topic.events)


def filled(path: Path, records: Iterable[Record]) -> Path:
    """A model with these records in it, taken in at once."""
    with closing(writer_connection(path)) as connection:
        Writer(connection, LOG).take(in_order(records))
    return path


def contents(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All that stands in a model, but for the numbers of rows and the order in which parts came."""
    with closing(sqlite3.connect(path)) as db:
        columns = {table: ", ".join(_columns(db, table)) for table in ("incidents", "articles")}
        found = {name: sorted(db.execute(sql.format(**columns)), key=repr) for name, sql in _TABLES.items()}
        found["orphans"] = [
            row
            for table in ("snapshots", "marks", "incident_articles", "places")
            for row in db.execute(f"SELECT n FROM {table} WHERE n NOT IN (SELECT n FROM incidents)")  # noqa: S608  # ours
        ]
        return found


def _columns(db: sqlite3.Connection, table: str) -> Sequence[str]:
    return [row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[1] != "n"]


def shown(db: sqlite3.Connection, filters: Filters) -> list[dict[str, Any]]:
    """The incidents that clients see with these filters; tests have fewer than a page of them."""
    rows, beyond = incidents.page(db, filters, limit=500, after=None)
    assert beyond is None
    return [orjson.loads(row) for row in rows]
