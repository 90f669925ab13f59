"""Incidents with how their articles are cited: what exports are made of."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime

from schemas.incidents import IncidentResolved
from services.api.model.filters import Filters, where
from tallywire.exports import Cited, Entry


def entries(db: sqlite3.Connection, filters: Filters) -> Iterator[Entry]:
    """The incidents of the question, the newest first."""
    sql, values = where(filters)
    order = "ORDER BY day DESC, incident_id DESC"
    rows = db.execute(f"SELECT n, updated, value FROM incidents JOIN snapshots USING (n) WHERE {sql} {order}", values)
    for n, updated, value in rows:
        yield Entry(IncidentResolved.model_validate_json(value), _moment(updated), tuple(_cited(db, n)))


def _cited(db: sqlite3.Connection, n: int) -> Iterator[Cited]:
    """Its articles that were not withdrawn, the newest first."""
    for source, headline, published, url in db.execute(
        "SELECT source, headline, published, url FROM incident_articles JOIN articles USING (article_id) "
        "WHERE incident_articles.n = ? AND NOT withdrawn ORDER BY published DESC, source DESC, headline DESC",
        (n,),
    ):
        yield Cited(source, headline, _moment(published), url)


def _moment(number: int) -> datetime:
    return datetime.fromtimestamp(number / 1000, UTC)
