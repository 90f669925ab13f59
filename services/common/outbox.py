"""Where a service's events go."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from importlib.metadata import version
from typing import Any

from schemas.events import Event
from schemas.topics import Topic
from services.common.envelope import Envelope, pairs, sealed
from services.common.faust_app import App, raw_topic
from services.common.letters import Origin, headers_of_dead
from services.common.settings import Settings


class Outbox:
    """Where a service's events go: each is on the broker when `send` returns."""

    def __init__(self, app: App, service: str, settings: Settings) -> None:
        """An outbox for the events of `service`."""
        self._app, self._service, self._settings = app, service, settings

    def sealed(self, event: Event, trace: str | None) -> Envelope:
        """The event in its envelope."""
        return sealed(event, self._service, trace)

    async def send(self, topic: Topic, events: Iterable[Event], trace: str | None = None) -> None:
        """Sends the events in order and waits until the broker has them all."""
        await self.post(topic.name, [self.sealed(event, trace) for event in events])

    async def bury(self, topic: Topic, message: Any, error: Exception, part: bytes | None = None) -> None:
        """Puts the message, or the part of it that is at fault, among the topic's dead letters, with the reason."""
        origin = Origin(message.topic, message.partition, message.offset)
        raw = message.value or b"" if part is None else part
        await self.bury_bytes(topic, Envelope(message.key, raw, tuple(pairs(message.headers))), origin, error)

    async def bury_bytes(self, topic: Topic, envelope: Envelope, origin: Origin, error: Exception) -> None:
        """Puts bytes that may have come by another way than a message among the topic's dead letters."""
        self._app.meters.buried(topic.name, error)
        headers = headers_of_dead(origin, envelope.headers, self._service, error, version("tallywire"))
        await self.post(topic.dead_letters, [replace(envelope, headers=headers)])

    async def settled(self) -> None:
        """Returns when the broker has every table change made so far."""
        on_their_way, self._app.on_their_way = self._app.on_their_way, []
        if on_their_way:
            await asyncio.gather(*on_their_way)

    async def post(self, name: str, envelopes: Iterable[Envelope]) -> None:
        """Sends to a topic by its name in our namespace; all of it is on the broker when this returns.

        Raises:
            Fenced: this worker was silent for a session, so its partitions may be another's.
        """
        self._app.fence.check()
        channel = raw_topic(self._app, self._settings.named(name))
        sent = [await channel.send(key=one.key, value=one.value, headers=list(one.headers)) for one in envelopes]
        await asyncio.gather(*sent)
