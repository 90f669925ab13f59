"""What extraction does with each article."""

from collections.abc import MutableMapping
from typing import Any

from schemas.articles import ArticleEvent
from schemas.topics import REPORTS
from services.common.outbox import Outbox
from services.common.stream import Handler, singly
from services.extraction.domain.desk import Desk, decided


def reader(desks: MutableMapping[str, Any], outbox: Outbox) -> Handler:
    """Publishes what an article reports, and takes back what it reports no more; then remembers it."""

    async def read(article: ArticleEvent, trace: str | None) -> None:
        row = desks.get(article.article_id)
        decision = decided(article, Desk(**row) if row else Desk())
        await outbox.send(REPORTS, decision.events, trace)
        if decision.desk:
            desks[article.article_id] = decision.desk.as_row()

    return singly(read)
