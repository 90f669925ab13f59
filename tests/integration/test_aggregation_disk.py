"""Tables on disk: one worker's, read back when they are damaged, thrown away when they are of the past."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from services.common.admin import administration, create_topics
from services.common.settings import Settings
from tallywire.processes import free_ports
from tests.workers import Workers, workers

pytestmark = [pytest.mark.integration, pytest.mark.timeout(240)]


def stores(one: Workers, partition: int) -> list[Path]:
    return sorted((one.stack.folder / "data" / "aggregation").rglob(f"*-{partition}.db"))


def log_of(one: Workers) -> str:
    return one.stack.workers["aggregation"].log.read_text()


def test_a_worker_whose_tables_were_damaged_reads_them_back(bootstrap: str, namespace: str, tmp_path: Path) -> None:
    with workers(bootstrap, namespace, tmp_path, 1) as one:
        one.begin("aggregation")
        topics = one.report(each=20)
        one.stack.kill("aggregation")
        for store in stores(one, 0):
            (store / "CURRENT").write_text("noise")
        for store in stores(one, 3):
            for file in store.glob("MANIFEST-*"):
                file.write_bytes(os.urandom(500))
        one.begin("aggregation")
        one.check("aggregation", topics)
        for store in (*stores(one, 0), *stores(one, 3)):
            assert f"{store} is damaged" in log_of(one)
        assert f"{stores(one, 1)[0]} is damaged" not in log_of(one)
        one.check("aggregation", one.report(each=40))


def test_a_worker_without_its_disk_reads_its_tables_back_in_bulk(
    bootstrap: str, namespace: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALLYWIRE_LOG_LEVEL", "info")
    with workers(bootstrap, namespace, tmp_path, 1) as one:
        one.begin("aggregation")
        topics = one.report(each=40)
        one.stack.kill("aggregation")
        shutil.rmtree(tmp_path / "data" / "aggregation")
        one.begin("aggregation")
        assert "rows were read back in bulk" in log_of(one)
        one.check("aggregation", topics)
        one.check("aggregation", one.report(each=60))


def test_a_second_worker_in_the_same_folder_is_told_whose_it_is(bootstrap: str, namespace: str, tmp_path: Path) -> None:
    with workers(bootstrap, namespace, tmp_path, 1) as one:
        one.begin("aggregation")
        process = one.stack.workers["aggregation"].process
        folder = tmp_path / "data" / "aggregation"
        done = _started(one.settings, folder)
        (line,) = [line for line in done.stderr.splitlines() if "tallywire" in line]
        assert done.returncode == 2
        assert f"{folder / 'aggregation'} is another worker's (process {process.pid if process else 0})" in line
        assert "give each its own TALLYWIRE_DATA_DIR" in line


def test_a_folder_that_cannot_be_written_to_is_named(bootstrap: str, namespace: str, tmp_path: Path) -> None:
    settings = Settings(kafka_bootstrap=bootstrap, namespace=namespace)
    create_topics(settings)
    (tmp_path / "data").write_text("a file")
    done = _started(settings, tmp_path / "data")
    assert done.returncode == 2
    assert f"cannot use {tmp_path / 'data' / 'aggregation'} (Not a directory)" in done.stderr


def test_tables_of_topics_that_are_no_more_are_not_counted_on(bootstrap: str, namespace: str, tmp_path: Path) -> None:
    with workers(bootstrap, namespace, tmp_path, 1) as one:
        one.begin("aggregation")
        one.report(each=10)
        one.stack.stop()
        with administration(one.settings) as client:
            client.delete_topics([topic for topic in client.list_topics() if topic.startswith(namespace)])
            client.delete_groups([f"{namespace}tallywire-aggregation"])
        create_topics(one.settings)
        one.begin("aggregation")
        assert "is of other topics: deleted" in log_of(one)
        one.check("aggregation", one.report(each=5))


def _started(settings: Settings, data_dir: Path) -> subprocess.CompletedProcess[str]:
    """What a worker says that is not to get far."""
    (port,) = free_ports(1)
    env = {
        "TALLYWIRE_KAFKA_BOOTSTRAP": settings.kafka_bootstrap,
        "TALLYWIRE_NAMESPACE": settings.namespace,
        "TALLYWIRE_DATA_DIR": str(data_dir),
        "TALLYWIRE_WEB_PORT": str(port),
    }
    command = [sys.executable, "-m", "services.aggregation"]
    return subprocess.run(command, env={**os.environ, **env}, capture_output=True, text=True, timeout=60, check=False)
