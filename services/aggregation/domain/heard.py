"""The newest thing heard about each report, and the page of the book that it stands on."""

from datetime import UTC, date, datetime
from typing import NamedTuple

from schemas.reports import IncidentReported, IncidentRetracted, ReportEvent, StatisticReported, StatisticRetracted
from services.aggregation.domain.merging import Standing
from services.aggregation.domain.spans import extent

Told = IncidentReported | StatisticReported
Retracted = IncidentRetracted | StatisticRetracted
Month = int
"""A calendar month: year * 12 + month - 1."""


class Place(NamedTuple):
    """Where a report belongs: its country, and its page (None: it stands on none)."""

    country: str
    month: Month | None


class Heard(NamedTuple):
    """The newest thing heard about a report; `report` is None when it is retracted."""

    revision: int
    since: datetime | None
    report: Told | None

    @property
    def standing(self) -> Standing | None:
        """The report of an incident, if it stands."""
        if self.since is None or not isinstance(self.report, IncidentReported):
            return None
        return Standing(self.since, self.report)

    @property
    def month(self) -> Month | None:
        """The page that it stands on, if it stands."""
        return month_of(self.report) if isinstance(self.report, IncidentReported) else None


def now_heard(known: Heard | None, event: ReportEvent) -> Heard | None:
    """What is known of a report after the event; None if as new a revision of it was heard."""
    if known and known.revision >= event.article_revision:
        return None
    since = known.since if known else None
    if not isinstance(event, Told):
        return Heard(event.article_revision, since, None)
    first = min(since, event.published_at) if since else event.published_at
    return Heard(event.article_revision, first, event.model_copy(update={"evidence": ()}))


def published_day(heard: Heard) -> int:
    """The day of its publication in UTC, as an ordinal; 0 of what is taken back."""
    return heard.report.published_at.astimezone(UTC).toordinal() if heard.report else 0


def month_of(report: IncidentReported) -> Month:
    """The month in which its days begin; what names no day stands where it was published.

    Reports are compared within one month of one country: so what is remembered can be opened, counted and put away
    month by month. The price is told in docs/decisions.
    """
    day: date = report.occurred.earliest if report.occurred else report.published_at.date()
    return _month(day)


def months(span: str) -> tuple[Month, Month]:
    """The first and the last month whose pages may hold incidents of a bucket's span."""
    first, last = extent(span)
    return _month(first), _month(first if "/" in span else last)


def _month(day: date) -> Month:
    return day.year * 12 + day.month - 1
