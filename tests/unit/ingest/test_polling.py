from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.domain.answers import Answer, answered
from services.ingest.domain.items import Document, Hints, Item
from services.ingest.domain.paces import Limits
from services.ingest.domain.polling import PollState, after, begun, conditions
from services.ingest.domain.seen import MAX_SEEN, Told, fresh, told_by

NOW = datetime(2022, 1, 5, 12, 0, tzinfo=UTC)
URL = "https://harbourline.example/feed"
LIMITS = Limits(min_minutes=5, max_minutes=360)
GOOD = Answer(status=200, etag='W/"a"', last_modified="Wed, 05 Jan 2022 11:00:00 GMT", body_hash="h1")
NOT_MODIFIED = Answer(status=304)
TWENTY = tuple(f"n{number}:c" for number in range(20))


def known(**changes: object) -> PollState:
    """A feed with twenty entries that answered well just now, asked every half hour."""
    state = after(begun(URL, LIMITS, NOW), GOOD, Told(TWENTY), LIMITS, NOW, 0)
    return state.model_copy(update={"interval_minutes": 30.0, **changes})


def then(state: PollState, answer: Answer, told: Told | None = None, chance: float = 0.0) -> PollState:
    return after(state, answer, told, LIMITS, NOW, chance)


def wait(state: PollState) -> float:
    return (state.next_poll_at - NOW) / timedelta(minutes=1)


def test_a_new_feed_is_due_at_once_and_asked_for_whole() -> None:
    state = begun(URL, LIMITS, NOW)
    assert (state.phase, state.next_poll_at) == ("active", NOW)
    assert conditions(state, LIMITS, NOW) == {}


def test_validators_are_sent_back_exactly_as_they_came() -> None:
    odd = Answer(status=200, etag="not even quoted", last_modified="yesterday", body_hash="h")
    sent = conditions(then(known(), odd, Told()), LIMITS, NOW)
    assert sent == {"If-None-Match": "not even quoted", "If-Modified-Since": "yesterday"}


def test_a_body_that_could_not_be_read_leaves_the_old_validators() -> None:
    spoilt = Answer(status=200, etag="new", body_hash="h2", error="unreadable", why="no XML")
    state = then(known(), spoilt)
    assert (state.etag, state.body_hash, state.seen) == ('W/"a"', "h1", TWENTY)
    assert (state.why, state.failures, state.counts.failed) == ("no XML", 1, 1)


def test_validators_that_the_server_no_longer_sends_are_forgotten() -> None:
    assert conditions(then(known(), Answer(status=200, body_hash="h2"), Told()), LIMITS, NOW) == {}


def test_after_a_day_the_whole_feed_is_asked_for_whatever_the_validators_say() -> None:
    state = known()
    assert conditions(state, LIMITS, NOW + timedelta(hours=23))
    assert conditions(state, LIMITS, NOW + timedelta(hours=24)) == {}


def test_the_same_body_under_a_new_validator_is_no_change() -> None:
    state = then(known(), Answer(status=200, etag="liar", body_hash="h1"))
    assert (state.counts.not_modified, state.failures, state.seen) == (1, 0, TWENTY)


def test_another_body_that_nobody_read_is_a_failure() -> None:
    assert then(known(), Answer(status=200, body_hash="h2")).counts.failed == 1


@pytest.mark.parametrize(
    ("new", "interval"), [(0, 45), (1, 33), (10, 30), (20, 15)], ids=["nothing", "little", "half", "everything"]
)
def test_a_feed_is_asked_as_often_as_it_has_something_new(new: int, interval: float) -> None:
    entries = (*TWENTY[new:], *(f"new{number}:c" for number in range(new)))
    state = then(known(), GOOD, Told(entries))
    assert state.interval_minutes == pytest.approx(interval)
    assert state.counts.items_new == 20 + new


def test_an_entry_that_changed_is_counted_as_changed() -> None:
    state = then(known(), GOOD, Told(("n0:other", *TWENTY[1:])))
    assert (state.counts.items_new, state.counts.items_changed) == (20, 1)


