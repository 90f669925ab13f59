from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.domain.text.times import when

EVENING = datetime(2022, 1, 5, 21, 10, tzinfo=timezone(timedelta(hours=3)))
NIGHT = datetime(2022, 1, 5, 21, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Wed, 05 Jan 2022 21:10:00 +0300",
        "Wed, 05 Jan 2022 21:10 +0300",
        "Wed, 5 Jan 22 21:10:00 +0300",
        "Fri, 05 Jan 2022 21:10:00 +0300",
        "Mi, 05 Jan 2022 21:10:00 +0300",
        "05 Jan 2022 21:10:00 MSK",
        "Wed, 05 Jan 2022 13:10:00 EST",
        "Wed, 05 Jan 2022 10:10:00 PST",
        "Wed, 05 Jan 2022 18:10:00 GMT",
        "Wed, 05 Jan 2022 18:10:00 Z",
        "Wed, 05 Jan 2022 18:10:00 -0000",
        "Wed, 05 Jan 2022 19:10:00 CET",
        "Wed, 05 Jan 2022 19:10:00 BST",
        "wed, 05 jan 2022 19:10:00 cet",
        "5 janvier 2022 19:10 CET",
        "5. Januar 2022 19:10 MEZ",
        "January 5, 2022 1:10 PM EST",
        "20220105T211000+0300",
        "20220105T181000Z",
        "20220105T1810Z",
        "20220105181000",
        "2022-01-05T21:10:00+03:00",
        "2022-01-05T21:10:00+0300",
        "2022-01-05T21:10:00+03",
        "2022-01-05T21:10+03:00",
        "2022-01-05 21:10:00 +0300",
        "2022-01-05 18:10:00",
        "2022-01-05T18:10:00.000Z",
        "2022-01-05t18:10:00z",
        "2022/01/05 18:10:00",
        " 2022-01-05T18:10:00 UTC ",
        "2022-01-05T18:10:00.0000000Z",
    ],
)
def test_one_moment_is_read_in_all_its_spellings(text: str) -> None:
    assert when(text) == EVENING


@pytest.mark.parametrize(
    ("text", "day"), [("2022-01", 1), ("2022-01-05", 5), ("20220105", 5), ("5 Jan 2022", 5), ("Jan 5, 2022", 5)]
)
def test_a_day_without_hour_begins_at_midnight_in_utc(text: str, day: int) -> None:
    assert when(text) == datetime(2022, 1, day, tzinfo=UTC)


def test_a_zone_and_a_fraction_are_kept() -> None:
    moment = when("2022-01-05T21:10:00.25-05:30")
    assert moment is not None
    assert (moment.utcoffset(), moment.microsecond) == (-timedelta(hours=5, minutes=30), 250_000)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "  ",
        "yesterday",
        "Wednesday",
        "21:10",
        "Jan 5",
        "2022",
        "1641413400",
        "2022-13-05T21:10:00Z",
        "2022-02-30",
        "1969-12-31T23:59:59Z",
        "2201-01-01",
        "2022-01-05T21:10:00+15:00",
        "Wed, 05 Jan 2022 21:10:00 +9900",
        "0000-00-00",
        "now",
        "5 Jan 2022 " + "0" * 200,
    ],
)
def test_what_names_no_moment_of_ours_is_none(text: str | None) -> None:
    assert when(text) is None


@given(st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1)), st.integers(-14 * 60, 14 * 60))  # noqa: DTZ001
def test_a_written_moment_is_read_back(naive: datetime, minutes: int) -> None:
    moment = naive.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    assert when(moment.isoformat()) == moment
    assert when(moment.strftime("%a, %d %b %Y %H:%M:%S %z")) == moment.replace(microsecond=0)


@given(st.text() | st.text("0123456789 :-+./,TZJanWed", max_size=40))
def test_any_text_is_a_moment_in_range_or_none(text: str) -> None:
    moment = when(text)
    assert moment is None or (moment.tzinfo is not None and 1970 <= moment.year <= 2200)
