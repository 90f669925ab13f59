"""Where a service's events go."""

from collections.abc import Iterable
from dataclasses import replace
from importlib.metadata import version
from typing import Any

from schemas.events import Event
from schemas.topics import Topic
from services.common.envelope import Envelope, pairs, sealed
from services.common.faust_app import App
from services.common.fence import Fenced
from services.common.letters import Origin, headers_of_dead
from services.common.post import Outgoing
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
        """Returns when the broker has every table change made so far.

        Raises:
            Fenced: partitions were given out anew since some were made; these are dropped, for others to make again.
            KafkaError: what the broker does not have by then is posted again the next time.
        """
        async with self._app.settling:  # what was changed here may be on its way with what another changed
            await self._settle()

    async def _settle(self) -> None:
        changes, self._app.changes = self._app.changes, []
        stale = [change for change in changes if self._is_stale(change)]
        current = [change for change in changes if not (self._is_stale(change) or change.has_landed)]
        for change in stale:
            change.drop()
        try:
            await self._app.post.send(current)
        except BaseException:
            self._app.changes[:0] = current
            raise
        if stale:
            raise Fenced("partitions are given out anew since these changes were made")

    def _is_stale(self, change: Outgoing) -> bool:
        return change.generation is not None and not self._app.is_current(change.generation)

    async def post(self, name: str, envelopes: Iterable[Envelope]) -> None:
        """Sends to a topic by its name in our namespace; all of it is on the broker when this returns.

        Raises:
            Fenced: this worker was silent for a session, so its partitions may be another's.
        """
        topic = self._settings.named(name)
        await self._app.post.send([Outgoing(topic, None, one.key, one.value, one.headers) for one in envelopes])
