"""Filters are named as in the page's address; what is wrong with one is said."""

import pytest

from tallywire.exports import Filters, WrongFilter
from tests.exported import drones, nowhere, usual, village, withdrawn


def _found(*queries: str) -> set[str]:
    filters = Filters.of(queries)
    return {entry.incident.incident_id for entry in usual() if filters.take(entry)}


@pytest.mark.parametrize(
    ("queries", "found"),
    [
        ([], {"IQ-2022-01-03-1", "RU-1", "ZZ-1"}),
        (["status=any"], {"IQ-2022-01-03-1", "RU-1", "ZZ-1", "IQ-2"}),
        (["status=withdrawn"], {"IQ-2"}),
        (["factuality=denied"], set()),
        (["factuality=any&country=IQ"], {"IQ-2022-01-03-1"}),
        (["country=IQ", "country=RU"], {"IQ-2022-01-03-1", "RU-1"}),
        (["country=IQ&kind=bombing"], set()),
        (["kind=bombing&kind=drone_strike"], {"IQ-2022-01-03-1", "ZZ-1"}),
        (["admin1=Chukotka"], {"RU-1"}),
        (["from=2022-01-04"], {"RU-1"}),
        (["to=2022-01-03"], {"IQ-2022-01-03-1", "RU-1"}),
        (["from=2022-01-10"], set()),
        (["bbox=40,30,50,40"], {"IQ-2022-01-03-1"}),
        (["bbox=170,60,-170,70"], {"RU-1"}),
        (["bbox=-170,60,170,70"], set()),
        (["weapon=drone&outcome=intercepted&target_kind=military"], {"IQ-2022-01-03-1"}),
        (["actor=rogue fighters"], {"IQ-2022-01-03-1"}),
        (["actor=a militia"], set()),
        (["min_sources=2"], {"IQ-2022-01-03-1"}),
        (["q=AIRPORT baghdad"], {"IQ-2022-01-03-1"}),
        (["q=airport nowhere"], set()),
    ],
)
def test_a_filter_takes_what_it_says(queries: list[str], found: set[str]) -> None:
    assert _found(*queries) == found


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("colour=red", "colour"),
        ("country=Iraq", "country"),
        ("kind=war", "kind"),
        ("from=yesterday", "from"),
        ("from=2022-01-02&to=2022-01-01", "before"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=1,50,3,40", "south"),
        ("bbox=1,2,nan,4", "bbox"),
        ("min_sources=-1", "min_sources"),
        ("min_sources=1&min_sources=2", "twice"),
        ("country", "no filter"),
    ],
)
def test_a_wrong_filter_is_named(query: str, reason: str) -> None:
    with pytest.raises(WrongFilter, match=reason):
        Filters.of([query])


def test_without_a_day_or_place_nothing_is_within_one() -> None:
    assert not Filters.of(["from=2000-01-01"]).take(nowhere())
    assert not Filters.of(["bbox=-180,-90,180,90"]).take(nowhere())
    assert Filters.of([]).take(drones())
    assert Filters.of([]).take(village())
    assert not Filters.of([]).take(withdrawn())
