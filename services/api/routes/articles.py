"""`/articles`, `/sources`: who says so."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import ConfigDict, Field
from starlette.responses import Response

from services.api.answers import ArticleDetail, ArticlePage, Sources
from services.api.context import PROBLEMS, InContext, NoQuery, Paged, answered, not_found
from services.api.model import incidents, lists
from services.api.model.filters import Day, Name, Words
from services.api.model.model import Snapshot
from services.api.model.values import milliseconds

router = APIRouter(tags=["articles"], responses=PROBLEMS)
_MOST = 50


class ArticleQuery(Paged):
    """Which articles, by the day of their publication in UTC."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: Annotated[tuple[Name, ...], Field(max_length=_MOST)] = ()
    since: Annotated[Day | None, Field(alias="from")] = None
    until: Annotated[Day | None, Field(alias="to")] = None
    q: Annotated[Words | None, Field(description="words of headline and body; beginnings do")] = None


@router.get("/articles", response_model=None, responses={200: {"model": ArticlePage}})
def list_articles(request: Request, context: InContext, query: Annotated[ArticleQuery, Query()]) -> Response:
    """Articles, the newest first, without their bodies."""
    conditions = [
        lists.one_of("source", query.source),
        lists.said("article_words", query.q),
        ("published >= ?", (_midnight(query.since),)) if query.since else ("1", ()),
        ("published < ?", (_midnight(query.until) + _DAY,)) if query.until else ("1", ()),
    ]

    def page(snapshot: Snapshot) -> dict[str, Any]:
        items, following = lists.articles(snapshot.db, conditions, f"articles {conditions}", query.limit, query.cursor)
        return {"items": items, "next": following}

    return answered(request, context.model, page)


@router.get("/articles/{article_id:path}", response_model=None, responses={200: {"model": ArticleDetail}})
def one_article(request: Request, context: InContext, article_id: str, _: NoQuery) -> Response:
    """One article with its words, and the ids of the incidents that it tells of."""

    def article(snapshot: Snapshot) -> dict[str, Any]:
        found = incidents.article(snapshot.db, article_id)
        if found is None:
            raise not_found("article", article_id)
        return found | {"incidents": lists.incidents_of(snapshot.db, article_id)}

    return answered(request, context.model, article)


@router.get("/sources", response_model=None, responses={200: {"model": Sources}})
def sources(request: Request, context: InContext, _: NoQuery) -> Response:
    """Each source with its articles and the incidents that they tell of."""
    return answered(request, context.model, lambda snapshot: {"items": lists.sources(snapshot.db)})


_DAY = int(timedelta(days=1).total_seconds() * 1000)


def _midnight(day: date) -> int:
    return milliseconds(datetime.combine(day, time(), UTC))
