"""What a consumer remembers of the events that it handled."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallywire.consume import Memory, MemoryFile, RecentMemory


@pytest.fixture(params=[RecentMemory, MemoryFile])
def memory_of(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[int], Memory]:
    """Makes a memory of either kind."""
    return (lambda most: MemoryFile(tmp_path / "seen", most)) if request.param is MemoryFile else RecentMemory


def test_what_was_noted_is_known_and_the_oldest_is_forgotten(memory_of: Callable[[int], Memory]) -> None:
    memory = memory_of(3)
    for number in range(5):
        memory.note(f"e{number}")
        memory.note(f"e{number}")
        memory.save()
    assert [memory.knows(f"e{number}") for number in range(5)] == [False, False, True, True, True]
    memory.close()


def test_a_file_knows_what_was_saved_in_an_earlier_life_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "seen"
    first = MemoryFile(path)
    first.note("saved")
    first.save()
    first.note("not saved")
    assert first.knows("not saved")
    first.close()
    second = MemoryFile(path)
    assert (second.knows("saved"), second.knows("not saved")) == (True, False)
    second.close()


def test_a_file_belongs_to_one_process(tmp_path: Path) -> None:
    first = MemoryFile(tmp_path / "seen")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        MemoryFile(tmp_path / "seen")
    first.close()


def test_what_is_no_such_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "seen").write_bytes(b"this is a letter to my aunt, and no data base at all" * 40)
    with pytest.raises(sqlite3.DatabaseError):
        MemoryFile(tmp_path / "seen")


@given(st.lists(st.text(max_size=3)), st.integers(1, 5))
def test_the_newest_are_always_known(identities: list[str], most: int) -> None:
    memory = RecentMemory(most)
    for identity in identities:
        memory.note(identity)
        assert memory.knows(identity)
