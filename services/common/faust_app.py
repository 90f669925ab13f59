"""A Faust app as every service needs it."""

from collections.abc import Awaitable, Iterator
from pathlib import Path
from typing import Any

import faust

from schemas.topics import PARTITIONS, Topic
from services.common.envelope import Headers
from services.common.fence import Fence
from services.common.settings import Settings
from services.common.tables import TABLES, group

MEBIBYTE = 1024 * 1024
ROCKSDB = {"block_cache_size": 16 * MEBIBYTE, "write_buffer_size": 16 * MEBIBYTE, "max_write_buffer_number": 2}
"""For each partition of each table; Faust's default is a cache of 2 GiB."""
SESSION_SECONDS = 10.0
"""After so long without a sign of life a worker's partitions are given to another."""


class Table(faust.Table[Any, Any]):
    """A table whose changelog writes can be waited for, and whose changelog may be a topic that everybody reads."""

    def __init__(self, *args: Any, published_as: str | None = None, **kwargs: Any) -> None:
        """Takes what Faust takes, and the name of the topic that is its changelog, if Faust is not to name it."""
        self._published_as = published_as
        self.headers: Headers = ()
        super().__init__(*args, **kwargs)

    def _changelog_topic_name(self) -> str:
        """The topic that the table is published on, else the one that Faust would name."""
        return self._published_as or str(super()._changelog_topic_name())

    def _verify_source_topic_partitions(self, source_topic: str) -> None:
        """Nothing: Faust asks its cached metadata, our check at the start (`check_topics`) has asked the broker."""

    def send_changelog(
        self, partition: Any, key: Any, value: Any, key_serializer: Any = None, value_serializer: Any = None
    ) -> Any:
        """Sends the change with the headers it is to have, and remembers that it is on its way."""
        app: Any = self.app
        app.fence.check()
        sent = self.changelog_topic.send_soon(
            key=key,
            value=value,
            partition=partition,
            headers=list(self.headers),
            key_serializer=key_serializer or self.key_serializer,
            value_serializer=value_serializer or self.value_serializer,
            callback=self._on_changelog_sent,
            eager_partitioning=True,
        )
        app.on_their_way.append(sent)
        return sent


class Rows:
    """A table of bytes by text. Its rows are neither decoded nor copied until somebody asks for one."""

    def __init__(self, table: Any) -> None:
        """The rows of a table made by `rows`."""
        self._table = table

    def get(self, key: str) -> bytes | None:
        """The row, if there is one."""
        row: bytes | None = self._table.get(key.encode())
        return row

    def put(self, key: str, row: bytes, headers: Headers = ()) -> None:
        """Sets a row; the change is on the broker when the outbox has settled."""
        self._table.headers = headers
        self._table[key.encode()] = row

    def remove(self, key: str) -> None:
        """Takes a row out, if it is there."""
        self._table.headers = ()
        self._table.pop(key.encode(), None)

    def items(self) -> Iterator[tuple[str, bytes]]:
        """All rows of the partitions that this worker has."""
        return ((key.decode(), row) for key, row in self._table.items())


class App(faust.App):
    """One service's app; it knows which changelog writes are on their way, and whether it may still write."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Takes what Faust takes."""
        self.on_their_way: list[Awaitable[Any]] = []
        self.fence = Fence(self, SESSION_SECONDS)
        super().__init__(*args, **kwargs)

    async def on_first_start(self) -> None:
        """Begins to keep the pulse."""
        self.fence.start()
        await super().on_first_start()

    def FlowControlQueue(self, *args: Any, **kwargs: Any) -> Any:  # noqa: N802  # Faust's name
        """A queue that is not emptied when the flow resumes: what is in it by then is not fetched again."""
        return super().FlowControlQueue(*args, **{**kwargs, "clear_on_resume": False})


def service_app(service: str, settings: Settings, store: str = "memory", standbys: int = 0) -> App:
    """A Faust app with the settings that were measured to matter (see docs/decisions)."""
    return App(
        settings.named(group(service)),
        broker=";".join(f"kafka://{address}" for address in settings.kafka_bootstrap.split(",")),
        store=f"{store}://",
        datadir=Path(settings.data_dir) / service,
        Table=Table,
        topic_partitions=PARTITIONS,
        topic_replication_factor=1,
        table_standby_replicas=standbys,
        processing_guarantee="at_least_once",
        consumer_auto_offset_reset="earliest",
        consumer_max_fetch_size=16 * MEBIBYTE,  # the default of 1 MiB starves a worker
        producer_max_request_size=4 * MEBIBYTE,
        producer_linger=0,
        broker_commit_interval=1.0,
        broker_session_timeout=SESSION_SECONDS,  # the default of 60 s stalls a restart after kill -9 by a minute
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


def rows(app: App, settings: Settings, name: str, published_as: str | None = None) -> Rows:
    """A table of bytes; `published_as` names the topic that is its changelog, if everybody may read it.

    A table that is published needs no second write: what the world is told is what is remembered.
    """
    options = dict(ROCKSDB) if str(app.conf.store).startswith("rocksdb") else None
    topic = settings.named(published_as) if published_as else None
    raw: dict[str, Any] = {"default": None, "key_type": bytes, "value_type": bytes, "partitions": PARTITIONS}
    return Rows(app.Table(name, **raw, options=options, published_as=topic))


def source(app: App, settings: Settings, topic: Topic) -> Any:
    """The topic as raw bytes: what does not decode must not vanish inside Faust, nor end its agent."""
    return raw_topic(app, settings.named(topic.name), partitions=topic.partitions)


def raw_topic(app: App, name: str, **options: Any) -> Any:
    """A topic that Faust hands through as it is. The types alone do not do it: its default codec is JSON."""
    raw: dict[str, Any] = {"key_type": bytes, "value_type": bytes, "key_serializer": "raw", "value_serializer": "raw"}
    return app.topic(name, **raw, **options)
