"""Counts as series."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from sqlite3 import Connection
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.counts import Bucket, CountChanged, Facets, Tally
from schemas.values import Range
from schemas.vocabulary import Facet
from services.api.model.files import writer_connection
from services.api.model.series import Asked, Level, TooLong, earlier, extent, series, spans
from tests import builders
from tests.readmodel import Log, filled

LEVELS = st.sampled_from(["day", "week", "month"])


def count(span: str, country: str, number: int, admin1: str | None = None, most: int | None = 1) -> CountChanged:
    tally = Tally(incidents=number, killed=Range(min=1, max=most), wounded=Range(min=0, max=0), sources=1)
    by = Facets(weapon={"drone": tally})
    return builders.count_changed(bucket=Bucket(span=span, country=country, admin1=admin1), tally=tally, by=by)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Connection]:
    told = [
        count("2022-01-03", "IQ", 2),
        count("2022-01-03", "SY", 3, most=None),
        count("2022-01-05", "IQ", 1),
        count("2022-01-03", "IQ", 1, "Anbar"),
        count("2022-W01", "IQ", 3),
        count("2022-01", "IQ", 4),
        count("2021-01-05", "IQ", 7),
        count("2022-01-04", "IQ", 0),
    ]
    filled(tmp_path / "m", Log().add(*told).records)
    with closing(writer_connection(tmp_path / "m")) as connection:
        yield connection


def asked(first: str, last: str, level: Level = "day", **more: Any) -> Asked:
    return Asked(level, date.fromisoformat(first), date.fromisoformat(last), **more)


def numbers(db: Connection, question: Asked) -> dict[str, int]:
    return {bucket["span"]: bucket["incidents"] for bucket in series(db, question)}


def test_countries_are_summed_and_empty_days_are_told(db: Connection) -> None:
    found = series(db, asked("2022-01-02", "2022-01-05", by=Facet.WEAPON))
    assert [bucket["incidents"] for bucket in found] == [0, 5, 0, 1]
    assert found[1]["killed"] == {"min": 2, "max": None}
    assert found[1]["by"]["drone"]["incidents"] == 5


def test_one_country_or_one_region_is_asked_for_by_name(db: Connection) -> None:
    assert numbers(db, asked("2022-01-03", "2022-01-03", countries=("IQ",))) == {"2022-01-03": 2}
    assert numbers(db, asked("2022-01-03", "2022-01-03", regions=("Anbar",))) == {"2022-01-03": 1}


def test_weeks_and_months_are_counted_as_they_are_published(db: Connection) -> None:
    assert numbers(db, asked("2022-01-05", "2022-01-12", "week")) == {"2022-W01": 3, "2022-W02": 0}
    assert numbers(db, asked("2021-12-31", "2022-01-01", "month")) == {"2021-12": 0, "2022-01": 4}


def test_the_extent_is_that_of_what_is_counted(db: Connection) -> None:
    assert extent(db) == (date(2021, 1, 5), date(2022, 1, 5))


@pytest.mark.parametrize(
    ("level", "first", "last", "compare", "before"),
    [
        ("day", "2022-01-03", "2022-01-05", "previous", ("2021-12-31", "2022-01-02")),
        ("week", "2022-01-05", "2022-01-12", "previous", ("2021-12-20", "2022-01-02")),
        ("month", "2022-02-10", "2022-03-01", "previous", ("2021-12-01", "2022-01-31")),
        ("day", "2024-02-29", "2024-02-29", "year", ("2023-02-28", "2023-02-28")),
    ],
)
def test_the_time_before_is_as_long(
    level: Level, first: str, last: str, compare: Literal["previous", "year"], before: tuple[str, str]
) -> None:
    found = earlier(asked(first, last, level), compare)
    assert found == asked(*before, level)


def test_there_is_no_time_before_time() -> None:
    assert earlier(asked("0001-01-01", "0001-01-02"), "year") is None
    assert earlier(asked("0001-01-01", "0001-01-02"), "previous") is None
    assert earlier(asked("0001-01-01", "0001-02-02", "month"), "previous") is None


def test_too_many_buckets_are_refused(db: Connection) -> None:
    with pytest.raises(TooLong):
        series(db, asked("0001-01-01", "9999-12-31"))


@given(LEVELS, st.dates(), st.integers(0, 400))
def test_spans_are_without_gaps_and_hold_all_days(level: Level, first: date, length: int) -> None:
    last = min(first + timedelta(days=min(length, (date.max - first).days)), date.max)
    found = list(spans(level, first, last))
    assert found[0][1] <= first <= found[0][2]
    assert found[-1][1] <= last <= found[-1][2]
    assert all((b[1] - a[2]).days == 1 for a, b in pairwise(found))
    assert len({name for name, _, _ in found}) == len(found)
