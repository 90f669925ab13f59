"""What extraction reads out of an article: `wire.reports.v1`."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from schemas.articles import ArticleId, Revision, Share
from schemas.events import Event
from schemas.values import (
    UNKNOWN_COUNTRY,
    Attribution,
    Casualties,
    CountryCode,
    Evidence,
    Location,
    Period,
    Range,
    Target,
    Text,
    Weapon,
)
from schemas.vocabulary import EventType, Factuality, Outcome


class ReportEvent(Event):
    """What all events about a report carry."""

    report_id: Text
    article_id: ArticleId
    article_revision: Revision

    @property
    def subject(self) -> str:
        """The report."""
        return self.report_id


class ReportedEvent(ReportEvent):
    """A report that stands until it is retracted or told anew by a later revision of its article."""

    published_at: AwareDatetime
    source: Text
    evidence: tuple[Evidence, ...] = ()
    extractor: Text
    duplicate_of: ArticleId | None = None
    """The article whose text the report's article repeats: together they are one source."""

    @property
    def event_id(self) -> str:
        """One telling of the report by one revision of its article."""
        return f"{self.report_id}:{self.article_revision}"

    @property
    def time(self) -> AwareDatetime:
        """When the wire was published."""
        return self.published_at


class RetractedEvent(ReportEvent):
    """A report that revision `article_revision` of its article makes no more."""

    country: CountryCode | None = None

    @property
    def event_id(self) -> str:
        """One retraction of the report."""
        return f"{self.report_id}:{self.article_revision}:retracted"

    @property
    def key(self) -> str:
        """The key under which the report was made."""
        return self.country or UNKNOWN_COUNTRY


class IncidentReported(ReportedEvent):
    """One article reports one incident; what the text does not say stays empty."""

    type: Literal["incident.reported.v1"] = "incident.reported.v1"
    event_type: EventType
    factuality: Factuality = Factuality.OCCURRED
    outcome: Outcome = Outcome.UNKNOWN
    occurred: Period | None = None
    location: Location | None = None
    weapon: Weapon = Weapon()
    targets: tuple[Target, ...] = ()
    casualties: Casualties = Casualties()
    attributions: tuple[Attribution, ...] = ()
    confidence: Annotated[float, Field(ge=0, le=1)]
    trust: Share | None = None
    """How far the operator trusts the source."""

    @property
    def country(self) -> str | None:
        """The country of the incident, if known."""
        return self.location.country if self.location else None

    @property
    def key(self) -> str:
        """State about a country is touched by one partition only."""
        return self.country or UNKNOWN_COUNTRY


class IncidentRetracted(RetractedEvent):
    """An incident report is taken back."""

    type: Literal["incident.retracted.v1"] = "incident.retracted.v1"


class StatisticReported(ReportedEvent):
    """An article reports a number of attacks; it counts as no incident. An empty `countries` is worldwide."""

    type: Literal["statistic.reported.v1"] = "statistic.reported.v1"
    count: Range
    of: tuple[str, ...] = ()
    countries: tuple[CountryCode, ...] = ()
    period: Period | None = None
    by: str | None = None

    @property
    def key(self) -> str:
        """The first country named, for want of a better one."""
        return self.countries[0] if self.countries else UNKNOWN_COUNTRY


class StatisticRetracted(RetractedEvent):
    """A statistic report is taken back."""

    type: Literal["statistic.retracted.v1"] = "statistic.retracted.v1"
