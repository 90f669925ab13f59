"""Articles, sources, alerts and statistics, as they are asked for."""

import sqlite3
from collections.abc import Sequence
from typing import Any

import orjson

from services.api.model.paging import Condition, Listing
from services.api.model.values import moment_of
from services.api.model.words import asked_words, match_expression

Json = dict[str, Any]
_ARTICLES = Listing("articles", "published", "article_id", "source, headline, revision, withdrawn, updated")
_ALERTS = Listing("alerts", "since", "upsurge_id", "value")
_STATISTICS = Listing("statistics", "published", "report_id", "value")


def one_of(column: str, asked: Sequence[str]) -> Condition:
    """The condition that a column has one of the values; none asked: any."""
    return (f"{column} IN ({', '.join('?' * len(asked))})", asked) if asked else ("1", ())


def said(table: str, q: str | None) -> Condition:
    """The condition that a row has words that begin so."""
    if q is None or not asked_words(q):
        return "1", ()
    return f"n IN (SELECT rowid FROM {table} WHERE words MATCH ?)", (match_expression(q),)


def articles(
    db: sqlite3.Connection, conditions: Sequence[Condition], question: str, limit: int, after: str | None
) -> tuple[list[Json], str | None]:
    """So many articles, the newest first, without their bodies; and where the next page begins."""
    rows, beyond = _ARTICLES.page(db, conditions, question, limit, after)
    return [_listed(row) for row in rows], beyond


def _listed(row: Sequence[Any]) -> Json:
    published, article_id, source, headline, revision, withdrawn, updated = row
    told = {"article_id": article_id, "source": source, "headline": headline, "published_at": moment_of(published)}
    return told | {"revision": revision, "withdrawn": bool(withdrawn), "updated_at": moment_of(updated)}


def incidents_of(db: sqlite3.Connection, article_id: str) -> list[str]:
    """The ids of the incidents that an article tells of."""
    rows = db.execute(
        "SELECT incident_id FROM incidents JOIN incident_articles USING (n) WHERE article_id = ? ORDER BY 1",
        (article_id,),
    )
    return [row[0] for row in rows]


def sources(db: sqlite3.Connection) -> list[Json]:
    """Each source with its articles, the standing incidents that they tell of, and its newest article."""
    articles_of = db.execute(
        "SELECT source, count(*), sum(withdrawn), max(published) FROM articles GROUP BY source ORDER BY source"
    ).fetchall()
    told = dict(
        db.execute(
            "SELECT a.source, count(DISTINCT ia.n) FROM incident_articles ia JOIN articles a USING (article_id) "
            "JOIN incidents i ON i.n = ia.n WHERE i.status = 'standing' GROUP BY a.source"
        )
    )
    return [
        {
            "source": source,
            "articles": number,
            "withdrawn": withdrawn,
            "incidents": told.get(source, 0),
            "last_seen": moment_of(last),
        }
        for source, number, withdrawn, last in articles_of
    ]


def alerts(
    db: sqlite3.Connection, conditions: Sequence[Condition], question: str, limit: int, after: str | None
) -> tuple[list[Json], str | None]:
    """Upsurges, those that began last first."""
    rows, beyond = _ALERTS.page(db, conditions, question, limit, after)
    return [alert_shown(row[2]) for row in rows], beyond


def alert_shown(value: str) -> Json:
    """An upsurge as clients see it."""
    alert: Json = orjson.loads(value)
    return alert | {"open": alert["type"] == "upsurge.detected.v1"}


def statistics(
    db: sqlite3.Connection, conditions: Sequence[Condition], question: str, limit: int, after: str | None
) -> tuple[list[Json], str | None]:
    """What wires say of numbers, beside our own; the newest wires first."""
    rows, beyond = _STATISTICS.page(db, conditions, question, limit, after)
    return [orjson.loads(row[2]) for row in rows], beyond


def about(countries: Sequence[str]) -> Condition:
    """The condition that a statistic is about one of the countries."""
    if not countries:
        return "1", ()
    sql, values = one_of("each.value", countries)
    told = "json_extract(statistics.value, '$.countries')"
    return f"({told} = '[]' OR EXISTS (SELECT 1 FROM json_each({told}) each WHERE {sql}))", values
