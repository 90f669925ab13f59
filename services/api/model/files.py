"""The model's file: opened, checked, and made anew where it cannot be used."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue

from services.api.model.schema import VERSION, create

log = logging.getLogger("tallywire")
_BUSY_SECONDS = 30.0
_MAPPED = 1 << 30
"""Bytes of the model that readers share with the page cache, and do not copy."""


class Unusable(Exception):
    """The model cannot be used; the text says why."""


def writer_connection(path: Path) -> sqlite3.Connection:
    """The connection that writes, to a model of this version; one that is damaged, or of another, is deleted first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        fault = fault_of(path)
        if fault:
            log.warning("%s %s: deleted, and read back from the broker", path, fault)
            delete(path)
    fresh = not path.exists()
    connection = _opened(path)
    connection.execute("PRAGMA journal_mode = WAL")
    # A power failure may take the last transactions, offsets and all: they are read again.
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -65536")
    if fresh:
        create(connection)
    return connection


def fault_of(path: Path) -> str | None:
    """Why the file cannot be used; None if it can."""
    try:
        with closing(_opened(path)) as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version != VERSION:
                return f"is of version {version}, not {VERSION}"
            found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
            return None if found == "ok" else f"is damaged ({found})"
    except sqlite3.DatabaseError as error:
        return f"is damaged ({error})"


def delete(path: Path) -> None:
    """Deletes the model with its log."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


class Readers:
    """Connections that only read, each used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        """To a model that is there."""
        self._path = path
        self._free: SimpleQueue[sqlite3.Connection] = SimpleQueue()

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the model for as long as the block lasts."""
        try:
            connection = self._free.get_nowait()
        except Empty:
            connection = _opened(self._path)
            connection.execute("PRAGMA query_only = ON")
            connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
        try:
            connection.execute("BEGIN")
            yield connection
        finally:
            connection.rollback()
            self._free.put(connection)

    def close(self) -> None:
        """Closes what is not in use."""
        while not self._free.empty():
            self._free.get_nowait().close()


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
