"""A broker of its own with the state of aggregation on it, as the service would have left it."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

from benchmarks.aggregation.state import State
from schemas.reports import IncidentReported
from schemas.topics import COUNTS, INCIDENTS, REPORTS
from services.aggregation.app import SERVICE
from services.aggregation.reads import partition_of
from services.aggregation.rows import place_in
from services.common.admin import create_topics
from services.common.envelope import Envelope, Headers, opened, sealed
from services.common.settings import Settings
from services.common.tables import changelog
from tallywire.broker import LocalBroker
from tallywire.kafka import producer

AT_ONCE = 5_000
"""So many messages may be on their way: of a million all at once some would wait for longer than they may."""
PUBLISHED = {"incidents": INCIDENTS.name, "counts": COUNTS.name}
"""Tables whose changelog everybody reads; the others have one of their own."""


class Ground(NamedTuple):
    """A broker, and a folder for what is started beside it."""

    settings: Settings
    folder: Path
    kept: Path
    """Where the broker keeps its topics."""


@contextmanager
def ground(state: State) -> Iterator[Ground]:
    """A broker that has this state."""
    with tempfile.TemporaryDirectory(prefix="tallywire-bench-") as name, LocalBroker(Path(name) / "broker") as broker:
        settings = Settings(kafka_bootstrap=broker.bootstrap)
        create_topics(settings)
        for table, rows in state.by_name().items():
            _send(settings, topic_of(table), (_message(table, key, row) for key, row in rows.items()))
        yield Ground(settings, Path(name), broker.folder / "data")


def report(settings: Settings, reports: Iterable[IncidentReported]) -> None:
    """Puts reports where aggregation reads them."""
    _send(settings, REPORTS.name, ((one.key, sealed(one, "extraction")) for one in reports))


def topic_of(table: str) -> str:
    """The changelog of a table."""
    return PUBLISHED.get(table) or changelog(SERVICE, table)


def bytes_on_broker(ground: Ground, topic: str) -> int:
    """The size of a topic's segments. Each key was written once, as compaction would leave it."""
    return sum(path.stat().st_size for path in ground.kept.glob(f"{topic}-[0-9]*/*.log"))


def _message(table: str, key: str, row: bytes) -> tuple[str, Envelope]:
    """The country of a row, and the message that the service would have sent."""
    country = _COUNTRY_IN[table](key, row)
    return country, Envelope(key.encode(), row, _headers(table, row) if table in PUBLISHED else ())


_HEADERS: dict[str, Headers] = {}


def _headers(table: str, row: bytes) -> Headers:
    """Those of the table's first message: of another they are as long, and to make a million takes half an hour."""
    if table not in _HEADERS:
        _HEADERS[table] = sealed(opened(row), SERVICE).headers
    return _HEADERS[table]


_COUNTRY_IN: dict[str, Callable[[str, bytes], str]] = {
    "reports": lambda _, row: place_in(row).country,
    "archive": lambda key, _: key[:2],
    "upsurges": lambda key, _: key[:2],
    "incidents": lambda key, _: key[:2],
    "counts": lambda key, _: key.split("|")[1],
}


def _send(settings: Settings, topic: str, messages: Iterable[tuple[str, Envelope]]) -> None:
    place, sender = cache(partition_of), producer(settings)
    for number, (country, envelope) in enumerate(messages, 1):
        key, value, headers = _parts(envelope)
        sender.send(settings.named(topic), key=key, value=value, headers=headers, partition=place(country))
        if number % AT_ONCE == 0:
            sender.flush()
    sender.flush()
    sender.close()


def _parts(envelope: Envelope) -> tuple[bytes, bytes, list[tuple[str, bytes]]]:
    return envelope.key, envelope.value, list(envelope.headers)
