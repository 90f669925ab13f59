"""The simulated day itself: what it plans, writes and serves."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from services.ingest.domain.formats.reading import read_document
from tallywire.processes import free_ports
from tests.day.expected import expected_of
from tests.day.feeds_xml import page
from tests.day.formats import FORMATS, document
from tests.day.manners import ALL
from tests.day.plan import TICKS, day_of
from tests.day.server import Server
from tests.day.stories import Day, Feed

BEGINS = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def day() -> Day:
    return day_of(1, BEGINS, 8000)


def test_a_seed_makes_one_day(day: Day) -> None:
    assert day_of(1, BEGINS, 8000) == day
    assert day_of(2, BEGINS, 8000) != day


def test_the_day_has_every_format_every_manner_and_every_fate(day: Day) -> None:
    expected = expected_of(day)
    fates = Counter(version.canceled for feed in day.feeds for story in feed.stories for version in story.versions)
    assert {feed.format for feed in day.feeds} == FORMATS.keys()
    assert {feed.manner for feed in day.feeds} == ALL.keys()
    assert len(expected.standing) > 500
    assert min(len(expected.withdrawn), fates[True], len(expected.groups)) > 20
    assert any(story.stale for feed in day.feeds for story in feed.stories)
    assert len(expected.held) > 5
    assert not expected.standing.keys() & (expected.withdrawn | expected.held)


def test_no_two_stories_of_a_source_share_a_text(day: Day) -> None:
    stories = {(feed.source, story.guid): story for feed in day.feeds for story in feed.stories}
    told = Counter(
        (source, version.body)
        for (source, _), story in stories.items()
        for version in {version.body: version for version in story.versions}.values()
    )
    assert max(told.values()) == 1


@pytest.mark.parametrize("kind", FORMATS)
def test_what_a_feed_writes_is_what_is_read_in_it(day: Day, kind: str) -> None:
    for feed in [feed for feed in day.feeds if feed.format == kind][:4]:
        read = read_document(document(feed, TICKS - 1), feed.url)
        told = {version.headline for _, version in feed.shown(TICKS - 1) if not version.canceled}
        assert not read.faults
        assert told <= {item.headline for item in read.items}


@pytest.mark.parametrize("kind", [name for name, kind in FORMATS.items() if not kind.one])
def test_a_bad_entry_stands_among_good_ones(day: Day, kind: str) -> None:
    feed = next(feed for feed in day.feeds if feed.format == kind)
    good, bad = (read_document(document(feed, TICKS - 1, bad=bad), feed.url) for bad in (False, True))
    assert len(bad.faults) == 1
    assert [item.guid for item in bad.items] == [item.guid for item in good.items]


def test_a_page_holds_the_text_and_furniture(day: Day) -> None:
    for feed in [feed for feed in day.feeds if FORMATS[feed.format].follow][:4]:
        for story, version in feed.shown(TICKS - 1):
            (item,) = read_document(page(feed, story, version), feed.page(story)).items
            assert item.body == version.body


async def test_a_server_honours_validators_and_notes_who_asks() -> None:
    (port,) = free_ports(1)
    day = day_of(1, BEGINS, port)
    with Server(day, port) as server:
        async with aiohttp.ClientSession(auto_decompress=True) as session:
            feed = _of_manner(day, "honest")
            async with session.get(feed.url) as first:
                assert (first.status, await first.read()) == (200, document(feed, 0))
            conditions = {"If-None-Match": first.headers["ETag"]}
            async with session.get(feed.url, headers=conditions) as second:
                assert second.status == 304
            server.tick = TICKS - 1
            async with session.get(feed.url, headers=conditions) as third:
                assert (third.status, await third.read()) == (200, document(feed, TICKS - 1))
    assert [asked.status for asked in server.asked] == [200, 304, 200]
    assert server.asked[1].headers["if-none-match"] == first.headers["ETag"]


@pytest.mark.parametrize(
    ("manner", "status"), [("moved", 301), ("elsewhere", 302), ("forbidden", 302), ("locked", 401), ("gone", 410)]
)
async def test_a_server_has_its_manners(manner: str, status: int) -> None:
    (port,) = free_ports(1)
    day = day_of(1, BEGINS, port)
    with Server(day, port) as server:
        server.tick = TICKS - 1
        async with (
            aiohttp.ClientSession() as session,
            session.get(_of_manner(day, manner).url, allow_redirects=False) as answer,
        ):
            assert answer.status == status


async def test_a_busy_server_is_busy_once_in_a_tick() -> None:
    (port,) = free_ports(1)
    day = day_of(1, BEGINS, port)
    feed = _of_manner(day, "busy")
    with Server(day, port) as server:
        server.tick = next(tick for tick in range(TICKS) if (tick + feed.number) % 4 == 1)
        async with aiohttp.ClientSession() as session:
            async with session.get(feed.url) as busy:
                assert busy.headers["Retry-After"] == "3"
            async with session.get(feed.url) as free:
                assert (busy.status, free.status) == (429, 200)


def test_an_embargo_ends_when_the_day_says(day: Day) -> None:
    ends = {version.embargo for feed in day.feeds for story in feed.stories for version in story.versions}
    assert ends == {None, BEGINS + timedelta(seconds=60), BEGINS + timedelta(days=2)}


def _of_manner(day: Day, manner: str) -> Feed:
    return next(feed for feed in day.feeds if feed.manner == manner and feed.shown(0))
