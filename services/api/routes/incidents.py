"""`/incidents`, `/columns`: what happened."""

import gzip
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import quote

import orjson
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from services.api.answers import IncidentDetail, IncidentPage, Revisions
from services.api.context import PROBLEMS, InContext, NoQuery, Paged, answered, has_it, not_found
from services.api.model import arrow, incidents
from services.api.model.columns import columns
from services.api.model.filters import Filters, only
from services.api.model.model import Snapshot

router = APIRouter(tags=["incidents"], responses=PROBLEMS)
_LEVEL = 4


class IncidentQuery(Filters, Paged):
    """Which incidents, and which page of them."""


@router.get("/incidents", response_model=None, responses={200: {"model": IncidentPage}})
def list_incidents(request: Request, context: InContext, query: Annotated[IncidentQuery, Query()]) -> Response:
    """Incidents, the newest first."""
    filters = only(query)

    def page(snapshot: Snapshot) -> dict[str, Any]:
        items, following = incidents.page(snapshot.db, filters, query.limit, query.cursor)
        total = incidents.total(snapshot.db, filters)
        return {"items": [orjson.Fragment(item) for item in items], "next": following, "total": total}

    return answered(request, context.model, page)


@router.get("/incidents/{incident_id}", response_model=None, responses={200: {"model": IncidentDetail}})
def one_incident(request: Request, context: InContext, incident_id: str, _: NoQuery) -> Response:
    """One incident with all that tells of it; a `Link` leads on to the one that it was merged into."""
    links: dict[str, str] = {}

    def detail(snapshot: Snapshot) -> dict[str, Any]:
        found = incidents.detail(snapshot.db, incident_id)
        if found is None:
            raise not_found("incident", incident_id)
        if found["merged_into"]:
            links["Link"] = f'</api/v1/incidents/{quote(found["merged_into"], safe="")}>; rel="successor-version"'
        return found

    answer = answered(request, context.model, detail)
    answer.headers.update(links)
    return answer


@router.get("/incidents/{incident_id}/revisions", response_model=None, responses={200: {"model": Revisions}})
def revisions(request: Request, context: InContext, incident_id: str, _: NoQuery) -> Response:
    """What each revision of an incident changed, oldest first."""

    def history(snapshot: Snapshot) -> dict[str, Any]:
        if incidents.one(snapshot.db, incident_id) is None:
            raise not_found("incident", incident_id)
        return {"items": incidents.revisions(snapshot.db, incident_id)}

    return answered(request, context.model, history)


@router.get("/columns", response_class=Response, responses={200: {"content": {arrow.MEDIA_TYPE: {}}}})
def all_columns(request: Request, context: InContext, filters: Annotated[Filters, Query()]) -> Response:
    """All incidents of the question at once, as an Arrow stream of columns, the newest first.

    It may be some seconds old: the schema's metadata says of when (`as_of`), and holds the `vocabulary`.
    """

    def make() -> tuple[str, bytes]:
        with context.model.snapshot() as snapshot:
            found, vocabulary = columns(snapshot.db, filters)
            told = arrow.stream(found, {"as_of": snapshot.as_of, "vocabulary": vocabulary})
            return snapshot.etag, gzip.compress(told, _LEVEL, mtime=0)

    with context.model.snapshot() as now:
        etag = now.etag
    kept = context.shelf.taken(filters, etag, make)
    headers = {"ETag": kept.etag, "Vary": "Accept-Encoding"}
    if has_it(request, kept.etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(kept.body, headers=headers | {"Content-Encoding": "gzip"}, media_type=arrow.MEDIA_TYPE)
    return Response(gzip.decompress(kept.body), headers=headers, media_type=arrow.MEDIA_TYPE)
