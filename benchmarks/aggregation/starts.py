"""How long aggregation takes to start, and what it takes of memory and disk, with much or little to remember."""

import time
from collections.abc import Iterator
from contextlib import closing
from typing import Final

from benchmarks.aggregation.broker import Ground, bytes_on_broker, ground, report, topic_of
from benchmarks.aggregation.copies import MADE
from benchmarks.aggregation.news import MILLION, arriving
from benchmarks.aggregation.service import Service
from benchmarks.aggregation.state import State
from schemas.topics import INCIDENTS
from services.common.settings import Settings
from tallywire.kafka import consumer, partitions
from tallywire.processes import holds_within

STORES: Final = ("memory", "rocksdb")
HEADS: Final = (
    "incidents",
    "store",
    "start",
    "ready, s",
    "first report told, s",
    "memory then, MiB",
    "most memory, MiB",
    "disk, MiB",
)
MEBI: Final = 1024 * 1024
Line = tuple[str, ...]


def starts(count: int, state: State) -> Iterator[Line]:
    """Cold starts (nothing on disk) and warm ones (after kill -9), with each store."""
    incidents = max(len(state.incidents.rows), 1)
    with ground(state) as here:
        for table, rows in state.by_name().items():
            kept = bytes_on_broker(here, topic_of(table))
            told = f"{kept / MEBI:,.1f} MiB for {len(rows):,} rows, {kept / incidents:,.0f} bytes an incident"
            yield f"{count:,}", "broker", table, told, *[""] * 4
        number = 0
        for store in STORES:
            with Service(here, store) as service:
                for start in ("cold", "warm", "warm again"):
                    number += 1
                    yield f"{count:,}", store, start, *_start(here, service, count, number)
                    service.kill()


def _start(here: Ground, service: Service, count: int, number: int) -> Iterator[str]:
    """Seconds until it is ready, and until the first new report is told of; memory then, and the most; the disk."""
    report(here.settings, arriving(1, MILLION, max(min(count, MADE), 1), seed=100 + number))
    before, began = _incidents(here.settings), time.perf_counter()
    service.start()
    service.wait_until_ready()
    yield f"{time.perf_counter() - began:.1f}"
    if not holds_within(600, lambda: _incidents(here.settings) > before, every=0.1):
        raise RuntimeError("the new report was not told of in 600 s")
    yield f"{time.perf_counter() - began:.1f}"
    yield f"{service.memory('VmRSS'):,.0f}"
    yield f"{service.memory('VmHWM'):,.0f}"
    service.wait_until_committed()
    yield f"{service.bytes_on_disk() / MEBI:,.0f}"


def _incidents(settings: Settings) -> int:
    """How many snapshots of incidents were ever published."""
    with closing(consumer(settings)) as reader:
        return sum(reader.end_offsets(partitions(reader, settings.named(INCIDENTS.name))).values())
