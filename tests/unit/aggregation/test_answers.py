"""What a worker replies: rows as the broker has them, or who has them, or that it cannot say."""

from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus

import orjson
import pytest
from yarl import URL

from services.aggregation.answers import LIMIT, Books, NotSettled
from services.aggregation.domain.conclusion import concluded
from services.aggregation.domain.heard import Place
from services.aggregation.domain.page import Page
from services.aggregation.questions import Question, counts_asked, incident_asked, incidents_asked
from services.aggregation.reads import Reply, partition_of, reply
from services.common.owners import NotReady
from tests.unit.aggregation.told import report

JANUARY = {"country": "IQ", "month": "2022-01"}


@dataclass
class Table:
    """A table of which the broker has these rows."""

    rows: dict[str, bytes]
    settled: bool = True

    def told(self, key: str) -> bytes | None:
        return self.rows.get(key)


@dataclass
class Owned:
    """This worker has all partitions but those that it knows to be another's, unless it knows nothing."""

    others: dict[int, str] = field(default_factory=dict)
    unready: str = ""

    def elsewhere(self, partition: int) -> str | None:
        if self.unready:
            raise NotReady(self.unready)
        return self.others.get(partition)


@dataclass
class Worker:
    """A worker that told of one page, all of it on the broker."""

    page: Page
    owned: Owned = field(default_factory=Owned)

    def __post_init__(self) -> None:
        rows = {one.incident_id: one.model_dump_json().encode() for one in self.page.incidents.values()}
        self.incidents = Table(dict(sorted(rows.items())))
        counts = {bucket.key: cell.count(bucket).model_dump_json().encode() for bucket, cell in self.page.cells.items()}
        self.counts = Table(dict(sorted(counts.items())))

    def reply(self, path: str, question: Question) -> Reply:
        return reply(self.owned, Books(self.incidents, self.counts, self.look), URL(path), lambda: question)

    def look(self, place: Place) -> Page:
        return self.page if place == Place("IQ", 2022 * 12) else Page()


@pytest.fixture
def worker() -> Worker:
    ((_, page),) = concluded([report(number, day=number + 1) for number in range(3)]).pages.items()
    return Worker(page)


def test_a_month_is_told_in_the_rows_of_the_broker_byte_for_byte(worker: Worker) -> None:
    incidents = worker.reply("/incidents", incidents_asked(JANUARY))
    assert (incidents.status, incidents.json) == (200, b"[" + b",".join(worker.incidents.rows.values()) + b"]")
    counts = worker.reply("/counts", counts_asked(JANUARY))
    assert (counts.status, counts.json) == (200, b"[" + b",".join(worker.counts.rows.values()) + b"]")
    assert counts.json.count(b'"incidents":1') > 3
    assert worker.reply("/counts", counts_asked(JANUARY | {"month": "2021-01"})).json == b"[]"


def test_one_row_is_told_as_it_is_and_what_was_never_told_is_not_there(worker: Worker) -> None:
    key, row = next(iter(worker.incidents.rows.items()))
    assert worker.reply("/incidents", incident_asked(key)) == Reply(HTTPStatus.OK, row)
    assert worker.reply("/counts", counts_asked({"country": "IQ", "span": "2022-01-02"})).json in (
        worker.counts.rows.values()
    )
    assert worker.reply("/counts", counts_asked({"country": "IQ", "span": "2022-01-09"})).status == 404
    assert worker.reply("/incidents", incident_asked("IQ-2022-01-01-none")).status == 404


def test_who_asks_the_wrong_worker_is_sent_to_the_right_one_with_the_same_question(worker: Worker) -> None:
    worker.owned.others[partition_of("IQ")] = "http://other:6063/"
    asked = "/counts?country=IQ&span=2022-01-03/2022-01-14&admin1=Salah%20ad-Din"
    sent = worker.reply(asked, counts_asked(dict(URL(asked).query)))
    assert (sent.status, orjson.loads(sent.json)) == (307, {"owner": "http://other:6063/"})
    assert URL(sent.headers["Location"]) == URL(f"http://other:6063{asked}")


def test_who_does_not_know_what_it_has_says_so(worker: Worker) -> None:
    worker.owned.unready = "partitions are being given out"
    unready = worker.reply("/incidents", incidents_asked(JANUARY))
    assert (unready.status, orjson.loads(unready.json)["error"]) == (503, "partitions are being given out: ask again")


def test_a_wrong_question_is_told_why_by_any_worker(worker: Worker) -> None:
    worker.owned.unready = "partitions are being given out"
    books = Books(worker.incidents, worker.counts, worker.look)
    wrong = reply(worker.owned, books, URL("/counts"), partial(counts_asked, {"country": "IQ"}))
    assert (wrong.status, orjson.loads(wrong.json)["error"][:12]) == (400, "span must be")


def test_a_month_waits_for_what_is_on_its_way_and_a_single_row_does_not(worker: Worker) -> None:
    worker.counts.settled = False
    for question in (incidents_asked(JANUARY), counts_asked(JANUARY)):
        with pytest.raises(NotSettled):
            worker.reply("/", question)
    key = next(iter(worker.incidents.rows))
    assert worker.reply("/incidents", incident_asked(key)).status == 200


@pytest.mark.parametrize("row", [None, b'{"status":"merged_into"}'])
def test_a_page_that_the_broker_does_not_bear_out_is_not_told(worker: Worker, row: bytes | None) -> None:
    key = next(iter(worker.incidents.rows))
    worker.incidents.rows |= {key: row} if row else {}
    if row is None:
        del worker.incidents.rows[key]
    with pytest.raises(NotSettled):
        worker.reply("/incidents", incidents_asked(JANUARY))


def test_a_long_month_is_told_in_parts_that_lead_from_one_to_the_next() -> None:
    place = {"name": "p", "country": "IQ", "precision": "site"}
    far = [
        report(n, day=1 + n % 28, location=place | {"name": f"p{n}", "lat": n // 28 * 2.0, "lon": 1.0})
        for n in range(LIMIT + 20)
    ]
    ((_, page),) = concluded(far).pages.items()
    worker = Worker(page)
    assert len(page.incidents) == LIMIT + 20
    first = worker.reply("/incidents?country=IQ&month=2022-01", incidents_asked(JANUARY))
    then = URL(first.headers["Link"].partition(">")[0][1:])
    second = worker.reply(str(then), incidents_asked(dict(then.query)))
    assert "Link" not in second.headers
    told = [one["incident_id"] for part in (first, second) for one in orjson.loads(part.json)]
    assert told == sorted(worker.incidents.rows)
