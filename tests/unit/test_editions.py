"""Which article a wire belongs to, and what its coming changes."""

from datetime import UTC, datetime
from itertools import permutations
from typing import Any

from schemas.articles import ArticleEvent, ArticleIngested, ArticleRevised, ArticleWithdrawn
from services.ingest.domain.editions import Edition, decided
from services.ingest.domain.wires import Wire


def wire(wire_id: str, hour: int, **changes: Any) -> Wire:
    told = {"headline": f"{wire_id} at {hour}", "body": "Two rockets fell.", "source": "Harbourline News"}
    return Wire(id=wire_id, published_at=datetime(2022, 1, 5, hour, tzinfo=UTC), **(told | changes))


def events(*wires: Wire) -> list[ArticleEvent]:
    editions: dict[str, Edition] = {}
    told: list[ArticleEvent] = []
    for one in wires:
        decision = decided(one, editions)
        editions |= dict(decision.remember)
        told += decision.events
    return told


FIRST, SECOND = wire("a", 8), wire("b", 9, revises="a")
KILL = wire("c", 10, revises="b", status="canceled")


def test_a_new_wire_is_an_article() -> None:
    (event,) = events(FIRST)
    assert isinstance(event, ArticleIngested)
    assert (event.article_id, event.revision, event.headline) == ("a", 1, "a at 8")


def test_a_wire_that_comes_again_is_nothing_new() -> None:
    assert len(events(FIRST, FIRST, FIRST)) == 1


def test_the_wire_that_revises_another_is_the_same_article() -> None:
    _, event = events(FIRST, SECOND)
    assert isinstance(event, ArticleRevised)
    assert (event.article_id, event.revision, event.headline) == ("a", 2, "b at 9")


def test_the_same_id_with_other_words_is_a_revision() -> None:
    _, event = events(FIRST, wire("a", 9, headline="corrected"))
    assert isinstance(event, ArticleRevised)


def test_a_kill_at_the_end_of_the_chain_takes_the_article_back() -> None:
    *_, event = events(FIRST, SECOND, KILL)
    assert isinstance(event, ArticleWithdrawn)
    assert (event.article_id, event.revision) == ("a", 3)


def test_words_that_come_after_the_kill_change_nothing() -> None:
    assert len(events(FIRST, SECOND, KILL, SECOND, FIRST)) == 3


def test_a_kill_of_the_same_moment_wins() -> None:
    kill = wire("b", 8, revises="a", status="canceled")
    for order in permutations([FIRST, kill]):
        assert isinstance(events(*order)[-1], ArticleWithdrawn)


def test_a_wire_and_its_revision_come_to_the_same_in_any_order() -> None:
    for order in permutations([FIRST, SECOND, SECOND]):
        last = events(*order)[-1]
        assert isinstance(last, ArticleIngested | ArticleRevised)
        assert (last.article_id, last.headline) == ("a", "b at 9")


def test_two_sources_may_use_one_id() -> None:
    other = wire("b", 9, revises="a", source="Juniper Bulletin")
    assert [type(event) for event in events(FIRST, other)] == [ArticleIngested, ArticleIngested]
