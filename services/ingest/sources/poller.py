"""Polls the feeds that fall to this worker, each when its time has come."""

import asyncio
import heapq
import logging
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus

from aiokafka.errors import KafkaError
from faust.exceptions import FaustError

from services.ingest.domain.answers import Answer, answered
from services.ingest.domain.feeds import Feed
from services.ingest.domain.formats.archives import GZIP, unpacked
from services.ingest.domain.formats.reading import read_document
from services.ingest.domain.items import Document, Hints, UnreadableDocument
from services.ingest.domain.paces import Limits
from services.ingest.domain.polling import PollState, after, begun, conditions
from services.ingest.domain.seen import Told, fresh, told_by
from services.ingest.settings import IngestSettings
from services.ingest.sources.client import Client, Fetched, Request
from services.ingest.sources.credentials import MissingCredential, secret_headers
from services.ingest.sources.failures import FetchFailed
from services.ingest.sources.followed import Follower
from services.ingest.sources.hubs import Hubs
from services.ingest.sources.intake import KafkaIntake
from services.ingest.sources.states import States

log = logging.getLogger("tallywire")

TICK_SECONDS = 0.1
AT_ONCE = 4096
"""Polls under way; nearly all of them wait for their host's turn, which costs next to nothing."""
BROKER_PAUSE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Means:
    """What a poller works with."""

    client: Client
    intake: KafkaIntake
    states: States
    follower: Follower
    hubs: Hubs
    settings: IngestSettings
    environment: Mapping[str, str]
    clock: Callable[[], datetime]


class Poller:
    """Polls for ever, or until it is cancelled."""

    def __init__(self, means: Means) -> None:
        """With no feed yet."""
        self._means = means
        self._feeds: dict[str, Feed] = {}
        self._queue: list[tuple[datetime, str]] = []
        self._under_way: dict[str, asyncio.Task[None]] = {}

    def take_over(self, feeds: Iterable[Feed]) -> None:
        """From now on these feeds, and no others."""
        self._feeds = {feed.name: feed for feed in feeds if feed.enabled}
        self._queue = []
        for feed in self._feeds.values():
            self._ask_again(feed)
            state = self.state(feed)
            # Unchanged feeds send no document that would name their hub again.
            self._means.hubs.found(feed, Hints(hub=state.hub, url=state.topic))

    @property
    def feeds(self) -> Iterable[Feed]:
        """Those that are polled."""
        return self._feeds.values()

    def state(self, feed: Feed) -> PollState:
        """What is known of the feed; a new address is a new feed."""
        known = self._means.states.get(feed.name)
        if known and known.given_url == feed.url:
            return known
        return begun(feed.url, limits_of(feed, self._means.settings), self._means.clock())

    async def run(self) -> None:
        """Starts each poll when its time has come."""
        try:
            while True:
                self._start_due()
                await asyncio.sleep(TICK_SECONDS)
        finally:
            for task in self._under_way.values():
                task.cancel()

    def _start_due(self) -> None:
        now = self._means.clock()
        while self._queue and self._queue[0][0] <= now and len(self._under_way) < AT_ONCE:
            _, name = heapq.heappop(self._queue)
            feed = self._feeds.get(name)
            if feed and name not in self._under_way:
                task = self._under_way[name] = asyncio.create_task(self._poll(feed))
                task.add_done_callback(lambda task, name=name: self._finished(name, task))  # type: ignore[misc]

    def _finished(self, name: str, task: asyncio.Task[None]) -> None:
        """When to ask next: as the state says; soon if it could not be kept, since the broker was away."""
        del self._under_way[name]
        error = None if task.cancelled() else task.exception()
        if error:
            foreseen = isinstance(error, KafkaError | FaustError)
            log.error("feed %s, trying again soon: %r", name, error, exc_info=None if foreseen else error)
        if name in self._feeds:
            self._ask_again(self._feeds[name], self._means.clock() + BROKER_PAUSE if error else None)

    def _ask_again(self, feed: Feed, at: datetime | None = None) -> None:
        """At that time, else at the one that its state says; never, if it has ended."""
        state = self.state(feed)
        if state.phase == "active":
            heapq.heappush(self._queue, (at or state.next_poll_at, feed.name))

    async def _poll(self, feed: Feed) -> None:
        """One poll: what is new goes to Kafka, and only then the feed's state."""
        state, limits = self.state(feed), limits_of(feed, self._means.settings)
        try:
            request = Request(
                url=state.url,
                headers=conditions(state, limits, self._means.clock()),
                secrets=secret_headers(feed, self._means.environment, state.url),
            )
            answer, told = await self._taken(feed, state, await self._means.client.fetch(request))
        except FetchFailed as failed:
            answer, told = Answer(error=failed.kind, why=str(failed)), None
        except MissingCredential as missing:
            answer, told = Answer(error="credential", why=str(missing)), None
        newest = after(state, answer, told, limits, self._means.clock(), random.random())
        if self._means.hubs.covers(feed) and not newest.failures:
            # The hub tells us what is new; asking stays as a net beneath it.
            later = self._means.clock() + timedelta(minutes=limits.max_minutes)
            newest = newest.model_copy(update={"next_poll_at": later})
        await self._means.states.remember(feed.name, newest)

    async def _taken(self, feed: Feed, state: PollState, fetched: Fetched) -> tuple[Answer, Told | None]:
        """The answer, and what its document told once all that is new in it was delivered."""
        answer = answered(fetched.status, fetched.headers, fetched.body, fetched.moved_to, self._means.clock())
        if fetched.status != HTTPStatus.OK or answer.body_hash == state.body_hash:
            return answer, None
        try:
            document = await asyncio.to_thread(_document, fetched, feed.format)
        except UnreadableDocument as error:
            return replace(answer, error="unreadable", why=str(error)), None
        return await self._delivered(feed, state, answer, document)

    async def _delivered(
        self, feed: Feed, state: PollState, answer: Answer, document: Document
    ) -> tuple[Answer, Told | None]:
        self._means.hubs.found(feed, document.hints)
        told = told_by(document)
        new = fresh(document, state.seen)
        again = replace(answer, etag=None, last_modified=None, body_hash=None)
        if not feed.follow:
            await self._means.intake.deliver(new, feed)
            return again if document.cut_off else answer, told
        whole, missed = await self._means.follower.followed(new)
        await self._means.intake.deliver(whole, feed)
        # Pages that could not be had now are asked for next time: the feed must come whole again.
        told = replace(told, entries=tuple(entry for entry in told.entries if entry not in missed))
        return again if missed or document.cut_off else answer, told


def _document(fetched: Fetched, hint: str | None) -> Document:
    """What was fetched; sitemaps above all are served as gzip files."""
    (_, raw), *_ = unpacked(fetched.body) if fetched.body.startswith(GZIP) else [("", fetched.body)]
    return read_document(raw, fetched.url, hint)


def limits_of(feed: Feed, settings: IngestSettings) -> Limits:
    """The operator's limits for the feed."""
    return Limits(
        min_minutes=feed.min_minutes,
        max_minutes=feed.max_minutes,
        unconditional_minutes=settings.unconditional_minutes,
        whole_after=timedelta(hours=settings.whole_hours),
        failures=settings.failures,
    )
