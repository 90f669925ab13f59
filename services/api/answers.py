"""The shapes of answers, for the OpenAPI document; tests hold the answers against them."""

from typing import Any

from pydantic import AwareDatetime, BaseModel

from schemas.alerts import Ground, Series
from schemas.articles import ArticleId
from schemas.incidents import IncidentResolved, Likeness
from schemas.statistics import StatisticCompared
from schemas.values import Attribution, Casualties, Evidence, Location, Period, Range, Target, Weapon
from schemas.vocabulary import EventType, Factuality, IncidentStatus, Outcome


class AsOf(BaseModel):
    """How fresh an answer is; `since`: when the broker last answered, if that is too long ago."""

    position: str
    lag: int
    stale: bool
    since: AwareDatetime | None


class Incident(IncidentResolved):
    """An incident with the headline of its newest article, and when it was last resolved."""

    headline: str | None
    updated_at: AwareDatetime


class IncidentPage(BaseModel):
    """Incidents, the newest first; `next` is the cursor of the next page."""

    items: list[Incident]
    next: str | None
    total: int
    as_of: AsOf


class Changed(BaseModel):
    """A field of which a revision says something else."""

    field: str
    before: Any
    after: Any


class Revision(BaseModel):
    """A revision of an incident."""

    revision: int
    at: AwareDatetime
    status: IncidentStatus
    changed: list[Changed]


class Revisions(BaseModel):
    """The history of an incident, oldest first."""

    items: list[Revision]
    as_of: AsOf


class Values(BaseModel):
    """What one report says."""

    event_type: EventType
    factuality: Factuality
    outcome: Outcome
    occurred: Period | None
    location: Location | None
    weapon: Weapon
    targets: list[Target]
    casualties: Casualties
    attributions: list[Attribution]
    confidence: float


class ToldReport(BaseModel):
    """A report of an incident; its evidence is of `article_revision`."""

    report_id: str
    article_revision: int
    retracted: bool
    evidence: list[Evidence]
    likeness: Likeness | None
    values: Values | None
    duplicate_of: ArticleId | None


class Article(BaseModel):
    """An article; `text` is headline, newline, body, which the offsets of evidence refer to."""

    article_id: str
    source: str
    headline: str | None
    url: str | None = None
    published_at: AwareDatetime
    revision: int | None
    text_revision: int | None = None
    text: str | None
    truncated: bool = False
    withdrawn: bool
    language: str = "en"
    duplicate_of: str | None = None
    similarity: float | None = None


class ToldArticle(Article):
    """An article of an incident, with its reports of it."""

    reports: list[ToldReport]


class IncidentDetail(Incident):
    """An incident with all that tells of it."""

    articles: list[ToldArticle]
    revisions: list[Revision]
    as_of: AsOf


class Sum(BaseModel):
    """How many, with what tolls."""

    incidents: int
    killed: Range
    wounded: Range


class Bucket(Sum):
    """One span of a series; `by` tells it apart."""

    span: str
    first: str
    last: str
    by: dict[str, Sum] | None = None


class Compared(BaseModel):
    """The same series of the time before."""

    kind: str
    series: list[Bucket]


class CountSeries(BaseModel):
    """Counts, one bucket after another."""

    span: str
    by: str | None
    series: list[Bucket]
    compare: Compared | None
    as_of: AsOf


class Alert(BaseModel):
    """An upsurge; one that is over has `last` and `reason`."""

    upsurge_id: str
    revision: int
    series: Series
    since: str
    ground: Ground
    open: bool
    last: str | None = None
    reason: str | None = None
    continued_as: str | None = None


class AlertPage(BaseModel):
    """Upsurges, those that began last first."""

    items: list[Alert]
    next: str | None
    as_of: AsOf


class ListedArticle(BaseModel):
    """An article without its body."""

    article_id: str
    source: str
    headline: str
    published_at: AwareDatetime
    revision: int
    withdrawn: bool
    updated_at: AwareDatetime


class ArticlePage(BaseModel):
    """Articles, the newest first."""

    items: list[ListedArticle]
    next: str | None
    as_of: AsOf


class ArticleDetail(Article):
    """An article with the incidents that it tells of."""

    incidents: list[str]
    as_of: AsOf


class Source(BaseModel):
    """A source: its articles, the standing incidents that they tell of, its newest article."""

    source: str
    articles: int
    withdrawn: int
    incidents: int
    last_seen: AwareDatetime


class Sources(BaseModel):
    """All sources."""

    items: list[Source]
    as_of: AsOf


class StatisticPage(BaseModel):
    """What wires say of numbers, beside our own; the newest wires first."""

    items: list[StatisticCompared]
    next: str | None
    as_of: AsOf
