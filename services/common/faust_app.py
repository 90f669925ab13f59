"""A Faust app as every service needs it."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import faust
from faust import SASLCredentials, SSLCredentials
from faust.types import TP
from faust.types.auth import CredentialsT

from schemas.topics import PARTITIONS, Topic
from services.common.admin import MAX_MESSAGE_BYTES, topic_ids
from services.common.envelope import Headers
from services.common.fence import Fence
from services.common.fetching import Transport
from services.common.folder import claimed
from services.common.meters import Meters
from services.common.post import BATCH_BYTES, MEBIBYTE, Outgoing, Post
from services.common.recovery import BulkTables
from services.common.security import connection
from services.common.settings import Settings
from services.common.tables import TABLES, group, logs
from services.common.traces import UNTOLD, Traces, traces

SESSION_SECONDS = 10.0
"""After so long without a sign of life a worker's partitions are given to another."""


class Table(faust.Table[Any, Any]):
    """A table whose changes are posted together, when its service says so."""

    def _verify_source_topic_partitions(self, source_topic: str) -> None:
        """Nothing: Faust asks its cached metadata, our check at the start (`check_topics`) has asked the broker."""

    def send_changelog(
        self, partition: Any, key: Any, value: Any, key_serializer: Any = None, value_serializer: Any = None
    ) -> Any:
        """Puts the change among those that are to be posted.

        Raises:
            MessageSizeTooLargeError: the broker would not take it; nothing has changed.
        """
        topic: Any = self.changelog_topic
        raw_key, _ = topic.prepare_key(key, key_serializer or self.key_serializer, None, {})
        raw_value, _ = topic.prepare_value(value, value_serializer or self.value_serializer, None, {})
        return self._change(partition, raw_key, raw_value)

    def _change(
        self, partition: int, key: Any, value: Any, headers: Headers = (), generation: int | None = None
    ) -> Outgoing:
        app: Any = self.app
        app.fence.check()
        change = Outgoing(self.changelog_topic_name, partition, key, value, headers, generation, table=self)
        app.changes.append(change)
        return change

    def landed(self, messages: Sequence[Outgoing]) -> None:
        """Notes where to go on reading after a restart."""
        last = messages[-1]
        self.data.set_persisted_offset(TP(last.topic, last.partition or 0), last.offset)

    def dropped(self, change: Outgoing) -> None:
        """The change is not posted: partitions were given out anew since it was made."""


class App(faust.App):
    """One service's app; it knows which changes of its tables are to be posted, and whether it may still write."""

    def __init__(self, service: str, *args: Any, **kwargs: Any) -> None:
        """Takes what Faust takes, after the name of the service."""
        self.service_name = service
        self.folder: IO[str] | None = None
        """The lock of the folder with the tables, if they are on disk."""
        self.connection: dict[str, Any] = {}
        """Where the broker is and how it is spoken to."""
        self.changes: list[Outgoing] = []
        """Those of its tables that the broker may not have."""
        self.settling = asyncio.Lock()
        """Held by whoever posts them."""
        self.meters = Meters()
        self.traces: Traces = UNTOLD
        self.read: set[str] = set()
        """The topics that it reads messages from."""
        self._ended_generation: int | None = None
        self.fence = Fence(self, SESSION_SECONDS)
        self.post = Post(self)
        super().__init__(*args, **kwargs)

    async def on_first_start(self) -> None:
        """Begins to keep the pulse."""
        self.fence.start()
        await super().on_first_start()

    async def on_shutdown(self) -> None:
        """Sends the last spans, when all that was in hand is done."""
        await super().on_shutdown()
        self.traces.end()

    @property
    def ready(self) -> bool:
        """Whether the tables are recovered and the partitions given out."""
        tables: Any = self.tables
        return bool(tables.recovery.completed.is_set() and not self.rebalancing)

    def is_current(self, generation: int) -> bool:
        """Whether partitions were not given out anew since then, and are not about to be."""
        return bool(generation == self.consumer_generation_id != self._ended_generation)

    def _new_transport(self) -> Transport:
        return Transport(self.conf.broker_consumer, self)

    def on_rebalance_start(self) -> None:
        """Notes that what is at hand may be another's soon: the number of the generation changes only then."""
        self._ended_generation = self.consumer_generation_id
        super().on_rebalance_start()

    def FlowControlQueue(self, *args: Any, **kwargs: Any) -> Any:  # noqa: N802  # Faust's name
        """A queue that is not emptied when the flow resumes: what is in it by then is not fetched again."""
        return super().FlowControlQueue(*args, **{**kwargs, "clear_on_resume": False})


def service_app(service: str, settings: Settings, store: str = "memory", standbys: int = 0) -> App:
    """A Faust app with the settings that were measured to matter (see docs/decisions).

    Raises:
        OSError: its tables are to be on disk, and their folder cannot be had.
        BrokerFault: nothing answers.
        ValueError: traces are to be told, and the program came without what it takes.
    """
    folder, told = Path(settings.data_dir) / service, connection(settings)
    app = App(
        service,
        settings.named(group(service)),
        broker=";".join(f"kafka://{address}" for address in settings.kafka_bootstrap.split(",")),
        broker_credentials=_credentials(settings, told),
        store=f"{store}://",
        datadir=folder,
        Table=Table,
        TableManager=BulkTables,
        topic_partitions=PARTITIONS,
        topic_replication_factor=1,
        table_standby_replicas=standbys,
        processing_guarantee="at_least_once",
        consumer_auto_offset_reset="earliest",
        consumer_max_fetch_size=16 * MEBIBYTE,  # the default of 1 MiB starves a worker
        producer_max_request_size=MAX_MESSAGE_BYTES,
        producer_max_batch_size=BATCH_BYTES,
        producer_linger=0,
        broker_commit_interval=1.0,
        broker_session_timeout=SESSION_SECONDS,  # the default of 60 s stalls a restart after kill -9 by a minute
        broker_heartbeat_interval=2.0,
        broker_max_poll_records=500,
        stream_wait_empty=False,
        web_host=settings.web_host,
        web_port=settings.web_port,
        web_bind=settings.web_host,
        canonical_url=settings.reached_at,
        web_tables_enabled=False,  # these pages show table contents to anybody
        web_router_enabled=False,
        web_graph_enabled=False,
        web_stats_enabled=False,
        worker_redirect_stdouts=False,
    )
    app.connection = told
    app.traces = traces(service, settings)
    if store == "rocksdb":
        app.folder = claimed(folder, topic_ids(settings, logs(service)))
    return app


def _credentials(settings: Settings, told: dict[str, Any]) -> CredentialsT | None:
    if settings.kafka_security == "plaintext":
        return None
    if settings.kafka_security == "ssl":
        return SSLCredentials(told["ssl_context"])
    return SASLCredentials(
        username=told["sasl_plain_username"],
        password=told["sasl_plain_password"],
        mechanism=told["sasl_mechanism"],
        ssl_context=told["ssl_context"],
    )


def tables(app: App, service: str) -> tuple[Any, ...]:
    """The service's tables, in the order of `TABLES`."""
    return tuple(app.Table(name, default=None, partitions=PARTITIONS) for name in TABLES[service])


def source(app: App, settings: Settings, topic: Topic) -> Any:
    """The topic as raw bytes: what does not decode must not vanish inside Faust, nor end its agent.

    The types alone do not do it: Faust's default codec is JSON.
    """
    name = settings.named(topic.name)
    app.read.add(name)
    raw: dict[str, Any] = {"key_type": bytes, "value_type": bytes, "key_serializer": "raw", "value_serializer": "raw"}
    return app.topic(name, partitions=topic.partitions, **raw)
