"""The ledger of the fault suite finds whatever is lost, made up, or told in two ways."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeVar

import pytest

from schemas.events import Event
from schemas.topics import ARTICLES, COUNTS, INCIDENTS, INTAKE, REPORTS
from services.common.envelope import Headers, continued, sealed
from services.common.letters import Origin, headers_of_dead
from tallywire.oracle import articles_of, outcome_of, reports_of
from tests.builders import statistic_reported
from tests.faults.experiment import readings_remembered
from tests.faults.ledger import ledger, standing
from tests.faults.logs import Logs, header, repeats
from tests.faults.wires import planned

T = TypeVar("T")
PLAN = planned(24, seed=3)
WORKING = [topic.name for topic in (ARTICLES, REPORTS, INCIDENTS)]


@dataclass(frozen=True)
class Rec:
    partition: int
    offset: int
    value: bytes | None
    headers: Headers
    timestamp: int = 0


def recs(values: Iterable[tuple[bytes, Headers]]) -> list[Any]:
    return [Rec(0, offset, value, headers) for offset, (value, headers) in enumerate(values)]


def sealed_as(event: Event, trace: str) -> tuple[bytes, Headers]:
    envelope = sealed(event, "test", trace)
    return envelope.value, envelope.headers


def noted(caused: Iterable[tuple[T, str]], cause: list[str]) -> Iterator[tuple[T, str]]:
    """The pairs, and in `cause` the trace of the one that was taken last."""
    for one, trace in caused:
        cause[0] = trace
        yield one, trace


@pytest.fixture(autouse=True)
def _remembered() -> Iterator[None]:
    with readings_remembered():
        yield


@cache
def perfect() -> Logs:
    """The logs of a run in which nothing went wrong."""
    traces = [continued(None) for _ in PLAN.deliveries]
    cause = [""]
    wires = (one.wire() for one, _ in noted(zip(PLAN.deliveries, traces, strict=True), cause))
    articles = [(article, cause[0]) for article in articles_of(wires)]
    reports = [(report, cause[0]) for report in reports_of(article for article, _ in noted(articles, cause))]
    outcome = outcome_of(article for article, _ in articles)
    deliveries = [(d.raw, (("traceparent", t.encode()),)) for d, t in zip(PLAN.deliveries, traces, strict=True)]
    topics = {
        INTAKE.name: recs(deliveries),
        ARTICLES.name: recs(sealed_as(*one) for one in articles),
        REPORTS.name: recs(sealed_as(*one) for one in reports),
        INCIDENTS.name: recs(sealed_as(i, traces[0]) for i in outcome.incidents.values()),
        COUNTS.name: [],
    }
    return Logs(topics, {INTAKE.name: [], ARTICLES.name: [], REPORTS.name: []})


def faults(logs: Logs) -> list[str]:
    return [fault for line in ledger(logs) for fault in line.faults]


def test_a_run_in_which_nothing_went_wrong_has_no_faults_and_every_record_once() -> None:
    logs = perfect()
    assert faults(logs) == []
    assert standing(logs) == PLAN.standing
    for line, topic in zip(ledger(logs), (INTAKE, ARTICLES, REPORTS), strict=True):
        assert line.read == len(logs.topics[topic.name]) == line.became["out"] + sum(line.dropped.values())


@pytest.mark.parametrize("topic", WORKING)
def test_whichever_record_is_lost_the_ledger_finds_it(topic: str) -> None:
    logs = perfect()
    for missing in logs.topics[topic]:
        rest = [record for record in logs.topics[topic] if record is not missing]
        assert faults(replace(logs, topics={**logs.topics, topic: rest})), missing


def test_a_report_that_no_article_made_is_found() -> None:
    logs = perfect()
    made_up = Rec(0, 10**6, *sealed_as(statistic_reported(), continued(None)))
    reports = [*logs.topics[REPORTS.name], made_up]
    (fault,) = faults(replace(logs, topics={**logs.topics, REPORTS.name: reports}))
    assert "which nothing led to" in fault


def test_what_cannot_be_read_is_accounted_for_by_its_dead_letter_only() -> None:
    logs = perfect()
    poison = Rec(0, 10**6, b"{", ())
    poisoned = replace(logs, topics={**logs.topics, INTAKE.name: [*logs.topics[INTAKE.name], poison]})
    assert len(faults(poisoned)) == 1
    headers = headers_of_dead(Origin("x", 0, poison.offset), (), "ingest", ValueError("no JSON"), "0")
    letter = Rec(0, 0, b"{", headers)
    assert faults(replace(poisoned, dead={**logs.dead, INTAKE.name: [letter]})) == []


def test_a_record_that_comes_again_is_a_repeat_and_one_that_says_else_is_an_error() -> None:
    record, other = perfect().topics[ARTICLES.name][:2]
    assert repeats([record, other, record]) == (1, [])
    assert repeats([record, replace(record, value=b"else")]) == (1, [header(record, "ce_id")])
