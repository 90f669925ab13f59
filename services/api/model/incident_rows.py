"""The rows of an incident."""

import sqlite3
from typing import Any

import orjson

from schemas.incidents import IncidentResolved
from services.api.model.facts import Facts, facts, texts
from services.api.model.record import Moved, Record, View
from services.api.model.values import packed, unpacked
from services.api.model.words import folded_words

MOST_REVISIONS = 100
"""Of one incident; the oldest go first."""
_JSON = ("actors", "target_kinds", "killed", "wounded")
_COLUMNS = (*Facts.__dataclass_fields__, "updated")


def take_incident(db: sqlite3.Connection, incident: IncidentResolved, record: Record) -> Moved | None:
    """Writes the snapshot if it is newer than what is known; says what that changes."""
    row = db.execute("SELECT n, revision FROM incidents WHERE incident_id = ?", (incident.incident_id,)).fetchone()
    if row and row[1] >= incident.revision:
        return None
    was = view(db, row[0]) if row else None
    value, seen = incident.model_dump_json(), facts(incident)
    n = _write(db, row[0] if row else None, seen, record.at)
    db.execute("INSERT OR REPLACE INTO snapshots VALUES (?, ?)", (n, value))
    kept = (incident.incident_id, incident.revision, record.at, packed(value.encode()))
    db.execute("INSERT OR REPLACE INTO revisions VALUES (?, ?, ?, ?)", kept)
    _forget_oldest(db, incident.incident_id)
    _mark(db, n, seen)
    for article in {report.article_id for report in incident.reports}:
        db.execute("INSERT INTO incident_articles VALUES (?, ?)", (article, n))
    now = View(seen, retell(db, n, incident))
    return Moved("incident", incident.incident_id, row[1] if row else None, incident.revision, was, now)


def drop_incident(db: sqlite3.Connection, incident_id: str) -> Moved | None:
    """Deletes the incident and its history, as a message without a value asks."""
    row = db.execute("SELECT n, revision FROM incidents WHERE incident_id = ?", (incident_id,)).fetchone()
    if not row:
        return None
    was = view(db, row[0])
    _unmark(db, row[0])
    for table, column in (("incidents", "n"), ("snapshots", "n"), ("incident_words", "rowid")):
        db.execute(f"DELETE FROM {table} WHERE {column} = ?", (row[0],))
    db.execute("DELETE FROM revisions WHERE incident_id = ?", (incident_id,))
    return Moved("incident", incident_id, row[1], None, was, None)


def view(db: sqlite3.Connection, n: int) -> View:
    """The incident as it stands."""
    value = db.execute("SELECT value FROM snapshots WHERE n = ?", (n,)).fetchone()[0]
    (words,) = db.execute("SELECT words FROM incident_words WHERE rowid = ?", (n,)).fetchone()
    return View(facts(IncidentResolved.model_validate_json(value)), tuple(words.split()))


def past_view(db: sqlite3.Connection, incident_id: str, revision: int | None) -> View | None:
    """An earlier revision, as far as it is known; its articles' headlines are those of today."""
    found = db.execute(
        "SELECT value FROM revisions WHERE incident_id = ? AND revision = ?", (incident_id, revision)
    ).fetchone()
    if not found:
        return None
    incident = IncidentResolved.model_validate(unpacked(found[0]))
    return View(facts(incident), folded_words((*texts(incident), *_headlines(db, incident))))


def retell(db: sqlite3.Connection, n: int, incident: IncidentResolved) -> tuple[str, ...]:
    """Writes what the articles add to an incident: its headline and the words it is found by; returns the words."""
    headlines = _headlines(db, incident)
    words = folded_words((*texts(incident), *headlines))
    db.execute("UPDATE incidents SET headline = ? WHERE n = ?", (headlines[0] if headlines else None, n))
    db.execute("INSERT OR REPLACE INTO incident_words (rowid, words) VALUES (?, ?)", (n, " ".join(words)))
    return words


def retell_of_article(db: sqlite3.Connection, article_id: str) -> None:
    """The same for all incidents that the article tells of."""
    for n, value in db.execute(
        "SELECT n, value FROM snapshots JOIN incident_articles USING (n) WHERE article_id = ?", (article_id,)
    ).fetchall():
        retell(db, n, IncidentResolved.model_validate_json(value))


def _headlines(db: sqlite3.Connection, incident: IncidentResolved) -> list[str]:
    """Of the incident's articles that were not withdrawn, the newest first."""
    ids = sorted({report.article_id for report in incident.reports})
    return [
        row[0]
        for row in db.execute(
            f"SELECT headline FROM articles WHERE article_id IN ({', '.join('?' * len(ids))}) AND NOT withdrawn "
            "AND headline != '' ORDER BY published DESC, article_id DESC",
            ids,
        )
    ]


def _write(db: sqlite3.Connection, n: int | None, seen: Facts, at: int) -> int:
    row: dict[str, Any] = {name: getattr(seen, name) for name in _COLUMNS[:-1]} | {"updated": at}
    row |= {name: orjson.dumps(row[name]).decode() if row[name] is not None else None for name in _JSON}
    values = [row[name] for name in _COLUMNS]
    if n is not None:
        _unmark(db, n)
        settings = ", ".join(f"{name} = ?" for name in _COLUMNS)
        db.execute(f"UPDATE incidents SET {settings} WHERE n = ?", (*values, n))
        return n
    places = ", ".join("?" * len(_COLUMNS))
    added = db.execute(f"INSERT INTO incidents ({', '.join(_COLUMNS)}) VALUES ({places})", values)
    return int(added.lastrowid or 0)


def _mark(db: sqlite3.Connection, n: int, seen: Facts) -> None:
    marks = [("actor", one, n) for one in seen.actors] + [("target_kind", one, n) for one in seen.target_kinds]
    db.executemany("INSERT INTO marks VALUES (?, ?, ?)", marks)
    if seen.lat is not None and seen.lon is not None:
        db.execute("INSERT INTO places VALUES (?, ?, ?, ?, ?)", (n, seen.lon, seen.lon, seen.lat, seen.lat))


def _unmark(db: sqlite3.Connection, n: int) -> None:
    for table in ("marks", "places", "incident_articles"):
        db.execute(f"DELETE FROM {table} WHERE n = ?", (n,))


def _forget_oldest(db: sqlite3.Connection, incident_id: str) -> None:
    db.execute(
        "DELETE FROM revisions WHERE incident_id = ?1 AND revision <= (SELECT revision FROM revisions "
        "WHERE incident_id = ?1 ORDER BY revision DESC LIMIT 1 OFFSET ?2)",
        (incident_id, MOST_REVISIONS),
    )
