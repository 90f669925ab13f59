"""`/counts`, `/statistics`, `/alerts`: how many, what wires say of it, and what stands out."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from schemas.vocabulary import Facet, SeriesKind
from services.api.answers import AlertPage, CountSeries, StatisticPage
from services.api.context import PROBLEMS, InContext, Paged, answered
from services.api.model import lists
from services.api.model.filters import Country, Day, Name
from services.api.model.model import Snapshot
from services.api.model.series import Asked, Level, TooLong, earlier, extent, series
from services.api.problems import wrong

router = APIRouter(tags=["counts"], responses=PROBLEMS)
_MOST = 50
Countries = Annotated[tuple[Country, ...], Field(max_length=_MOST)]


class CountQuery(BaseModel):
    """Which counts; without days all that there are."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    span: Level = "day"
    since: Annotated[Day | None, Field(alias="from")] = None
    until: Annotated[Day | None, Field(alias="to")] = None
    country: Countries = ()
    admin1: Annotated[tuple[Name, ...], Field(max_length=_MOST, description="regions; counted by day and month")] = ()
    by: Facet | None = None
    compare: Literal["previous", "year"] | None = None


@router.get("/counts", response_model=None, responses={200: {"model": CountSeries}})
def counts(request: Request, context: InContext, query: Annotated[CountQuery, Query()]) -> Response:
    """Counts as a series of buckets, summed over the countries or regions asked for; empty ones are told too."""
    if query.admin1 and query.span == "week":
        raise wrong("span", "regions are counted by day and by month, not by week")
    if query.since and query.until and query.since > query.until:
        raise wrong("from", "is after `to`")
    return answered(request, context.model, lambda snapshot: _series(snapshot, query))


def _series(snapshot: Snapshot, query: CountQuery) -> dict[str, Any]:
    told: dict[str, Any] = {"span": query.span, "by": query.by, "series": [], "compare": None}
    asked = _asked(snapshot, query)
    if asked is None:
        return told
    try:
        told["series"] = series(snapshot.db, asked)
        before = earlier(asked, query.compare) if query.compare else None
        if before:
            told["compare"] = {"kind": query.compare, "series": series(snapshot.db, before)}
    except TooLong as error:
        raise wrong("from", str(error)) from error
    return told


def _asked(snapshot: Snapshot, query: CountQuery) -> Asked | None:
    first, last = extent(snapshot.db) or (None, None)
    first, last = query.since or first, query.until or last
    if first is None or last is None or first > last:
        return None
    return Asked(query.span, first, last, query.country, query.admin1, query.by)


class AlertQuery(Paged):
    """Which upsurges."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    country: Countries = ()
    kind: Annotated[tuple[SeriesKind, ...], Field(max_length=_MOST)] = ()
    open: bool | None = None


@router.get("/alerts", response_model=None, responses={200: {"model": AlertPage}})
def alerts(request: Request, context: InContext, query: Annotated[AlertQuery, Query()]) -> Response:
    """Upsurges, those that began last first."""
    conditions = [
        lists.one_of("country", query.country),
        lists.one_of("kind", [str(kind) for kind in query.kind]),
        ("open = ?", (query.open,)) if query.open is not None else ("1", ()),
    ]

    def page(snapshot: Snapshot) -> dict[str, Any]:
        items, following = lists.alerts(snapshot.db, conditions, f"alerts {conditions}", query.limit, query.cursor)
        return {"items": items, "next": following}

    return answered(request, context.model, page)


class StatisticQuery(Paged):
    """Which statistics of wires."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    country: Annotated[Countries, Field(description="one of those that it is about; worldwide ones are about all")] = ()
    status: Literal["standing", "withdrawn", "any"] = "standing"


@router.get("/statistics", response_model=None, responses={200: {"model": StatisticPage}})
def statistics(request: Request, context: InContext, query: Annotated[StatisticQuery, Query()]) -> Response:
    """What wires say of numbers of attacks, beside what is counted here."""
    conditions = [
        lists.about(query.country),
        ("status = ?", (query.status,)) if query.status != "any" else ("1", ()),
    ]

    def page(snapshot: Snapshot) -> dict[str, Any]:
        question = f"statistics {conditions}"
        items, following = lists.statistics(snapshot.db, conditions, question, query.limit, query.cursor)
        return {"items": items, "next": following}

    return answered(request, context.model, page)
