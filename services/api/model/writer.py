"""Takes messages in: data and offsets in one transaction, so that a crash leaves both or neither."""

import logging
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from schemas.topics import COUNTS, INCIDENTS
from services.api.model.incident_rows import drop_incident
from services.api.model.other_rows import TAKES, drop_count
from services.api.model.positions import PARTS, Position
from services.api.model.record import Change, Moved, Record
from services.api.model.schema import empty
from services.common.envelope import UnreadableEvent, opened

log = logging.getLogger("tallywire")
MOST_CHANGES = 100_000
"""Changes that are kept for streams to go on from."""
_TOLD_OF = 20
"""Of so many unreadable messages of a topic each is logged, then every thousandth; all are counted."""
DROPS: dict[str, Callable[[sqlite3.Connection, str], Moved | None]] = {
    INCIDENTS.name: drop_incident,
    COUNTS.name: drop_count,
}


class Writer:
    """The one that writes to the model."""

    def __init__(self, connection: sqlite3.Connection, log_number: int, most_changes: int = MOST_CHANGES) -> None:
        """Goes on where the model was left."""
        self._db, self._most = connection, most_changes
        self.unreadable: Counter[str] = Counter()
        self.position = position_in(connection, log_number)

    def take(self, records: Sequence[Record], ends: dict[int, int] | None = None) -> list[Change]:
        """Writes what the records say; those that were taken in before change nothing.

        `ends` tells how far parts are read, where that is beyond their last record: compaction leaves such holes.
        """
        before = self.position
        try:
            self._db.execute("BEGIN IMMEDIATE")
            changes = [change for record in records if (change := self._take_one(record))]
            self._go_on(ends or {})
            self._db.executemany(
                "INSERT INTO offsets (part, next) VALUES (?, ?) ON CONFLICT (part) DO UPDATE SET next = excluded.next",
                [(part, at) for part, at in enumerate(self.position.offsets) if at != before.offsets[part]],
            )
            self._forget()
            self._db.execute("COMMIT")
        except BaseException:
            self.position = before
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        return changes

    def start_anew(self, log_number: int) -> None:
        """Empties the model: the topics are others than those it is of."""
        self._db.execute("BEGIN IMMEDIATE")
        empty(self._db)
        self._db.execute("COMMIT")
        self.position = position_in(self._db, log_number)

    def _take_one(self, record: Record) -> Change | None:
        if record.offset < self.position.offsets[record.part]:
            return None
        self.position = self.position.after(record.part, record.offset)
        moved = self._moved(record)
        if not moved:
            return None
        row = (record.part, record.offset, moved.event, moved.ref, moved.before, moved.after, self.position.text)
        added = self._db.execute(
            "INSERT INTO changes (part, at_offset, event, ref, before, after, position) VALUES (?, ?, ?, ?, ?, ?, ?)",
            row,
        )
        return Change(int(added.lastrowid or 0), record.part, record.offset, self.position, moved)

    def _moved(self, record: Record) -> Moved | None:
        topic, partition = PARTS[record.part]
        if record.value is None:
            drop = DROPS.get(topic)
            return drop(self._db, record.key) if drop else None
        try:
            event = opened(record.value)
        except UnreadableEvent as error:
            self.unreadable[topic] += 1
            if self.unreadable[topic] <= _TOLD_OF or self.unreadable[topic] % 1000 == 0:
                place = (topic, partition, record.offset, error, self.unreadable[topic])
                log.warning("%s[%s]@%s is passed over: %s (%s so far)", *place)
            return None
        return TAKES[type(event)](self._db, event, record)

    def _go_on(self, ends: dict[int, int]) -> None:
        offsets = enumerate(self.position.offsets)
        self.position = Position(self.position.log, tuple(max(at, ends.get(part, 0)) for part, at in offsets))

    def _forget(self) -> None:
        """Forgets the oldest changes, and notes from where on all are known."""
        newest, oldest = self._db.execute("SELECT max(seq), min(seq) FROM changes").fetchone()
        if newest is None or newest - oldest < self._most + self._most // 10:
            return
        last = newest - self._most
        self._db.execute(
            "UPDATE offsets SET floor = max(floor, coalesce("
            "(SELECT max(at_offset) + 1 FROM changes WHERE changes.part = offsets.part AND seq <= ?), 0))",
            (last,),
        )
        self._db.execute("DELETE FROM changes WHERE seq <= ?", (last,))


def position_in(db: sqlite3.Connection, log_number: int) -> Position:
    """How far the model was read."""
    known = dict(db.execute("SELECT part, next FROM offsets"))
    return Position(log_number, tuple(known.get(part, 0) for part in range(len(PARTS))))


def forgotten_before(db: sqlite3.Connection) -> tuple[int, ...]:
    """Of each part the offset before which changes are forgotten."""
    known = dict(db.execute("SELECT part, floor FROM offsets"))
    return tuple(known.get(part, 0) for part in range(len(PARTS)))


def in_order(records: Iterable[Record]) -> list[Record]:
    """Causes before what they cause, each part in its order."""
    return sorted(records, key=lambda record: (record.part, record.offset))
