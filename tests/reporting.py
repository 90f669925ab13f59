"""Reports put on their topic as extraction would put them: to try aggregation alone."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

from schemas.events import Event
from schemas.reports import IncidentReported
from schemas.topics import REPORTS
from services.common.envelope import sealed
from services.common.settings import Settings
from tallywire.kafka import producer
from tests.builders import incident_reported

FIRST = date(2022, 1, 1)
AGENCIES = ("Harbourline News", "Copperline", "Saltmarsh Press")


def told(country: str, number: int, *, days: int = 59) -> IncidentReported:
    """The report of one agency about an incident in a country; three agencies tell of each."""
    incident, agency = divmod(number, len(AGENCIES))
    day = FIRST + timedelta(days=7 * incident % days)
    place = incident // days
    return incident_reported(
        report_id=f"{country.lower()}{number:010d}",
        article_id=f"{country}-{number}",
        published_at=datetime(day.year, day.month, day.day, 9 + agency, tzinfo=UTC),
        source=AGENCIES[agency],
        occurred={"earliest": day, "latest": day},
        location={
            "name": f"place {place}",
            "country": country,
            "admin1": f"region {place % 5}",
            "lat": place % 60,
            "lon": place // 60,
            "precision": "city",
        },
        casualties={"killed": {"min": 1 + incident % 3, "max": 1 + incident % 3}},
    )


def told_in_turn(countries: Iterable[str], each: int) -> Iterator[IncidentReported]:
    """So many reports about each country, the countries in turn."""
    names = list(countries)
    return (told(country, number) for number in range(each) for country in names)


def put(settings: Settings, events: Iterable[Event]) -> int:
    """How many events went to the topic of reports; the broker has them all."""
    count = 0
    with closing(producer(settings)) as writer:
        for count, event in enumerate(events, start=1):  # noqa: B007  # the number of the last is the answer
            one = sealed(event, "extraction")
            writer.send(settings.named(REPORTS.name), key=one.key, value=one.value, headers=list(one.headers))
        writer.flush()
    return count
