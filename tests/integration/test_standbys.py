"""Workers that keep copies of each other's tables, while some of them die."""

from pathlib import Path

import pytest

from services.aggregation.domain.conclusion import concluded
from services.aggregation.reads import partition_of
from tallywire.commands.verify import differences, ignored
from tallywire.lag import wait_until_caught_up
from tallywire.processes import holds_within
from tests.reporting import put, told_in_turn
from tests.workers import COUNTRIES, workers

pytestmark = [pytest.mark.integration, pytest.mark.fault, pytest.mark.timeout(300)]


def test_from_one_worker_to_three_and_back_with_copies_nothing_is_lost_or_counted_twice(
    bootstrap: str, namespace: str, tmp_path: Path
) -> None:
    events = list(told_in_turn(COUNTRIES, each=100))
    parts = [events[number::3] for number in range(3)]
    with workers(bootstrap, namespace, tmp_path, 3, STANDBYS="1") as three:
        first, second, third = three.names
        three.begin(first)
        put(three.settings, parts[0])
        three.begin(second)
        assert holds_within(60, lambda: three.copies() == {0, 1, 2, 3}, every=0.2)
        put(three.settings, parts[1])
        three.stack.kill(three.owners()[partition_of("IQ")])
        (left,) = three.running
        three.begin(third)
        put(three.settings, parts[2])
        assert three.stack.workers[left].stop(30)
        assert wait_until_caught_up(three.settings, 90, ignored) == {}
        assert list(differences(three.settings, concluded(events))) == []


def test_copies_without_a_disk_are_refused(bootstrap: str, namespace: str, tmp_path: Path) -> None:
    with workers(bootstrap, namespace, tmp_path, 1, STANDBYS="1", STORE="memory") as one:
        worker = one.stack.workers["aggregation"]
        worker.start()
        assert holds_within(60, lambda: not worker.running)
        assert "they want store rocksdb" in worker.log.read_text()