def test_only_new_and_changed_entries_are_passed_on() -> None:
    old, changing = Item(guid="1", headline="Old"), Item(guid="2", headline="Before")
    seen = told_by(Document("rss", (old, changing))).entries
    changed, new = Item(guid="2", headline="After"), Item(guid="3", headline="New")
    assert fresh(Document("rss", (old, changed, new)), seen).items == (changed, new)
    assert fresh(Document("rss", (Item(guid="1", headline="Old", raw=b"<item  />"),)), seen).items == ()


def test_no_more_entries_are_remembered_than_the_limit() -> None:
    many = Document("rss", tuple(Item(guid=str(number)) for number in range(MAX_SEEN + 1)))
    assert len(told_by(many).entries) == MAX_SEEN


@pytest.mark.parametrize(
    ("answer", "told", "minutes"),
    [
        (GOOD, Told(TWENTY, every_minutes=120), 120),
        (GOOD, Told(TWENTY, every_minutes=100_000), 360),
        (Answer(status=200, etag="e", body_hash="h", max_age=7200), Told(TWENTY), 120),
        (Answer(status=304, max_age=10**9), None, 360),
        (Answer(status=304, max_age=1), None, 45),
        (Answer(status=200, body_hash="h"), Told(TWENTY), 60),
    ],
    ids=["ttl", "ttl too long", "max-age", "max-age too long", "max-age short", "no validators"],
)
def test_a_feed_may_ask_to_be_asked_less_often_within_the_limits(
    answer: Answer, told: Told | None, minutes: float
) -> None:
    assert wait(then(known(), answer, told)) == minutes


def test_what_a_feed_wished_holds_for_answers_that_say_nothing() -> None:
    state = then(known(), GOOD, told_by(Document("rss", hints=Hints(every_minutes=120))))
    assert wait(then(state, NOT_MODIFIED)) == 120


def test_hours_that_a_feed_skips_are_left_out() -> None:
    hours = frozenset({12, 13, 14})
    state = then(known(), GOOD, Told(TWENTY, skip_hours=hours))
    assert state.next_poll_at == NOW.replace(hour=15)
    assert wait(then(known(), GOOD, Told(TWENTY, skip_hours=frozenset(range(24))))) == 45


def test_each_failure_doubles_the_wait_up_to_the_limit() -> None:
    state, waits = known(), []
    for _ in range(6):
        state = then(state, Answer(status=403))
        waits.append(wait(state))
    assert waits == [60, 120, 240, 360, 360, 360]
    assert state.why == "HTTP 403 Forbidden"


@pytest.mark.parametrize(
    ("answer", "weight"),
    [
        (Answer(status=401), 1),
        (Answer(status=404), 0.5),
        (Answer(status=503), 0.5),
        (Answer(status=999), 1),
        (Answer(error="name", why="w"), 0.5),
        (Answer(error="timeout", why="w"), 0.25),
        (Answer(error="bomb", why="w"), 1),
        (Answer(), 1),
    ],
)
def test_what_is_likely_to_pass_counts_less(answer: Answer, weight: float) -> None:
    assert then(known(), answer).failures == weight


def test_a_feed_that_only_fails_is_still_asked_once_a_day() -> None:
    state = then(known(failures=30), Answer(status=404))
    assert state.phase == "active"
    assert wait(state) == 24 * 60


def test_one_success_forgives_all_failures() -> None:
    state = then(known(failures=30, why="HTTP 404 Not Found"), NOT_MODIFIED)
    assert (state.failures, state.why, state.last_success_at) == (0, None, NOW)


@pytest.mark.parametrize(("seconds", "minutes"), [(60, 42.426), (7200, 120), (10**9, 2 * 24 * 60)])
def test_a_server_that_asks_for_rest_gets_it_for_two_days_at_most(seconds: int, minutes: float) -> None:
    assert wait(then(known(), Answer(status=429, retry_after=seconds))) == pytest.approx(minutes, abs=0.01)


def test_chance_adds_to_the_rest_and_never_takes_from_it() -> None:
    assert wait(then(known(), Answer(status=503, retry_after=7200), chance=0.5)) == pytest.approx(126)


def test_gone_ends_a_feed() -> None:
    state = then(known(), Answer(status=410))
    assert state.phase == "ended"


