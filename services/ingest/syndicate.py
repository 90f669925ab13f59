"""The log of sketches: by its one order all workers know which of two like texts came first.

Copies come from different sources and so meet in different workers. Before an article is published, its sketch goes to
the log, and what is read back before it came earlier: whoever asks, whenever, after whatever crash, reads the same.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError
from pydantic import ValidationError

from schemas.articles import ArticleId, ArticleText, Revision
from schemas.topics import SKETCHES
from schemas.values import Value
from services.common.envelope import Envelope
from services.common.security import connection
from services.common.settings import Settings
from services.ingest.domain.sketches import Sketch, sketch_of, unpacked
from services.ingest.domain.syndication import Index, Record, Repeat

log = logging.getLogger("tallywire")
Post = Callable[[str, Iterable[Envelope]], Awaitable[None]]
"""Sends to a topic by its name; all of it is on the broker when it returns (`Outbox.post`)."""

HORIZON_SECONDS: Final = ((SKETCHES.kept_days or 0) - 1) * 24 * 3600
"""A day less than the log is kept: what counts is there for all, whenever they began to read."""
MOST: Final = 300_000
"""Texts held in memory, about 2.5 kB each, should more come within the horizon."""
_AT_ONCE: Final = 25
"""Records between which the loop serves others: a quarter of a millisecond each, one where all share boilerplate."""
_AGAIN_SECONDS: Final = 1.0
_POLL_MS: Final = 1000


class _Line(Value):
    """A record of the log."""

    article_id: ArticleId
    revision: Revision
    sketch: str


class SketchLog:
    """Tells which article a text repeats. `run` has to be a task of the app; until it has read all, callers wait."""

    def __init__(self, post: Post, settings: Settings) -> None:
        """Over the topic `wire.sketches.v1`, written through `post`."""
        self._post, self._settings = post, settings
        self._partition = TopicPartition(settings.named(SKETCHES.name), 0)
        self._index = Index(HORIZON_SECONDS, MOST)
        self._next = 0
        self._ready = asyncio.Event()
        self._read = asyncio.Condition()

    @property
    def ready(self) -> bool:
        """Whether all that was in the log at the start is read."""
        return self._ready.is_set()

    async def run(self) -> None:
        """Reads the log for ever, whatever becomes of the broker."""
        while True:
            try:
                await self._follow()
            except (KafkaError, OSError) as error:
                log.warning("%s: reading again: %r", SKETCHES.name, error)
            await asyncio.sleep(_AGAIN_SECONDS)

    async def repeat_of(self, article: ArticleText) -> Repeat | None:
        """The article whose text this revision repeats; the same answer however often it is asked.

        Raises:
            KafkaError: the broker did not take the sketch; ask again.
        """
        sketch = sketch_of(article.body)
        if sketch is None:
            return None
        await self._ready.wait()
        revision = article.article_id, article.revision
        if revision not in self._index:
            await self._post(SKETCHES.name, [_written(article, sketch)])
        async with self._read:
            await self._read.wait_for(lambda: revision in self._index)
            return self._index[revision]

    async def _follow(self) -> None:
        consumer = AIOKafkaConsumer(**connection(self._settings), auto_offset_reset="earliest")
        try:
            await consumer.start()
            consumer.assign([self._partition])
            consumer.seek(self._partition, self._next)
            end = (await consumer.end_offsets([self._partition]))[self._partition]
            while True:
                if await consumer.position(self._partition) >= end:
                    self._ready.set()
                batches = await consumer.getmany(timeout_ms=_POLL_MS, max_records=_AT_ONCE)
                await self._take(batches.get(self._partition, ()))
        finally:
            await consumer.stop()

    async def _take(self, messages: Iterable[Any]) -> None:
        async with self._read:
            for message in messages:
                try:
                    self._index.add(_record(message))
                except ValueError as error:
                    log.warning("%s@%d cannot be read: %s", SKETCHES.name, message.offset, _in_a_line(error))
                self._next = message.offset + 1
            self._read.notify_all()


def _written(article: ArticleText, sketch: Sketch) -> Envelope:
    line = {"article_id": article.article_id, "revision": article.revision, "sketch": sketch.packed()}
    return Envelope(article.article_id.encode(), json.dumps(line).encode(), (("content-type", b"application/json"),))


def _record(message: Any) -> Record:
    line = _Line.model_validate_json(message.value or b"")
    return Record(line.article_id, line.revision, message.timestamp / 1000, unpacked(line.sketch))


def _in_a_line(error: ValueError) -> str:
    return f"{error.error_count()} faults" if isinstance(error, ValidationError) else str(error)
