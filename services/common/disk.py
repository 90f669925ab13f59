"""A table's store on disk, and what becomes of it when the disk fails.

What is on disk is only a copy of what the broker has. A copy that is damaged, or too old to be made up, is deleted and
read back; when the disk itself fails the worker stops with a line that says so. It must not go on: whatever a failing
store raises would be taken for a fault of the report at hand, and the report buried.
"""

import gc
import logging
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

from faust.stores import rocksdb
from rocksdict import WriteBatch

from services.common.rocks import SharedMemory
from services.common.stop import EXIT_DISK, stop

log = logging.getLogger("tallywire")
UNUSED_SECONDS = 12 * 3600.0
"""The broker keeps word of deleted rows for 24 hours: a store unused for longer would bring them to life again."""
DAMAGE = ("Corruption", "Invalid argument", "No such file or directory", "(os error 17)")
"""How RocksDB's errors begin or go on that tell of a file that is not what it was; the last: a file for a folder."""


def is_damage(error: Exception) -> bool:
    """Whether the error tells of damaged files, not of a disk that is full, read-only or locked."""
    return any(word in str(error) for word in DAMAGE)


def is_lock(error: Exception) -> bool:
    """Whether somebody has the store open: this process too, as long as a reader of its rows is about.

    Faust looks for "lock" in the error, and finds it in "block checksum mismatch".
    """
    return "/LOCK:" in str(error)


def unused_for(folder: Path) -> float:
    """Seconds since a store was last open: while it is, RocksDB writes to its log every ten minutes."""
    try:
        return time.time() - (folder / "LOG").stat().st_mtime
    except OSError:
        return 0.0


def _guarded(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def guarded(self: "DiskStore", *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except Exception as error:
            if is_lock(error):
                raise  # Faust tries again for half a minute
            self.fail(error)

    return guarded


class DiskStore(rocksdb.Store):
    """Faust's store of RocksDB files, one for each partition."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Takes what Faust's store takes."""
        super().__init__(*args, **kwargs)
        self.rocksdb_options = SharedMemory()

    @_guarded
    def _open_for_partition(self, partition: int) -> Any:
        """The partition's files, or fresh ones if these cannot be used."""
        folder = self.partition_path(partition)
        if unused_for(folder) > UNUSED_SECONDS:
            self._discard(folder, f"was not in use for {unused_for(folder) / 3600:.0f} hours")
        try:
            return super()._open_for_partition(partition)
        except Exception as error:
            if is_lock(error):
                gc.collect()  # whoever had it may be no more than garbage: Faust tries again
            if not is_damage(error):
                raise
            self._discard(folder, f"is damaged ({error})")
        return super()._open_for_partition(partition)

    def revoke_partitions(self, table: Any, tps: Iterable[Any]) -> None:
        """Lets go of the files of partitions that are another's now.

        Faust then looks for garbage in the whole process, once for each table: 0.6 s with 24,000 reports in memory.
        """
        for tp in tps:
            if tp.topic in table.changelog_topic.topics:
                self._dbs.pop(tp.partition, None)

    async def stop(self) -> None:
        """Lets go of all files."""
        self._dbs.clear()

    def fail(self, error: Exception) -> NoReturn:
        """Ends the process; damaged files are deleted first."""
        app: Any = self.app
        folder = app.conf.tabledir
        if not is_damage(error):
            remedy = "make room, or set TALLYWIRE_DATA_DIR; what is there may be deleted, the broker has it all"
            stop(app.service_name, f"cannot use {folder} ({error}): {remedy}", EXIT_DISK, at_once=True)
        for partition in list(self._dbs):
            if str(self.partition_path(partition)) in str(error) or "/" not in str(error):
                self._discard(self.partition_path(partition), f"is damaged ({error})")
        stop(app.service_name, f"{folder} was damaged: start again, it is read back", EXIT_DISK, at_once=True)

    def _discard(self, folder: Path, why: str) -> None:
        log.warning("%s %s: deleted, and read back from the broker", folder, why)
        if folder.is_file():
            folder.unlink()
        shutil.rmtree(folder, ignore_errors=True)

    def _iteritems(self) -> Iterator[tuple[bytes, bytes]]:
        try:
            yield from super()._iteritems()
        except Exception as error:  # noqa: BLE001  # rocksdict raises nothing closer
            self.fail(error)

    def _visible_items(self, db: Any) -> Iterator[tuple[bytes, bytes]]:
        """All rows. Where a block cannot be read rocksdict ends as if there were no more: it did not reach the last."""
        end, key = db.iter(), None
        end.seek_to_last()
        end.status()
        last = end.key() if end.valid() else None
        for key, row in db.items():
            if key != self.offset_key:
                yield key, row
        if key != last:
            raise OSError(f"Corruption: rows end behind {key!r}, not behind {last!r}, in {db.path()}")

    @_guarded
    def apply_changelog_batch(self, batch: Iterable[Any], to_key: Any, to_value: Any) -> None:  # noqa: ARG002  # Faust's
        """Writes rows and where to go on reading at once: nothing comes between them, and it is half the work."""
        writes: dict[int, WriteBatch] = {}
        offsets: dict[int, int] = {}
        for event in batch:
            message = event.message
            write = writes.setdefault(message.partition, WriteBatch(raw_mode=True))
            if message.value is None:
                write.delete(message.key)
            else:
                write.put(message.key, message.value)
            offsets[message.partition] = max(message.offset, offsets.get(message.partition, 0))
        for partition, write in writes.items():
            write.put(self.offset_key, b"%d" % offsets[partition])
            self._db_for_partition(partition).write(write)

    def get(self, key: bytes, default: Any = None) -> Any:
        """A row. Keys and rows are bytes here, of which Faust would make bytes once more."""
        row = self._get(key)
        return default if row is None else row

    _get = _guarded(rocksdb.Store._get)  # noqa: SLF001  # Faust's own hooks for a store
    set_persisted_offset = _guarded(rocksdb.Store.set_persisted_offset)
