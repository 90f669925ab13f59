"""What aggregation makes of the reports: `wire.incidents.v1`, snapshots of resolved incidents."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from schemas.articles import ArticleId, Revision
from schemas.events import Event
from schemas.values import Attribution, Casualties, Location, Period, Target, Text, Value, Weapon
from schemas.vocabulary import EventType, Factuality, IncidentStatus, Outcome


class ReportRef(Value):
    """A report that stands behind an incident."""

    report_id: Text
    article_id: ArticleId
    article_revision: Revision
    source: Text
    published_at: AwareDatetime


class IncidentResolved(Event):
    """One incident as all its reports tell it; a later `revision` replaces the earlier whole."""

    type: Literal["incident.resolved.v1"] = "incident.resolved.v1"
    incident_id: Text
    revision: Annotated[int, Field(ge=1)]
    status: IncidentStatus
    merged_into: str | None = None
    supersedes: tuple[Text, ...] = ()
    event_type: EventType
    factuality: Factuality
    outcome: Outcome
    occurred: Period | None = None
    location: Location | None = None
    weapon: Weapon = Weapon()
    targets: tuple[Target, ...] = ()
    casualties: Casualties = Casualties()
    attributions: tuple[Attribution, ...] = ()
    reports: tuple[ReportRef, ...] = ()
    corroboration: Annotated[
        int, Field(ge=0, description="number of different sources; one that only repeats another's text is none")
    ] = 0
    confidence: Annotated[float, Field(ge=0, le=1)] = 0.0

    @property
    def event_id(self) -> str:
        """One revision of the incident."""
        return f"{self.incident_id}:{self.revision}"

    @property
    def key(self) -> str:
        """The newest snapshot of an incident outlives compaction."""
        return self.incident_id

    @property
    def subject(self) -> str:
        """The incident."""
        return self.incident_id
