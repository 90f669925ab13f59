"""The fold: what is remembered decides, never the order or how often it was heard."""

import random
from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.reports import IncidentReported, IncidentRetracted
from schemas.vocabulary import IncidentStatus
from services.aggregation.domain.book import Book, Change, Heard, now_heard
from services.aggregation.domain.counting import folded
from tests.builders import incident_reported

Heardable = IncidentReported | IncidentRetracted
PLACES = ((33.26, 44.23, "site"), (33.31, 44.36, "city"), (33.79, 42.44, "site"), (33.0, 43.0, "country"))


def report(number: int, *, day: int = 3, place: int = 0, **changes: object) -> IncidentReported:
    lat, lon, precision = PLACES[place]
    told = {
        "report_id": f"report-{number}",
        "article_id": f"article-{number}",
        "article_revision": 1,
        "published_at": f"2022-01-{day:02d}T{number % 24:02d}:00:00Z",
        "source": f"agency {number % 3}",
        "occurred": {"earliest": f"2022-01-{day:02d}", "latest": f"2022-01-{day:02d}"},
        "location": {"name": f"place {place}", "country": "IQ", "lat": lat, "lon": lon, "precision": precision},
        "casualties": {"killed": None, "wounded": None},
        "attributions": (),
        "targets": (),
        "evidence": (),
    }
    return incident_reported(**(told | changes))


def retraction(of: IncidentReported, revision: int) -> IncidentRetracted:
    return IncidentRetracted(
        report_id=of.report_id, article_id=of.article_id, article_revision=revision, country=of.country
    )


def heard(events: Iterable[Heardable], book: Book | None = None) -> Book:
    book = book or Book()
    for event in events:
        change = book.change(event)
        if change:
            book.keep(change)
    return book


def conclusion(book: Book) -> object:
    return book.incidents, book.cells


@st.composite
def histories(draw: st.DrawFn) -> list[Heardable]:
    """What up to six articles say in up to three revisions each; a report may come, change and go."""
    history: list[Heardable] = []
    for article in range(draw(st.integers(1, 6))):
        for number in range(draw(st.integers(1, 2))):
            for revision in range(1, draw(st.integers(1, 3)) + 1):
                one = report(
                    article * 2 + number,
                    day=draw(st.integers(3, 5)),
                    place=draw(st.integers(0, 3)),
                    article_id=f"article-{article}",
                    article_revision=revision,
                    event_type=draw(st.sampled_from(["shelling", "drone_strike", "bombing"])),
                    published_at=f"2022-01-06T{article:02d}:{revision:02d}:00Z",
                    duplicate_of=draw(st.none() | st.sampled_from(["article-0", "article-1"])),
                )
                history.append(retraction(one, revision) if draw(st.booleans()) and revision > 1 else one)
    return history


