"""Columns as an Arrow stream: what goes in comes out, with what is not told as nothing."""

from datetime import date
from typing import Any

import pytest

from services.api.model import arrow
from tests.serving import arrow_of

COLUMNS: dict[str, list[Any]] = {
    "id": ["a", "é"],
    "first": [None, 18_995],
    "last": [0, 18_996],
    "lat": [None, 33.3],
    "lon": [-180, None],
    "kind": [0, -1],
    "country": [300, -1],
    "actors": [[70_000, 2], []],
    "target_kinds": [[], [0]],
    "killed_min": [-1, 2_000_000],
}


def test_what_is_told_comes_back() -> None:
    columns, metadata = arrow_of(arrow.stream(COLUMNS, {"as_of": {"position": "7"}, "vocabulary": {"kind": ["é"]}}))
    days = {"first": [None, date(2022, 1, 3)], "last": [date(1970, 1, 1), date(2022, 1, 4)]}
    assert columns.pop("lat") == [None, pytest.approx(33.3, abs=1e-5)]
    assert columns == {name: column for name, column in COLUMNS.items() if name != "lat"} | days
    assert metadata == {"as_of": {"position": "7"}, "vocabulary": {"kind": ["é"]}}


def test_of_nothing_there_are_columns_without_rows() -> None:
    columns, _ = arrow_of(arrow.stream({name: [] for name in COLUMNS}, {}))
    assert columns == {name: [] for name in COLUMNS}
