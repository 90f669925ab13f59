"""Dates told from one another, and the many ways in which newsrooms, armies and local papers tell a day."""

import re
from datetime import datetime, timedelta, timezone

import pytest

from services.extraction.domain.date_beginnings import FIRST_LETTERS, MAYBE
from services.extraction.domain.date_rules import RULES
from services.extraction.domain.dates import date_mentions

# A Friday afternoon.
PUBLISHED = datetime(2022, 1, 7, 15, 0, tzinfo=timezone(timedelta(hours=3)))

# text | the last date in it: first day and last day
FROM_THE_STORY = [
    ("Shells fell on Tuesday. A day earlier a bridge was mined.", "2022-01-03 2022-01-03"),
    ("Shells fell on Tuesday. The day before, a bridge was mined.", "2022-01-03 2022-01-03"),
    ("Shells fell on Tuesday. The previous evening a bridge was mined.", "2022-01-03 2022-01-03"),
    ("Shells fell on Tuesday. Two nights before that a bridge was mined.", "2022-01-02 2022-01-02"),
    ("Shells fell on Tuesday. The following morning a bridge was mined.", "2022-01-05 2022-01-05"),
    ("Shells fell on Tuesday, and the day after that a bridge was mined.", "2022-01-05 2022-01-05"),
    ("Shells fell on Monday. Two days after the shelling came the jets.", "2022-01-05 2022-01-05"),
    ("Shells fell on Monday. Three days afterwards came the jets.", "2022-01-06 2022-01-06"),
    ("Shells fell on Monday. Two days on, the village is empty.", "2022-01-05 2022-01-05"),
    ("Jets came on Thursday, the day after shells had hit a school.", "2022-01-05 2022-01-05"),
    ("Jets came on Thursday, a week to the day after the raid.", "2021-12-30 2021-12-30"),
    ("Shells fell on Wednesday morning. Hours earlier a mine had gone off.", "2022-01-04 2022-01-05"),
    ("Shells fell on Wednesday morning. A few hours earlier, at 2 a.m., a mine went off.", "2022-01-05 2022-01-05"),
    ("Shells fell on Tuesday evening. A few hours later came the drones.", "2022-01-04 2022-01-05"),
    ("Shells fell on Tuesday. An hour later came the drones.", "2022-01-04 2022-01-04"),
    ("Shells fell on Tuesday, 24 hours after a mine had gone off.", "2022-01-03 2022-01-03"),
    ("Shells fell on Tuesday. Less than a day earlier a mine had gone off.", "2022-01-03 2022-01-04"),
    ("Shells fell on Monday. The Friday before, a mine went off.", "2021-12-31 2021-12-31"),
    ("Shells fell on Dec. 14. The following Thursday a mine went off.", "2021-12-16 2021-12-16"),
    ("Shells fell on Dec. 14. A mine went off on that Sunday.", "2021-12-12 2021-12-12"),
    ("Shells fell on Dec. 14. That weekend was quiet no longer.", "2021-12-11 2021-12-12"),
    ("Officials said that Monday's raid had failed.", "2022-01-03 2022-01-03"),
    ("Shells fell on Dec. 14. Two and a half weeks earlier a mine went off.", "2021-11-26 2021-11-27"),
    ("The raid was last October. A month earlier a school had burned.", "2021-09-01 2021-09-30"),
    ("In May 2019 a mine went off. A day later came another.", "2019-05-01 2019-05-31"),
    ("Shells fell on Monday, the first since a raid in May. A day later came jets.", "2022-01-04 2022-01-04"),
    ("Shells fell on Saturday. He had fled two days before. That night came jets.", "2022-01-01 2022-01-01"),
    ("Jets came overnight to Tuesday. In the evening it was the port's turn.", "2022-01-04 2022-01-04"),
    ("Shells fell on Monday. Before the night was out came jets.", "2022-01-03 2022-01-04"),
    ("It was mined in November. The summer before, it had burned.", "2021-06-01 2021-08-31"),
    ("It burned at the start of the week. Just the day before, it had been mined.", "2022-01-06 2022-01-06"),
    ("Shells fell on Tuesday. Jets came the day after in greater number.", "2022-01-05 2022-01-05"),
    ("In 2019 they came thrice; a year earlier they had come once.", "2018-01-01 2018-12-31"),
]

