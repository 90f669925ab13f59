"""The worker's web side: `/counts` and `/incidents` from the tables that it has, and `/tables` about them.

A country's tables are with one worker; another one answers 307 with the address of the one that has them. While
partitions are given out or read back it is 503: ask again.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from time import monotonic
from typing import Any, Protocol

import orjson
from aiokafka.partitioner import murmur2

from schemas.topics import REPORTS
from services.aggregation.answers import Books, NotSettled, answer
from services.aggregation.questions import Question, WrongQuestion, counts_asked, incident_asked, incidents_asked
from services.aggregation.shelf import Shelf
from services.common.faust_app import App
from services.common.owners import NotReady, Owners

PATIENCE_SECONDS, EVERY_SECONDS = 2.0, 0.01
"""How long a reader waits for what is on its way to the broker, and how often it looks."""


class Owned(Protocol):
    """Which worker has which partition."""

    def elsewhere(self, partition: int) -> str | None:
        """Where the worker is reached that has the partition; None if it is this one."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back to who asked."""

    status: HTTPStatus
    json: bytes
    headers: dict[str, str] = field(default_factory=dict)


def add_reads(app: App, books: Books, shelf: Shelf) -> None:
    """Puts the questions on the worker's web side."""
    owners = Owners(app, "reports")

    async def replied(view: Any, request: Any, asked: Callable[[], Question]) -> Any:
        told = await _reply_in_time(lambda: reply(owners, books, request.rel_url, asked))
        return view.bytes(told.json, content_type="application/json", status=int(told.status), headers=told.headers)

    @app.page("/counts")
    async def counts(self: Any, request: Any) -> Any:
        return await replied(self, request, lambda: counts_asked(request.query))

    @app.page("/incidents")
    async def incidents(self: Any, request: Any) -> Any:
        return await replied(self, request, lambda: incidents_asked(request.query))

    @app.page("/incidents/{incident_id}")
    async def incident(self: Any, request: Any, incident_id: str) -> Any:
        return await replied(self, request, lambda: incident_asked(incident_id))

    @app.page("/tables")
    async def tables(self: Any, _request: Any) -> Any:
        return self.json({"ready": app.ready, **owners.told(), **(shelf.told() if app.ready else {})})


def partition_of(country: str) -> int:
    """The partition of a country's reports, by Kafka's default partitioner."""
    return int(murmur2(country.encode()) & 0x7FFFFFFF) % REPORTS.partitions


def reply(owners: Owned, books: Books, asked_at: Any, asked: Callable[[], Question]) -> Reply:
    """The reply to what is asked at an address.

    Raises:
        NotSettled: what is asked about is on its way to the broker.
    """
    try:
        question = asked()
        owner = owners.elsewhere(partition_of(question.country))
    except WrongQuestion as wrong:
        return _said(HTTPStatus.BAD_REQUEST, error=str(wrong))
    except NotReady as reason:
        return _not_now(str(reason))
    if owner:
        there = f"{owner.rstrip('/')}{asked_at}"
        return Reply(HTTPStatus.TEMPORARY_REDIRECT, orjson.dumps({"owner": owner}), {"Location": there})
    found = answer(question, books)
    if found is None:
        return _said(HTTPStatus.NOT_FOUND, error="nothing is known of it")
    more = {"Link": f'<{asked_at.update_query(after=found.last)}>; rel="next"'} if found.last else {}
    return Reply(HTTPStatus.OK, found.json, more)


async def _reply_in_time(attempt: Callable[[], Reply]) -> Reply:
    """The reply when changes have settled; whose the country is is asked anew each time."""
    deadline = monotonic() + PATIENCE_SECONDS
    while monotonic() < deadline:
        try:
            return attempt()
        except NotSettled:
            await asyncio.sleep(EVERY_SECONDS)
    return _not_now("changes are on their way to the broker")


def _not_now(why: str) -> Reply:
    return Reply(HTTPStatus.SERVICE_UNAVAILABLE, orjson.dumps({"error": f"{why}: ask again"}), {"Retry-After": "1"})


def _said(status: HTTPStatus, **words: str) -> Reply:
    return Reply(status, orjson.dumps(words))
