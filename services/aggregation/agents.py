"""What aggregation does with each report."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from schemas.counts import CountChanged
from schemas.events import Event
from schemas.incidents import IncidentResolved
from schemas.reports import IncidentReported, IncidentRetracted
from schemas.topics import COUNTS, INCIDENTS
from services.aggregation.domain.book import Book, Heard
from services.common.stream import Handler, Outbox

Row = dict[str, Any]
Snapshot = TypeVar("Snapshot", IncidentResolved, CountChanged)


@dataclass(frozen=True, slots=True)
class Tables:
    """What aggregation remembers.

    `reports` is the memory, by report id; `incidents` (by id: revision, status and digest of the snapshot) and
    `counts` (by bucket: revision, number and digest of the value) follow from it. A report is written last, when the
    world and the other tables know what it changes: until then a crash leads to the same change again.
    """

    reports: MutableMapping[str, Row]
    incidents: MutableMapping[str, Row]
    counts: MutableMapping[str, Row]


class Books:
    """The book of each country, opened from the remembered reports when it is first needed after a rebalance."""

    def __init__(self, remembered: Callable[[], Iterable[tuple[str, Row]]]) -> None:
        """Books over what `remembered` lists: report ids with their rows."""
        self._remembered = remembered
        self._open: dict[str, Book] | None = None

    def close(self) -> None:
        """Forgets the books: the tables may hold other partitions now."""
        self._open = None

    def of(self, country: str) -> Book:
        """The country's book."""
        if self._open is None:
            self._open = opened_books(self._remembered())
        return self._open.setdefault(country, Book())


def clerk(tables: Tables, books: Books, outbox: Outbox) -> Handler:
    """Tells what a report changes, then remembers it."""

    async def take_down(event: Event, trace: str | None) -> None:
        if not isinstance(event, IncidentReported | IncidentRetracted):
            return  # statistics stand beside the counts; nothing follows from them yet
        book = books.of(event.key)
        change = book.change(event)
        if change is None:
            return
        snapshots = [_revised(snapshot, tables.incidents) for snapshot in change.snapshots]
        counts = [_revised(cell.count(bucket), tables.counts) for bucket, cell in change.cells.items()]
        await outbox.send(INCIDENTS, snapshots, trace)
        await outbox.send(COUNTS, counts, trace)
        for snapshot in snapshots:
            tables.incidents[snapshot.incident_id] = incident_row(snapshot)
        for count in counts:
            tables.counts[count.key] = count_row(count)
        await outbox.settled()
        tables.reports[event.report_id] = report_row(event.key, change.heard)
        await outbox.settled()
        book.keep(change)

    return take_down


def digest(snapshot: IncidentResolved | CountChanged) -> str:
    """The same for snapshots that say the same, whatever their revision."""
    return hashlib.sha256(snapshot.model_dump_json(exclude={"revision"}).encode()).hexdigest()[:32]


def incident_row(snapshot: IncidentResolved) -> Row:
    """A snapshot as the table keeps it: the whole of it stands in the topic."""
    return {"revision": snapshot.revision, "status": str(snapshot.status), "digest": digest(snapshot)}


def count_row(count: CountChanged) -> Row:
    """A bucket's value as the table keeps it: the whole of it stands in the topic."""
    return {"revision": count.revision, "incidents": count.tally.incidents, "digest": digest(count)}


def report_row(country: str, heard: Heard) -> Row:
    """What was heard of a report as the table keeps it."""
    return {
        "country": country,
        "revision": heard.revision,
        "since": heard.since.isoformat() if heard.since else None,
        "report": heard.report.model_dump(mode="json", exclude_defaults=True) if heard.report else None,
    }


def opened_books(rows: Iterable[tuple[str, Row]]) -> dict[str, Book]:
    """The books that follow from the rows of the reports' table."""
    heard: dict[str, dict[str, Heard]] = {}
    for report_id, row in rows:
        since = datetime.fromisoformat(row["since"]) if row["since"] else None
        report = IncidentReported.model_validate(row["report"]) if row["report"] else None
        heard.setdefault(row["country"], {})[report_id] = Heard(row["revision"], since, report)
    return {country: Book.opened(reports) for country, reports in heard.items()}


def _revised(snapshot: Snapshot, rows: Mapping[str, Row]) -> Snapshot:
    """The snapshot with its revision: the one it has if it was made before a crash, else the next."""
    row = rows.get(snapshot.key)
    if row is None:
        return snapshot
    again = row["digest"] == digest(snapshot)
    return snapshot.model_copy(update={"revision": row["revision"] + (0 if again else 1)})
