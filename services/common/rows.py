"""A table of bytes that holds what the broker holds, and of what is on its way to the broker tells only its writer."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from faust.streams import current_event
from faust.types import TP

from schemas.topics import PARTITIONS
from services.common.disk import DiskStore
from services.common.envelope import Headers
from services.common.faust_app import App, Table
from services.common.fence import Fenced
from services.common.post import MEBIBYTE, Outgoing
from services.common.recovery import Row
from services.common.settings import Settings

ROCKSDB = {"block_cache_size": 16 * MEBIBYTE, "write_buffer_size": 16 * MEBIBYTE, "max_write_buffer_number": 2}
"""For each partition of each table; Faust's default is a cache of 2 GiB."""
_STORED = ("key_type", "key_serializer", "value_type", "value_serializer", "options")
"""What a store of Faust's wants to know of its table."""


class RowTable(Table):
    """A table whose rows come into its store when the broker has them, as they do in a recovery.

    A table of Faust's puts a row into its store and then sends it; on disk it would outlive a crash in which the
    message was lost, and who reads the store meanwhile is told what may never have been. Here a row waits in `ahead`.
    """

    def __init__(self, app: App, *, published_as: str | None, **options: Any) -> None:
        """Takes what a table takes, and the name of the topic that is its changelog, if Faust is not to name it."""
        self._published_as = published_as
        self.ahead: dict[bytes, Outgoing] = {}
        """The newest row of each key that is on its way, in the message that carries it."""
        super().__init__(app, **options)

    def write(self, key: bytes, row: bytes | None, headers: Headers) -> None:
        """Sends a row to the broker; None takes it out.

        Raises:
            Fenced: the partition of the message at hand may be another's by now.
        """
        app: Any = self.app
        event: Any = current_event()
        message = event.message
        if not app.is_current(message.generation_id):
            raise Fenced(f"partitions are given out anew after generation {message.generation_id}")
        self.ahead[key] = self._change(message.partition, key, row, headers, message.generation_id)

    def stored(self, key: bytes) -> bytes | None:
        """The row in the store. Faust's own `get` looks for it twice."""
        row: bytes | None = self.data.get(key)
        return row

    async def on_rebalance(self, *args: Any, **kwargs: Any) -> None:
        """Forgets what is on its way: what of it reaches the broker comes back by the recovery."""
        self.ahead.clear()
        await super().on_rebalance(*args, **kwargs)

    def _changelog_topic_name(self) -> str:
        """The topic that the table is published on, else the one that Faust would name."""
        return self._published_as or str(super()._changelog_topic_name())

    def _new_store_by_url(self, url: Any) -> Any:
        """A store on disk that knows what to do when the disk fails, else Faust's."""
        if not str(url).startswith("rocksdb"):
            return super()._new_store_by_url(url)
        options: Any = {name: getattr(self, name) for name in _STORED}
        return DiskStore(url, self.app, self, table_name=self.name, **options)

    def landed(self, messages: Sequence[Outgoing]) -> None:
        """Puts rows into the store, with their offset, unless partitions were given out anew since they were sent.

        Faust would write the offset of any row, also in the store of a partition that is another's by now; whatever
        the other wrote before that offset would be passed over when the partition comes back.
        """
        rows: list[Any] = [_row(sent) for sent in messages if sent.generation == self.app.consumer_generation_id]
        self.apply_changelog_batch(rows)
        for sent in messages:
            self.dropped(sent)

    def dropped(self, change: Outgoing) -> None:
        """The row is no more on its way."""
        if change.key is not None and self.ahead.get(change.key) is change:
            del self.ahead[change.key]


def _row(sent: Outgoing) -> Row:
    """A row with its place on the broker, in the shape in which a recovery reads it."""
    tp = TP(sent.topic, sent.partition or 0)
    return Row(_Place(tp, tp.partition, sent.offset, sent.key, sent.value), sent.key, sent.value)


class _Place(NamedTuple):
    tp: Any
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None


class Rows:
    """Rows of bytes by text. They are neither decoded nor copied until somebody asks for one."""

    def __init__(self, table: RowTable) -> None:
        """The rows of a table."""
        self._table = table

    def get(self, key: str) -> bytes | None:
        """The row, if there is one, as its writer left it."""
        raw = key.encode()
        sent = self._table.ahead.get(raw)
        return self._table.stored(raw) if sent is None else sent.value

    def told(self, key: str) -> bytes | None:
        """The row, if there is one, as the broker has it."""
        return self._table.stored(key.encode())

    @property
    def settled(self) -> bool:
        """Whether the broker has all that was written."""
        return not self._table.ahead

    def put(self, key: str, row: bytes, headers: Headers = ()) -> None:
        """Sets a row; the change is on the broker when the outbox has settled."""
        self._table.write(key.encode(), row, headers)

    def remove(self, key: str) -> None:
        """Takes a row out, if it is there."""
        if self.get(key) is not None:
            self._table.write(key.encode(), None, ())

    def items(self) -> Iterator[tuple[str, bytes]]:
        """All rows of the partitions that this worker has, as their writer left them."""
        ahead = {key: sent.value for key, sent in self._table.ahead.items()}
        for key, row in self._table.items():
            if key not in ahead:
                yield key.decode(), row
        yield from ((key.decode(), row) for key, row in ahead.items() if row is not None)


def rows(app: App, settings: Settings, name: str, published_as: str | None = None) -> Rows:
    """A table of rows; `published_as` names the topic that is its changelog, if everybody may read it.

    A table that is published needs no second write: what the world is told is what is remembered.
    """
    raw: dict[str, Any] = {"default": None, "key_type": bytes, "value_type": bytes, "partitions": PARTITIONS}
    topic = settings.named(published_as) if published_as else None
    table = RowTable(app, published_as=topic, name=name, beacon=app.tables.beacon, options=dict(ROCKSDB), **raw)
    app.tables.add(table)
    return Rows(table)