OF_A_MONTH = [
    ("A drone hit a tanker on the 4th.", "2022-01-04 2022-01-04"),
    ("In November, on the 12th, a drone hit a tanker.", "2021-11-12 2021-11-12"),
    ("Drones came on June 22, another on the 24th and a third on the 25th.", "2021-06-25 2021-06-25"),
    ("In May 2019 came one; on the 12th of that month another.", "2019-05-12 2019-05-12"),
    ("They were shot on the 10th and 11th of last month.", "2021-12-10 2021-12-11"),
    ("During the night to the 5th a lorry hit a mine.", "2022-01-04 2022-01-05"),
    ("It was hit on the night to Oct. 17.", "2021-10-16 2021-10-17"),
    ("It was hit on the sixth of April, 2010.", "2010-04-06 2010-04-06"),
    ("It was hit on the second day of 2016.", "2016-01-02 2016-01-02"),
    ("It was hit in the first night of February 2020.", "2020-02-01 2020-02-02"),
    ("It was hit on the first Saturday of December.", "2021-12-04 2021-12-04"),
    ("It was hit on the last Sunday of May 2020.", "2020-05-31 2020-05-31"),
    ("It was hit on the Friday evening at the end of October.", "2021-10-29 2021-10-29"),
    ("At Arden in 2018 they came on a Sunday in May.", "2018-05-01 2018-05-31"),
    ("Nineteen were killed in 2016, and more that September.", "2016-09-01 2016-09-30"),
    ("It was hit in the third week of November.", "2021-11-15 2021-11-21"),
    ("They came 40 times in the first eight months of last year.", "2021-01-01 2021-08-31"),
    ("They came nine times in the last quarter of 2019.", "2019-10-01 2019-12-31"),
    ("In October 21 miners were shot.", "2021-10-01 2021-10-31"),
    ("It was hit in late 2019.", "2019-10-01 2019-12-31"),
    ("The November attack killed two.", "2021-11-01 2021-11-30"),
    ("It was hit on 6 September of the same year.", "2021-09-06 2021-09-06"),
]

BY_THE_CALENDAR = [
    ("It was hit on Monday and Thursday.", "2022-01-06 2022-01-06"),
    ("It was hit between Monday and Thursday.", "2022-01-03 2022-01-06"),
    ("It was hit on January 3 and January 6.", "2022-01-06 2022-01-06"),
    ("It was hit nightly between Dec. 3 and Jan. 2.", "2021-12-03 2022-01-02"),
    ("It was hit eight times between May and July 2020.", "2020-05-01 2020-07-31"),
    ("It was hit eight times from October to March.", "2020-10-01 2021-03-31"),
    ("It was hit on this day in 2016.", "2016-01-07 2016-01-07"),
    ("It was hit on 5-Jan-2022.", "2022-01-05 2022-01-05"),
    ("It was hit daily from 27 November to 3 December.", "2021-11-27 2021-12-03"),
    ("It was hit on 27 November and 3 December.", "2021-12-03 2021-12-03"),
    ("They recall the Sept. 11 attacks.", "2001-09-11 2001-09-11"),
    ("It was hit eight times between 2015 and 2019.", "2015-01-01 2019-12-31"),
    ("They came on Thursday the 6th.", "2022-01-06 2022-01-06"),
    ("It was hit on 13/11/2020.", "2020-11-13 2020-11-13"),
    ("It was hit on 11/13/2020.", "2020-11-13 2020-11-13"),
    ("It was hit on Wednesday, 5 January.", "2022-01-05 2022-01-05"),
    ("At 0710H of 3 December a device went off.", "2021-12-03 2021-12-03"),
    ("At 031430H DEC 21 a device went off.", "2021-12-03 2021-12-03"),
    ("MORTARS FELL ON TUESDAY NOON.", "2022-01-04 2022-01-04"),
    ("LOG\nSAT 1 JAN. Bulker boarded off Eyl.", "2022-01-01 2022-01-01"),
    ("LIVE\n08:41 A loud blast is heard.", "2022-01-07 2022-01-07"),
    ("LIVE\n23:10 A loud blast is heard.", "2022-01-06 2022-01-06"),
    ("It was hit on Palm Sunday.", "2021-03-28 2021-03-28"),
    ("It was hit on Holy Thursday of 2019.", "2019-04-18 2019-04-18"),
    ("It was hit on Bastille Day 2016.", "2016-07-14 2016-07-14"),
    ("It was hit on Christmas in 2020.", "2020-12-25 2020-12-25"),
]

