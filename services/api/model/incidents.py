"""Incidents as they are asked for: pages of them, one with all that tells of it, and its history."""

import sqlite3
from typing import Any

import orjson

from services.api.model import history
from services.api.model.filters import Filters, where
from services.api.model.paging import Listing
from services.api.model.values import moment_of, unpacked

Json = dict[str, Any]
_INCIDENTS = Listing("incidents JOIN snapshots USING (n)", "day", "incident_id", "headline, updated, value")


def page(db: sqlite3.Connection, filters: Filters, limit: int, after: str | None) -> tuple[list[bytes], str | None]:
    """So many incidents as JSON, the newest first, and where the next page begins."""
    rows, beyond = _INCIDENTS.page(db, (where(filters),), filters.model_dump_json(), limit, after)
    return [shown(*row[2:]) for row in rows], beyond


def total(db: sqlite3.Connection, filters: Filters) -> int:
    """How many there are."""
    sql, values = where(filters)
    return int(db.execute(f"SELECT count(*) FROM incidents WHERE {sql}", values).fetchone()[0])


def shown(headline: str | None, updated: int, value: str) -> bytes:
    """An incident as clients see it: the event's own JSON, with its headline and when it was said."""
    more = orjson.dumps({"headline": headline, "updated_at": moment_of(updated)})
    return value.encode()[:-1] + b"," + more[1:]


def one(db: sqlite3.Connection, incident_id: str) -> bytes | None:
    """The incident as JSON, if there is one of this id."""
    row = db.execute(
        f"SELECT {_INCIDENTS.shown} FROM {_INCIDENTS.table} WHERE incident_id = ?", (incident_id,)
    ).fetchone()
    return shown(*row) if row else None


def revision(db: sqlite3.Connection, incident_id: str, number: int) -> bytes | None:
    """One of its revisions, as it was shown then but for the headline."""
    row = db.execute(
        "SELECT headline, at, r.value FROM incidents JOIN revisions r USING (incident_id) "
        "WHERE incident_id = ? AND r.revision = ?",
        (incident_id, number),
    ).fetchone()
    return shown(row[0], row[1], orjson.dumps(unpacked(row[2])).decode()) if row else None


def revisions(db: sqlite3.Connection, incident_id: str) -> list[Json]:
    """Its history, oldest first, as far as the topic still had it."""
    rows = db.execute("SELECT at, value FROM revisions WHERE incident_id = ? ORDER BY revision", (incident_id,))
    found = history.revisions((at, unpacked(value)) for at, value in rows)
    return [one | {"at": moment_of(one["at"])} for one in found]


def detail(db: sqlite3.Connection, incident_id: str) -> Json | None:
    """The incident with its articles, what each of their reports says in which words, and its history."""
    found = one(db, incident_id)
    if found is None:
        return None
    incident: Json = orjson.loads(found)
    by_article: dict[str, list[Json]] = {}
    for ref in incident["reports"]:
        by_article.setdefault(ref["article_id"], []).append(ref)
    articles = [_article(db, article_id, refs) for article_id, refs in by_article.items()]
    articles.sort(key=lambda article: (article["published_at"], article["article_id"]))
    return incident | {"articles": articles, "revisions": revisions(db, incident_id)}


def _article(db: sqlite3.Connection, article_id: str, refs: list[Json]) -> Json:
    known = article(db, article_id)
    told = known or {"article_id": article_id, "revision": None, "headline": None, "url": None, "text": None}
    unknown = {"source": refs[0]["source"], "published_at": refs[0]["published_at"], "withdrawn": False}
    return unknown | told | {"reports": [_report(db, ref) for ref in refs]}


def _report(db: sqlite3.Connection, ref: Json) -> Json:
    row = db.execute("SELECT revision, stands, value FROM reports WHERE report_id = ?", (ref["report_id"],)).fetchone()
    report: Json = unpacked(row[2]) if row and row[2] else {}
    fields = ("event_type", "factuality", "outcome", "occurred", "location", "weapon", "targets", "casualties",
              "attributions", "confidence")  # fmt: skip
    return {
        "report_id": ref["report_id"],
        "article_revision": report.get("article_revision", ref["article_revision"]),
        "retracted": bool(row) and not row[1],
        "evidence": report.get("evidence", []),
        "likeness": ref.get("likeness"),
        "values": {name: report.get(name) for name in fields} if report else None,
        "duplicate_of": ref.get("duplicate_of"),
    }


def article(db: sqlite3.Connection, article_id: str) -> Json | None:
    """An article with its words, and whether it was withdrawn."""
    row = db.execute(
        "SELECT revision, text_revision, source, published, withdrawn, value FROM articles WHERE article_id = ?",
        (article_id,),
    ).fetchone()
    if not row:
        return None
    kept: Json = unpacked(row[5])
    return {
        "article_id": article_id,
        "source": row[2],
        "headline": kept["headline"],
        "url": kept.get("url"),
        "published_at": moment_of(row[3]),
        "revision": row[0],
        "text_revision": row[1] or None,
        "text": f"{kept['headline']}\n{kept['body']}" if row[1] else None,
        "truncated": kept.get("truncated", False),
        "withdrawn": bool(row[4]),
        "language": kept.get("language", "en"),
        "duplicate_of": kept.get("duplicate_of"),
        "similarity": kept.get("similarity"),
    }
