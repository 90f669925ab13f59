"""The pages that are open, made of what is remembered when they are first needed.

Of every report it is known on which page it stands; the reports themselves are in memory only while their page is open.
The pages that were not used for longest are closed when more reports are open than there is room for.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Protocol

from services.aggregation.archive import Archive
from services.aggregation.domain.heard import Heard, Month, Place
from services.aggregation.domain.page import Page
from services.aggregation.rows import heard_in, place_in, row_of


class Remembered(Protocol):
    """The table of reports: rows by id."""

    def get(self, key: str) -> bytes | None:
        """The row of a report."""

    def put(self, key: str, row: bytes) -> None:
        """Remembers a report."""

    def remove(self, key: str) -> None:
        """Forgets a report."""

    def items(self) -> Iterable[tuple[str, bytes]]:
        """All rows."""


class Shelf:
    """The pages of all countries."""

    def __init__(self, rows: Remembered, archive: Archive, most_reports: int, hot_months: int) -> None:
        """Over the remembered reports, with room for so many of them in memory; the page in use is always open.

        Pages more than `hot_months` older than the newest of their country may be put away; 0: none ever.
        """
        self._rows, self._archive, self._most, self._hot = rows, archive, most_reports, hot_months
        self._open: OrderedDict[Place, Page] = OrderedDict()
        self._known: dict[str, dict[Month | None, set[str]]] | None = None
        self._held = 0
        """How many reports are on the open pages, at most: it is counted when there seem to be too many."""

    def page(self, place: Place) -> Page:
        """The page of a country and month."""
        if place not in self._open:
            self._open[place] = self._opened(place)
            self._held += len(self._open[place].standing)
        self._open.move_to_end(place)
        return self._open[place]

    def look(self, place: Place) -> Page:
        """The page of a country and month, which stays closed if it is: a reader pushes out nothing that is in use."""
        return self._open.get(place) or self._opened(place)

    def told(self) -> dict[str, int]:
        """How much is remembered, and how much of it is open."""
        return {
            "reports": sum(len(ids) for months in self._index().values() for ids in months.values()),
            "packed_reports": self._archive.count(),
            "open_pages": len(self._open),
            "open_reports": sum(len(page.standing) for page in self._open.values()),
        }

    def recall(self, country: str, report_id: str) -> Heard | None:
        """The newest thing that is remembered of a report."""
        row = self._rows.get(report_id) or self._archive.find(country, report_id)
        return heard_in(row) if row else None

    def remember(self, country: str, heard: Mapping[str, Heard]) -> None:
        """Remembers what was heard, and is on the open pages already."""
        months = self._index().setdefault(country, {})
        for report_id, now in heard.items():
            if row := self._rows.get(report_id):
                months[place_in(row).month].discard(report_id)
            self._rows.put(report_id, row_of(country, now))
            months.setdefault(now.month, set()).add(report_id)
        self._held += len(heard)
        if self._held > self._most:
            self._close_some()

    def remember_again(self, report_ids: Iterable[str]) -> None:
        """Writes what is remembered once more: it may be on its way still, in a write that failed."""
        for report_id in report_ids:
            if row := self._rows.get(report_id):
                self._rows.put(report_id, row)

    def close(self) -> None:
        """Closes all pages: what is on them may not be remembered, or the table may hold other partitions now."""
        self._open.clear()
        self._archive.close()
        self._held, self._known = 0, None

    def old(self, country: str) -> Place | None:
        """A page of the country that may be put away, if there is one: old, and not in use."""
        months = self._index().get(country, {})
        dated = [month for month in months if month is not None] if self._hot else []
        before = max(dated, default=0) - self._hot
        old = (m for m in dated if m < before and months[m] and (country, m) not in self._open)
        oldest = min(old, default=None)
        return None if oldest is None else Place(country, oldest)

    def pack(self, place: Place) -> None:
        """Packs a page; the rows of its reports are still there, and go before what is packed, until `unrow`."""
        rows = self._rows_of(place)
        for month in self._archive.months_of(place.country, rows) - {place.month}:
            other = Place(place.country, month)
            self._archive.put(other, {i: row for i, row in self._archive.rows(other).items() if i not in rows})
        self._archive.put(place, rows)

    def unrow(self, place: Place) -> None:
        """Takes out the rows of the reports of a page that is packed."""
        for report_id in self._index().get(place.country, {}).pop(place.month, ()):
            self._rows.remove(report_id)

    def _opened(self, place: Place) -> Page:
        heard = {report_id: heard_in(row) for report_id, row in self._rows_of(place).items()}
        return Page({report_id: one.standing for report_id, one in heard.items() if one.standing})

    def _rows_of(self, place: Place) -> dict[str, bytes]:
        """The rows of a page's reports; one that has a row of its own goes before what was packed of it."""
        packed = self._archive.rows(place)
        rows = {report_id: row for report_id, row in packed.items() if self._rows.get(report_id) is None}
        for report_id in self._index().get(place.country, {}).get(place.month, ()):
            if row := self._rows.get(report_id):
                rows[report_id] = row
        return rows

    def _index(self) -> dict[str, dict[Month | None, set[str]]]:
        """Which reports of a country stand on which page, read off the rows when it is first asked."""
        if self._known is None:
            self._known = {}
            for report_id, row in self._rows.items():
                place = place_in(row)
                self._known.setdefault(place.country, {}).setdefault(place.month, set()).add(report_id)
        return self._known

    def _close_some(self) -> None:
        self._held = sum(len(page.standing) for page in self._open.values())
        while self._held > self._most and len(self._open) > 1:
            _, page = self._open.popitem(last=False)
            self._held -= len(page.standing)
