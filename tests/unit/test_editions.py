"""Which article a wire belongs to, and what its coming changes."""

from datetime import UTC, datetime
from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from schemas.articles import ArticleEvent, ArticleIngested, ArticleRevised, ArticleWithdrawn
from services.ingest.domain.editions import Edition, decided, known_to
from services.ingest.domain.wires import Wire


def wire(wire_id: str, hour: int, **changes: Any) -> Wire:
    told = {"headline": f"{wire_id} at {hour}", "body": "Two rockets fell.", "source": "Harbourline News"}
    return Wire(id=wire_id, published_at=datetime(2022, 1, 5, hour, tzinfo=UTC), **(told | changes))


def events(*wires: Wire) -> list[ArticleEvent]:
    editions: dict[str, Edition] = {}
    told: list[ArticleEvent] = []
    for one in wires:
        decision = decided(one, known_to(one, editions.get))
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


def standing(*wires: Wire) -> list[str]:
    """The headlines that stand in the end."""
    articles = {event.article_id: event for event in events(*wires)}
    return sorted(event.headline for event in articles.values() if isinstance(event, ArticleIngested | ArticleRevised))


THIRD = wire("c", 10, revises="b")


@given(st.permutations([FIRST, SECOND, THIRD, FIRST, SECOND]))
def test_a_chain_of_revisions_is_one_article_with_the_last_words_in_any_order(order: list[Wire]) -> None:
    assert standing(*order) == ["c at 10"]


@given(st.permutations([FIRST, SECOND, KILL, SECOND]))
def test_a_killed_chain_stands_nowhere_in_any_order(order: list[Wire]) -> None:
    assert standing(*order) == []


def test_no_event_id_comes_twice_when_families_are_joined() -> None:
    for order in permutations([FIRST, THIRD, SECOND, wire("d", 11, revises="a"), wire("e", 12, revises="c")]):
        ids = [event.event_id for event in events(*order)]
        assert len(ids) == len(set(ids))


def test_the_higher_version_stands_when_no_other_time_is_told() -> None:
    versions = [wire("a", 8, version=number, headline=f"version {number}") for number in (1, 2, 10)]
    for order in permutations(versions):
        assert standing(*order) == ["version 10"]


def test_a_later_version_that_says_the_same_is_no_revision() -> None:
    again = wire("a", 8, headline="a at 8", version=2, updated_at=datetime(2022, 1, 5, 12, tzinfo=UTC))
    assert len(events(FIRST, again)) == 1


def test_without_a_version_of_its_own_what_was_seen_later_stands() -> None:
    seen = [
        wire("a", 8, headline=f"seen at {hour}", seen_at=datetime(2022, 1, 5, hour, tzinfo=UTC)) for hour in (9, 11)
    ]
    for order in permutations(seen):
        assert standing(*order) == ["seen at 11"]


def test_a_withheld_wire_takes_back_what_stood() -> None:
    _, event = events(FIRST, wire("a", 9, status="withheld", note="under review"))
    assert isinstance(event, ArticleWithdrawn)
    assert event.reason == "under review"


def test_a_kill_finds_the_newest_story_of_a_slug() -> None:
    yesterday = wire("a", 1, slug="Iraq-Attack")
    today = wire("b", 8, slug="Iraq-Attack")
    kill = wire("k", 9, revises="slug:iraq-attack", status="canceled")
    assert standing(yesterday, today, yesterday, kill) == ["a at 1"]
    assert standing(today, yesterday, kill) == ["a at 1"]


def test_a_story_killed_under_its_own_id_needs_no_slug() -> None:
    mine, other = wire("a", 1, slug="iraq-attack"), wire("b", 8, slug="iraq-attack")
    kill = wire("a", 9, slug="iraq-attack", revises="slug:iraq-attack", status="canceled")
    assert standing(mine, other, kill) == ["b at 8"]
