"""The batch oracle: the services' own pure functions over a list of wires or articles, without Kafka.

What the streams come to must equal this, whatever was killed on the way.
"""

import math
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from schemas.articles import ArticleEvent, ArticleText
from schemas.events import Event
from services.aggregation.domain.conclusion import Conclusion, concluded
from services.extraction.domain.desk import Desk, decided
from services.extraction.domain.read import UnsupportedLanguage
from services.ingest.domain.editions import Edition
from services.ingest.domain.editions import decided as edited
from services.ingest.domain.sketches import sketch_of
from services.ingest.domain.syndication import Index, Record
from services.ingest.domain.wires import Wire


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


def outcome_of(articles: Iterable[ArticleEvent]) -> Conclusion:
    """What the services come to after these articles."""
    return concluded(reports_of(articles))
