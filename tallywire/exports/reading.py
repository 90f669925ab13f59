"""Entries out of the topics: the newest snapshot of each incident, with the newest text of each of its articles."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from schemas.articles import ArticleText, ArticleWithdrawn
from schemas.events import Event
from schemas.incidents import IncidentResolved
from schemas.topics import ARTICLES, INCIDENTS
from services.common.envelope import UnreadableEvent, opened
from services.common.settings import Settings
from tallywire.exports.entries import Cited, Entry
from tallywire.exports.filters import Filters
from tallywire.kafka import whole_topic

Snapshots = dict[str, tuple[IncidentResolved, datetime]]
Articles = dict[str, tuple[int, Cited | None]]


def entries(settings: Settings, filters: Filters) -> list[Entry]:
    """The incidents that are wanted, the newest first.

    Raises:
        BrokerFault: nothing answers, or a topic is missing.
    """
    articles = cited(whole_topic(settings, settings.named(ARTICLES.name)))
    snapshots = newest_snapshots(whole_topic(settings, settings.named(INCIDENTS.name)))
    told = (entry_of(incident, at, articles) for incident, at in snapshots.values())
    return in_order(entry for entry in told if filters.take(entry))


def newest_snapshots(records: Iterable[Any]) -> Snapshots:
    """By id, the snapshot with the highest revision, and when it was written; what cannot be read is passed over."""
    newest: Snapshots = {}
    for record in records:
        if record.value is None:
            newest.pop(record.key.decode(), None)
            continue
        event = _event(record)
        if isinstance(event, IncidentResolved):
            before = newest.get(event.incident_id)
            if before is None or event.revision > before[0].revision:
                newest[event.incident_id] = event, datetime.fromtimestamp(record.timestamp / 1000, UTC)
    return newest


def cited(records: Iterable[Any]) -> Articles:
    """By id, an article's newest revision and how it is cited; a withdrawn one is not."""
    newest: Articles = {}
    for record in records:
        event = _event(record)
        if not isinstance(event, ArticleText | ArticleWithdrawn):
            continue
        before, _ = newest.get(event.article_id, (0, None))
        if event.revision > before:
            newest[event.article_id] = event.revision, _as_cited(event) if isinstance(event, ArticleText) else None
    return newest


def entry_of(incident: IncidentResolved, updated_at: datetime, articles: Articles) -> Entry:
    """The incident with the articles that stand behind it, the newest first."""
    found = (articles.get(one, (0, None))[1] for one in dict.fromkeys(r.article_id for r in incident.reports))
    told = sorted(filter(None, found), key=lambda one: (one.published_at, one.source, one.headline), reverse=True)
    return Entry(incident, updated_at, tuple(told))


def in_order(told: Iterable[Entry]) -> list[Entry]:
    """Newest first, by the day it happened; what is undated comes last."""

    def place(entry: Entry) -> tuple[date, date, str]:
        occurred = entry.incident.occurred
        return (
            occurred.latest if occurred else date.min,
            occurred.earliest if occurred else date.min,
            entry.incident.incident_id,
        )

    return sorted(told, key=place, reverse=True)


def _as_cited(event: ArticleText) -> Cited:
    return Cited(event.source, event.headline, event.published_at, event.url)


def _event(record: Any) -> Event | None:
    try:
        return opened(record.value)
    except UnreadableEvent:
        return None
