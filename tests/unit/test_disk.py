"""A store on disk that is damaged is made anew; a disk that fails ends the worker, and buries no report."""

import gc
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree, rmtree
from types import SimpleNamespace
from typing import Any

import pytest
from faust.types import TP

from services.common.disk import UNUSED_SECONDS, DiskStore
from services.common.rocks import SHARED_BYTES

CHANCE = random.Random(1)
ROWS = {b"report-%d" % number: CHANCE.randbytes(200) for number in range(3000)}


def store(folder: Path) -> DiskStore:
    """A store as a table has it, of an app that is nothing but its names."""
    conf = SimpleNamespace(tabledir=folder, table_key_index_size=1000)
    app: Any = SimpleNamespace(conf=conf, service_name="aggregation", consumer_generation_id=1)
    table: Any = SimpleNamespace(name="reports", is_global=False, use_partitioner=False)
    return DiskStore("rocksdb://", app, table, key_type=bytes, value_type=bytes)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files of one partition with rows in several of them, closed."""
    kept = store(tmp_path)
    files = kept._db_for_partition(0)
    for key, row in ROWS.items():
        files.put(key, row)
    files.flush()
    files.put(b"last", b"row")
    del files
    kept._dbs.clear()
    return kept.partition_path(0)


def noise(pattern: str) -> Callable[[Path], None]:
    """Overwrites some bytes in the middle of the largest such file."""

    def damage(folder: Path) -> None:
        file = max(folder.glob(pattern), key=lambda one: one.stat().st_size)
        with file.open("r+b") as opened:
            opened.seek(file.stat().st_size // 2)
            opened.write(b"\xffnoise\xff")

    return damage


def cut(pattern: str) -> Callable[[Path], None]:
    """Cuts all such files in half."""

    def damage(folder: Path) -> None:
        for file in folder.glob(pattern):
            os.truncate(file, file.stat().st_size // 2)

    return damage


def gone(pattern: str) -> Callable[[Path], None]:
    """Deletes all such files."""

    def damage(folder: Path) -> None:
        for file in folder.glob(pattern):
            file.unlink()

    return damage


def a_file(folder: Path) -> None:
    """Puts a file where the folder was."""
    rmtree(folder)
    folder.write_text("not a store")


@pytest.mark.parametrize(
    "damage",
    [
        *(way(pattern) for way in (noise, gone) for pattern in ("MANIFEST-*", "CURRENT")),
        *(way(pattern) for way in (cut, gone) for pattern in ("*.sst", "CURRENT")),
        a_file,
    ],
)
def test_a_damaged_store_is_deleted_and_begun_anew(
    folder: Path, damage: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    damage(folder)
    fresh = store(folder.parent)
    assert fresh._db_for_partition(0).get(b"report-1") is None
    assert f"{folder} is damaged" in caplog.text
    fresh._db_for_partition(0).put(b"report-1", b"again")


def test_a_sound_store_is_kept(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    kept = store(folder.parent)._db_for_partition(0)
    assert {key: kept.get(key) for key in ROWS} == ROWS
    assert caplog.text == ""


@pytest.mark.parametrize("pattern", ["*.log", "MANIFEST-*"])
def test_a_store_that_lost_its_newest_rows_without_a_word_lost_its_offset_with_them(
    tmp_path: Path, pattern: str
) -> None:
    kept = store(tmp_path)
    for number, (key, row) in enumerate(ROWS.items()):
        place = SimpleNamespace(partition=0, offset=number, key=key, value=row)
        kept.apply_changelog_batch([SimpleNamespace(message=place)], None, None)
    killed = tmp_path / "killed"
    copytree(tmp_path, killed)
    left = store(killed)
    cut(pattern)(left.partition_path(0))
    offset = left.persisted_offset(TP("changelog", 0))
    count = 0 if offset is None else offset + 1
    assert count < len(ROWS)
    has = [left._db_for_partition(0).get(key) for key in ROWS]
    assert has == [*list(ROWS.values())[:count], *[None] * (len(ROWS) - count)]


def test_a_store_of_long_ago_is_deleted(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    long_ago = time.time() - UNUSED_SECONDS - 60
    os.utime(folder / "LOG", (long_ago, long_ago))
    assert store(folder.parent)._db_for_partition(0).get(b"report-1") is None
    assert "was not in use for 12 hours" in caplog.text


def test_a_store_that_somebody_has_open_is_left_alone(folder: Path) -> None:
    first = store(folder.parent)
    first._db_for_partition(0)
    with pytest.raises(Exception, match="LOCK"):
        store(folder.parent)._db_for_partition(0)
    assert first._db_for_partition(0).get(b"report-1") == ROWS[b"report-1"]


@pytest.fixture
def garbage_stays() -> Iterator[None]:
    """Until somebody asks for it to be collected."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("garbage_stays")
def test_what_is_another_workers_now_can_be_opened_by_it_at_once(folder: Path) -> None:
    first: Any = store(folder.parent)
    first._db_for_partition(0)
    first.revoke_partitions(SimpleNamespace(changelog_topic=SimpleNamespace(topics=["log"])), {TP("log", 0)})
    assert store(folder.parent)._db_for_partition(0).get(b"report-1") == ROWS[b"report-1"]


@pytest.mark.usefixtures("garbage_stays")
async def test_files_that_only_garbage_has_open_are_let_go_when_somebody_wants_them(folder: Path) -> None:
    first = store(folder.parent)
    circle: list[Any] = [first._db_for_partition(0)]
    circle.append(circle)
    await first.stop()
    del circle
    second = store(folder.parent)
    with pytest.raises(Exception, match="LOCK"):
        second._db_for_partition(0)
    assert second._db_for_partition(0).get(b"report-1") == ROWS[b"report-1"]


READS_ALL = """
import sys
from pathlib import Path
from tests.unit.test_disk import store
kept = store(Path(sys.argv[1]))
kept._db_for_partition(0)
kept._dbs_for_actives = kept._dbs.values
print(len(list(kept._iteritems())))
"""
WRITES = """
import resource, sys
from pathlib import Path
from faust.types import TP
from tests.unit.test_disk import store
kept = store(Path(sys.argv[1]))
kept._db_for_partition(0)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
for offset in range(10_000):
    kept.set_persisted_offset(TP("topic", 0), offset)
"""


def in_a_process(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", script, str(folder)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_a_row_that_cannot_be_read_ends_the_process_and_takes_the_store_along(folder: Path) -> None:
    noise("*.sst")(folder)
    done = in_a_process(READS_ALL, folder.parent)
    assert (done.returncode, folder.exists()) == (5, False)
    assert f"tallywire aggregation: {folder.parent} was damaged: start again" in done.stderr
    assert in_a_process(READS_ALL, folder.parent).stdout == "0\n"


def test_a_full_disk_ends_the_process_and_keeps_the_store(folder: Path) -> None:
    done = in_a_process(WRITES, folder.parent)
    assert (done.returncode, folder.exists()) == (5, True)
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("tallywire")]
    assert "File too large" in line
    assert "make room, or set TALLYWIRE_DATA_DIR" in line


def test_files_that_exist_are_opened_with_their_filters_and_the_memory_that_all_stores_share(folder: Path) -> None:
    store(folder)._db_for_partition(0)
    (log,) = (log for log in store(folder).partition_path(0).glob("LOG"))
    told = log.read_text()
    assert "filter_policy: bloomfilter" in told
    assert f"capacity : {SHARED_BYTES}" in told
