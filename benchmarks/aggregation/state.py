"""What aggregation remembers of many incidents, made with its own code, but page by page, not report by report."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from benchmarks.aggregation.news import NOW
from schemas.counts import Bucket
from schemas.incidents import IncidentResolved
from schemas.reports import IncidentReported
from services.aggregation.agents import Tables
from services.aggregation.archive import Archive
from services.aggregation.comparisons import Comparisons
from services.aggregation.daily import Daily
from services.aggregation.domain.cells import Cell
from services.aggregation.domain.heard import Month, Place, now_heard
from services.aggregation.domain.page import Page
from services.aggregation.domain.watch import changed_days
from services.aggregation.lookout import Lookout
from services.aggregation.rows import row_of
from services.aggregation.settings import AggregationSettings
from services.aggregation.shelf import Shelf
from services.common.envelope import Headers

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
        return Tables(
            incidents=self.incidents,
            counts=self.counts,
            shelf=shelf,
            lookout=Lookout(self.upsurges, Daily(self.counts)),
            comparisons=Comparisons(self.reports),
        )


def state_of(reports: Iterable[IncidentReported]) -> State:
    """The state once these reports, each told once, were heard, and old pages were put away."""
    state = State()
    months: dict[str, set[Month]] = {}
    for report in reports:
        heard = now_heard(None, report)
        if heard and heard.month is not None:
            state.reports.put(report.report_id, row_of(report.key, heard))
            months.setdefault(report.key, set()).add(heard.month)
    shelf, lookout = state.tables(1).shelf, state.tables(10**9).lookout
    for country in sorted(months):
        incidents = list(_published(state, [shelf.page(Place(country, month)) for month in sorted(months[country])]))
        lookout.look(country, changed_days(incidents), NOW.toordinal())
    lookout.remember()
    for country in months:
        while place := shelf.old(country):
            shelf.pack(place)
            shelf.unrow(place)
    return state


def _published(state: State, pages: Iterable[Page]) -> Iterator[IncidentResolved]:
    """Publishes the incidents and counts of a country's pages; the incidents. A week may stand on two pages."""
    cells: dict[Bucket, Cell] = {}
    for page in pages:
        for incident in page.incidents.values():
            state.incidents.put(incident.key, incident.model_dump_json().encode())
            yield incident
        for bucket, cell in page.cells.items():
            cells[bucket] = cells.get(bucket, Cell()).plus(cell)
    for bucket, cell in cells.items():
        state.counts.put(bucket.key, cell.count(bucket).model_dump_json().encode())
