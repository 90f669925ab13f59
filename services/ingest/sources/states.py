"""What is known of each feed, on a compacted topic: it survives restarts, and moves with the partitions."""

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from pydantic import ValidationError

from schemas.topics import FEEDS
from services.common.envelope import Envelope
from services.common.security import connection
from services.common.settings import Settings
from services.ingest.domain.polling import PollState

log = logging.getLogger("tallywire")

Post = Callable[[str, Iterable[Envelope]], Awaitable[None]]
"""Sends to a topic by its name; all of it is on the broker when it returns."""


class States:
    """The states by feed. Only the worker that polls a feed changes its state."""

    def __init__(self, settings: Settings, post: Post) -> None:
        """Nothing is known before `load`."""
        self._settings, self._post = settings, post
        self._states: dict[str, PollState] = {}

    async def load(self) -> None:
        """Reads what all workers have left up to now."""
        rows = await _newest_rows(self._settings, self._settings.named(FEEDS.name))
        self._states = {name: state for name, row in rows.items() if (state := _state(name, row))}

    def get(self, feed: str) -> PollState | None:
        """The state of a feed, if it was polled before."""
        return self._states.get(feed)

    def items(self) -> Mapping[str, PollState]:
        """All that is known."""
        return self._states

    async def remember(self, feed: str, state: PollState) -> None:
        """Keeps the state; the broker has it when this returns."""
        row = Envelope(feed.encode(), state.model_dump_json(exclude_defaults=True).encode(), ())
        await self._post(FEEDS.name, [row])
        self._states[feed] = state


def _state(name: str, row: bytes) -> PollState | None:
    try:
        return PollState.model_validate_json(row)
    except ValidationError as error:
        log.warning("the state of feed %s is not readable, it begins anew: %s", name, error)
        return None


async def _newest_rows(settings: Settings, topic: str) -> dict[str, bytes]:
    """The newest value of each key of the topic, up to its end now."""
    reader: Any = AIOKafkaConsumer(
        **connection(settings), enable_auto_commit=False, auto_offset_reset="earliest", group_id=None
    )
    await reader.start()
    try:
        assigned = [TopicPartition(topic, number) for number in range(FEEDS.partitions)]
        reader.assign(assigned)
        ends, newest = await reader.end_offsets(assigned), {}
        while any([await reader.position(tp) < ends[tp] for tp in assigned]):
            for records in (await reader.getmany(timeout_ms=500)).values():
                newest.update({record.key.decode(): record.value for record in records})
    finally:
        await reader.stop()
    return {name: row for name, row in newest.items() if row is not None}
