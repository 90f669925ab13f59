"""What aggregation makes of the reports: `wire.incidents.v1`, snapshots of resolved incidents."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from schemas.articles import ArticleId, Revision
from schemas.events import Event
from schemas.values import Attribution, Casualties, Location, Period, Target, Text, Value, Weapon
from schemas.vocabulary import EventType, Factuality, IncidentStatus, Outcome

Points = Annotated[float, Field(allow_inf_nan=False)]


class Likeness(Value):
    """Why a report was joined: what it has in common with `to`, the report of the incident that is most like it.

    `points` are log-odds by feature: above 0 speaks for one incident, below for two; `score` is their sum.
    """

    to: Text
    score: Points
    points: dict[str, Points]


class ReportRef(Value):
    """A report that stands behind an incident."""

    report_id: Text
    article_id: ArticleId
    article_revision: Revision
    source: Text
    published_at: AwareDatetime
    duplicate_of: (
        Annotated[ArticleId, Field(description="the article whose text this one repeats: together they have one voice")]
        | None
    ) = None
    likeness: Likeness | None = None
    """Empty for a report that stands alone."""


class Attributed(Attribution):
    """An attribution, and the sources that carry it."""

    carried_by: tuple[Text, ...] = ()


class Said(Value):
    """One of the values that are told of a field, and by how many reports; the ids of the first that told it."""

    value: Text
    number: Annotated[int, Field(ge=1)]
    report_ids: tuple[Text, ...]


class Disagreement(Value):
    """A field of which different values are told, the one told by most reports first."""

    field: Text
    values: tuple[Said, ...]


class IncidentResolved(Event):
    """One incident as all its reports tell it; a later `revision` replaces the earlier whole."""

    type: Literal["incident.resolved.v1"] = "incident.resolved.v1"
    incident_id: Text
    revision: Annotated[int, Field(ge=1)]
    status: IncidentStatus
    merged_into: str | None = None
    supersedes: Annotated[tuple[Text, ...], Field(description="ids of the incidents that live on in this one")] = ()
    event_type: EventType
    factuality: Factuality
    outcome: Outcome
    occurred: Period | None = None
    location: Location | None = None
    weapon: Weapon = Weapon()
    targets: tuple[Target, ...] = ()
    casualties: Casualties = Casualties()
    casualties_told: Annotated[Casualties, Field(description="from the lowest to the highest toll that is told")] = (
        Casualties()
    )
    attributions: tuple[Attributed, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
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
