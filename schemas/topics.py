"""The topics, as data: who writes, who reads, keyed by what, kept how long.

Everything that names a topic reads it here: creation, the picture in the README, the AsyncAPI document.
"""

from typing import Literal

from schemas.alerts import UpsurgeDetected, UpsurgeEnded
from schemas.articles import ArticleIngested, ArticleRevised, ArticleWithdrawn
from schemas.counts import CountChanged
from schemas.events import Event
from schemas.incidents import IncidentResolved
from schemas.reports import IncidentReported, IncidentRetracted, StatisticReported, StatisticRetracted
from schemas.statistics import StatisticCompared
from schemas.values import Value

PARTITIONS = 4
"""One number for all topics: Faust needs a stream and the tables it writes to be co-partitioned."""

ONLY_READ = ("api",)
"""Services that show what is on a topic, as any subscriber may: they pass over what they cannot read, and count it."""

DEAD_LETTER_PARTITIONS = 1
"""Dead letters are few, and an operator reads them in one order."""


class Topic(Value):
    """A topic: its name, its key in words, and what travels on it."""

    name: str
    key: str
    events: tuple[type[Event], ...] = ()
    producers: tuple[str, ...]
    consumers: tuple[str, ...] = ()
    cleanup: Literal["delete", "compact"] = "delete"
    partitions: int = PARTITIONS
    kept_days: int | None = None
    """How long the broker keeps a message, by its own clock; None is for ever."""
    summary: str

    @property
    def processors(self) -> tuple[str, ...]:
        """The consumers that make something of every message, and bury what they cannot read."""
        return tuple(consumer for consumer in self.consumers if consumer not in ONLY_READ)

    @property
    def dead_letters(self) -> str:
        """The topic of what could not be read from this one."""
        return f"{self.name}.dlq"


INTAKE = Topic(
    name="wire.intake.v1",
    key="source",
    producers=("feeds, folders and pushes (ingest)", "tallywire publish", "any feed handler"),
    consumers=("ingest",),
    summary="Wires as they were delivered: raw bytes, one JSON wire or a document of any known format per message.",
)
ARTICLES = Topic(
    name="wire.articles.v1",
    key="article_id",
    events=(ArticleIngested, ArticleRevised, ArticleWithdrawn),
    producers=("ingest",),
    consumers=("extraction", "api"),
    summary="Identified, versioned articles: the log from which everything else can be rebuilt.",
)
REPORTS = Topic(
    name="wire.reports.v1",
    key="country",
    events=(IncidentReported, IncidentRetracted, StatisticReported, StatisticRetracted),
    producers=("extraction",),
    consumers=("aggregation", "api"),
    summary="What each article reports: incidents and statistics with the words that say so.",
)
INCIDENTS = Topic(
    name="wire.incidents.v1",
    key="incident_id",
    events=(IncidentResolved,),
    producers=("aggregation",),
    consumers=("api",),
    cleanup="compact",
    summary="Incidents resolved from all their reports, each a snapshot with a revision number.",
)
COUNTS = Topic(
    name="wire.counts.v1",
    key="bucket or statistic",
    events=(CountChanged, StatisticCompared),
    producers=("aggregation",),
    consumers=("api",),
    cleanup="compact",
    summary="Running counts, one bucket's value per message; and the statistics of wires beside them.",
)
ALERTS = Topic(
    name="wire.alerts.v1",
    key="country",
    events=(UpsurgeDetected, UpsurgeEnded),
    producers=("aggregation",),
    consumers=("api",),
    summary="Where and when the counts depart from their own past.",
)

FEEDS = Topic(
    name="wire.feeds.v1",
    key="feed",
    producers=("ingest",),
    consumers=("ingest",),
    cleanup="compact",
    partitions=1,
    summary="What is known of each feed between two polls: ingest's own.",
)

SKETCHES = Topic(
    name="wire.sketches.v1",
    key="article_id",
    producers=("ingest",),
    consumers=("ingest",),
    partitions=1,
    kept_days=7,
    summary="What texts look alike by, in the one order that tells which came first.",
)

TOPICS = (INTAKE, ARTICLES, REPORTS, INCIDENTS, COUNTS, ALERTS)
INTERNAL = (FEEDS, SKETCHES)
"""Topics that a service keeps for itself, as it keeps its tables' changelogs: no part of the contract."""
CONSUMED = tuple(topic for topic in TOPICS if topic.processors)
"""Topics that a service makes something of; each has dead letters."""

EVENTS: dict[str, type[Event]] = {
    event.model_fields["type"].default: event for topic in TOPICS for event in topic.events
}
"""Every event by the `type` on the wire."""
