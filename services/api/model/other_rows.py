"""The rows of articles, reports, counts, statistics and alerts."""

import re
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

import orjson

from schemas.alerts import UpsurgeDetected, UpsurgeEnded
from schemas.articles import ArticleEvent, ArticleIngested, ArticleRevised, ArticleText, ArticleWithdrawn
from schemas.counts import CountChanged
from schemas.events import Event
from schemas.incidents import IncidentResolved
from schemas.reports import (
    IncidentReported,
    IncidentRetracted,
    ReportedEvent,
    ReportEvent,
    StatisticReported,
    StatisticRetracted,
)
from schemas.statistics import StatisticCompared
from services.api.model.facts import day_number
from services.api.model.incident_rows import retell_of_article, take_incident
from services.api.model.record import Moved, Record
from services.api.model.values import LONGEST_HEADLINE, LONGEST_TEXT, milliseconds, packed
from services.api.model.words import folded_words

_LEVELS = (
    ("undated", re.compile("undated-")),
    ("week", re.compile(r"\d{4}-W")),
    ("month", re.compile(r"\d{4}-\d{2}$")),
    ("interval", re.compile(".*/")),
    ("day", re.compile("")),
)
_NOT_KEPT = {"type", "headline", "body"}


def level_of(span: str) -> str:
    """What sort of span it is: day, week, month, interval or undated."""
    return next(level for level, pattern in _LEVELS if pattern.match(span))


def take_article(db: sqlite3.Connection, article: ArticleEvent, record: Record) -> Moved | None:
    """Writes the revision if it is newer than what is known; a withdrawal leaves the words of before."""
    row = db.execute("SELECT n, revision FROM articles WHERE article_id = ?", (article.article_id,)).fetchone()
    if row and row[1] >= article.revision:
        return None
    if isinstance(article, ArticleText):
        _write_text(db, row[0] if row else None, article, record)
    elif row:
        told = (article.revision, record.at, row[0])
        db.execute("UPDATE articles SET revision = ?, withdrawn = 1, updated = ? WHERE n = ?", told)
    else:
        blank = (article.article_id, article.revision, 0, article.source, milliseconds(article.published_at), 1, "")
        _insert_article(db, None, (*blank, None, record.at, packed(b'{"headline": "", "body": ""}')))
    retell_of_article(db, article.article_id)
    return Moved("article", article.article_id, row[1] if row else None, article.revision)


def _write_text(db: sqlite3.Connection, n: int | None, article: ArticleText, record: Record) -> None:
    told = article.model_dump(mode="json", exclude=_NOT_KEPT, exclude_defaults=True)
    headline, body = article.headline[:LONGEST_HEADLINE], article.body[:LONGEST_TEXT]
    whole = (headline, body) == (article.headline, article.body)
    told |= {"headline": headline, "body": body} | ({} if whole else {"truncated": True})
    row = (article.article_id, article.revision, article.revision, article.source, milliseconds(article.published_at))
    n = _insert_article(db, n, (*row, 0, headline, article.url, record.at, packed(orjson.dumps(told))))
    words = " ".join(folded_words((headline, body)))
    db.execute("INSERT OR REPLACE INTO article_words (rowid, words) VALUES (?, ?)", (n, words))


def _insert_article(db: sqlite3.Connection, n: int | None, row: tuple[Any, ...]) -> int:
    added = db.execute("INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (n, *row))
    return int(added.lastrowid or 0)


def take_report(db: sqlite3.Connection, report: ReportEvent, _: Record) -> None:
    """Writes what the newest revision of its article reports, or that it reports it no more."""
    row = db.execute("SELECT revision FROM reports WHERE report_id = ?", (report.report_id,)).fetchone()
    if row and row[0] >= report.article_revision:
        return
    value = packed(report.model_dump_json().encode()) if isinstance(report, ReportedEvent) else None
    told = (report.report_id, report.article_id, report.article_revision, value is not None, value)
    db.execute(
        "INSERT INTO reports VALUES (?, ?, ?, ?, ?) ON CONFLICT (report_id) DO UPDATE SET "
        "revision = excluded.revision, stands = excluded.stands, value = coalesce(excluded.value, value)",
        told,
    )


def take_count(db: sqlite3.Connection, count: CountChanged, _: Record) -> Moved | None:
    """Writes the newest value of a bucket."""
    known = _known(db, "counts", "key", count.key)
    if known is not None and known >= count.revision:
        return None
    bucket, number = count.bucket, count.tally.incidents
    where = (bucket.span, level_of(bucket.span), bucket.country, bucket.admin1)
    row = (count.key, count.revision, *where, number, count.model_dump_json())
    db.execute("INSERT OR REPLACE INTO counts VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    return Moved("count", count.key, known, count.revision)


def take_statistic(db: sqlite3.Connection, statistic: StatisticCompared, _: Record) -> None:
    """Writes the newest comparison of a statistic."""
    known = _known(db, "statistics", "report_id", statistic.report_id)
    if known is None or known < statistic.revision:
        published = milliseconds(statistic.published_at)
        row = (statistic.report_id, statistic.revision, str(statistic.status), published, statistic.model_dump_json())
        db.execute("INSERT OR REPLACE INTO statistics VALUES (?, ?, ?, ?, ?)", row)


def take_alert(db: sqlite3.Connection, alert: UpsurgeDetected | UpsurgeEnded, _: Record) -> Moved | None:
    """Writes the newest revision of an upsurge."""
    known = _known(db, "alerts", "upsurge_id", alert.upsurge_id)
    if known is not None and known >= alert.revision:
        return None
    series = (alert.series.country, str(alert.series.kind))
    told = (alert.upsurge_id, alert.revision, isinstance(alert, UpsurgeDetected), *series, day_number(alert.since))
    db.execute("INSERT OR REPLACE INTO alerts VALUES (?, ?, ?, ?, ?, ?, ?)", (*told, alert.model_dump_json()))
    return Moved("alert", alert.upsurge_id, known, alert.revision)


def drop_count(db: sqlite3.Connection, key: str) -> Moved | None:
    """Deletes a bucket or a statistic, as a message without a value asks."""
    known = _known(db, "counts", "key", key)
    db.execute("DELETE FROM counts WHERE key = ?", (key,))
    db.execute("DELETE FROM statistics WHERE report_id = ?", (key.removeprefix("statistic|"),))
    return Moved("count", key, known) if known is not None else None


def _known(db: sqlite3.Connection, table: str, column: str, key: str) -> int | None:
    row = db.execute(f"SELECT revision FROM {table} WHERE {column} = ?", (key,)).fetchone()
    return row[0] if row else None


Take = Callable[[sqlite3.Connection, Any, Record], Moved | None]
TAKES: Mapping[type[Event], Take] = {
    ArticleIngested: take_article,
    ArticleRevised: take_article,
    ArticleWithdrawn: take_article,
    IncidentReported: take_report,
    IncidentRetracted: take_report,
    StatisticReported: take_report,
    StatisticRetracted: take_report,
    IncidentResolved: take_incident,
    CountChanged: take_count,
    StatisticCompared: take_statistic,
    UpsurgeDetected: take_alert,
    UpsurgeEnded: take_alert,
}
"""How each event is written; None where nobody is told of it."""
