"""What cannot be goes to the dead letters with its reason, and what merely is strange does not."""

import pytest

from schemas.reports import ReportEvent
from services.aggregation.agents import report_in
from services.aggregation.domain.plausible import ImplausibleReport, checked, is_plausible
from tests.builders import article_ingested, incident_retracted, statistic_reported
from tests.unit.aggregation.told import report
from tests.unit.aggregation.worlds import Message

NOWHERE = {"name": "nowhere", "country": "QX"}


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (report(1, location=NOWHERE), "no country QX"),
        (incident_retracted(country="QX"), "no country QX"),
        (statistic_reported(countries=("QX",)), "no country QX"),
        (report(1, day=9, published_at="2022-01-06T12:00:00Z"), "2022-01-09 lies after its wire of 2022-01-06"),
        (report(1, casualties={"killed": {"min": 10**8}}), "killed of 100000000 is more"),
        (report(1, casualties={"wounded": {"min": 1, "max": 10**8}}), "wounded of 100000000 is more"),
        (report(1, weapon={"kind": "rocket", "count": {"min": 10**7}}), "weapon.count of 10000000 is more"),
        (statistic_reported(count={"min": 10**20}), "count of 100000000000000000000 is more"),
        (incident_retracted(article_revision=2**64), "article_revision of 18446744073709551616 is more"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(event: ReportEvent, reason: str) -> None:
    with pytest.raises(ImplausibleReport, match=reason):
        checked(event)
    assert not is_plausible(event)


@pytest.mark.parametrize(
    "event",
    [
        report(1),
        report(1, location=None),
        report(1, day=7, published_at="2022-01-06T12:00:00Z"),
        report(1, location={"country": "XK"}),
        report(1, casualties={"killed": {"min": 250_000}}),
    ],
)
def test_what_is_strange_but_can_be_is_taken(event: ReportEvent) -> None:
    assert checked(event) is event


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (b'{"type": "incident.reported.v9"}', "'incident.reported.v9' is not known"),
        (article_ingested().model_dump_json().encode(), "article.ingested.v1 says nothing about a report"),
        (b"\xff", "JSON"),
        (None, "empty"),
    ],
)
def test_what_is_no_report_is_refused_with_its_reason(value: bytes | None, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        report_in(Message(value))
