"""What aggregation does with reports."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from typing import Any, Protocol

import orjson

from schemas.counts import Bucket, CountChanged
from schemas.events import Event
from schemas.incidents import IncidentResolved
from schemas.reports import ReportEvent
from schemas.statistics import StatisticCompared
from schemas.topics import ALERTS, Topic
from services.aggregation.comparisons import Comparisons
from services.aggregation.domain.book import Book, Change
from services.aggregation.domain.cells import Cell
from services.aggregation.domain.heard import Place, months, published_day
from services.aggregation.domain.plausible import checked
from services.aggregation.domain.watch import Days, changed_days
from services.aggregation.lookout import Lookout
from services.aggregation.shelf import Shelf
from services.common.envelope import Envelope, Headers, UnreadableEvent, opened
from services.common.stream import Read

Numbered = IncidentResolved | CountChanged | StatisticCompared

_REVISION = b'"revision":%d'
"""Of a published event: in a string the quotes would be escaped, and no part of such an event has a revision."""
_NUMBER = re.compile(rb'"revision":(\d+)')

CAUTIOUS = 200
"""So many reports of a partition are told of one by one after a start: as many as were ever told of together."""


class Published(Protocol):
    """A table of events that everybody may read: a row is the newest event of its key."""

    def get(self, key: str) -> bytes | None:
        """The newest event of a key."""

    def put(self, key: str, row: bytes, headers: Headers = ()) -> None:
        """Publishes an event."""


class Sender(Protocol):
    """Where events go, and who tells when all is on the broker."""

    async def send(self, topic: Topic, events: Iterable[Event], trace: str | None = None) -> None:
        """Sends events and waits until the broker has them."""

    def sealed(self, event: Event, trace: str | None) -> Envelope:
        """The event in its envelope."""

    async def settled(self) -> None:
        """Returns when the broker has every table change made so far."""


@dataclass(frozen=True, slots=True)
class Tables:
    """What aggregation tells and remembers.

    `incidents` and `counts` are what the world reads. The shelf's reports are the memory from which both follow: they
    are written last, when the world knows what they change; until then a crash leads to the same change again.
    """

    incidents: Published
    counts: Published
    shelf: Shelf
    lookout: Lookout
    comparisons: Comparisons


def report_in(message: Any) -> ReportEvent:
    """The event about a report that a message holds.

    Raises:
        ValueError: there is none, or what it says cannot be.
    """
    event = opened(message.value)
    if not isinstance(event, ReportEvent):
        raise UnreadableEvent(f"{event.model_dump(include={'type'})['type']} says nothing about a report")
    return checked(event)


class Clerk:
    """Tells what reports change, then remembers them.

    Of what changes twice in a batch only the last is told, but not at first: a batch that a crash cut off may have been
    told and not remembered, and what stood after it must be told of again before it is changed further, or nobody would
    take back what stood only then. So the first new reports of a partition are told of one by one.
    """

    def __init__(self, tables: Tables, sender: Sender) -> None:
        """Over what is told and remembered."""
        self._tables, self._sender = tables, sender
        self._cautious: dict[int, int] = {}
        """How many reports of a partition are still to be told of one by one."""

    def reopen(self) -> None:
        """Forgets all pages: what is on them may be remembered nowhere, or be another worker's now."""
        self._tables.shelf.close()
        self._tables.lookout.close()
        self._tables.comparisons.close()
        self._cautious.clear()

    async def take_down(self, batch: Sequence[Read]) -> None:
        """Deals with reports of one partition: all of them are told of and remembered, or this raises."""
        try:
            books, partition = {}, batch[0].partition
            cautious = self._cautious.get(partition, CAUTIOUS)
            for country, reads in _by_country(batch).items():
                books[country], touched, days = self._told(country, reads, cautious > 0)
                self._compare(country, books[country], touched, reads[-1].trace)
                await self._watch(country, books[country], days, reads[-1].trace)
            # Before the reports: whoever has those on the broker does not look at their days again.
            self._tables.lookout.remember()
            await self._sender.settled()
            for country, book in books.items():
                self._tables.shelf.remember(country, book.heard)
                self._tables.shelf.remember_again(book.repeated - book.heard.keys())
            await self._sender.settled()
            self._cautious[partition] = cautious - sum(len(book.heard) for book in books.values())
            await self._put_away(next(iter(books)))
        except BaseException:
            self.reopen()
            raise

    def _told(self, country: str, reads: Sequence[Read], cautious: bool) -> tuple[Book, set[Bucket], Days]:
        """The country's book once it has heard the reports and what they change was published; which counts and days.

        A day whose number one report changes and the next one changes back is among them: what became known of it
        before a crash may be what the first came to.
        """
        shelf, touched, days = self._tables.shelf, set[Bucket](), Days()
        book = Book(lambda month: shelf.page(Place(country, month)), partial(shelf.recall, country))
        for together in [[read] for read in reads] if cautious else [reads]:
            change = book.hear(read.content for read in together)
            self._publish(change, together)
            touched |= change.touched
            for series, changed in changed_days(change.before, change.after).items():
                days.setdefault(series, set()).update(changed)
        return book, touched, days

    def _compare(self, country: str, book: Book, touched: set[Bucket], trace: str | None) -> None:
        """Puts statistics beside the counts: those that were heard, and those whose counts changed."""
        counts = self._tables.counts
        for event in self._tables.comparisons.take_in(country, book.heard, touched, partial(_count_in, counts)):
            self._put(counts, event, counts.get(event.key), trace)

    async def _watch(self, country: str, book: Book, changed: Days, trace: str | None) -> None:
        """Tells what stands out in the numbers that changed, and what does so no longer."""
        now = max(map(published_day, book.heard.values()), default=0)
        await self._sender.send(ALERTS, self._tables.lookout.look(country, changed, now), trace)

    async def _put_away(self, country: str) -> None:
        """Packs one old page of the country, if there is one: then its reports need no rows of their own."""
        shelf = self._tables.shelf
        if place := shelf.old(country):
            shelf.pack(place)
            await self._sender.settled()
            shelf.unrow(place)
            await self._sender.settled()

    def _publish(self, change: Change, reads: Sequence[Read]) -> None:
        """Puts what changed where everybody reads it; it is there when the sender has settled."""
        traces = {read.content.report_id: read.trace for read in reads}
        last = reads[-1].trace
        incidents, counts, shelf = self._tables.incidents, self._tables.counts, self._tables.shelf
        for snapshot in change.snapshots():
            trace = next((traces[ref.report_id] for ref in snapshot.reports[::-1] if ref.report_id in traces), last)
            row = incidents.get(snapshot.key)
            self._put(incidents, _superseding(snapshot, row), row, trace)
        for bucket in sorted(change.touched, key=lambda b: b.key):
            self._put(counts, _counted(bucket, shelf), counts.get(bucket.key), last)

    def _put(self, table: Published, event: Numbered, row: bytes | None, trace: str | None) -> None:
        """Publishes the event with its revision: that of the row if it was told before a crash, else the next."""
        known = _revision(row) if row else 0
        envelope = self._sender.sealed(event.model_copy(update={"revision": known + 1}), trace)
        if row and row.replace(_REVISION % known, _REVISION % (known + 1), 1) == envelope.value:
            envelope = self._sender.sealed(event.model_copy(update={"revision": known}), trace)
        table.put(event.key, envelope.value, envelope.headers)


