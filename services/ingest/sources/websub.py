"""WebSub, the hubs' side of it: `/websub/{path}`, where they ask whether it was us, and tell what is new.

A feed's path and secret follow from its name: what comes after a restart is taken before we have subscribed anew.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from http import HTTPStatus

from aiohttp import web
from aiokafka.errors import KafkaError, MessageSizeTooLargeError
from faust.exceptions import FaustError

from services.ingest.domain.feeds import Feed
from services.ingest.domain.items import UnreadableDocument
from services.ingest.domain.subscriptions import is_signed, path_of, secret_of
from services.ingest.sources.hubs import Hubs
from services.ingest.sources.port import Intake
from services.ingest.sources.received import BodyLimits, TooLarge, gathered


@dataclass(frozen=True, slots=True)
class NoticeLimits:
    """What hubs may send, and how long Kafka may take."""

    body: BodyLimits = field(default_factory=BodyLimits)
    broker_seconds: float = 30.0
    retry_after: int = 30
    """Seconds, told with 503."""


class Callbacks:
    """The door for hubs."""

    def __init__(self, feeds: Iterable[Feed], hubs: Hubs, intake: Intake, limits: NoticeLimits) -> None:
        """A door for the hubs of those of the feeds that want WebSub."""
        self._hubs, self._intake, self._limits = hubs, intake, limits
        self._feeds = {path_of(hubs.secret, feed.name): feed for feed in feeds if feed.websub}
        self.forged: Counter[str] = Counter()
        """Notifications with a wrong signature or none, by the feed's name."""

    def add_to(self, app: web.Application) -> None:
        """Serves the callbacks in the application."""
        app.router.add_get("/websub/{path}", self._verify)
        app.router.add_post("/websub/{path}", self._notify)

    async def _verify(self, request: web.Request) -> web.Response:
        """A hub asks whether it was us; to anything but what we asked for the answer is no."""
        feed, asked = self._feeds.get(request.match_info["path"]), request.query
        known = self._hubs.subscriptions.get(feed.name) if feed else None
        if not feed or not known or asked.get("hub.topic") != known.topic:
            raise web.HTTPNotFound
        if asked.get("hub.mode") == "denied":
            self._hubs.denied(feed.name, asked.get("hub.reason", "")[:200])
            return web.Response()
        if asked.get("hub.mode") != known.mode or not asked.get("hub.challenge"):
            raise web.HTTPNotFound
        self._hubs.granted(feed.name, asked.get("hub.lease_seconds", ""))
        return web.Response(text=asked["hub.challenge"], content_type="text/plain")

    async def _notify(self, request: web.Request) -> web.Response:
        """A hub tells what is new."""
        feed = self._feeds.get(request.match_info["path"])
        if not feed:
            raise web.HTTPGone  # ends the subscription of a feed that was taken out
        try:
            body = await gathered(request.content.iter_any(), self._limits.body)
        except (TooLarge, TimeoutError, web.RequestPayloadError) as error:
            raise web.HTTPBadRequest(text=f"the body cannot be taken: {error}") from error
        if is_signed(body, request.headers.get("X-Hub-Signature", ""), secret_of(self._hubs.secret, feed.name)):
            await self._deliver(body, feed)
        else:  # the specification wants such to be ignored, and answered as if they were not
            self.forged[feed.name] += 1
        return web.Response(status=HTTPStatus.ACCEPTED)

    async def _deliver(self, body: bytes, feed: Feed) -> None:
        try:
            async with asyncio.timeout(self._limits.broker_seconds):
                try:
                    await self._intake.take(body, feed, feed.url)
                except (UnreadableDocument, MessageSizeTooLargeError) as error:  # a hub would only send it again
                    await self._intake.bury(body, feed, error)
        except (TimeoutError, KafkaError, FaustError) as error:  # the hub will send it again
            raise web.HTTPServiceUnavailable(headers={"Retry-After": str(self._limits.retry_after)}) from error
