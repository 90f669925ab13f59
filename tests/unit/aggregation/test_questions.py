"""What can be asked, and why what cannot is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.counts import Bucket
from services.aggregation.domain.plausible import COUNTRIES
from services.aggregation.questions import (
    CountsOfMonth,
    IncidentsOfMonth,
    OneCount,
    OneIncident,
    WrongQuestion,
    counts_asked,
    incident_asked,
    incidents_asked,
)

JANUARY = 2022 * 12


def test_a_bucket_is_asked_for_by_its_own_fields() -> None:
    assert counts_asked({"country": "IQ", "span": "2022-W01"}) == OneCount("IQ", Bucket(country="IQ", span="2022-W01"))
    asked = {"country": "iq", "span": "2022-01-03/2022-01-14", "admin1": "Baghdad"}
    assert counts_asked(asked) == OneCount("IQ", Bucket(country="IQ", span=asked["span"], admin1="Baghdad"))


def test_a_month_is_asked_for_instead_of_a_bucket() -> None:
    assert counts_asked({"country": "ZZ", "month": "2022-01"}) == CountsOfMonth("ZZ", JANUARY)
    assert incidents_asked({"country": "IQ", "month": "2022-02"}) == IncidentsOfMonth("IQ", JANUARY + 1)
    asked = {"country": "IQ", "month": "2021-12", "after": "IQ-2021-12-03-a"}
    assert incidents_asked(asked) == IncidentsOfMonth("IQ", JANUARY - 1, "IQ-2021-12-03-a")


@given(st.sampled_from(sorted(COUNTRIES)), st.dates(), st.text(max_size=12))
def test_an_incident_is_where_its_id_begins(country: str, day: object, rest: str) -> None:
    incident_id = f"{country}-{day}-{rest}"
    assert incident_asked(incident_id) == OneIncident(country, incident_id)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({}, "country must be"),
        ({"country": "XX", "span": "2022-01"}, "country must be"),
        ({"country": "IQ"}, "span must be a day"),
        ({"country": "IQ", "span": "January"}, "span must be a day"),
        ({"country": "IQ", "span": "2022-02-30"}, "there is no 2022-02-30"),
        ({"country": "IQ", "span": "2021-W53"}, "there is no 2021-W53"),
        ({"country": "IQ", "span": "2022-01", "admin1": "a\nb"}, "admin1 must be the name"),
        ({"country": "IQ", "month": "2022-13"}, "month must be"),
        ({"country": "IQ", "month": "0000-01"}, "month must be"),
        ({"country": "IQ", "month": "2022-01", "span": "2022-01"}, "span: not understood"),
        ({"country": "IQ", "span": "2022-01", "admin": "Baghdad"}, "admin: not understood"),
    ],
)
def test_a_wrong_question_about_counts_is_told_why(asked: dict[str, str], why: str) -> None:
    with pytest.raises(WrongQuestion, match=why):
        counts_asked(asked)


@pytest.mark.parametrize("incident_id", ["", "IQ", "XX-2022-01-03-a", "iq-2022-01-03-a", "-IQ"])
def test_an_id_that_no_incident_has_is_told_why(incident_id: str) -> None:
    with pytest.raises(WrongQuestion, match="begins with its country"):
        incident_asked(incident_id)


@given(st.dictionaries(st.sampled_from(["country", "month", "span", "admin1", "after", "x"]), st.text(max_size=12)))
def test_whatever_is_asked_is_a_question_or_is_told_why_not(asked: dict[str, str]) -> None:
    for ask in (counts_asked, incidents_asked):
        try:
            assert ask(asked).country in COUNTRIES
        except WrongQuestion as wrong:
            assert str(wrong)
