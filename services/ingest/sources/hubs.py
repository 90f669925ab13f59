"""WebSub, our side of it: hubs are asked to tell us what is new, in time before a lease ends.

Nothing is stored: after a restart every feed is subscribed to anew. Polling goes on beside it, seldom: hubs forget.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from services.ingest.domain.feeds import Feed
from services.ingest.domain.items import Hints
from services.ingest.domain.subscriptions import Subscription, path_of, secret_of
from services.ingest.sources.failures import FetchFailed

log = logging.getLogger("tallywire")

PostForm = Callable[[str, Mapping[str, str]], Awaitable[int]]
"""Posts a form to an address that it checks, and gives the status; raises FetchFailed."""


@dataclass(frozen=True, slots=True)
class WebSubSettings:
    """How hubs reach us, and how often they are asked."""

    public_url: str
    """Where hubs reach our server: `https://wires.example.org`; empty: no WebSub."""
    secret: str = field(repr=False)
    """What all callbacks and signatures are derived from; empty: no WebSub."""
    lease: timedelta = timedelta(days=10)
    """Asked for; the hub decides."""
    again: timedelta = timedelta(hours=1)
    """When to ask a hub again that refused, denied, or never verified."""

    def suffice(self, feeds: Iterable[Feed]) -> bool:
        """Whether any feed wants WebSub and it is possible; the log says what is missing."""
        wanted = sum(feed.websub for feed in feeds)
        possible = bool(self.public_url and self.secret)
        if wanted and not possible:
            log.warning("WebSub is off for %d feeds: it needs a public URL and a secret in the settings", wanted)
        return bool(wanted) and possible


class Hubs:
    """The subscriptions, and the asking for them."""

    def __init__(self, settings: WebSubSettings, post: PostForm, clock: Callable[[], datetime]) -> None:
        """No subscription yet: `found` makes them, `ask_due` asks for them."""
        self._settings, self._post, self._clock = settings, post, clock
        self.secret = settings.secret.encode()
        self.subscriptions: dict[str, Subscription] = {}
        """By the feed's name."""

    def found(self, feed: Feed, hints: Hints) -> None:
        """Takes down what a feed's document says of its hub; the same again changes nothing."""
        if not feed.websub or not hints.hub:
            return
        topic, known = hints.url or feed.url, self.subscriptions.get(feed.name)
        if not known or (known.topic, known.hub) != (topic, hints.hub):
            self.subscriptions[feed.name] = Subscription(topic, hints.hub, due=self._clock())

    def covers(self, feed: Feed) -> bool:
        """Whether a hub tells us what is new, so that the feed may be polled as seldom as it may."""
        known = self.subscriptions.get(feed.name)
        return known is not None and known.covers(self._clock())

    def leave(self, feed: Feed) -> None:
        """Takes down that the feed is not wanted any more; the hub is told at the next `ask_due`."""
        known = self.subscriptions.get(feed.name)
        if known:
            self.subscriptions[feed.name] = replace(known, state="leaving", due=self._clock())

    def granted(self, name: str, seconds: str) -> None:
        """Takes down that a hub has verified the subscription, or its end."""
        known = self.subscriptions[name]
        if known.state == "leaving":
            del self.subscriptions[name]
        else:
            lease = float(seconds) if seconds.isascii() and seconds.isdigit() else self._settings.lease.total_seconds()
            self.subscriptions[name] = known.granted(lease, self._clock())

    def denied(self, name: str, why: str) -> None:
        """Takes down that a hub will not tell us anything."""
        log.warning("WebSub for %s: the hub denies it: %r", name, why)
        self.subscriptions[name] = self.subscriptions[name].denied(why, self._clock() + self._settings.again)

    async def run(self, every_seconds: float = 30.0) -> None:
        """Asks for ever for what is due."""
        while True:
            await self.ask_due()
            await asyncio.sleep(every_seconds)

    async def ask_due(self) -> None:
        """Asks the hubs for every subscription that is new, to be renewed or to be ended, one after another."""
        now = self._clock()
        for name in [name for name, known in self.subscriptions.items() if known.due <= now]:
            await self._ask(name)

    async def _ask(self, name: str) -> None:
        # Noted before it is asked: some hubs verify before they answer.
        asked = self.subscriptions[name].asked(self._clock() + self._settings.again)
        self.subscriptions[name] = asked
        try:
            status = await self._post(asked.hub, self._form(name, asked))
            why = "" if 200 <= status < 300 else f"the hub answers {status}"  # noqa: PLR2004  # HTTP's own numbers
        except FetchFailed as failed:
            why = f"the hub cannot be asked: {failed}"
        if why and self.subscriptions.get(name) is asked:
            log.warning("WebSub for %s: %s", name, why)
            self.subscriptions[name] = asked.failing(why)

    def _form(self, name: str, known: Subscription) -> dict[str, str]:
        return {
            "hub.mode": known.mode,
            "hub.topic": known.topic,
            "hub.callback": f"{self._settings.public_url.rstrip('/')}/websub/{path_of(self.secret, name)}",
            "hub.secret": secret_of(self.secret, name),
            "hub.lease_seconds": str(int(self._settings.lease.total_seconds())),
        }
