"""WebSub, with a small hub of our own on loopback."""

import hashlib
import hmac
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientConnectorError, ClientSession, web
from aiohttp.test_utils import TestServer, unused_port
from aiokafka.errors import KafkaConnectionError, MessageSizeTooLargeError

from services.ingest.domain.feeds import Feed
from services.ingest.domain.items import Hints, UnreadableDocument
from services.ingest.domain.subscriptions import path_of, secret_of
from services.ingest.sources.failures import FetchFailed
from services.ingest.sources.hubs import Hubs, WebSubSettings
from services.ingest.sources.received import BodyLimits
from services.ingest.sources.websub import Callbacks, NoticeLimits
from tests.intakes import Recording

pytestmark = pytest.mark.timeout(30)

FEED = Feed(name="harbour", url="https://harbour.example/feed", websub=True)
POLLED = Feed(name="copper", url="https://copper.example/feed")
TOPIC = "https://harbour.example/feed.atom"
SECRET = "a secret of the server"  # noqa: S105
LIMITS = NoticeLimits(BodyLimits(most=1000), broker_seconds=0.3)


@dataclass
class Hub:
    """Verifies what it is asked as hubs do, before it answers; then it can tell what is new."""

    http: ClientSession
    forms: list[dict[str, str]] = field(default_factory=list)
    verified: list[tuple[str, int]] = field(default_factory=list)
    lease: int = 1000
    status: int = 202

    async def asked(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.forms.append(form)
        if self.status == 202:
            await self.verify(form["hub.mode"], form["hub.topic"])
        return web.Response(status=self.status)

    async def verify(self, mode: str, topic: str, **more: str) -> int:
        query = {"hub.mode": mode, "hub.topic": topic, "hub.challenge": "ch-7", "hub.lease_seconds": str(self.lease)}
        async with self.http.get(self.forms[-1]["hub.callback"], params=query | more) as answer:
            self.verified.append((mode, answer.status))
            assert answer.status != 200 or mode == "denied" or await answer.text() == "ch-7"
            return answer.status

    async def tell(self, body: bytes, method: str = "sha256", signature: str | None = None) -> int:
        known = hmac.new(self.forms[-1]["hub.secret"].encode(), body, method).hexdigest()
        headers = {"X-Hub-Signature": f"{method}={known}" if signature is None else signature}
        async with self.http.post(self.forms[-1]["hub.callback"], data=body, headers=headers) as answer:
            return answer.status


@dataclass
class Scene:
    """A hub, our server, and the time."""

    hub: Hub
    hubs: Hubs
    callbacks: Callbacks
    intake: Recording
    hints: Hints
    now: datetime = datetime(2026, 3, 1, tzinfo=UTC)

    async def subscribe(self) -> None:
        self.hubs.found(FEED, self.hints)
        await self.hubs.ask_due()

    @property
    def state(self) -> str:
        return self.hubs.subscriptions["harbour"].state


@pytest.fixture(name="scene")
async def made_scene() -> AsyncIterator[Scene]:
    async with ClientSession() as http:
        hub, hub_app, our_app, our_port = Hub(http), web.Application(), web.Application(), unused_port()

        async def post(url: str, form: Mapping[str, str]) -> int:
            try:
                async with http.post(url, data=dict(form)) as answer:
                    return answer.status
            except ClientConnectorError as error:
                raise FetchFailed("connect", "no connection") from error

        settings = WebSubSettings(f"http://127.0.0.1:{our_port}", SECRET)
        hubs, intake = Hubs(settings, post, lambda: scene.now), Recording()
        callbacks = Callbacks((FEED, POLLED), hubs, intake, LIMITS)
        hub_app.router.add_post("/hub", hub.asked)
        callbacks.add_to(our_app)
        async with TestServer(hub_app) as hub_server, TestServer(our_app, port=our_port):
            scene = Scene(hub, hubs, callbacks, intake, Hints(url=TOPIC, hub=str(hub_server.make_url("/hub"))))
            yield scene


async def test_a_feed_that_names_its_hub_is_subscribed_to(scene: Scene) -> None:
    await scene.subscribe()
    (form,) = scene.hub.forms
    assert (form["hub.mode"], form["hub.topic"], form["hub.lease_seconds"]) == ("subscribe", TOPIC, "864000")
    assert form["hub.callback"].endswith("/websub/" + path_of(SECRET.encode(), "harbour"))
    assert form["hub.secret"] == secret_of(SECRET.encode(), "harbour")
    assert scene.hub.verified == [("subscribe", 200)]
    assert scene.state == "active"
    assert scene.hubs.covers(FEED)
    assert not scene.hubs.covers(POLLED)


async def test_without_a_hub_or_the_wish_for_one_nobody_is_asked(scene: Scene) -> None:
    scene.hubs.found(FEED, Hints(url=TOPIC))
    scene.hubs.found(POLLED, scene.hints)
    await scene.hubs.ask_due()
    assert scene.hub.forms == []


async def test_a_lease_is_renewed_at_four_fifths_of_it(scene: Scene) -> None:
    await scene.subscribe()
    scene.now += timedelta(seconds=799)
    await scene.subscribe()
    assert len(scene.hub.forms) == 1
    scene.now += timedelta(seconds=1)
    await scene.subscribe()
    assert len(scene.hub.forms) == 2
    scene.now += timedelta(seconds=999)
    assert scene.hubs.covers(FEED)
    scene.now += timedelta(seconds=1)
    assert not scene.hubs.covers(FEED)


async def test_only_what_was_asked_for_is_verified(scene: Scene) -> None:
    await scene.subscribe()
    assert await scene.hub.verify("subscribe", "https://other.example/feed") == 404
    assert await scene.hub.verify("unsubscribe", TOPIC) == 404
    assert await scene.hub.verify("publish", TOPIC) == 404
    assert await scene.hub.verify("subscribe", TOPIC, **{"hub.challenge": ""}) == 404
    scene.hub.forms[-1]["hub.callback"] += "0"
    assert await scene.hub.verify("subscribe", TOPIC) == 404
    assert scene.state == "active"


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
async def test_what_a_hub_signs_is_taken_in(scene: Scene, method: str) -> None:
    await scene.subscribe()
    assert await scene.hub.tell(b"<feed/>", method) == 202
    assert scene.intake.taken == [(b"<feed/>", FEED)]


@pytest.mark.parametrize(
    "signature",
    ["", "sha256", "sha256=", "sha256=" + "0" * 64, "md5=" + hashlib.md5(b"<feed/>").hexdigest(), "sha256=\u00e9"],  # noqa: S324
)
async def test_a_wrong_signature_is_ignored_and_counted_without_telling(scene: Scene, signature: str) -> None:
    await scene.subscribe()
    assert await scene.hub.tell(b"<feed/>", signature=signature) == 202
    assert scene.intake.taken == []
    assert scene.callbacks.forged == {"harbour": 1}


async def test_what_comes_after_a_restart_is_taken_before_the_feed_is_subscribed_to_anew(scene: Scene) -> None:
    await scene.subscribe()
    scene.hubs.subscriptions.clear()
    assert await scene.hub.tell(b"<feed/>") == 202
    assert scene.intake.taken == [(b"<feed/>", FEED)]


async def test_a_hub_is_asked_to_tell_again_while_kafka_is_away(scene: Scene) -> None:
    await scene.subscribe()
    scene.intake.error = KafkaConnectionError()
    assert await scene.hub.tell(b"<feed/>") == 503
    scene.intake.error = None
    assert await scene.hub.tell(b"<feed/>") == 202


@pytest.mark.parametrize("error", [UnreadableDocument("no known format"), MessageSizeTooLargeError("too large")])
async def test_a_signed_document_that_can_never_be_taken_is_buried(scene: Scene, error: Exception) -> None:
    await scene.subscribe()
    scene.intake.error = error
    assert await scene.hub.tell(b"what?") == 202
    assert scene.intake.buried == [(b"what?", error)]


async def test_a_notification_is_not_read_beyond_the_limit(scene: Scene) -> None:
    await scene.subscribe()
    assert await scene.hub.tell(b" " * 1001) == 400
    assert scene.intake.taken == []


async def test_for_a_feed_that_is_gone_a_hub_may_end_its_subscription(scene: Scene) -> None:
    await scene.subscribe()
    scene.hub.forms[-1]["hub.callback"] += "0"
    assert await scene.hub.tell(b"<feed/>") == 410


async def test_a_hub_that_denies_is_asked_again_later(scene: Scene) -> None:
    await scene.subscribe()
    assert await scene.hub.verify("denied", TOPIC, **{"hub.reason": "no more"}) == 200
    assert (scene.state, scene.hubs.subscriptions["harbour"].why) == ("denied", "no more")
    assert not scene.hubs.covers(FEED)
    await scene.subscribe()
    assert len(scene.hub.forms) == 1
    scene.now += timedelta(hours=1)
    await scene.subscribe()
    assert scene.state == "active"


async def test_a_hub_that_refuses_is_asked_again_later(scene: Scene) -> None:
    scene.hub.status = 500
    await scene.subscribe()
    known = scene.hubs.subscriptions["harbour"]
    assert (known.state, known.why, known.due) == ("failing", "the hub answers 500", scene.now + timedelta(hours=1))
    scene.hub.status, scene.now = 202, known.due
    await scene.subscribe()
    assert scene.state == "active"


async def test_a_hub_that_is_not_there_fails_alone(scene: Scene) -> None:
    scene.hints = Hints(url=TOPIC, hub="http://127.0.0.1:1/hub")
    await scene.subscribe()
    assert scene.hubs.subscriptions["harbour"].why == "the hub cannot be asked: no connection"


async def test_a_feed_that_moves_to_another_hub_is_subscribed_to_there(scene: Scene) -> None:
    await scene.subscribe()
    scene.hints = Hints(url=TOPIC + "?2", hub=scene.hints.hub)
    await scene.subscribe()
    assert scene.hub.forms[-1]["hub.topic"] == TOPIC + "?2"
    assert scene.hub.verified == [("subscribe", 200), ("subscribe", 200)]


async def test_a_feed_that_is_not_wanted_any_more_is_unsubscribed_from(scene: Scene) -> None:
    await scene.subscribe()
    scene.hubs.leave(FEED)
    await scene.hubs.ask_due()
    assert scene.hub.verified == [("subscribe", 200), ("unsubscribe", 200)]
    assert scene.hubs.subscriptions == {}


@pytest.mark.parametrize(
    ("settings", "feeds", "suffices"),
    [
        (WebSubSettings("https://w.example", SECRET), (FEED,), True),
        (WebSubSettings("https://w.example", SECRET), (POLLED,), False),
        (WebSubSettings("", SECRET), (FEED,), False),
        (WebSubSettings("https://w.example", ""), (FEED,), False),
    ],
)
def test_websub_wants_a_public_url_and_a_secret_and_says_so(
    settings: WebSubSettings, feeds: tuple[Feed, ...], suffices: bool, caplog: pytest.LogCaptureFixture
) -> None:
    assert settings.suffice(feeds) is suffices
    assert ("WebSub is off" in caplog.text) is (FEED in feeds and not suffices)
    assert SECRET not in repr(settings)
