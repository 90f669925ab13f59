"""What aggregation remembers of many incidents, made with its own code, but page by page, not report by report."""

import os
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, fields
from functools import partial
from itertools import groupby

from benchmarks.aggregation.news import COUNTRIES, NOW, remembered
from schemas.counts import Bucket
from schemas.incidents import IncidentResolved
from schemas.reports import IncidentReported
from services.aggregation.agents import Tables
from services.aggregation.archive import Archive
from services.aggregation.comparisons import Comparisons
from services.aggregation.daily import Daily
from services.aggregation.domain.cells import Cell
from services.aggregation.domain.heard import Place, now_heard
from services.aggregation.domain.page import Page
from services.aggregation.domain.watch import changed_days
from services.aggregation.lookout import Lookout
from services.aggregation.rows import row_of
from services.aggregation.settings import AggregationSettings
from services.aggregation.shelf import Shelf
from services.common.envelope import Headers

AT_ONCE = 5
"""Countries that one process makes the state of at a time."""
HOT_MONTHS = AggregationSettings().hot_months


@dataclass
class Rows:
    """A table without Faust: rows by key."""

    rows: dict[str, bytes] = field(default_factory=dict)

    def get(self, key: str) -> bytes | None:
        """The row of a key."""
        return self.rows.get(key)

    def remove(self, key: str) -> None:
        """Takes a row out."""
        self.rows.pop(key, None)

    def put(self, key: str, row: bytes, headers: Headers = ()) -> None:  # noqa: ARG002 - as the service's tables
        """Sets a row."""
        self.rows[key] = row

    def items(self) -> Iterable[tuple[str, bytes]]:
        """All rows."""
        return self.rows.items()


@dataclass
class State:
    """The tables by name."""

    reports: Rows = field(default_factory=Rows)
    archive: Rows = field(default_factory=Rows)
    upsurges: Rows = field(default_factory=Rows)
    incidents: Rows = field(default_factory=Rows)
    counts: Rows = field(default_factory=Rows)

    def tables(self, open_reports: int) -> Tables:
        """The tables as the service has them after a start."""
        shelf = Shelf(self.reports, Archive(self.archive), open_reports, HOT_MONTHS)
        lookout = Lookout(self.upsurges, Daily(self.counts))
        return Tables(self.incidents, self.counts, shelf, lookout, Comparisons(self.reports))

    def by_name(self) -> dict[str, dict[str, bytes]]:
        """The rows of each table."""
        return {each.name: getattr(self, each.name).rows for each in fields(self)}


def state_of_newest(count: int, total: int) -> State:
    """The state once the newest `count` of `total` incidents were heard."""
    whole = State()
    with ProcessPoolExecutor(os.cpu_count()) as processes:
        groups = [COUNTRIES[first :: len(COUNTRIES) // AT_ONCE] for first in range(len(COUNTRIES) // AT_ONCE)]
        for part in processes.map(partial(state_of_part, count, total), groups):
            for name, rows in part.by_name().items():
                whole.by_name()[name].update(rows)
    return whole


def state_of(reports: Iterable[IncidentReported]) -> State:
    """The state once these reports, each told once, were heard, and old pages were put away."""
    state = State()
    places: set[Place] = set()
    for report in reports:
        if heard := now_heard(None, report):
            state.reports.put(report.report_id, row_of(report.key, heard))
            places.add(Place(report.key, heard.month))
    shelf, lookout = state.tables(1).shelf, state.tables(1).lookout
    for country, pages in groupby(sorted(places), key=lambda place: place.country):
        incidents = list(_published(state, map(shelf.look, pages)))
        lookout.look(country, changed_days([], incidents), NOW.toordinal())
        while place := shelf.old(country):
            shelf.pack(place)
            shelf.unrow(place)
    lookout.remember()
    return state


def state_of_part(count: int, total: int, countries: Collection[str]) -> State:
    """The same of these countries alone."""
    return state_of(remembered(count, total, countries))


def _published(state: State, pages: Iterable[Page]) -> Iterator[IncidentResolved]:
    """Publishes incidents and counts of a country's pages, and gives the incidents; a week may stand on two pages."""
    cells: dict[Bucket, Cell] = {}
    for page in pages:
        for incident in page.incidents.values():
            state.incidents.put(incident.key, incident.model_dump_json().encode())
            yield incident
        for bucket, cell in page.cells.items():
            cells[bucket] = cells.get(bucket, Cell()).plus(cell)
    for bucket, cell in cells.items():
        state.counts.put(bucket.key, cell.count(bucket).model_dump_json().encode())
