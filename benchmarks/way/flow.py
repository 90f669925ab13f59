"""How many wires a second go the whole way, beside the same functions in a bare loop."""

import os
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from statistics import fmean
from typing import NamedTuple

from benchmarks.aggregation.desk import Desk
from benchmarks.aggregation.state import State
from benchmarks.clock import seconds
from benchmarks.way.system import STAGES, system
from schemas.articles import ArticleEvent
from schemas.reports import ReportEvent
from services.aggregation.domain.conclusion import concluded
from tallywire.oracle import reports_of


class Bare(NamedTuple):
    """Processor seconds of the pure functions for all wires, in one process without Kafka."""

    reading: float
    concluding: float
    """Merging and counting all reports at once, as the batch oracle does."""
    telling: float
    """The same report by report, with each change told as an event, as the service does, but with tables in memory."""

    @property
    def loop(self) -> float:
        """What the loop takes."""
        return self.reading + self.concluding

    @property
    def service(self) -> float:
        """What it takes if each report is told of at once."""
        return self.reading + self.telling


class Flow(NamedTuple):
    """What the services took for all wires."""

    seconds: float
    cpu: dict[str, float]
    """Processor seconds by stage."""

    @property
    def services(self) -> float:
        """Processor seconds without the broker's."""
        return sum(self.cpu[stage] for stage in STAGES[:2])


def bare(warm: Sequence[ArticleEvent], articles: Sequence[ArticleEvent]) -> Bare:
    """The costs of the pure functions, the mean of as many processes at once as there are processors.

    The services keep all of them busy, and what a processor does in a second is less where its neighbour works too.
    """
    count = os.cpu_count() or 1
    with ProcessPoolExecutor(count, get_context("spawn")) as processes:
        costs = list(processes.map(_bare, [warm] * count, [articles] * count))
    return Bare(*(fmean(column) for column in zip(*costs, strict=True)))


def _bare(warm: Sequence[ArticleEvent], articles: Sequence[ArticleEvent]) -> Bare:
    """What one process takes, once what the functions load is loaded."""
    concluded(reports_of(warm))
    reports: list[ReportEvent] = []
    reading = seconds(lambda: reports.extend(one for one in reports_of(articles) if isinstance(one, ReportEvent)))
    telling = sum(Desk(State()).costs(reports))
    return Bare(reading, seconds(lambda: concluded(reports)), telling)


def flow(extractions: int, warm: Sequence[ArticleEvent], articles: Sequence[ArticleEvent]) -> Flow:
    """The costs with so many processes of extraction and one of aggregation; all articles are there at the start."""
    with system({"extraction": extractions, "aggregation": 1}) as running:
        running.publish(warm)
        running.settle()
        with running.paused():
            running.publish(articles)
            before = running.cpu()
            began = time.time()
        running.settle()
        after = running.cpu()
        return Flow(running.last_count() - began, {stage: after[stage] - before[stage] for stage in STAGES})
