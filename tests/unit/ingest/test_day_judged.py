"""The judges of the simulated day find what they are there for."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from services.common.envelope import sealed
from tests.builders import article_ingested, article_withdrawn
from tests.day.expected import Expected, expected_of
from tests.day.manners_kept import breaches
from tests.day.plan import day_of
from tests.day.published import differences, published_in
from tests.day.server import Asked
from tests.day.stories import Day
from tests.day.troubles import TRAP

DAY = day_of(1, datetime(2026, 1, 5, 9, 0, tzinfo=UTC), 8000)


class Record:
    def __init__(self, event: Any) -> None:
        self.value, self.timestamp = sealed(event, "ingest").value, 2_000_000_000_000


@pytest.fixture(scope="module")
def expected() -> Expected:
    return expected_of(DAY)


def events_of(expected: Expected) -> Iterator[Any]:
    """A log that is right, but for copies, which it does not name."""
    for number, (source, headline, body) in enumerate(expected.texts):
        name = expected.texts[source, headline, body]
        if expected.standing.get(name) == (headline, body):
            yield article_ingested(article_id=f"a{number}", source=source, headline=headline, body=body)


def found_in(expected: Expected, events: list[Any]) -> list[str]:
    told = differences(expected, published_in(map(Record, events)))
    return [line for line in told if not line.startswith("group") and "not withdrawn" not in line]


def test_a_right_log_is_found_right(expected: Expected) -> None:
    assert found_in(expected, list(events_of(expected))) == []


def test_what_is_missing_changed_invented_doubled_or_taken_back_is_found(expected: Expected) -> None:
    first, *rest = events_of(expected)
    assert len(found_in(expected, rest)) == 1
    assert len(found_in(expected, [first.model_copy(update={"body": "Another."}), *rest])) == 2
    assert len(found_in(expected, [first, *rest, first.model_copy(update={"article_id": "b"})])) == 1
    assert len(found_in(expected, [first, first.model_copy(update={"body": "Another."}), *rest])) == 1
    withdrawn = article_withdrawn(article_id=first.article_id, source=first.source)
    assert len(found_in(expected, [first, withdrawn, *rest])) == 2
    assert found_in(expected, [first, first, *rest]) == []


def test_a_group_without_one_origin_is_found(expected: Expected) -> None:
    told = differences(expected, published_in(map(Record, events_of(expected))))
    assert sum(line.startswith("group") for line in told) == len(expected.groups)


def asked(at: float, path: str = "/feeds/1", host: str = "127.0.1.2", status: int = 200, **headers: str) -> Asked:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Asked(at, host, path, {"user-agent": "Tallywire/1", **names}, status, 0, '"v1"', None)


@pytest.mark.parametrize(
    ("requests", "count"),
    [
        ([asked(0), asked(4, if_none_match='"v1"')], 0),
        ([asked(0), asked(2)], 1),
        ([asked(0), asked(0.01, "/feeds/41")], 1),
        ([asked(0, status=429), asked(2)], 2),
        ([asked(0), asked(4, if_none_match='"v2"')], 1),
        ([asked(0, "/inside", TRAP)], 1),
        ([asked(0, authorization="Bearer a-key-that-nobody-should-print-7f3a")], 1),
        ([asked(0, user_agent="Mozilla/5.0")], 1),
    ],
)
def test_a_request_that_should_not_have_been_made_is_found(requests: list[Asked], count: int) -> None:
    assert len(list(breaches(_without_locks(DAY), requests, 0.15, 3.6))) == count


def _without_locks(day: Day) -> Day:
    return Day(feeds=tuple(feed for feed in day.feeds if feed.manner != "locked"), ticks=day.ticks, ends=day.ends)