FROM_PUBLICATION = [
    ("It was hit the day before yesterday.", "2022-01-05 2022-01-05"),
    ("It was hit the night before last.", "2022-01-05 2022-01-05"),
    ("It was hit in the week before last.", "2021-12-20 2021-12-26"),
    ("It was hit last Tuesday week.", "2021-12-28 2021-12-28"),
    ("It was hit two Sundays ago.", "2021-12-26 2021-12-26"),
    ("It was hit on the Friday of the week before last.", "2021-12-24 2021-12-24"),
    ("It was hit early this week.", "2022-01-03 2022-01-04"),
    ("It was hit earlier this week.", "2022-01-03 2022-01-06"),
    ("It was hit late last month.", "2021-12-21 2021-12-31"),
    ("It was hit last weekend.", "2022-01-01 2022-01-02"),
    ("It was hit four years ago today.", "2018-01-07 2018-01-07"),
    ("Two years ago, on May 3, it was hit.", "2020-05-03 2020-05-03"),
    ("It was hit twenty-five days ago.", "2021-12-13 2021-12-13"),
    ("It was hit several days ago.", "2022-01-01 2022-01-05"),
    ("It was hit eleven hours ago.", "2022-01-07 2022-01-07"),
    ("It was hit twenty hours ago.", "2022-01-06 2022-01-06"),
    ("Rockets have fallen since Wednesday.", "2022-01-05 2022-01-07"),
    ("They have lain there since Wednesday's raid.", "2022-01-05 2022-01-05"),
    ("They shelled it through Wednesday and into the small hours.", "2022-01-05 2022-01-06"),
    ("Nine were hit in the past three days.", "2022-01-04 2022-01-07"),
    ("He died in last week's raid.", "2021-12-27 2022-01-02"),
]

NO_DATES = [
    "The Sunday Times had the story.",
    "Every Friday they pray on the square.",
    "On a Friday the market is full.",
    "It was a black Sunday",
    "Black Friday sales begin.",
    "He serves in the 5th brigade on the 38th parallel.",
    "They live on the 4th floor of the 2nd block.",
    "The teams meet on January 20.",
    "Services are held on Sundays.",
    "It was the deadliest day in weeks.",
    "It was Theresa May who asked for May to be heard.",
    "The decider begins on Sunday.",
    "This year's harvest is poor.",
    "Ships wait 10 minutes before docking.",
    "LIVE: 08:41",
]


def _last(text: str) -> str:
    period = date_mentions(text, PUBLISHED)[-1].period
    return f"{period.earliest} {period.latest}"


@pytest.mark.parametrize(("text", "expected"), FROM_THE_STORY)
def test_a_date_is_counted_from_the_one_told_before(text: str, expected: str) -> None:
    assert _last(text) == expected


@pytest.mark.parametrize(("text", "expected"), OF_A_MONTH)
def test_a_day_belongs_to_the_month_told(text: str, expected: str) -> None:
    assert _last(text) == expected


@pytest.mark.parametrize(("text", "expected"), BY_THE_CALENDAR)
def test_numbers_abbreviations_and_feasts_are_days(text: str, expected: str) -> None:
    assert _last(text) == expected


@pytest.mark.parametrize(("text", "expected"), FROM_PUBLICATION)
def test_a_date_is_counted_from_publication(text: str, expected: str) -> None:
    assert _last(text) == expected


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_or_is_to_come_is_left_alone(text: str) -> None:
    assert date_mentions(text, PUBLISHED) == ()


@pytest.mark.parametrize("text", [t for t, _ in FROM_THE_STORY + OF_A_MONTH + BY_THE_CALENDAR + FROM_PUBLICATION])
def test_the_quick_look_passes_over_nothing_that_a_rule_would_read(text: str) -> None:
    """What a rule finds begins where a date may begin, and with a letter that the rule is said to begin with."""
    begins = {0} | {sign.end() for sign in re.finditer(MAYBE, text)}
    for name, (pattern, _) in RULES.items():
        for hit in re.finditer(rf"(?<![\w.,-])(?:{pattern})", text):
            first = "0" if hit.group()[0].isdigit() else hit.group()[0].lower()
            assert hit.start() in begins, (name, hit.group())
            assert first in FIRST_LETTERS[name], (name, hit.group())


def test_just_after_midnight_last_night_is_the_evening_before_and_since() -> None:
    just_after = PUBLISHED.replace(hour=0, minute=20)
    period = date_mentions("They came last night.", just_after)[0].period

    assert f"{period.earliest} {period.latest}" == "2022-01-06 2022-01-07"
