"""What an article's coming changes: new reports, and the end of those that it makes no more."""

from dataclasses import asdict, dataclass, field
from typing import Any

from schemas.articles import ArticleEvent, ArticleText
from schemas.events import Event
from schemas.reports import IncidentRetracted, ReportedEvent, StatisticRetracted
from schemas.values import UNKNOWN_COUNTRY
from services.extraction.domain.read import UnsupportedLanguage, read


@dataclass(frozen=True, slots=True)
class Desk:
    """What is remembered of an article: its newest revision, and the keys of what that reported, by id."""

    revision: int = 0
    incidents: dict[str, str] = field(default_factory=dict)
    statistics: dict[str, str] = field(default_factory=dict)

    def as_row(self) -> dict[str, Any]:
        """The desk as a table keeps it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Decision:
    """The events that an article causes, and the desk to remember (None: nothing changed)."""

    events: tuple[Event, ...] = ()
    desk: Desk | None = None


def decided(article: ArticleEvent, desk: Desk) -> Decision:
    """What this revision changes; one that was read, or is older than what was read, changes nothing.

    Raises:
        UnsupportedLanguage: the article cannot be read, and it is the first of its name. A revision that cannot be
            read takes back what the earlier one reported: those words stand no longer.
    """
    if article.revision <= desk.revision:
        return Decision()
    try:
        incidents, statistics = _reported(article)
    except UnsupportedLanguage:
        if not desk.incidents and not desk.statistics:
            raise
        incidents, statistics = (), ()
    new = Desk(article.revision, {r.report_id: r.key for r in incidents}, {r.report_id: r.key for r in statistics})
    gone = (
        *_gone(article, IncidentRetracted, desk.incidents, new.incidents),
        *_gone(article, StatisticRetracted, desk.statistics, new.statistics),
    )
    return Decision((*incidents, *statistics, *gone), new)


def _reported(article: ArticleEvent) -> tuple[tuple[ReportedEvent, ...], tuple[ReportedEvent, ...]]:
    if not isinstance(article, ArticleText):
        return (), ()
    reading = read(article)
    return reading.incidents, reading.statistics


def _gone(
    article: ArticleEvent,
    retracted: type[IncidentRetracted] | type[StatisticRetracted],
    old: dict[str, str],
    new: dict[str, str],
) -> tuple[Event, ...]:
    return tuple(
        retracted(
            report_id=report_id,
            article_id=article.article_id,
            article_revision=article.revision,
            country=None if key == UNKNOWN_COUNTRY else key,
        )
        for report_id, key in old.items()
        if report_id not in new
    )