def test_a_permanent_redirect_is_taken_over_when_it_was_seen_three_times() -> None:
    moved = Answer(status=304, moved_to="https://new.example/feed")
    twice = then(then(known(), moved), moved)
    assert (twice.url, twice.moved_seen) == (URL, 2)
    assert then(twice, moved).url == "https://new.example/feed"
    assert then(twice, moved).given_url == URL


@pytest.mark.parametrize(
    "between",
    [
        NOT_MODIFIED,
        Answer(status=304, moved_to="https://b.example/"),
        Answer(status=404, moved_to="https://a.example/"),
    ],
    ids=["no redirect", "elsewhere", "to nothing"],
)
def test_a_redirect_that_changes_its_mind_is_not_taken_over(between: Answer) -> None:
    moved = Answer(status=304, moved_to="https://a.example/")
    state = then(then(then(then(known(), moved), moved), between), moved)
    assert (state.url, state.moved_seen) == (URL, 1)


def test_the_state_survives_as_json() -> None:
    state = then(known(), Answer(status=429, retry_after=7200, moved_to="https://a.example/"))
    assert PollState.model_validate_json(state.model_dump_json()) == state


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Wed, 05 Jan 2022 12:02:00 GMT", 120),
        ("Wed, 05 Jan 2022 11:00:00 GMT", 0),
        ("Wed, 05 Jan 2022 12:02:00 -0000", 120),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("٣", None),
        ("9" * 400, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str, seconds: float | None) -> None:
    assert answered(503, {"retry-after": header}, b"", None, NOW).retry_after == seconds


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("max-age=60", 60), ("public, Max-Age=60", 60), ("s-maxage=60", None), ("no-store", None), ("max-age=-1", None)],
)
def test_max_age_is_read_from_cache_control(header: str, seconds: float | None) -> None:
    assert answered(200, {"cache-control": header}, b"", None, NOW).max_age == seconds


def test_a_validator_that_cannot_be_sent_back_exactly_is_not_kept() -> None:
    headers = {"etag": '"caf\udce9"', "last-modified": "x" * 5000}
    answer = answered(200, headers, b"x", None, NOW)
    assert (answer.etag, answer.last_modified) == (None, None)


seconds = st.none() | st.floats(0, 1e12)
answers = st.builds(
    Answer,
    status=st.none() | st.integers(100, 599),
    etag=st.none() | st.just("e"),
    retry_after=seconds,
    max_age=seconds,
    body_hash=st.sampled_from([None, "h1", "h2"]),
    moved_to=st.sampled_from([None, "https://a.example/", "https://b.example/"]),
    error=st.sampled_from([None, None, "timeout", "unreadable"]),
)
documents = st.none() | st.builds(
    Told,
    entries=st.lists(st.sampled_from(TWENTY)).map(tuple),
    every_minutes=seconds,
    skip_hours=st.frozensets(st.integers(0, 23)),
)
polls = st.lists(st.tuples(answers, documents, st.floats(0, 1, exclude_max=True)), min_size=1, max_size=40)


@given(polls, st.floats(0.01, 100), st.floats(1, 100))
def test_whatever_is_answered_a_feed_is_asked_neither_too_early_nor_too_late(
    told: list[tuple[Answer, Told | None, float]], least: float, times: float
) -> None:
    limits = Limits(min_minutes=least, max_minutes=least * times)
    state, now = begun(URL, limits, NOW), NOW
    for answer, document, chance in told:
        state = after(state, answer, document, limits, now, chance)
        earliest = timedelta(minutes=least)
        if state.why:
            earliest = max(earliest, timedelta(seconds=min(answer.retry_after or 0, 2 * 86_400)))
        latest = 1.1 * max(timedelta(minutes=limits.max_minutes), timedelta(days=2))
        if not state.why:
            latest = 1.1 * timedelta(minutes=limits.max_minutes)
        slack = timedelta(microseconds=2)
        assert earliest - slack <= state.next_poll_at - now <= latest + slack
        now = state.next_poll_at
    assert state.counts.polls == len(told)
    assert PollState.model_validate_json(state.model_dump_json()) == state
