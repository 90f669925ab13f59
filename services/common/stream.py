"""A Faust app as every service needs it, and the loop that loses nothing.

Faust acknowledges an event when the loop goes on, even when it was cancelled in the middle or raised; here an event
is acknowledged by hand, and only after all that it caused is acknowledged by the broker:

    emit the events -> wait for the broker -> write the tables -> wait for the broker -> acknowledge

A crash anywhere in between leads to the same decision again, from the same remembered state.
"""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from importlib.metadata import version
from logging import ERROR, WARNING
from pathlib import Path
from typing import Any

import faust
from aiokafka.errors import KafkaError, MessageSizeTooLargeError
from faust.exceptions import FaustError

from schemas.events import Event
from schemas.topics import PARTITIONS, Topic
from services.common.envelope import Envelope, opened, sealed, trace_of
from services.common.letters import Origin, ReadableShare, headers_of_dead
from services.common.order import Order
from services.common.settings import Settings
from services.common.tables import TABLES, group

log = logging.getLogger("tallywire")
MEBIBYTE = 1024 * 1024
RETRY_SECONDS = (0.2, 1.0, 5.0)


class Table(faust.Table[Any, Any]):
    """A table whose changelog writes can be waited for."""

    def _verify_source_topic_partitions(self, source_topic: str) -> None:
        """Nothing: Faust asks its cached metadata, our check at the start (`check_topics`) has asked the broker."""

    def send_changelog(self, *args: Any, **kwargs: Any) -> Any:
        """Sends the change, and remembers that it is on its way."""
        sent = super().send_changelog(*args, **kwargs)
        app: Any = self.app
        app.on_their_way.append(sent)
        return sent


class App(faust.App):
    """One service's app; it knows which changelog writes are on their way."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Takes what Faust takes."""
        self.on_their_way: list[Awaitable[Any]] = []
        super().__init__(*args, **kwargs)

    def FlowControlQueue(self, *args: Any, **kwargs: Any) -> Any:  # noqa: N802  # Faust's name
        """A queue that is not emptied when the flow resumes: what is in it by then is not fetched again."""
        return super().FlowControlQueue(*args, **{**kwargs, "clear_on_resume": False})


def service_app(service: str, settings: Settings) -> App:
    """A Faust app with the settings that were measured to matter (see docs/decisions)."""
    return App(
        settings.named(group(service)),
        broker=";".join(f"kafka://{address}" for address in settings.kafka_bootstrap.split(",")),
        store="memory://",
        datadir=Path(settings.data_dir) / service,
        Table=Table,
        topic_partitions=PARTITIONS,
        topic_replication_factor=1,
        table_standby_replicas=0,
        processing_guarantee="at_least_once",
        consumer_auto_offset_reset="earliest",
        consumer_max_fetch_size=16 * MEBIBYTE,  # the default of 1 MiB starves a worker
        producer_max_request_size=4 * MEBIBYTE,
        producer_linger=0,
        broker_commit_interval=1.0,
        broker_session_timeout=10.0,  # the default of 60 s stalls a restart after kill -9 by a minute
        broker_heartbeat_interval=2.0,
        broker_max_poll_records=500,
        stream_wait_empty=False,
        web_host=settings.web_host,
        web_port=settings.web_port,
        web_bind=settings.web_host,
        web_tables_enabled=False,  # these pages show table contents to anybody
        web_router_enabled=False,
        web_graph_enabled=False,
        web_stats_enabled=False,
        worker_redirect_stdouts=False,
    )


def tables(app: App, service: str) -> tuple[Any, ...]:
    """The service's tables, in the order of `TABLES`."""
    return tuple(app.Table(name, default=None, partitions=PARTITIONS) for name in TABLES[service])


def source(app: App, settings: Settings, topic: Topic) -> Any:
    """The topic as raw bytes: what does not decode must not vanish inside Faust, nor end its agent."""
    return raw_topic(app, settings.named(topic.name), partitions=topic.partitions)


def raw_topic(app: App, name: str, **options: Any) -> Any:
    """A topic that Faust hands through as it is. The types alone do not do it: its default codec is JSON."""
    raw: dict[str, Any] = {"key_type": bytes, "value_type": bytes, "key_serializer": "raw", "value_serializer": "raw"}
    return app.topic(name, **raw, **options)


