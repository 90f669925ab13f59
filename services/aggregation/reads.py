"""What can be asked of a worker: `/counts` and `/incidents`, from the tables that it has.

A country's tables are with one worker; another one answers 307 with the address of the one that has them. While
partitions are being given out, or read back, it is 503: ask again.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import orjson
from aiokafka.partitioner import murmur2
from pydantic import ValidationError

from schemas.counts import Bucket
from schemas.topics import REPORTS
from services.aggregation.agents import Tables
from services.aggregation.domain.heard import Place
from services.aggregation.domain.plausible import COUNTRIES
from services.common.faust_app import App

LIMIT = 500
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Answer:
    """A status with what is said, and where to ask instead."""

    status: HTTPStatus
    said: Any
    location: str | None = None


class WrongQuestion(ValueError):
    """What is asked has no answer; the text says why."""


def counts(tables: Tables, asked: Mapping[str, str]) -> Any:
    """The counts of a bucket (`country`, `span`, `admin1`), or of all of a month (`country`, `month`).

    Raises:
        WrongQuestion: it names no bucket and no month.
    """
    country = country_in(asked)
    if "span" in asked:
        row = tables.counts.get(_bucket(country, asked).key)
        return orjson.loads(row) if row else None
    page = tables.shelf.page(Place(country, _month(asked)))
    return _rows(tables.counts.get, sorted(bucket.key for bucket in page.cells))


def incidents(tables: Tables, asked: Mapping[str, str]) -> Any:
    """The incidents of a month (`country`, `month`) that stand, in the order of their ids, after the one named `after`.

    Raises:
        WrongQuestion: it names no month.
    """
    page = tables.shelf.page(Place(country_in(asked), _month(asked)))
    ids = sorted(one.incident_id for one in page.incidents.values() if one.incident_id > asked.get("after", ""))
    return _rows(tables.incidents.get, ids[:LIMIT])


def incident(tables: Tables, incident_id: str) -> Any:
    """The newest snapshot of an incident, also of one that stands no longer."""
    row = tables.incidents.get(incident_id)
    return orjson.loads(row) if row else None


def country_in(asked: Mapping[str, str]) -> str:
    """The country that is asked about.

    Raises:
        WrongQuestion: none is named, or none that exists.
    """
    country = asked.get("country", "").upper()
    if country not in COUNTRIES:
        raise WrongQuestion("country must be an ISO 3166-1 alpha-2 code, such as IQ (ZZ: unknown)")
    return country


def partition_of(country: str) -> int:
    """The partition of a country's reports, by Kafka's default partitioner."""
    return int(murmur2(country.encode()) & 0x7FFFFFFF) % REPORTS.partitions


def add_reads(app: App, tables: Tables) -> None:
    """Puts the questions on the worker's web side."""

    @app.page("/counts")
    async def ask_counts(self: Any, request: Any) -> Any:
        return _told(self, request, _answered(app, country_in, request.query, lambda asked: counts(tables, asked)))

    @app.page("/incidents")
    async def ask_incidents(self: Any, request: Any) -> Any:
        return _told(self, request, _answered(app, country_in, request.query, lambda asked: incidents(tables, asked)))

    @app.page("/incidents/{incident_id}")
    async def ask_incident(self: Any, request: Any, incident_id: str) -> Any:
        asked = {"country": incident_id[:2]}
        return _told(self, request, _answered(app, country_in, asked, lambda _: incident(tables, incident_id)))


def _answered(
    app: App,
    country: Callable[[Mapping[str, str]], str],
    asked: Mapping[str, str],
    answer: Callable[[Mapping[str, str]], Any],
) -> Answer:
    try:
        elsewhere = _elsewhere(app, partition_of(country(asked)))
        if elsewhere:
            return elsewhere
        found = answer(asked)
    except WrongQuestion as wrong:
        return Answer(HTTPStatus.BAD_REQUEST, {"error": str(wrong)})
    if found is None:
        return Answer(HTTPStatus.NOT_FOUND, {"error": "nothing is known of it"})
    return Answer(HTTPStatus.OK, found)


def _elsewhere(app: Any, partition: int) -> Answer | None:
    """Where to ask, if not here."""
    if app.rebalancing or not app.tables.recovery.completed.is_set():
        return Answer(HTTPStatus.SERVICE_UNAVAILABLE, {"error": "partitions are being given out: ask again"})
    topic = app.tables["reports"].changelog_topic_name
    owners = {url for url, tables in app.router.tables_metadata().items() if partition in tables.get(topic, ())}
    owner = min(owners, default=None)
    if owner is None:
        return Answer(HTTPStatus.SERVICE_UNAVAILABLE, {"error": "nobody has this partition: ask again"})
    if owner == str(app.conf.canonical_url):
        return None
    return Answer(HTTPStatus.TEMPORARY_REDIRECT, {"owner": owner}, owner)


def _told(view: Any, request: Any, answer: Answer) -> Any:
    headers = {"Location": f"{answer.location.rstrip('/')}{request.path_qs}"} if answer.location else {}
    return view.json(answer.said, status=int(answer.status), headers=headers)


def _bucket(country: str, asked: Mapping[str, str]) -> Bucket:
    try:
        return Bucket(country=country, span=asked["span"], admin1=asked.get("admin1") or None)
    except ValidationError as error:
        raise WrongQuestion("span must be a day, an ISO week, a month or an interval of days") from error


def _month(asked: Mapping[str, str]) -> int:
    found = _MONTH.fullmatch(asked.get("month", ""))
    if not found:
        raise WrongQuestion("month must be a year and a month, such as 2022-01")
    return int(found[1]) * 12 + int(found[2]) - 1


def _rows(get: Callable[[str], bytes | None], keys: Iterable[str]) -> list[Any]:
    def found() -> Iterator[bytes]:
        for key in keys:
            if row := get(key):
                yield row

    return [orjson.loads(row) for row in found()]
