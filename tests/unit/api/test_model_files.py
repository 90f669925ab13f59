"""A model that cannot be used is deleted, and said to be."""

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from services.api.model.files import Readers, writer_connection
from services.api.model.schema import VERSION
from services.api.model.writer import Writer, position_in
from tests import builders
from tests.readmodel import LOG, Log, contents, filled


def begun(path: Path) -> int:
    """How many incidents are in the model as it is opened."""
    with closing(writer_connection(path)) as db:
        return int(db.execute("SELECT count(*) FROM incidents").fetchone()[0])


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return filled(tmp_path / "model.sqlite", Log().add(builders.incident_resolved()).records)


def test_a_model_that_is_whole_is_kept(model: Path) -> None:
    assert begun(model) == 1


def test_a_model_of_another_version_is_made_anew(model: Path, caplog: pytest.LogCaptureFixture) -> None:
    with closing(sqlite3.connect(model)) as db:
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
    with caplog.at_level(logging.WARNING):
        assert begun(model) == 0
    assert f"is of version {VERSION + 1}, not {VERSION}: deleted, and read back" in caplog.text


@pytest.mark.parametrize("damage", ["header", "middle", "cut", "other"])
def test_a_damaged_model_is_made_anew(model: Path, damage: str, caplog: pytest.LogCaptureFixture) -> None:
    whole = model.read_bytes()
    torn = {
        "header": b"\0" * 100 + whole[100:],
        "middle": whole[:4096] + b"\x55" * 8192 + whole[12288:],
        "cut": whole[: len(whole) // 2],
        "other": b"this is a letter to my aunt\n" * 200,
    }
    model.write_bytes(torn[damage])
    with caplog.at_level(logging.WARNING):
        assert begun(model) == 0
    assert "is damaged" in caplog.text


def test_a_reader_sees_one_state_while_the_writer_goes_on(model: Path) -> None:
    readers = Readers(model)
    with closing(writer_connection(model)) as connection, readers.snapshot() as db:
        before = position_in(db, LOG)
        writer = Writer(connection, LOG)
        log = Log().add(builders.incident_resolved(), builders.incident_resolved(revision=2))
        writer.take(log.records)
        assert position_in(db, LOG) == before
        assert writer.position != before
    readers.close()


def test_a_model_that_starts_anew_is_empty_for_its_readers(model: Path) -> None:
    readers = Readers(model)
    with closing(writer_connection(model)) as connection:
        with readers.snapshot() as db:
            assert db.execute("SELECT count(*) FROM incidents").fetchone() == (1,)
        Writer(connection, LOG).start_anew(LOG + 1)
        with readers.snapshot() as db:
            assert db.execute("SELECT count(*) FROM incidents").fetchone() == (0,)
            assert set(position_in(db, LOG).offsets) == {0}
        Writer(connection, LOG + 1).take(Log().add(builders.incident_resolved()).records)
    assert len(contents(model)["incidents"]) == 1
    readers.close()
