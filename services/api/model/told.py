"""What a change says to those who listen: read back from the model, the same live and on a stream that resumes."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import orjson

from services.api.model import incidents
from services.api.model.filters import Filters, matches
from services.api.model.incident_rows import past_view
from services.api.model.lists import alert_shown
from services.api.model.positions import Position
from services.api.model.record import Change, Moved, View
from services.api.model.values import moment_of
from services.api.model.words import folded_words, has_words

Kind = Literal["new", "changed", "gone"]
MOST_MISSED = 5000
"""Changes that a stream makes up for; whoever missed more asks for all anew."""


class CannotResume(Exception):
    """What was missed is not known any more; the text says why."""


@dataclass(frozen=True, slots=True)
class Told:
    """A change with its words: `body` is the JSON of the incident, count, alert or article."""

    seq: int
    part: int
    offset: int
    position: Position
    event: str
    kind: Kind
    body: bytes
    was: View | None = None
    now: View | None = None
    country: str | None = None
    admin1: str | None = None
    words: tuple[str, ...] = ()

    def data(self, kind: Kind) -> bytes:
        """The data of its event for somebody to whom it is new, changed or gone."""
        return b'{"kind":"%s","%s":%s}' % (kind.encode(), self.event.encode(), self.body)


def kind_for(filters: Filters, told: Told) -> Kind | None:
    """What the change is to somebody with these filters; None: nothing."""
    if told.event != "incident":
        return told.kind if _concerns(filters, told) else None
    if told.was is None and told.now is None:
        return "gone"  # with a tombstone its past went too: better told to all than to none
    before = told.was is not None and matches(filters, told.was.facts, told.was.words)
    after = told.now is not None and matches(filters, told.now.facts, told.now.words)
    if after:
        return "changed" if before else "new"
    return "gone" if before else None


def _concerns(filters: Filters, told: Told) -> bool:
    """Counts go by country and region, alerts by country, articles by the words of their headline."""
    if told.event == "article":
        return filters.q is None or has_words(filters.q, told.words)
    if filters.country and told.country not in filters.country:
        return False
    return told.event != "count" or (not filters.admin1 or told.admin1 in filters.admin1)


def told_of(db: sqlite3.Connection, change: Change) -> Told | None:
    """The change in words; None if it is superseded and its words are gone."""
    moved = change.moved
    if moved.event == "incident":
        return _of_incident(db, change)
    found = _ROWS[moved.event](db, moved)
    if not found:
        return None
    body, country, admin1, words, gone = found
    kind: Kind = "gone" if gone else "new" if moved.before is None else "changed"
    place = (change.seq, change.part, change.offset, change.position)
    return Told(*place, moved.event, kind, body, country=country, admin1=admin1, words=words)


def _of_incident(db: sqlite3.Connection, change: Change) -> Told | None:
    moved, place = change.moved, (change.seq, change.part, change.offset, change.position)
    if moved.after is None:
        body = orjson.dumps({"incident_id": moved.ref, "revision": moved.before, "status": "withdrawn"})
        return Told(*place, moved.event, "gone", body, moved.was)
    found = incidents.revision(db, moved.ref, moved.after)
    return Told(*place, moved.event, "changed", found, moved.was, moved.now) if found else None


_Row = tuple[bytes, str | None, str | None, tuple[str, ...], bool]


def _count(db: sqlite3.Connection, moved: Moved) -> _Row | None:
    row = db.execute("SELECT revision, value, country, admin1 FROM counts WHERE key = ?", (moved.ref,)).fetchone()
    if not row or row[0] != moved.after:
        return None
    return row[1].encode(), row[2], row[3], (), False


def _alert(db: sqlite3.Connection, moved: Moved) -> _Row | None:
    row = db.execute("SELECT revision, value, country FROM alerts WHERE upsurge_id = ?", (moved.ref,)).fetchone()
    if not row or row[0] != moved.after:
        return None
    return orjson.dumps(alert_shown(row[1])), row[2], None, (), False


def _article(db: sqlite3.Connection, moved: Moved) -> _Row | None:
    row = db.execute(
        "SELECT revision, source, headline, published, withdrawn FROM articles WHERE article_id = ?", (moved.ref,)
    ).fetchone()
    if not row or row[0] != moved.after:
        return None
    told = {"article_id": moved.ref, "revision": row[0], "source": row[1], "headline": row[2]}
    told |= {"published_at": moment_of(row[3]), "withdrawn": bool(row[4])}
    return orjson.dumps(told), None, None, folded_words((row[2],)), bool(row[4])


_ROWS = {"count": _count, "alert": _alert, "article": _article}


def missed(db: sqlite3.Connection, since: Position, now: Position) -> Iterator[Told]:
    """What came behind a position, in the order in which it came here; positions are joined to it.

    Raises:
        CannotResume: the position is of other topics, or too long ago.
    """
    if since.log != now.log:
        raise CannotResume("the topics were made anew")
    floors = dict(db.execute("SELECT part, floor FROM offsets"))
    if any(at < floors.get(part, 0) for part, at in enumerate(since.offsets)):
        raise CannotResume("that is too long ago")
    rows = db.execute(
        "SELECT seq, part, at_offset, event, ref, before, after, position FROM changes c JOIN json_each(?) p "
        "ON p.key = c.part WHERE c.at_offset >= p.value ORDER BY seq LIMIT ?",
        (orjson.dumps(since.offsets).decode(), MOST_MISSED + 1),
    ).fetchall()
    if len(rows) > MOST_MISSED:
        raise CannotResume("too much has changed since")
    for seq, part, offset, event, ref, before, after, position in rows:
        behind = Position(now.log, Position.of_text(position).offsets).joined(since)
        was, then = (past_view(db, ref, before), past_view(db, ref, after)) if event == "incident" else (None, None)
        told = told_of(db, Change(seq, part, offset, behind, Moved(event, ref, before, after, was, then)))
        if told:
            yield told
