"""What tests of aggregation tell: reports, in a line each, and numbers a day."""

from collections.abc import Mapping

from schemas.reports import IncidentReported, IncidentRetracted
from services.aggregation.domain.upsurges import Between
from tests.builders import incident_reported

PLACES = ((33.26, 44.23, "site"), (33.31, 44.36, "city"), (33.79, 42.44, "site"), (33.0, 43.0, "country"))


def report(number: int, *, day: int = 3, to: int | None = None, place: int = 0, **changes: object) -> IncidentReported:
    """Article `number` reports an incident of January 2022 in Iraq."""
    lat, lon, precision = PLACES[place]
    told = {
        "report_id": f"report-{number}",
        "article_id": f"article-{number}",
        "article_revision": 1,
        "published_at": f"2022-01-{max(day, to or day):02d}T{number % 24:02d}:00:00Z",
        "source": f"agency {number % 3}",
        "occurred": {"earliest": f"2022-01-{day:02d}", "latest": f"2022-01-{to or day:02d}"},
        "location": {"name": f"place {place}", "country": "IQ", "lat": lat, "lon": lon, "precision": precision},
        "casualties": {"killed": None, "wounded": None},
        "attributions": (),
        "targets": (),
        "evidence": (),
    }
    return incident_reported(**(told | changes))


def retraction(of: IncidentReported, revision: int) -> IncidentRetracted:
    """The article's revision that makes the report no more."""
    return IncidentRetracted(
        report_id=of.report_id, article_id=of.article_id, article_revision=revision, country=of.country
    )


def between(daily: Mapping[int, int]) -> Between:
    """The numbers a day as an upsurge asks for them."""
    return lambda first, last: {day: number for day, number in daily.items() if first <= day <= last}
