"""Feeds are polled from real servers; what is new goes in once, and only then it is remembered."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from aiokafka.errors import KafkaConnectionError

from schemas.topics import FEEDS, INTAKE
from services.common.envelope import Envelope
from services.common.settings import Settings
from services.ingest.domain.feeds import Feed
from services.ingest.domain.wires import Wire
from services.ingest.settings import IngestSettings
from services.ingest.sources import poller
from services.ingest.sources.client import Client
from services.ingest.sources.followed import Follower
from services.ingest.sources.hubs import Hubs, WebSubSettings
from services.ingest.sources.intake import KafkaIntake
from services.ingest.sources.poller import Means, Poller
from services.ingest.sources.robots import Robots
from services.ingest.sources.states import States

pytestmark = pytest.mark.timeout(60)

ITEM = "<item><guid>{0}</guid><title>Story {0}</title><link>/page/{0}</link><description>{1}</description></item>"
PAGE = """<html><head><script type="application/ld+json">{"@type": "NewsArticle", "headline": "Story a",
"articleBody": "%s"}</script></head><body><p>short</p></body></html>"""
LONG = "Shells fell on the harbour of Qasr for a third night, and the ferries stayed away. " * 5


def rss(**stories: str) -> str:
    return f"<rss><channel>{''.join(ITEM.format(*story) for story in stories.items())}</channel></rss>"


@dataclass
class Site:
    """A server with one feed and its pages."""

    body: str = ""
    status: int = 200
    etag: str | None = None
    asked: list[web.Request] = field(default_factory=list)

    async def feed(self, request: web.Request) -> web.Response:
        self.asked.append(request)
        if self.etag and request.headers.get("If-None-Match") == self.etag:
            return web.Response(status=304)
        return web.Response(text=self.body, status=self.status, headers={"ETag": self.etag} if self.etag else {})

    async def page(self, request: web.Request) -> web.Response:
        return web.Response(text=PAGE % LONG, content_type="text/html")


@dataclass
class Outbox:
    """Takes messages down; refuses as many as it is told to, as a broker that is away does."""

    refuse: int = 0
    wires: list[Wire] = field(default_factory=list)
    letters: list[bytes] = field(default_factory=list)
    order: list[str] = field(default_factory=list)

    async def post(self, topic: str, envelopes: Iterable[Envelope]) -> None:
        if self.refuse:
            self.refuse -= 1
            raise KafkaConnectionError
        self.order.append(topic)
        if topic == INTAKE.name:
            self.wires += [Wire.model_validate_json(one.value) for one in envelopes]

    async def bury_bytes(self, topic: Any, envelope: Envelope, origin: Any, error: Exception) -> None:
        self.letters.append(envelope.value)


def now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def polling(site: Site, outbox: Outbox, **feed: Any) -> AsyncIterator[Poller]:
    app = web.Application()
    app.router.add_get("/feed", site.feed)
    app.router.add_get("/page/{name}", site.page)
    settings = IngestSettings(allowed_networks=(ip_network("127.0.0.0/8"),), host_seconds=0, unconditional_minutes=0)
    states = States(Settings(), outbox.post)
    async with TestServer(app) as server, Client(settings) as client:
        intake = KafkaIntake(outbox, now, lambda source, outcome: None)  # type: ignore[arg-type]  # an outbox here
        hubs = Hubs(WebSubSettings("", ""), client.post_form, now)
        follower = Follower(client, Robots(client, now, 10))
        one = Poller(Means(client, intake, states, follower, hubs, settings, {"TOKEN": "s3cret"}, now))
        url = str(server.make_url("/feed"))
        one.take_over([Feed(name="harbour", url=url, **{"min_minutes": 0.002, "max_minutes": 0.004} | feed)])
        task = asyncio.create_task(one.run())
        try:
            yield one
        finally:
            task.cancel()


async def until(question: Callable[[], bool]) -> None:
    while not question():  # noqa: ASYNC110  # what is waited for knows nothing of us
        await asyncio.sleep(0.02)


def state_of(one: Poller) -> Any:
    (feed,) = one.feeds
    return one.state(feed)


async def test_what_is_new_goes_in_once_and_an_unchanged_feed_sends_no_body() -> None:
    site, outbox = Site(rss(a="One.", b="Two."), etag='"v1"'), Outbox()
    async with polling(site, outbox) as one:
        await until(lambda: state_of(one).counts.not_modified >= 2)
    assert [wire.headline for wire in outbox.wires] == ["Story a", "Story b"]
    assert site.asked[1].headers["If-None-Match"] == '"v1"'
    assert state_of(one).counts.items_new == 2


async def test_only_what_changed_goes_in_again() -> None:
    site, outbox = Site(rss(a="One.", b="Two.")), Outbox()
    async with polling(site, outbox) as one:
        await until(lambda: len(outbox.wires) == 2)
        site.body = rss(a="One, corrected.", b="Two.", c="Three.")
        await until(lambda: state_of(one).counts.items_changed > 0)
    assert [wire.body for wire in outbox.wires[2:]] == ["One, corrected.", "Three."]
    assert outbox.wires[2].id == outbox.wires[0].id


async def test_a_feed_is_remembered_only_after_the_broker_has_its_wires(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poller, "BROKER_PAUSE", timedelta(0))
    site, outbox = Site(rss(a="One."), etag='"v1"'), Outbox(refuse=2)
    async with polling(site, outbox) as one:
        await until(lambda: state_of(one).counts.polls > 0)
    assert outbox.order[:2] == [INTAKE.name, FEEDS.name]
    assert [request.headers.get("If-None-Match") for request in site.asked[:3]] == [None, None, None]
    assert len({wire.id for wire in outbox.wires}) == 1


async def test_a_bad_entry_is_buried_once_and_the_good_ones_go_in() -> None:
    site, outbox = Site(rss(a="One.").replace("</channel>", "<item><x/></item></channel>")), Outbox()
    async with polling(site, outbox) as one:
        await until(lambda: state_of(one).counts.polls >= 3)
    assert len(outbox.letters) == 1
    assert [wire.headline for wire in outbox.wires] == ["Story a"]


async def test_the_validators_of_half_a_document_are_not_kept() -> None:
    whole = rss(a="One.", b="Two.")
    site, outbox = Site(whole.partition("Two.")[0], etag='"v1"'), Outbox()
    async with polling(site, outbox):
        await until(lambda: len(outbox.wires) == 1)
        site.body = whole
        await until(lambda: len(outbox.wires) == 2)
    assert [wire.headline for wire in outbox.wires] == ["Story a", "Story b"]


async def test_a_followed_story_has_its_pages_text() -> None:
    site, outbox = Site(rss(a="A teaser.")), Outbox()
    async with polling(site, outbox, follow=True):
        await until(lambda: bool(outbox.wires))
    assert outbox.wires[0].body == LONG.strip()


async def test_a_feed_that_is_gone_is_asked_no_more() -> None:
    site, outbox = Site(status=410), Outbox()
    async with polling(site, outbox) as one:
        await until(lambda: state_of(one).phase == "ended")
        await asyncio.sleep(0.5)
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    ("site", "feed", "why"),
    [
        (Site("<html><body>Please log in.</body></html>"), {}, "article"),
        (Site(status=503), {}, "503"),
        (Site(rss(a="One.")), {"bearer_env": "NO_SUCH_TOKEN"}, "NO_SUCH_TOKEN"),
    ],
)
async def test_a_failing_feed_says_why(site: Site, feed: dict[str, Any], why: str) -> None:
    outbox = Outbox()
    async with polling(site, outbox, **feed) as one:
        await until(lambda: state_of(one).failures > 0)
    assert why in state_of(one).why
    assert not outbox.wires


async def test_credentials_come_from_the_environment() -> None:
    site, outbox = Site(rss(a="One.")), Outbox()
    async with polling(site, outbox, bearer_env="TOKEN"):
        await until(lambda: bool(outbox.wires))
    assert site.asked[0].headers["Authorization"] == "Bearer s3cret"
