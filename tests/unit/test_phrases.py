"""What a person reads of counts, statistics and upsurges."""

from datetime import date

from schemas.values import Period, Range
from schemas.vocabulary import StatisticStatus
from tallywire.commands.tail import country_of, readable
from tallywire.phrases import parts_phrase
from tests.builders import count_changed, statistic_compared, statistic_reported, upsurge_detected, upsurge_ended

YEAR = Period(earliest=date(2021, 1, 1), latest=date(2021, 12, 31))


def test_parts_are_told_from_the_most_to_the_least() -> None:
    assert parts_phrase({"drone": 2, "ied": 4, "air": 2}) == "ied 4, air 2, drone 2"


def test_a_count_is_told_with_its_tolls_and_sources() -> None:
    assert readable(count_changed()) == "2022-01-03|IQ|  1 incidents, 0 killed, 0 wounded, 1 sources"


def test_a_statistic_is_told_with_who_counted() -> None:
    said = statistic_reported(of=("rocket", "drone"), period=YEAR, by="the ministry")
    assert readable(said) == "a1 says 3 rocket/drone in IQ 2021-01-01..12-31 (by the ministry)"


def test_a_comparison_tells_both_numbers_while_it_stands() -> None:
    claim = {"of": ("rocket",), "period": YEAR, "by": "the ministry"}
    told = "a1 says 3 rocket in IQ 2021-01-01..12-31 (by the ministry)"
    assert readable(statistic_compared(**claim, own=Range(min=2, max=2))) == f"{told} · 2 counted here"
    assert readable(statistic_compared(**claim)) == f"{told} · ? counted here"
    withdrawn = statistic_compared(**claim, status=StatisticStatus.WITHDRAWN)
    assert readable(withdrawn) == f"{told} · withdrawn"


def test_an_upsurge_is_told_with_what_was_found() -> None:
    told = "IQ total · since 2022-01-03 · 10 in seven days, 1.06 expected (0-5), chance 0.000478"
    assert readable(upsurge_detected()) == told
    assert readable(upsurge_ended()) == f"{told} · subsided, last on 2022-01-06"
    assert country_of(upsurge_ended()) == "IQ"
