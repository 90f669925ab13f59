"""Whether a worker gets on."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pytest
from aiokafka.errors import KafkaConnectionError

from services.common.meters import Meters
from services.common.progress import Progress


class Place(NamedTuple):
    topic: str
    partition: int


REPORTS, TABLE = Place("wire.reports.v1", 2), Place("tallywire-aggregation-reports-changelog", 2)


@dataclass
class Consumer:
    """Faust's consumer as far as it is asked here."""

    end: int = 10
    _committed_offset: dict[Place, int | None] = field(default_factory=lambda: {REPORTS: 4})
    away: bool = False

    def assignment(self) -> set[Place]:
        return {REPORTS, TABLE}

    def highwater(self, tp: Place) -> int:
        return self.end

    async def earliest_offsets(self, *_: Place) -> dict[Place, int]:
        if self.away:
            raise KafkaConnectionError
        return {}


@dataclass
class App:
    consumer: Consumer = field(default_factory=Consumer)
    read: frozenset[str] = frozenset({REPORTS.topic})
    ready: bool = True


class Watch:
    """A progress with a clock of its own, which is looked at when it moves."""

    def __init__(self, folder: Path) -> None:
        self.now, self.app = 0.0, App()
        self.progress = Progress(self.app, folder, lambda: self.now)

    def wait(self, seconds: float) -> float:
        self.now += seconds
        self.progress.look()
        return self.progress.standstill


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    return Watch(tmp_path)


async def test_a_worker_that_commits_nothing_while_messages_wait_stands_still(watch: Watch) -> None:
    watch.wait(0)
    assert (watch.wait(100), watch.wait(200)) == (100, 300)
    assert await watch.progress.stalled(300)
    assert not await watch.progress.stalled(301)


async def test_each_commit_begins_it_anew(watch: Watch) -> None:
    watch.wait(0)
    watch.wait(100)
    watch.app.consumer._committed_offset[REPORTS] = 5
    assert (watch.wait(50), watch.wait(50)) == (0, 50)


async def test_who_has_nothing_to_do_does_not_stand_still(watch: Watch) -> None:
    watch.app.consumer.end = 4
    assert (watch.wait(0), watch.wait(1000)) == (0, 0)
    watch.app.consumer.end = 5
    assert (watch.progress.standstill, watch.wait(7)) == (0, 7)


async def test_a_recovery_is_no_standstill(watch: Watch) -> None:
    watch.app.ready = False
    assert (watch.wait(0), watch.wait(1000)) == (0, 0)


async def test_a_broker_that_is_away_is_no_reason_for_a_restart(watch: Watch) -> None:
    watch.wait(0)
    watch.wait(1000)
    watch.app.consumer.away = True
    assert not await watch.progress.stalled(300)


def test_it_tells_how_far_it_is(watch: Watch, tmp_path: Path) -> None:
    (tmp_path / "table.sst").write_bytes(b"12345")
    meters = Meters()
    meters.watch(watch.progress)
    watch.wait(3)
    told = meters.text().decode()
    assert 'tallywire_lag{partition="2",topic="wire.reports.v1"} 6.0' in told
    assert 'tallywire_committed_offset{partition="2",topic="wire.reports.v1"} 4.0' in told
    assert "changelog" not in told
    assert "tallywire_recovery_seconds 3.0" in told
    assert "tallywire_tables_bytes 5.0" in told
