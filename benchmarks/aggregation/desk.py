"""Aggregation's own clerk at tables without a broker, and how long each report takes him."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.aggregation.state import State
from benchmarks.clock import seconds
from schemas.events import Event
from schemas.reports import ReportEvent
from schemas.topics import PARTITIONS, Topic
from services.aggregation.agents import Clerk, report_in
from services.aggregation.reads import partition_of
from services.aggregation.settings import AggregationSettings
from services.common.envelope import Envelope, sealed
from services.common.stream import Read


@dataclass(frozen=True)
class Message:
    """What a consumer gets."""

    value: bytes


class Office:
    """A sender that has no broker to wait for."""

    def sealed(self, event: Event, trace: str | None) -> Envelope:
        """The event in its envelope."""
        return sealed(event, "aggregation", trace)

    async def send(self, _topic: Topic, events: Iterable[Event], trace: str | None = None) -> None:
        """Seals events for nobody."""
        for event in events:
            self.sealed(event, trace)

    async def settled(self) -> None:
        """At once."""


class Desk:
    """A clerk at his tables, after a start or some time later: then he takes reports together."""

    def __init__(self, state: State, together: int = 1) -> None:
        """Who takes so many reports of a partition together."""
        tables = state.tables(AggregationSettings().open_reports)
        self.opening = seconds(tables.shelf.told)
        """Seconds until it is known which report stands where."""
        self._clerk, self._together = Clerk(tables, Office()), together
        if together > 1:
            self._clerk._cautious = dict.fromkeys(range(PARTITIONS), 0)  # noqa: SLF001  # as after the first reports

    def costs(self, reports: Iterable[ReportEvent]) -> Iterator[float]:
        """Seconds for each report, or the mean of each batch."""
        with asyncio.Runner() as runner:
            for batch in _batches(reports, self._together):
                yield seconds(lambda: runner.run(self._take(batch))) / len(batch)  # noqa: B023 - called at once

    async def _take(self, batch: Sequence[Message]) -> None:
        await self._clerk.take_down([Read(report_in(message)) for message in batch])


def _batches(reports: Iterable[ReportEvent], together: int) -> Iterator[list[Message]]:
    """The reports of a partition, so many at a time; the last ones, which are fewer, are left out."""
    waiting: dict[int, list[Message]] = {}
    for report in reports:
        batch = waiting.setdefault(partition_of(report.key), [])
        batch.append(Message(report.model_dump_json().encode()))
        if len(batch) == together:
            yield waiting.pop(partition_of(report.key))