class Outbox:
    """Where a service's events go: each is on the broker when `send` returns."""

    def __init__(self, app: App, service: str, settings: Settings) -> None:
        """An outbox for the events of `service`."""
        self._app, self._service, self._settings = app, service, settings

    async def send(self, topic: Topic, events: Iterable[Event], trace: str | None = None) -> None:
        """Sends the events in order and waits until the broker has them all."""
        await self.post(topic.name, [sealed(event, self._service, trace) for event in events])

    async def bury(self, topic: Topic, message: Any, error: Exception, part: bytes | None = None) -> None:
        """Puts the message, or the part of it that is at fault, among the topic's dead letters, with the reason."""
        origin = Origin(message.topic, message.partition, message.offset)
        raw = message.value or b"" if part is None else part
        await self.bury_bytes(topic, Envelope(message.key, raw, tuple(_pairs(message))), origin, error)

    async def bury_bytes(self, topic: Topic, envelope: Envelope, origin: Origin, error: Exception) -> None:
        """Puts bytes that may have come by another way than a message among the topic's dead letters."""
        headers = headers_of_dead(origin, envelope.headers, self._service, error, version("tallywire"))
        await self.post(topic.dead_letters, [replace(envelope, headers=headers)])

    async def settled(self) -> None:
        """Returns when the broker has every table change made so far."""
        on_their_way, self._app.on_their_way = self._app.on_their_way, []
        if on_their_way:
            await asyncio.gather(*on_their_way)

    async def post(self, name: str, envelopes: Iterable[Envelope]) -> None:
        """Sends to a topic by its name in our namespace; all of it is on the broker when this returns."""
        channel = raw_topic(self._app, self._settings.named(name))
        sent = [await channel.send(key=one.key, value=one.value, headers=list(one.headers)) for one in envelopes]
        await asyncio.gather(*sent)


def event_in(message: Any) -> Event:
    """The event that a message holds.

    Raises:
        UnreadableEvent: with the reason.
    """
    return opened(message.value)


Handler = Callable[[Any, str | None], Awaitable[None]]
"""Deals with one decoded message, given the traceparent that came with it."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a service does with the messages of one topic."""

    topic: Topic
    opened: Callable[[Any], Any]
    """What a Kafka message holds; a ValueError is its fault, and for good."""
    handle: Handler
    outbox: Outbox


async def attend(stream: Any, work: Work, order: Order, share: ReadableShare) -> None:
    """Reads the stream for ever: every message is handled or buried before it is acknowledged."""
    async for event in stream.noack().events():
        if await order.admits(event.message):
            readable = await _attend_one(event.message, work)
            event.ack()
            share.note(readable)


async def _attend_one(message: Any, work: Work) -> bool:
    """Whether the message could be handled; it is tried again where the message may not be the reason why not."""
    attempt = 0
    while True:
        try:
            await work.handle(work.opened(message), trace_of(_pairs(message)))
            await work.outbox.settled()
            return True
        except Exception as error:  # noqa: BLE001  # whatever one message does to us, the rest goes on
            if attempt >= _tries(error):
                await _bury(message, work, error)
                return False
            log.warning("trying %s again: %r", _place(message), error)
            await asyncio.sleep(RETRY_SECONDS[min(attempt, len(RETRY_SECONDS) - 1)])
            attempt += 1


def _tries(error: Exception) -> float:
    """How often to try again: for ever what broker and Faust refuse (a changelog just made has no partitions yet)."""
    if isinstance(error, ValueError | MessageSizeTooLargeError):
        return 0
    return math.inf if isinstance(error, KafkaError | FaustError) else len(RETRY_SECONDS)


async def _bury(message: Any, work: Work, error: Exception) -> None:
    """A dead letter; what nobody foresaw is logged with its trace."""
    foreseen = isinstance(error, ValueError)
    log.log(WARNING if foreseen else ERROR, "dead letter %s: %r", _place(message), error, exc_info=not foreseen)
    await work.outbox.bury(work.topic, message, error)


def _place(message: Any) -> str:
    return f"{message.topic}[{message.partition}]@{message.offset}"


def _pairs(message: Any) -> list[tuple[str, bytes]]:
    headers = message.headers or ()
    return list(headers.items() if isinstance(headers, dict) else headers)