@given(histories(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_across_articles_does_not_matter(history: list[Heardable], chance: random.Random) -> None:
    """Within one report the order is the log's (one key, one partition); across reports there is none."""
    queues: dict[str, list[Heardable]] = {}
    for event in history:
        queues.setdefault(event.report_id, []).append(event)
    shuffled = []
    while queues:
        chosen = chance.choice(sorted(queues))
        shuffled.append(queues[chosen].pop(0))
        if not queues[chosen]:
            del queues[chosen]
    assert conclusion(heard(shuffled)) == conclusion(heard(history))


@given(histories(), st.data())
@settings(max_examples=150, deadline=None)
def test_reading_any_part_again_changes_nothing(history: list[Heardable], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(history)))
    assert conclusion(heard(history + history[start:])) == conclusion(heard(history))


@given(histories())
@settings(max_examples=150, deadline=None)
def test_a_book_opened_from_memory_equals_the_one_that_heard_it_all(history: list[Heardable]) -> None:
    memory: dict[str, Heard] = {}
    for event in history:
        memory[event.report_id] = now_heard(memory.get(event.report_id), event) or memory[event.report_id]
    assert conclusion(Book.opened(memory)) == conclusion(heard(history))


@given(histories())
@settings(max_examples=100, deadline=None)
def test_a_change_that_was_not_kept_is_found_again(history: list[Heardable]) -> None:
    book = Book()
    for event in history:
        first, again = book.change(event), book.change(event)
        assert first == again
        if first:
            book.keep(first)


@given(histories())
@settings(max_examples=100, deadline=None)
def test_counts_are_the_size_of_what_is_remembered(history: list[Heardable]) -> None:
    book = heard(history)
    assert book.cells == folded(book.incidents.values())


def change(book: Book, event: Heardable) -> Change:
    found = book.change(event)
    assert found is not None
    return found


def test_two_agencies_on_one_attack_are_one_incident() -> None:
    (incident,) = heard([report(1), report(2)]).incidents.values()
    assert (incident.corroboration, len(incident.reports)) == (2, 2)


def test_two_incidents_of_one_article_stay_two_however_alike() -> None:
    book = heard([report(1), report(2, article_id="article-1"), report(3)])
    assert sorted(len(incident.reports) for incident in book.incidents.values()) == [1, 2]


def test_the_same_base_on_the_next_day_but_one_is_another_incident() -> None:
    assert len(heard([report(1, day=3), report(2, day=5)]).incidents) == 2


def test_a_retracted_report_counts_no_longer() -> None:
    book = heard([report(1)])
    end = change(book, retraction(report(1), revision=2))
    book.keep(end)
    assert [snapshot.status for snapshot in end.snapshots] == [IncidentStatus.WITHDRAWN]
    assert (book.incidents, book.cells) == ({}, {})


def test_a_retraction_heard_before_its_report_holds() -> None:
    assert heard([retraction(report(1), revision=2), report(1)]).incidents == {}


def test_an_incident_that_lives_on_in_another_says_in_which() -> None:
    book = heard([report(2)])
    (old,) = book.incidents.values()
    earlier = change(book, report(1))
    book.keep(earlier)
    (new,) = book.incidents.values()
    gone = next(snapshot for snapshot in earlier.snapshots if snapshot.incident_id == old.incident_id)
    assert (gone.status, gone.merged_into) == (IncidentStatus.MERGED_INTO, new.incident_id)


def test_a_corrected_toll_replaces_the_earlier_one() -> None:
    first = report(1, casualties={"killed": {"min": 5, "max": 5}, "wounded": None})
    second = report(1, article_revision=2, casualties={"killed": {"min": 3, "max": 3}, "wounded": None})
    (incident,) = heard([first, second]).incidents.values()
    assert incident.casualties.killed is not None
    assert incident.casualties.killed.min == 3
    totals = [cell.total for cell in heard([first, second]).cells.values()]
    assert {(total.incidents, total.killed_min) for total in totals} == {(1, 3)}


def test_only_what_occurred_is_counted() -> None:
    book = heard([report(1, factuality="denied"), report(2, factuality="possible", day=8)])
    assert len(book.incidents) == 2
    assert book.cells == {}


def test_a_reprint_is_no_second_source() -> None:
    original, reprint = report(1), report(2, duplicate_of="article-1")
    (incident,) = heard([original, reprint]).incidents.values()
    (alone,) = heard([original]).incidents.values()
    assert (incident.corroboration, len(incident.reports)) == (1, 2)
    assert incident.confidence == alone.confidence


def test_reprints_of_what_is_not_there_are_one_source() -> None:
    reprints = [report(n, duplicate_of="article-9") for n in (1, 2)]
    (incident,) = heard(reprints).incidents.values()
    assert incident.corroboration == 1


def test_a_copy_of_a_copy_goes_by_the_first_even_in_a_circle() -> None:
    chain = [report(1), report(2, duplicate_of="article-1"), report(3, duplicate_of="article-2")]
    (incident,) = heard(chain).incidents.values()
    assert incident.corroboration == 1
    circle = [report(1, duplicate_of="article-2"), report(2, duplicate_of="article-1")]
    (incident,) = heard(circle).incidents.values()
    assert incident.corroboration == 1


def test_which_copy_was_seen_first_makes_no_difference() -> None:
    seen_first = [report(1), report(2, outcome="hit", duplicate_of="article-1")]
    seen_last = [report(1, duplicate_of="article-2"), report(2, outcome="hit")]
    assert list(heard(seen_first).incidents.values()) == list(heard(seen_last).incidents.values())


def test_a_late_reprint_does_not_bring_back_an_old_toll_nor_outvote_anybody() -> None:
    old = report(1, casualties={"killed": {"min": 5, "max": 5}})
    newer = report(5, casualties={"killed": {"min": 7, "max": 7}}, outcome="hit")
    late = [
        report(n, casualties={"killed": {"min": 5, "max": 5}}, outcome="missed", duplicate_of="article-1")
        for n in (7, 8)
    ]
    (incident,) = heard([old, newer, *late]).incidents.values()
    assert incident.casualties.killed is not None
    assert (incident.casualties.killed.min, incident.outcome, incident.corroboration) == (7, "hit", 2)


def test_when_the_original_is_taken_back_the_reprint_speaks() -> None:
    original, reprint = report(1), report(2, duplicate_of="article-1")
    book = heard([original, reprint, retraction(original, 2)])
    (incident,) = book.incidents.values()
    assert (incident.corroboration, [ref.source for ref in incident.reports]) == (1, ["agency 2"])
