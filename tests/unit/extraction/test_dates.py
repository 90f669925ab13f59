"""Dates as wires write them, read against the day of publication."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.extraction.domain.dates import date_mentions, local_publication

# A Friday afternoon.
PUBLISHED = datetime(2022, 1, 7, 15, 0, tzinfo=timezone(timedelta(hours=3)))

# text | the last date in it: first day, last day, part of the day
READ = [
    ("Rockets fell on Wednesday.", "2022-01-05 2022-01-05 -"),
    ("Rockets fell on Wednesday evening.", "2022-01-05 2022-01-05 evening"),
    ("Rockets fell late on Tuesday.", "2022-01-04 2022-01-04 late"),
    ("Rockets fell early on Friday.", "2022-01-07 2022-01-07 early"),
    ("Bombs fell before dawn on Thursday.", "2022-01-06 2022-01-06 dawn"),
    ("Bombs fell in the small hours of Thursday.", "2022-01-06 2022-01-06 night"),
    ("Bombs fell overnight.", "2022-01-06 2022-01-07 night"),
    ("Bombs fell overnight Tuesday to Wednesday.", "2022-01-04 2022-01-05 night"),
    ("Bombs fell on the night of Tuesday to Wednesday.", "2022-01-04 2022-01-05 night"),
    ("Jets flew on the night from Thursday to Friday.", "2022-01-06 2022-01-07 night"),
    ("Drones came in the night to Sunday.", "2022-01-01 2022-01-02 night"),
    ("Drones came overnight on Tuesday.", "2022-01-04 2022-01-05 night"),
    ("It happened yesterday.", "2022-01-06 2022-01-06 -"),
    ("It happened today.", "2022-01-07 2022-01-07 -"),
    ("It happened this morning.", "2022-01-07 2022-01-07 morning"),
    ("It happened last night.", "2022-01-06 2022-01-07 night"),
    ("It happened two days ago.", "2022-01-05 2022-01-05 -"),
    ("It happened a week ago.", "2021-12-31 2021-12-31 -"),
    ("It happened a week ago, on Sunday evening.", "2021-12-26 2021-12-26 evening"),
    ("It happened two weeks ago.", "2021-12-24 2021-12-24 -"),
    ("It happened two months ago.", "2021-11-01 2021-11-30 -"),
    ("It happened three years ago.", "2019-01-01 2019-12-31 -"),
    ("It happened two years ago to the day.", "2020-01-07 2020-01-07 -"),
    ("Attacks came last week.", "2021-12-27 2022-01-02 -"),
    ("Attacks came this week.", "2022-01-03 2022-01-07 -"),
    ("Attacks came last month.", "2021-12-01 2021-12-31 -"),
    ("Attacks came earlier this month.", "2022-01-01 2022-01-07 -"),
    ("Attacks came last year.", "2021-01-01 2021-12-31 -"),
    ("Attacks came in February.", "2021-02-01 2021-02-28 -"),
    ("Attacks came in February 2020.", "2020-02-01 2020-02-29 -"),
    ("Attacks came in 2019.", "2019-01-01 2019-12-31 -"),
    ("Attacks came in early May 2020.", "2020-05-01 2020-05-10 -"),
    ("Attacks came at the end of July.", "2021-07-25 2021-07-31 -"),
    ("Attacks came in April of last year.", "2021-04-01 2021-04-30 -"),
    ("Attacks came last March.", "2021-03-01 2021-03-31 -"),
    ("Attacks came in the summer of 2019.", "2019-06-01 2019-08-31 -"),
    ("He was killed on January 3, 2020.", "2020-01-03 2020-01-03 -"),
    ("He was killed on 3 January 2020.", "2020-01-03 2020-01-03 -"),
    ("He was killed on 3 January.", "2022-01-03 2022-01-03 -"),
    ("He was killed on Jan. 3.", "2022-01-03 2022-01-03 -"),
    ("He was killed on Feb 15.", "2021-02-15 2021-02-15 -"),
    ("He was killed on December 25th.", "2021-12-25 2021-12-25 -"),
    ("He was killed on 2020-01-03.", "2020-01-03 2020-01-03 -"),
    ("He was killed on Jan. 8 last year.", "2021-01-08 2021-01-08 -"),
    ("They fought between 3 and 5 March.", "2021-03-03 2021-03-05 -"),
    ("They fought from March 28 to April 2.", "2021-03-28 2021-04-02 -"),
    ("They fought on Monday and Tuesday.", "2022-01-03 2022-01-04 -"),
    ("Last Friday a mine went off.", "2021-12-31 2021-12-31 -"),
    ("On Thursday of last week a mine went off.", "2021-12-30 2021-12-30 -"),
    ("A raid on Wednesday came a day after another.", "2022-01-04 2022-01-04 -"),
    ("He spoke on Wednesday. A day earlier a bomb went off.", "2022-01-04 2022-01-04 -"),
    ("Rockets fell on Tuesday and drones came on the same day.", "2022-01-04 2022-01-04 -"),
    ("Rockets fell on Tuesday; hours later came drones.", "2022-01-04 2022-01-04 -"),
    ("Rockets fell on Tuesday. The next day came drones.", "2022-01-05 2022-01-05 -"),
    ("Rockets fell on Tuesday, two days after a bombing.", "2022-01-02 2022-01-02 -"),
    ("Nine days before Wednesday's raid came another.", "2021-12-27 2021-12-27 -"),
    ("On June 12, 2019, one fell, and on June 23 another.", "2019-06-23 2019-06-23 -"),
    ("In 2019 they came; on June 12 of that year one fell.", "2019-06-12 2019-06-12 -"),
    ("A bomb went off on New Year's Eve.", "2021-12-31 2021-12-31 -"),
    ("They met on Monday, the second anniversary of the strike.", "2020-01-03 2020-01-03 -"),
]

UNDATED = [
    "The vote will be held on Friday.",
    "A second round is set for Jan. 6.",
    "They may march against the second battalion.",
    "Some 2,019 rounds were fired.",
    "Next Monday is a holiday.",
    "He may have been hit.",
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_a_date_is_read_against_the_publication(text: str, expected: str) -> None:
    period = date_mentions(text, PUBLISHED)[-1].period

    assert f"{period.earliest} {period.latest} {period.time_of_day or '-'}" == expected


@pytest.mark.parametrize("text", UNDATED)
def test_what_is_to_come_or_is_no_date_is_left_alone(text: str) -> None:
    assert date_mentions(text, PUBLISHED) == ()


def test_the_evening_of_a_day_that_has_just_begun_was_a_week_ago() -> None:
    at_dawn = PUBLISHED.replace(hour=5)

    assert str(date_mentions("Rockets fell on Friday evening.", at_dawn)[0].period.earliest) == "2021-12-31"


def test_publication_is_told_on_the_clocks_of_the_place() -> None:
    late_in_washington = datetime(2021, 3, 3, 20, 45, tzinfo=timezone(timedelta(hours=-5)))

    assert local_publication(late_in_washington, "Asia/Baghdad").day == 4
    assert local_publication(late_in_washington, None) == late_in_washington
    assert local_publication(late_in_washington, "No/Where") == late_in_washington


_PIECES = ["Monday", " ", "on ", "last ", "May ", "31", "February 30", ", ", "2020", "1999", "two days ", "ago",
           "before ", "after ", "overnight ", "to ", "years ago", "the same ", "may", "0-", "é", "\n"]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(_PIECES)).map("".join),
    st.datetimes(timezones=st.just(UTC)),
)
def test_dates_stand_in_order_and_none_is_later_than_the_publication(text: str, published: datetime) -> None:
    mentions = date_mentions(text, published)

    edges = [edge for m in mentions for edge in (m.start, m.end)]
    assert edges == sorted(edges)
    assert all(0 <= m.start < m.end <= len(text) for m in mentions)
    assert all(m.period.earliest <= m.period.latest <= published.date() for m in mentions)


@pytest.mark.parametrize(
    "unit",
    [
        "a-",
        "on ",
        "1",
        "1 ",
        "May ",
        "the ",
        "2020-",
        "late ",
        "Monday ",
        "two ",
        "hours ",
        "-",
        "the 5th ",
        "\n08:41",
        "MAY ",
        "day before ",
        "a day after ",
        "that ",
        "first of ",
        "in the ",
        "and a half ",
    ],
)
@pytest.mark.timeout(60)
def test_hostile_texts_are_read_to_their_end(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert all(m.end <= len(text) for m in date_mentions(text, PUBLISHED))
