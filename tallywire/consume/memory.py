"""Which events were handled before: bounded, and on disk for who wants to know it after a restart too."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Protocol

MOST = 100_000
"""So many ids are remembered: repeats come from a batch that was not committed, so they are never far behind."""


class Memory(Protocol):
    """Ids of events that were handled."""

    def knows(self, identity: str) -> bool:
        """Whether the event was handled before, as far as is remembered."""

    def note(self, identity: str) -> None:
        """The event was handled."""

    def save(self) -> None:
        """Called before offsets are committed: from here on what was noted outlives the process, if anything does."""

    def close(self) -> None:
        """Called when nothing more will be noted."""


class RecentMemory:
    """The newest ids, for as long as the process lives."""

    def __init__(self, most: int = MOST) -> None:
        """Remembers `most` ids."""
        self._most = most
        self._known: dict[str, None] = {}

    def knows(self, identity: str) -> bool:
        """Whether it is among them."""
        return identity in self._known

    def note(self, identity: str) -> None:
        """Remembers it, and forgets the oldest beyond the limit."""
        self._known[identity] = None
        if len(self._known) > self._most:
            del self._known[next(iter(self._known))]

    def save(self) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Nothing to do."""


class MemoryFile:
    """The newest ids in an SQLite file of one process: after kill -9 it knows all that was noted before a commit.

    It belongs with the output: if that is put back to an older state, the file must be too, or be deleted.
    """

    def __init__(self, path: Path, most: int = MOST) -> None:
        """Opens the file, and makes it where there is none.

        Raises:
            sqlite3.DatabaseError: it is no such file, or another process writes it.
        """
        self._most = most
        self._fresh: dict[str, None] = {}
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = sqlite3.connect(path, isolation_level=None, timeout=1, check_same_thread=False)
        self._file.execute("PRAGMA locking_mode=EXCLUSIVE")
        self._file.execute("PRAGMA journal_mode=WAL")
        self._file.execute("CREATE TABLE IF NOT EXISTS seen (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE)")

    def knows(self, identity: str) -> bool:
        """Whether it was noted, in this life of the process or an earlier one."""
        if identity in self._fresh:
            return True
        with closing(self._file.execute("SELECT 1 FROM seen WHERE id = ?", (identity,))) as found:
            return found.fetchone() is not None

    def note(self, identity: str) -> None:
        """Remembers it; on disk from the next `save` on."""
        self._fresh[identity] = None

    def save(self) -> None:
        """Writes what was noted, and forgets the oldest beyond the limit, in one transaction."""
        if self._fresh:
            self._write(self._fresh)
            self._fresh = {}

    def close(self) -> None:
        """Closes the file; what was noted and not saved was not committed either."""
        self._file.close()

    def _write(self, identities: Iterable[str]) -> None:
        self._file.execute("BEGIN IMMEDIATE")
        try:
            self._file.executemany("INSERT OR IGNORE INTO seen (id) VALUES (?)", ((one,) for one in identities))
            self._file.execute("DELETE FROM seen WHERE n <= (SELECT max(n) FROM seen) - ?", (self._most,))
            self._file.execute("COMMIT")
        except BaseException:
            self._file.execute("ROLLBACK")
            raise
