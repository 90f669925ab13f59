"""The pages that are open, made of what is remembered when they are first needed.

Of every report it is known on which page it stands; the reports themselves are in memory only while their page is open.
The pages that were not used for longest are closed when more reports are open than there is room for.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Protocol

from services.aggregation.domain.heard import Heard
from services.aggregation.domain.merging import Standing
from services.aggregation.domain.page import Page
from services.aggregation.rows import Place, heard_in, place_in, row_of


class Remembered(Protocol):
    """The table of reports: rows by id."""

    def get(self, key: str) -> bytes | None:
        """The row of a report."""

    def put(self, key: str, row: bytes) -> None:
        """Remembers a report."""

    def items(self) -> Iterable[tuple[str, bytes]]:
        """All rows."""


class Shelf:
    """The pages of all countries."""

    def __init__(self, rows: Remembered, most_reports: int) -> None:
        """Over the remembered reports, with room for so many of them in memory; the page in use is always open."""
        self._rows, self._most = rows, most_reports
        self._open: OrderedDict[Place, Page] = OrderedDict()
        self._standing: dict[Place, set[str]] | None = None
        self._held = 0
        """How many reports are on the open pages, at most: it is counted when there seem to be too many."""

    def page(self, place: Place) -> Page:
        """The page of a country and month."""
        if place not in self._open:
            self._open[place] = page = Page(dict(self._remembered(place)))
            self._held += len(page.standing)
        self._open.move_to_end(place)
        return self._open[place]

    def places(self) -> Iterable[Place]:
        """The pages on which something stands, or stood since the shelf was opened."""
        return self._index().keys()

    def recall(self, report_id: str) -> Heard | None:
        """The newest thing that is remembered of a report."""
        row = self._rows.get(report_id)
        return heard_in(row) if row else None

    def remember(self, country: str, heard: Mapping[str, Heard]) -> None:
        """Remembers what was heard, and is on the open pages already."""
        index = self._index()
        for report_id, now in heard.items():
            if row := self._rows.get(report_id):
                index.get(place_in(row), set()).discard(report_id)
            self._rows.put(report_id, row_of(country, now))
            index.setdefault(Place(country, now.month), set()).add(report_id)
        self._held += len(heard)
        if self._held > self._most:
            self._close_some()

    def remember_again(self, report_ids: Iterable[str]) -> None:
        """Writes what is remembered once more: a store on disk may know it from before a crash, the broker not."""
        for report_id in report_ids:
            if row := self._rows.get(report_id):
                self._rows.put(report_id, row)

    def close(self) -> None:
        """Closes all pages: what is on them may not be remembered, or the table may hold other partitions now."""
        self._open.clear()
        self._held, self._standing = 0, None

    def _remembered(self, place: Place) -> Iterable[tuple[str, Standing]]:
        for report_id in self._index().get(place, ()):
            heard = self.recall(report_id)
            if heard and heard.standing:
                yield report_id, heard.standing

    def _index(self) -> dict[Place, set[str]]:
        """Which reports stand on which page, read off the rows when it is first asked."""
        if self._standing is None:
            self._standing = {}
            for report_id, row in self._rows.items():
                self._standing.setdefault(place_in(row), set()).add(report_id)
        return self._standing

    def _close_some(self) -> None:
        self._held = sum(len(page.standing) for page in self._open.values())
        while self._held > self._most and len(self._open) > 1:
            _, page = self._open.popitem(last=False)
            self._held -= len(page.standing)
