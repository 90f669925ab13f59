"""The batch oracle: the services' own pure functions over a list of wires or articles, without Kafka.

What the streams come to must equal this, whatever was killed on the way.
"""

import math
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from schemas.articles import ArticleEvent, ArticleText
from schemas.counts import CountChanged
from schemas.events import Event
from schemas.incidents import IncidentResolved
from schemas.reports import IncidentReported, IncidentRetracted
from services.aggregation.domain.counting import folded
from services.aggregation.domain.heard import Heard, now_heard
from services.aggregation.domain.merging import Standing
from services.aggregation.domain.page import Page
from services.aggregation.domain.plausible import is_plausible
from services.aggregation.rows import Place
from services.extraction.domain.desk import Desk, decided
from services.extraction.domain.read import UnsupportedLanguage
from services.ingest.domain.editions import Edition
from services.ingest.domain.editions import decided as edited
from services.ingest.domain.sketches import sketch_of
from services.ingest.domain.syndication import Index, Record
from services.ingest.domain.wires import Wire


@dataclass(frozen=True, slots=True)
class Outcome:
    """What stands in the end: incidents by id, counts by bucket, ids of the reports behind them."""

    incidents: dict[str, IncidentResolved]
    counts: dict[str, CountChanged]
    reports: frozenset[str]


def articles_of(wires: Iterable[Wire]) -> Iterator[ArticleEvent]:
    """The article events that ingest would publish for these wires in this order."""
    editions: dict[str, Edition] = {}
    index = Index(horizon_seconds=math.inf, most=sys.maxsize)
    for wire in wires:
        decision = edited(wire, editions)
        editions.update(decision.remember)
        yield from (_compared(event, index) for event in decision.events)


def _compared(article: ArticleEvent, index: Index) -> ArticleEvent:
    """The event, which says so if its text repeats an earlier article's."""
    sketch = sketch_of(article.body) if isinstance(article, ArticleText) else None
    if sketch is None:
        return article
    index.add(Record(article.article_id, article.revision, 0.0, sketch))
    repeat = index[article.article_id, article.revision]
    return article.model_copy(update=asdict(repeat)) if repeat else article


def reports_of(articles: Iterable[ArticleEvent]) -> Iterator[Event]:
    """The report events that extraction would publish; articles it cannot read are passed over."""
    desks: dict[str, Desk] = {}
    for article in articles:
        try:
            decision = decided(article, desks.get(article.article_id, Desk()))
        except UnsupportedLanguage:
            continue
        if decision.desk:
            desks[article.article_id] = decision.desk
        yield from decision.events


def pages_of(reports: Iterable[Event]) -> dict[Place, Page]:
    """The pages of all countries after these reports, made at once of what is remembered in the end."""
    heard: dict[tuple[str, str], Heard] = {}
    for event in reports:
        if isinstance(event, IncidentReported | IncidentRetracted) and is_plausible(event):
            key = event.key, event.report_id
            heard[key] = now_heard(heard.get(key), event) or heard[key]
    standing: dict[Place, dict[str, Standing]] = {}
    for (country, report_id), one in heard.items():
        if one.standing:
            standing.setdefault(Place(country, one.month), {})[report_id] = one.standing
    return {place: Page(reports) for place, reports in standing.items()}


def outcome_of(articles: Iterable[ArticleEvent]) -> Outcome:
    """What the services come to after these articles."""
    pages = pages_of(reports_of(articles)).values()
    incidents = [incident for page in pages for incident in page.incidents.values()]
    return Outcome(
        incidents={incident.incident_id: incident for incident in incidents},
        counts={bucket.key: cell.count(bucket) for bucket, cell in folded(incidents).items()},
        reports=frozenset(report_id for page in pages for report_id in page.standing),
    )
