"""A folder of tables is one worker's, and of the topics that it was made from."""

import subprocess
import sys
from pathlib import Path

import pytest

from services.common.folder import claimed

TOPICS = {"wire.counts.v1": "id 1", "wire.incidents.v1": "id 2"}
HOLDS = "import sys; from pathlib import Path; from services.common.folder import claimed; "
HOLDS += "held = claimed(Path(sys.argv[1]), {}); print('held', flush=True); sys.stdin.read()"


def test_two_workers_cannot_have_one_folder_and_the_second_is_told_who_has_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDS, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as first:
        assert first.stdout
        assert first.stdout.readline() == b"held\n"
        with pytest.raises(OSError, match=f"{tmp_path} is another worker's .process {first.pid}.*TALLYWIRE_DATA_DIR"):
            claimed(tmp_path, TOPICS)
        first.kill()
    claimed(tmp_path, TOPICS).close()


def test_tables_are_kept_as_long_as_their_topics_are_the_same(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    claimed(tmp_path, TOPICS).close()
    store = tmp_path / "v1" / "tables" / "counts-0.db"
    store.mkdir(parents=True)
    claimed(tmp_path, dict(reversed(TOPICS.items()))).close()
    claimed(tmp_path, TOPICS | {"of-a-new-table": "id 9"}).close()
    assert store.exists()
    assert caplog.text == ""

    claimed(tmp_path, TOPICS | {"of-a-new-table": "id 9", "wire.counts.v1": "id 3"}).close()
    assert not store.exists()
    assert f"{tmp_path / 'v1'} is of other topics: deleted" in caplog.text


@pytest.mark.parametrize("origin", [None, b"\xffnoise", b"[1]", b"{}"])
def test_tables_of_unknown_origin_are_not_trusted(tmp_path: Path, origin: bytes | None) -> None:
    store = tmp_path / "v1" / "tables" / "counts-0.db"
    store.mkdir(parents=True)
    if origin:
        (tmp_path / "topics.json").write_bytes(origin)
    claimed(tmp_path, TOPICS).close()
    assert not store.exists()


def test_a_folder_that_cannot_be_made_is_named_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match=r"cannot use .*/file/data .Not a directory.: make room, or set TALLYWIRE_DATA"):
        claimed(tmp_path / "file" / "data", TOPICS)
