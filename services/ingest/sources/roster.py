"""Which entries of feeds.toml fall to this worker: those whose source's partition of the intake it owns."""

import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from aiokafka.partitioner import murmur2

from schemas.topics import INTAKE
from services.ingest.domain.feeds import Feeds, WrongFeeds, read_feeds
from services.ingest.sources.port import Entry

log = logging.getLogger("tallywire")
E = TypeVar("E", bound=Entry)


def partition_of(source: str, partitions: int = INTAKE.partitions) -> int:
    """The partition of a source's wires, by Kafka's default partitioner."""
    return int(murmur2(source.encode()) & 0x7FFFFFFF) % partitions


def feeds_in(path: Path | None) -> Feeds:
    """The sources in the file; none without one.

    Raises:
        WrongFeeds: it cannot be read, or is wrong; the text names the file.
    """
    try:
        return read_feeds(path.read_text(encoding="utf-8")) if path else Feeds()
    except (OSError, UnicodeDecodeError, WrongFeeds) as error:
        raise WrongFeeds(f"{path}: {error}") from error


class Roster:
    """The entries as they are now; a file that was changed for the worse changes nothing."""

    def __init__(self, path: Path | None, owned: Callable[[], frozenset[int]]) -> None:
        """Over a feeds.toml and the question which partitions are owned.

        Raises:
            WrongFeeds: the file is wrong from the start.
        """
        self._path, self._ask = path, owned
        self._stamp, self.feeds = self._stamped(), feeds_in(path)
        self.owned: frozenset[int] = frozenset()

    def changed(self) -> bool:
        """Whether the file or the partitions are others than when this was last asked."""
        owned, stamp = self._ask(), self._stamped()
        same = owned == self.owned and stamp == self._stamp
        if stamp != self._stamp:
            self._stamp = stamp
            self._read_again()
        self.owned = owned
        return not same

    def mine(self, entries: Iterable[E]) -> list[E]:
        """Those of the entries that fall to this worker."""
        return [entry for entry in entries if partition_of(entry.source) in self.owned]

    def _read_again(self) -> None:
        try:
            self.feeds = feeds_in(self._path)
        except WrongFeeds as error:
            log.error("keeping the feeds as they were: %s", error)  # noqa: TRY400  # the text says it all

    def _stamped(self) -> tuple[int, int] | None:
        try:
            status = self._path.stat() if self._path else None
        except OSError:
            return None
        return (status.st_mtime_ns, status.st_size) if status else None
