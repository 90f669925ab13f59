"""A day of 200 feeds, in all formats and with all manners, comes to what its plan says, whatever is killed in it."""

import os
import random
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from schemas.topics import ARTICLES, INTAKE
from services.common.admin import create_topics
from services.common.settings import Settings
from tallywire.kafka import whole_topic
from tallywire.lag import lag
from tallywire.processes import free_ports, holds_within
from tallywire.stack import Stack
from tests.day.expected import expected_of
from tests.day.formats import FORMATS
from tests.day.manners_kept import breaches
from tests.day.plan import LAST_CHANGE, day_of
from tests.day.published import differences, published_in
from tests.day.server import Server
from tests.day.sources import environment, feeds_toml
from tests.day.troubles import TOKEN

pytestmark = [pytest.mark.fault, pytest.mark.timeout(600)]

SEED = int(os.environ.get("TALLYWIRE_FAULT_SEED", "1"))
TICK_SECONDS = 4.0
EMBARGO_SECONDS = 70.0
MIN_MINUTES, MAX_MINUTES = 0.06, 0.1
HOST_SECONDS = 0.15
LIMITS = {
    "ALLOWED_NETWORKS": "127.0.1.0/24",
    "CONTACT": "mailto:desk@example.org",
    "HOST_SECONDS": str(HOST_SECONDS),
    "READ_SECONDS": "5",
    "MAX_BYTES": str(2 * 1024 * 1024),
    "UNCONDITIONAL_MINUTES": "0",
}


def test_a_day_of_feeds_comes_to_what_its_plan_says(bootstrap: str, namespace: str, tmp_path: Path) -> None:
    settings = Settings(kafka_bootstrap=bootstrap, namespace=namespace)
    create_topics(settings)
    (port,) = free_ports(1)
    day = day_of(SEED, datetime.now(UTC), port, early=EMBARGO_SECONDS)
    feeds = tmp_path / "feeds.toml"
    feeds.write_text(feeds_toml(day, MIN_MINUTES, MAX_MINUTES))
    limits = {f"TALLYWIRE_INGEST_{name}": value for name, value in (LIMITS | {"FEEDS": str(feeds)}).items()}
    stack = Stack(bootstrap, tmp_path, namespace=namespace, workers={"ingest": 1}, env=environment() | limits)
    with Server(day, port) as server, stack:
        _live_through(server, stack, settings)
        assert holds_within(60, server.settled, every=1), "not every feed was asked for its last state"
        assert holds_within(60, lambda: lag(settings, "ingest") == 0, every=1), "ingest does not finish its intake"
        stack.check()
    records = list(whole_topic(settings, settings.named(ARTICLES.name)))
    expected, found = expected_of(day), published_in(records)
    print(f"seed {SEED}: {len(day.feeds)} feeds asked {len(server.asked)} times: {dict(server.statuses())}")
    print(f"{len(expected.standing)} to stand, {len(expected.withdrawn)} withdrawn, {len(expected.held)} held")
    print(f"{len(expected.groups)} groups; {len(records)} events, {found.redelivered} of them redelivered")
    wrong = [*differences(expected, found), *breaches(day, server.asked, HOST_SECONDS, MIN_MINUTES * 60)]
    (tmp_path / "wrong.txt").write_text("\n".join(wrong))
    assert not wrong, "\n".join([f"{len(wrong)} faults:", *wrong[:50]])
    assert server.statuses()[304] > len(day.feeds)
    assert TOKEN not in "".join(log.read_text(errors="replace") for log in (tmp_path / "logs").iterdir())
    letters = list(whole_topic(settings, settings.named(INTAKE.dead_letters)))
    assert TOKEN.encode() not in b"".join(record.value for record in (*records, *letters))
    half_bad = {feed.name for feed in day.feeds if feed.manner == "half_bad" and not FORMATS[feed.format].one}
    assert half_bad <= {dict(letter.headers).get("tallywire.from", b"").decode() for letter in letters}


def _live_through(server: Server, stack: Stack, settings: Settings) -> None:
    """All ticks, with three kills: in the midst of the first load, and twice before the last changes."""
    chance = random.Random(SEED)
    kills = chance.sample(range(1, LAST_CHANGE), 2)
    some = chance.randint(20, 300)
    assert holds_within(60, lambda: lag(settings, "ingest") >= some, every=0.1), "ingest was never busy"
    _kill(stack, f"with at least {some} wires to go")
    for tick in range(server.day.ticks):
        server.tick = tick
        moment = chance.uniform(0, TICK_SECONDS)
        time.sleep(moment)
        if tick in kills:
            _kill(stack, f"{moment:.1f} s after tick {tick}")
        time.sleep(TICK_SECONDS - moment)
        stack.check()


def _kill(stack: Stack, when: str) -> None:
    print(f"seed {SEED}: killed ingest {when}")
    stack.kill("ingest")
    stack.restart("ingest")