def _by_country(batch: Iterable[Read]) -> dict[str, list[Read]]:
    countries: dict[str, list[Read]] = {}
    for read in batch:
        countries.setdefault(read.content.key, []).append(read)
    return countries


def _superseding(snapshot: IncidentResolved, row: bytes | None) -> IncidentResolved:
    """The snapshot with all that it ever superseded."""
    known = orjson.loads(row).get("supersedes", ()) if row else ()
    return snapshot.model_copy(update={"supersedes": tuple(sorted({*known, *snapshot.supersedes}))})


def _counted(bucket: Bucket, shelf: Shelf) -> CountChanged:
    """The bucket's count; a week may stand on two pages."""
    first, last = months(bucket.span)
    pages = [shelf.page(Place(bucket.country, month)) for month in range(first, last + 1)]
    cells = [page.cells[bucket] for page in pages if bucket in page.cells] or [Cell()]
    return reduce(Cell.plus, cells).count(bucket)


def _count_in(counts: Published, bucket: Bucket) -> CountChanged | None:
    """The bucket's count as it is published."""
    row = counts.get(bucket.key)
    return CountChanged.model_validate_json(row) if row else None


def _revision(row: bytes) -> int:
    """The revision of a published event.

    Raises:
        ValueError: it has none.
    """
    if found := _NUMBER.search(row):
        return int(found[1])
    raise ValueError("what is published has no revision")
