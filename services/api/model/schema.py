"""The tables of the read model, and their version."""

import sqlite3
from typing import Final

VERSION: Final = 1
"""Grows with any change of the tables or of what is written into them: an older model is made anew."""

_TABLES: Final = """
CREATE TABLE offsets (part INTEGER PRIMARY KEY, next INTEGER NOT NULL, floor INTEGER NOT NULL DEFAULT 0);

CREATE TABLE incidents (
    n INTEGER PRIMARY KEY, incident_id TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL, status TEXT NOT NULL,
    factuality TEXT NOT NULL, day INTEGER NOT NULL, first INTEGER, last INTEGER, country TEXT, admin1 TEXT, place TEXT,
    precision TEXT, lat REAL, lon REAL, kind TEXT NOT NULL, weapon TEXT NOT NULL, outcome TEXT NOT NULL,
    actors TEXT NOT NULL, target_kinds TEXT NOT NULL, sources INTEGER NOT NULL, killed TEXT, wounded TEXT,
    confidence INTEGER NOT NULL, updated INTEGER NOT NULL, headline TEXT
);
CREATE INDEX incidents_by_day ON incidents (day DESC, incident_id DESC);
CREATE TABLE snapshots (n INTEGER PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE revisions (
    incident_id TEXT NOT NULL, revision INTEGER NOT NULL, at INTEGER NOT NULL, value BLOB NOT NULL,
    PRIMARY KEY (incident_id, revision)
) WITHOUT ROWID;
CREATE TABLE marks (facet TEXT, value TEXT, n INTEGER, PRIMARY KEY (facet, value, n)) WITHOUT ROWID;
CREATE INDEX marks_by_incident ON marks (n);
CREATE TABLE incident_articles (article_id TEXT, n INTEGER, PRIMARY KEY (article_id, n)) WITHOUT ROWID;
CREATE INDEX incident_articles_by_incident ON incident_articles (n);
CREATE VIRTUAL TABLE incident_words USING fts5(words, tokenize = "ascii", prefix = '2 3');
CREATE VIRTUAL TABLE places USING rtree(n, west, east, south, north);

CREATE TABLE articles (
    n INTEGER PRIMARY KEY, article_id TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL, text_revision INTEGER NOT NULL,
    source TEXT NOT NULL, published INTEGER NOT NULL, withdrawn INTEGER NOT NULL, headline TEXT NOT NULL,
    url TEXT, updated INTEGER NOT NULL, value BLOB NOT NULL
);
CREATE INDEX articles_by_time ON articles (published DESC, article_id DESC);
CREATE INDEX articles_by_source ON articles (source, published);
CREATE VIRTUAL TABLE article_words USING fts5(words, tokenize = "ascii");

CREATE TABLE reports (
    report_id TEXT PRIMARY KEY, article_id TEXT NOT NULL, revision INTEGER NOT NULL, stands INTEGER NOT NULL, value BLOB
);
CREATE INDEX reports_by_article ON reports (article_id);

CREATE TABLE counts (
    key TEXT PRIMARY KEY, revision INTEGER NOT NULL, span TEXT NOT NULL, level TEXT NOT NULL, country TEXT NOT NULL,
    admin1 TEXT, incidents INTEGER NOT NULL, value TEXT NOT NULL
);
CREATE INDEX counts_by_span ON counts (level, span);
CREATE TABLE statistics (
    report_id TEXT PRIMARY KEY, revision INTEGER NOT NULL, status TEXT NOT NULL, published INTEGER NOT NULL,
    value TEXT NOT NULL
);
CREATE TABLE alerts (
    upsurge_id TEXT PRIMARY KEY, revision INTEGER NOT NULL, open INTEGER NOT NULL, country TEXT NOT NULL,
    kind TEXT NOT NULL, since INTEGER NOT NULL, value TEXT NOT NULL
);

CREATE TABLE changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, part INTEGER NOT NULL, at_offset INTEGER NOT NULL, event TEXT NOT NULL,
    ref TEXT NOT NULL, before INTEGER, after INTEGER, position TEXT NOT NULL
);
"""
_NAMES: Final = (
    "offsets incidents snapshots revisions marks incident_articles incident_words places articles article_words "
    "reports counts statistics alerts changes"
).split()


def create(connection: sqlite3.Connection) -> None:
    """Makes the tables in an empty file."""
    connection.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {VERSION}; COMMIT;")


def empty(connection: sqlite3.Connection) -> None:
    """Makes the tables anew within the transaction that is open: readers see the old ones until it ends."""
    for name in _NAMES:
        connection.execute(f"DROP TABLE IF EXISTS {name}")
    for statement in _TABLES.split(";"):
        connection.execute(statement)
