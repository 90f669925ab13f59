"""The statistics of each country that stand, and what they are compared with."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from typing import Protocol

from schemas.counts import Bucket, CountChanged
from schemas.reports import StatisticReported
from schemas.statistics import StatisticCompared
from services.aggregation.domain.cells import Cell, numbers_in
from services.aggregation.domain.heard import Heard
from services.aggregation.domain.statistics import buckets_behind, compared, withdrawn
from services.aggregation.rows import heard_in, is_statistic, place_in


class Rows(Protocol):
    """The table of reports, by id."""

    def items(self) -> Iterable[tuple[str, bytes]]:
        """All rows."""


class Comparisons:
    """Which statistics stand in which country: few beside the reports of incidents, so they are kept in memory."""

    def __init__(self, rows: Rows) -> None:
        """Over the remembered reports."""
        self._rows = rows
        self._standing: dict[str, dict[str, StatisticReported]] | None = None

    def close(self) -> None:
        """Forgets what stands: it may not be remembered, or the table may hold other partitions now."""
        self._standing = None

    def take_in(
        self,
        country: str,
        heard: Mapping[str, Heard],
        touched: Set[Bucket],
        count_of: Callable[[Bucket], CountChanged | None],
    ) -> Iterator[StatisticCompared]:
        """What is to be told of statistics that were heard or taken back, or whose counts were touched."""
        standing = self._opened().setdefault(country, {})
        fresh = {report_id: one for report_id, one in heard.items() if report_id in standing or _is_one(one)}
        for report_id, one in fresh.items():
            was = standing.pop(report_id, None)
            if isinstance(one.report, StatisticReported):
                standing[report_id] = one.report
            elif was:
                yield withdrawn(was)
        for report_id, statistic in standing.items():
            if report_id in fresh or not touched.isdisjoint(buckets_behind(statistic)):
                yield compared(statistic, lambda bucket: _cell(count_of(bucket)))

    def _opened(self) -> dict[str, dict[str, StatisticReported]]:
        if self._standing is None:
            self._standing = {}
            for report_id, row in self._rows.items():
                if is_statistic(row) and isinstance(report := heard_in(row).report, StatisticReported):
                    self._standing.setdefault(place_in(row).country, {})[report_id] = report
        return self._standing


def _is_one(heard: Heard) -> bool:
    return isinstance(heard.report, StatisticReported)


def _cell(count: CountChanged | None) -> Cell:
    return numbers_in(count) if count else Cell()
