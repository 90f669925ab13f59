"""How questions are answered: with rows as they are on the broker, byte for byte."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

import orjson

from schemas.vocabulary import IncidentStatus
from services.aggregation.domain.heard import Place
from services.aggregation.domain.page import Page
from services.aggregation.questions import CountsOfMonth, IncidentsOfMonth, OneCount, OneIncident, Question

LIMIT = 500
"""Incidents in one answer."""


class NotSettled(Exception):
    """What changed last is not on the broker yet, or not heard again since a crash: ask again."""


class Told(Protocol):
    """A table of events that everybody may read."""

    def told(self, key: str) -> bytes | None:
        """The newest event of a key, as the broker has it."""

    @property
    def settled(self) -> bool:
        """Whether the broker has all that was written."""


@dataclass(frozen=True, slots=True)
class Books:
    """What is told, and how to look at a page, which says what there is to tell."""

    incidents: Told
    counts: Told
    look: Callable[[Place], Page]


@dataclass(frozen=True, slots=True)
class Answer:
    """JSON, and the id of the incident after which more would follow."""

    json: bytes
    last: str | None = None


def answer(question: Question, books: Books) -> Answer | None:
    """The answer; None if nothing is known of what is asked about.

    A page is ahead of the broker while its changes are on their way: it tells which rows to read, and none of its own.

    Raises:
        NotSettled: a month is asked for of which changes are on their way.
    """
    match question:
        case OneCount(_, bucket):
            row = books.counts.told(bucket.key)
        case OneIncident(_, incident_id):
            row = books.incidents.told(incident_id)
        case CountsOfMonth(country, month):
            return _counts(books, _page(books, country, month))
        case IncidentsOfMonth(country, month, after):
            return _incidents(books, _page(books, country, month), after)
    return Answer(row) if row else None


def _page(books: Books, country: str, month: int) -> Page:
    if not (books.incidents.settled and books.counts.settled):
        raise NotSettled
    return books.look(Place(country, month))


def _counts(books: Books, page: Page) -> Answer:
    keys = sorted(bucket.key for bucket in page.cells)
    return Answer(_array(_there(books.counts.told(key)) for key in keys))


def _incidents(books: Books, page: Page, after: str) -> Answer:
    ids = sorted(one.incident_id for one in page.incidents.values() if one.incident_id > after)
    rows = [_there(books.incidents.told(incident_id)) for incident_id in ids[:LIMIT]]
    if any(orjson.loads(row)["status"] != IncidentStatus.STANDING for row in rows):
        raise NotSettled
    return Answer(_array(rows), ids[LIMIT - 1] if ids[LIMIT:] else None)


def _there(row: bytes | None) -> bytes:
    """A row that must be there, unless a crash came between what is told and what is remembered."""
    if row is None:
        raise NotSettled
    return row


def _array(rows: Iterable[bytes]) -> bytes:
    return b"[" + b",".join(rows) + b"]"
