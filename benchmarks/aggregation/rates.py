"""How fast one worker of the real service is with a backlog, from the reports on the broker to their commit."""

import time
from collections.abc import Iterator
from typing import Final

from benchmarks.aggregation.broker import ground, report
from benchmarks.aggregation.news import COUNTRIES, MILLION, arriving
from benchmarks.aggregation.service import Service
from benchmarks.aggregation.starts import STORES
from benchmarks.aggregation.state import State
from benchmarks.clock import cpu_seconds
from services.aggregation.agents import CAUTIOUS
from services.aggregation.reads import partition_of

HEADS: Final = ("store", "backlog", "reports", "reports a second", "CPU seconds for 1,000", "most memory, MiB")
FEW: Final = COUNTRIES[:8]
"""The countries of the reports, so that each of their partitions has more than are told of one by one after a start."""
Line = tuple[str, ...]


def rates(count: int, state: State) -> Iterator[Line]:
    """A line for each store and backlog, where the newest `count` incidents are remembered."""
    cautious = len(set(map(partition_of, FEW))) * CAUTIOUS
    news = [one for one in arriving(12 * cautious, MILLION, count, seed=9) if one.key in FEW]
    for store in STORES:
        with ground(state) as here, Service(here, store) as service:
            service.start()
            service.wait_until_ready()
            for name, backlog in (("after a start", news[:cautious]), ("later", news[cautious : 3 * cautious])):
                began, cpu = time.perf_counter(), cpu_seconds(service.pid)
                report(here.settings, backlog)
                service.wait_until_committed()
                took, cpu = time.perf_counter() - began, cpu_seconds(service.pid) - cpu
                each = f"{len(backlog) / took:,.0f}", f"{cpu * 1000 / len(backlog):.2f}"
                yield store, name, f"{len(backlog):,}", *each, f"{service.memory('VmHWM'):,.0f}"
