"""The fold: what is remembered decides, never the order or how often it was heard."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.incidents import IncidentResolved
from schemas.vocabulary import IncidentStatus
from services.aggregation.domain.conclusion import concluded
from services.aggregation.domain.counting import folded
from tests.unit.aggregation.histories import Heardable, histories
from tests.unit.aggregation.told import report, retraction
from tests.unit.aggregation.worlds import Reader


def incidents(*history: Heardable) -> list[IncidentResolved]:
    """What stands after these events."""
    pages = Reader().hear(*history).pages.values()
    return [incident for page in pages for incident in page.incidents.values()]


def conclusion(reader: Reader) -> object:
    """All that follows from what was heard."""
    return {month: (page.incidents, page.cells) for month, page in reader.pages.items() if page.standing}


def at_once(history: list[Heardable]) -> object:
    """The same for pages that were opened with what is remembered."""
    return {place.month: (page.incidents, page.cells) for place, page in concluded(history).pages.items()}


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
    assert conclusion(Reader().hear(*shuffled)) == conclusion(Reader().hear(*history))


@given(histories(), st.data())
@settings(max_examples=150, deadline=None)
def test_reading_any_part_again_changes_nothing(history: list[Heardable], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(history)))
    assert conclusion(Reader().hear(*history, *history[start:])) == conclusion(Reader().hear(*history))


@given(histories())
@settings(max_examples=200, deadline=None)
def test_a_page_opened_from_memory_equals_the_one_that_heard_it_all(history: list[Heardable]) -> None:
    assert conclusion(Reader().hear(*history)) == at_once(history)


@given(histories(), st.integers(1, 5))
@settings(max_examples=100, deadline=None)
def test_what_is_heard_together_comes_to_what_is_heard_one_by_one(history: list[Heardable], size: int) -> None:
    together = Reader()
    for start in range(0, len(history), size):
        together.book.hear(history[start : start + size])
    assert conclusion(together) == at_once(history)


@given(histories())
@settings(max_examples=100, deadline=None)
def test_counts_are_the_fold_of_what_stands(history: list[Heardable]) -> None:
    for page in Reader().hear(*history).pages.values():
        assert page.cells == folded(page.incidents.values())
        assert not any(cell.empty for cell in page.cells.values())


@given(histories())
@settings(max_examples=100, deadline=None)
def test_every_standing_report_is_behind_one_incident(history: list[Heardable]) -> None:
    reader = Reader().hear(*history)
    behind = [ref.report_id for page in reader.pages.values() for one in page.incidents.values() for ref in one.reports]
    assert sorted(behind) == sorted(i for i, heard in reader.book.heard.items() if heard.standing)


def test_two_agencies_on_one_attack_are_one_incident() -> None:
    (incident,) = incidents(report(1), report(2))
    assert (incident.corroboration, len(incident.reports)) == (2, 2)


def test_two_incidents_of_one_article_stay_two_however_alike() -> None:
    found = incidents(report(1), report(2, article_id="article-1"), report(3))
    assert sorted(len(incident.reports) for incident in found) == [1, 2]


def test_the_same_base_on_the_next_day_is_another_incident() -> None:
    assert len(incidents(report(1, day=3), report(2, day=4))) == 2


def test_a_retracted_report_counts_no_longer() -> None:
    reader = Reader().hear(report(1))
    end = reader.book.hear([retraction(report(1), revision=2)])
    assert [snapshot.status for snapshot in end.snapshots()] == [IncidentStatus.WITHDRAWN]
    assert all((page.incidents, page.cells) == ({}, {}) for page in reader.pages.values())


def test_a_retraction_heard_before_its_report_holds() -> None:
    assert incidents(retraction(report(1), revision=2), report(1)) == []


def test_a_retraction_of_what_was_never_reported_changes_nothing() -> None:
    reader = Reader()
    change = reader.book.hear([retraction(report(1), revision=2)])
    assert (list(change.snapshots()), change.touched, list(reader.book.heard)) == ([], set(), ["report-1"])


def test_an_older_revision_than_the_one_known_changes_nothing() -> None:
    reader = Reader().hear(report(1, article_revision=3))
    change = reader.book.hear([report(1, article_revision=2, event_type="bombing")])
    assert (reader.book.repeated, list(change.snapshots())) == ({"report-1"}, [])


def test_of_two_contents_of_one_revision_the_first_that_was_heard_stands() -> None:
    (incident,) = incidents(report(1, event_type="shelling"), report(1, event_type="bombing"))
    assert incident.event_type == "shelling"


def test_an_incident_that_lives_on_in_another_says_in_which() -> None:
    reader = Reader().hear(report(2))
    (old,) = [one for page in reader.pages.values() for one in page.incidents.values()]
    new, gone = sorted(reader.book.hear([report(1)]).snapshots(), key=lambda one: one.incident_id)
    assert (gone.incident_id, gone.status, gone.merged_into) == (old.incident_id, "merged_into", new.incident_id)
    assert new.supersedes == (old.incident_id,)


def test_a_corrected_date_moves_the_incident_and_its_count_to_the_other_month_under_the_same_id() -> None:
    reader = Reader().hear(report(1))
    before = {"earliest": "2021-12-30", "latest": "2021-12-30"}
    change = reader.book.hear([report(1, article_revision=2, occurred=before)])
    (snapshot,) = change.snapshots()
    assert snapshot.incident_id == change.before[0].incident_id
    assert sorted({bucket.span for bucket in change.touched}) == [
        "2021-12", "2021-12-30", "2021-W52", "2022-01", "2022-01-03", "2022-W01",
    ]  # fmt: skip


def test_a_corrected_toll_replaces_the_earlier_one() -> None:
    first = report(1, casualties={"killed": {"min": 5, "max": 5}, "wounded": None})
    second = report(1, article_revision=2, casualties={"killed": {"min": 3, "max": 3}, "wounded": None})
    reader = Reader().hear(first, second)
    tallies = [cell.count(bucket).tally for page in reader.pages.values() for bucket, cell in page.cells.items()]
    assert {(tally.incidents, tally.killed.min) for tally in tallies} == {(1, 3)}


def test_only_what_occurred_is_counted() -> None:
    reader = Reader().hear(report(1, factuality="denied"), report(2, factuality="possible", day=8))
    assert [len(page.incidents) for page in reader.pages.values()] == [2]
    assert [page.cells for page in reader.pages.values()] == [{}]


def test_a_reprint_is_no_second_source() -> None:
    original, reprint = report(1), report(2, duplicate_of="article-1")
    (incident,) = incidents(original, reprint)
    (alone,) = incidents(original)
    assert (incident.corroboration, len(incident.reports)) == (1, 2)
    assert incident.confidence == alone.confidence


def test_reprints_of_what_is_not_there_are_one_source() -> None:
    reprints = [report(n, duplicate_of="article-9") for n in (1, 2)]
    (incident,) = incidents(*reprints)
    assert incident.corroboration == 1


def test_a_copy_of_a_copy_goes_by_the_first_even_in_a_circle() -> None:
    chain = [report(1), report(2, duplicate_of="article-1"), report(3, duplicate_of="article-2")]
    (incident,) = incidents(*chain)
    assert incident.corroboration == 1
    circle = [report(1, duplicate_of="article-2"), report(2, duplicate_of="article-1")]
    (incident,) = incidents(*circle)
    assert incident.corroboration == 1


def test_which_copy_was_seen_first_makes_no_difference() -> None:
    seen_first = [report(1), report(2, outcome="hit", duplicate_of="article-1")]
    seen_last = [report(1, duplicate_of="article-2"), report(2, outcome="hit")]
    assert incidents(*seen_first) == incidents(*seen_last)


def test_a_late_reprint_does_not_bring_back_an_old_toll_nor_outvote_anybody() -> None:
    old = report(1, casualties={"killed": {"min": 5, "max": 5}})
    newer = report(5, casualties={"killed": {"min": 7, "max": 7}}, outcome="hit")
    late = [
        report(n, casualties={"killed": {"min": 5, "max": 5}}, outcome="missed", duplicate_of="article-1")
        for n in (7, 8)
    ]
    (incident,) = incidents(old, newer, *late)
    assert incident.casualties.killed is not None
    assert (incident.casualties.killed.min, incident.outcome, incident.corroboration) == (7, "hit", 2)


def test_when_the_original_is_taken_back_the_reprint_speaks() -> None:
    original, reprint = report(1), report(2, duplicate_of="article-1")
    (incident,) = incidents(original, reprint, retraction(original, 2))
    assert (incident.corroboration, [ref.source for ref in incident.reports]) == (1, ["agency 2"])
