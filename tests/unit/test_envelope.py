"""Events in their envelopes, and dead letters with their reasons."""

import pytest
from hypothesis import given

from schemas.events import Event
from services.common.envelope import UnreadableEvent, continued, opened, sealed, trace_of
from services.common.letters import ATTEMPTS, Origin, ReadableShare, TooMuchUnreadable, headers_of_dead
from tests.builders import any_event, article_ingested

PART_OF_A_TYPE = (
    b'{"part":{"type":"article.withdrawn.v1"},'
    b'"article_id":"a","revision":1,"source":"s","published_at":"2022-01-03T00:00:00Z"}'
)
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@given(any_event())
def test_what_is_sealed_is_opened_equal(event: Event) -> None:
    assert opened(sealed(event, "ingest").value) == event


@given(any_event())
def test_the_same_event_has_the_same_id_and_key(event: Event) -> None:
    first, again = sealed(event, "ingest"), sealed(event, "ingest")
    assert (first.key, dict(first.headers)["ce_id"]) == (again.key, dict(again.headers)["ce_id"])


def test_a_trace_goes_on_with_a_span_of_its_own() -> None:
    assert continued(TRACE).split("-")[1] == TRACE.split("-")[1]
    assert continued(TRACE) != TRACE
    assert continued(f"{TRACE[:-2]}00").endswith("-00")


def test_an_event_carries_the_span_that_caused_it_and_begins_a_trace_if_there_is_none() -> None:
    assert trace_of(sealed(article_ingested(), "ingest", TRACE).headers) == TRACE
    assert len((trace_of(sealed(article_ingested(), "ingest").headers) or "").split("-")) == 4


@pytest.mark.parametrize("broken", [None, "", "00-xyz", TRACE.upper(), TRACE + "-more"])
def test_a_broken_trace_is_replaced_by_a_new_one(broken: str | None) -> None:
    assert len(continued(broken).split("-")) == 4


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "empty"),
        (b"", "empty"),
        (b"\xff\xfe", "JSON"),
        (b"[1]", "should be an object"),
        (b"{}", "'None' is not known"),
        (b'{"type": "article.ingested.v9"}', "v9"),
        (b'{"type": "article.withdrawn.v1"}', "article_id: Field required"),
        (b'{"type":"article.withdrawn.v1"}', "article_id: Field required"),
        (PART_OF_A_TYPE, "'None' is not known"),
        (b'{"type":"article.withdrawn.v1"', "JSON"),
    ],
)
def test_what_is_no_event_is_refused_with_the_reason(value: bytes | None, reason: str) -> None:
    with pytest.raises(UnreadableEvent, match=reason):
        opened(value)


def test_a_dead_letter_keeps_its_headers_and_counts_its_attempts() -> None:
    original = [("traceparent", TRACE.encode()), ("dlq.attempts", b"2"), ("dlq.stage", b"old")]
    headers = dict(headers_of_dead(Origin("wire.reports.v1", 3, 14), original, "aggregation", ValueError("no"), "1"))
    assert headers["traceparent"] == TRACE.encode()
    assert (headers["dlq.partition"], headers["dlq.offset"], headers["dlq.stage"]) == (b"3", b"14", b"aggregation")
    assert (headers["dlq.error.class"], headers["dlq.error.message"]) == (b"ValueError", b"no")
    assert headers[ATTEMPTS] == b"3"


def test_a_service_stops_when_most_of_its_topic_is_unreadable() -> None:
    share = ReadableShare(window=10, limit=0.5)
    for readable in [True] * 5 + [False] * 5:
        share.note(readable)
    with pytest.raises(TooMuchUnreadable, match="6 of the last 10"):
        share.note(readable=False)


def test_a_few_unreadable_messages_stop_nothing() -> None:
    share = ReadableShare(window=10, limit=0.5)
    for number in range(1000):
        share.note(readable=number % 2 == 0)
