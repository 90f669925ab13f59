import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from services.ingest.domain.items import Document, Item
from services.ingest.domain.seen import digest
from services.ingest.settings import IngestSettings
from services.ingest.sources.client import Client
from services.ingest.sources.followed import Follower
from services.ingest.sources.robots import Robots

pytestmark = pytest.mark.timeout(30)
RULES = "User-agent: *\nDisallow: /private\n\nUser-agent: Tallywire\nDisallow: /drafts\n"


@dataclass
class Site:
    """A site whose robots.txt is this text, and a clock that a test turns."""

    url: str = ""
    status: int = 200
    text: str = RULES
    asked: int = 0
    now: datetime = field(default=datetime(2022, 1, 5, tzinfo=UTC))
    client: Client = field(init=False)

    async def answer(self, _: web.Request) -> web.Response:
        self.asked += 1
        return web.Response(status=self.status, text=self.text)


@asynccontextmanager
async def visited(site: Site) -> AsyncIterator[Robots]:
    app = web.Application()
    app.router.add_get("/robots.txt", site.answer)
    settings = IngestSettings.model_validate({"allowed_networks": (ip_network("127.0.0.0/8"),), "host_seconds": 0})
    async with TestServer(app) as server, Client(settings) as client:
        site.url, site.client = str(server.make_url("/")), client
        yield Robots(client, lambda: site.now, hosts=2)


async def test_rules_made_for_us_go_before_rules_for_all() -> None:
    site = Site()
    async with visited(site) as robots:
        assert await robots.allow(f"{site.url}drafts/1") is False
        assert await robots.allow(f"{site.url}private/1")


async def test_a_site_is_asked_once_a_day_however_many_want_to_know() -> None:
    site = Site()
    async with visited(site) as robots:
        await asyncio.gather(*(robots.allow(f"{site.url}{page}") for page in range(20)))
        assert site.asked == 1
        site.now += timedelta(hours=23)
        await robots.allow(site.url)
        assert site.asked == 1
        site.now += timedelta(hours=1)
        await robots.allow(site.url)
        assert site.asked == 2


async def test_without_a_robots_txt_all_may_be_read() -> None:
    site = Site(status=404, text="Disallow: /")
    async with visited(site) as robots:
        assert await robots.allow(f"{site.url}drafts/1")


@pytest.mark.parametrize(("status", "text"), [(500, ""), (200, "#" * 600_000)], ids=["error", "giant"])
async def test_where_the_rules_cannot_be_had_nothing_is_read_for_a_while(status: int, text: str) -> None:
    site = Site(status=status, text=text)
    async with visited(site) as robots:
        assert await robots.allow(site.url) is None
        site.status, site.text = 200, RULES
        assert await robots.allow(site.url) is None
        site.now += timedelta(minutes=10)
        assert await robots.allow(site.url)


async def test_a_story_whose_site_tells_no_rules_is_told_as_the_feed_tells_it_and_asked_for_again() -> None:
    site = Site(status=503)
    async with visited(site) as robots:
        item = Item(headline="Shells fall", url=f"{site.url}page")
        document, missed = await Follower(site.client, robots).followed(Document("rss", items=(item,)))
    assert document.items == (item,)
    assert missed == {digest(item)}


async def test_only_so_many_sites_are_remembered() -> None:
    site = Site()
    async with visited(site) as robots:
        for host in ("127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.1"):
            await robots.allow(site.url.replace("127.0.0.1", host))
        # The server listens on the first address alone; the others cannot be asked.
        assert site.asked == 2
