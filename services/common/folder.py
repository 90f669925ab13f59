"""A worker's folder for its tables: held by one process, and thrown away when it is of another broker's topics."""

import fcntl
import json
import logging
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import IO

log = logging.getLogger("tallywire")


def claimed(folder: Path, topics: Mapping[str, str]) -> IO[str]:
    """The folder's lock, which holds as long as it is open.

    `topics` are the topics that its tables are copies of, with the broker's ids for them. Copies of others (the topics
    were deleted and made again, or are another namespace's) are deleted: Faust would go on with them.

    Raises:
        OSError: another process has the folder, or it cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "worker.lock").open("a+", encoding="utf-8", errors="replace")
        _hold(lock, folder)
        _keep_copies_of(topics, folder)
    except BlockingIOError:
        raise
    except OSError as error:
        raise OSError(f"cannot use {folder} ({error.strerror}): make room, or set TALLYWIRE_DATA_DIR") from error
    return lock


def _hold(lock: IO[str], folder: Path) -> None:
    """Two workers with one folder would each find partitions locked that the other had before."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.seek(0)
        raise BlockingIOError(
            f"{folder} is another worker's (process {lock.read().strip()}): "
            "end it, or give each its own TALLYWIRE_DATA_DIR"
        ) from error
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n")
    lock.flush()


def _keep_copies_of(topics: Mapping[str, str], folder: Path) -> None:
    told = folder / "topics.json"
    copied = _copied(told)
    if not copied or any(topics.get(topic) != copied[topic] for topic in copied):
        for tables in [one for one in folder.iterdir() if one.is_dir()]:
            log.warning("%s is of other topics: deleted, and read back from the broker", tables)
            shutil.rmtree(tables)
    told.write_text(json.dumps(dict(topics), indent=1), encoding="utf-8")


def _copied(told: Path) -> dict[str, str]:
    """The topics that the tables are copies of, by what is noted; none if that cannot be read."""
    try:
        return dict(json.loads(told.read_bytes()))
    except (OSError, TypeError, ValueError):
        return {}
