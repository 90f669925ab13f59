"""Consumers that are killed, join and leave: nothing is lost, and what comes again had not been committed."""

import os
import sys
import time
from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path
from subprocess import Popen

import pytest

from tallywire.processes import holds_within
from tests.consuming import Topics, numbered

pytestmark = [pytest.mark.integration, pytest.mark.timeout(120)]


@pytest.fixture
def topics(bootstrap: str, namespace: str) -> Topics:
    """Fresh topics with sixty incidents on them."""
    made = Topics.made(bootstrap, namespace)
    made.tell(*numbered(60))
    return made


def _follower(topics: Topics, file: Path, *options: str) -> Popen[bytes]:
    named = {"KAFKA_BOOTSTRAP": topics.settings.kafka_bootstrap, "NAMESPACE": topics.settings.namespace}
    env = os.environ | {f"TALLYWIRE_{name}": value for name, value in named.items()}
    return Popen([sys.executable, "-m", "tests.consuming.follower", "g", str(file), *options], env=env)


def _written(*files: Path) -> Counter[str]:
    return Counter(line for file in files if file.exists() for line in file.read_text().split())


def test_what_was_handled_and_not_committed_before_kill_9_comes_again(topics: Topics, tmp_path: Path) -> None:
    file = tmp_path / "handled"
    deaths = [3, 14, 25]
    for death in deaths:
        assert _follower(topics, file, "--die-after", str(death), "--until-end").wait(60) == -9
    assert _follower(topics, file, "--until-end").wait(60) == 0
    handled = _written(file)
    assert set(handled) == {f"i{number}" for number in range(60)}
    repeated = handled.total() - 60
    # The one that was in hand at each death was handled and surely not committed; a batch of ten is the most.
    assert len(deaths) <= repeated <= 10 * len(deaths)


def test_with_a_memory_on_disk_only_the_last_batch_before_kill_9_comes_again(topics: Topics, tmp_path: Path) -> None:
    file, memory = tmp_path / "handled", ("--memory", str(tmp_path / "seen"))
    assert _follower(topics, file, "--die-after", "37", "--until-end", *memory).wait(60) == -9
    topics.tell(*numbered(60))
    assert _follower(topics, file, "--until-end", *memory).wait(60) == 0
    handled = _written(file)
    assert len(handled) == 60
    assert 1 <= handled.total() - 60 <= 10


def test_two_of_a_group_share_the_work_and_one_takes_over_from_the_other(topics: Topics, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    fresh = [f"i{number}" for number in range(100_000, 100_040)]
    one = _follower(topics, first, "--seconds", "0.02")
    two: Popen[bytes] | None = None
    try:
        assert holds_within(30, lambda: _written(first).total() > 5)
        two = _follower(topics, second, "--seconds", "0.02")
        assert holds_within(40, partial(_tells_both, topics, first, second))
        one.kill()
        one.wait()
        topics.tell(*numbered(40, first=100_000))
        assert holds_within(60, lambda: _written(second).keys() >= set(fresh))
        two.terminate()
        assert two.wait(30) == 0
    finally:
        for process in (one, two):
            if process is not None and process.poll() is None:
                process.kill()
    assert _written(first, second).keys() >= {f"i{number}" for number in range(60)}


def _tells_both(topics: Topics, first: Path, second: Path) -> bool:
    """Whether both have had something, while new incidents keep coming."""
    topics.tell(*numbered(8, first=1000 + 8 * _written(first, second).total()))
    return bool(_written(second).total()) and bool(_written(first).total())


def test_who_handles_slowly_stays_in_the_group(topics: Topics) -> None:
    slow = replace(topics.incidents(), handling_seconds=6.0)
    handled: list[str] = []
    with slow.deliveries() as deliveries:
        for delivery in deliveries:
            handled.append(delivery.event.incident_id)
            time.sleep(0.2)  # twelve seconds in all: twice as long as the group waits for a poll
    assert len(handled) == 60


def test_a_rebalance_that_begins_while_it_only_shows_itself_is_gone_through_with(topics: Topics) -> None:
    slow = replace(topics.incidents(), handling_seconds=1.5)  # it looks after the group each half second
    handled: set[str] = set()
    with slow.deliveries() as deliveries:
        for delivery in deliveries:
            if not handled:  # as if the topic's partitions had not been known yet when it joined
                deliveries._member._client._coordinator._assignment_snapshot = {}
            handled.add(delivery.event.incident_id)
            time.sleep(0.1)
    assert handled == {f"i{number}" for number in range(60)}


def test_a_batch_in_hand_is_not_lost_when_another_joins(topics: Topics, tmp_path: Path) -> None:
    file = tmp_path / "other"
    slow = replace(topics.incidents(), handling_seconds=4.0)  # it looks after the group each 1.3 seconds
    handled: list[str] = []
    other: Popen[bytes] | None = None
    try:
        with slow.deliveries() as deliveries:
            for delivery in deliveries:
                other = other or _follower(topics, file, "--until-end", "--seconds", "0.05")
                handled.append(delivery.event.incident_id)
                time.sleep(0.3)
        assert other is not None
        assert other.wait(60) == 0
    finally:
        if other is not None and other.poll() is None:
            other.kill()
    assert _written(file)
    assert set(handled) | set(_written(file)) == {f"i{number}" for number in range(60)}
    assert len(handled) + _written(file).total() <= 60 + 10
