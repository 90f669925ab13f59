"""What routes work with, and how they answer."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Annotated, Any

import orjson
from fastapi import Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from services.api.hub import Hub
from services.api.metrics import Metrics
from services.api.model.cursors import WrongCursor
from services.api.model.model import Model, Snapshot
from services.api.problems import Problem, Refused, wrong
from services.api.settings import ApiSettings
from services.api.shelf import Shelf

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "content": {"application/problem+json": {}}, "description": description}
    for status, description in {
        401: "a token is asked for",
        403: "this token may not",
        404: "there is none",
        414: "the question is too long",
        422: "a parameter or its value is wrong",
        429: "too many requests from this address",
        503: "not now",
    }.items()
}


@dataclass(slots=True)
class Context:
    """The parts of the service."""

    model: Model
    settings: ApiSettings
    unreadable: Mapping[str, int] = field(default_factory=dict)
    """How many messages of each topic were passed over."""
    hub: Hub = field(default_factory=Hub)
    metrics: Metrics = field(default_factory=Metrics)
    shelf: Shelf = field(default_factory=Shelf)


def _context(request: Request) -> Context:
    found: Context = request.app.state.context
    return found


InContext = Annotated[Context, Depends(_context)]


class Nothing(BaseModel):
    """No parameters."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Paged(BaseModel):
    """How many at once, and from where on."""

    limit: Annotated[int, Field(ge=1, le=500)] = 50
    cursor: Annotated[str | None, Field(max_length=1000, description="`next` of an answer to the same question")] = None


NoQuery = Annotated[Nothing, Query()]


REPEATED = frozenset("country admin1 kind weapon actor outcome target_kind factuality status source events".split())
"""Parameters that may be given several times: their values are alternatives."""


def once(request: Request) -> None:
    """Refuses a question that gives another parameter twice: which of the two is meant?"""
    given = Counter(name for name, _ in request.query_params.multi_items())
    for name in (given - Counter(set(given))).keys() - REPEATED:
        raise wrong(name, "is given more than once")


def answered(
    request: Request,
    model: Model,
    make: Callable[[Snapshot], Mapping[str, Any]],
    headers: Mapping[str, str] | None = None,
) -> Response:
    """What `make` finds in one state of the model, with its freshness; 304 if the client has that."""
    with model.snapshot() as snapshot:
        if has_it(request, snapshot.etag):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": snapshot.etag, **(headers or {})})
        try:
            body = orjson.dumps({**make(snapshot), "as_of": snapshot.as_of})
        except WrongCursor as error:
            raise wrong("cursor", str(error)) from error
        return Response(body, headers={"ETag": snapshot.etag, **(headers or {})}, media_type="application/json")


def has_it(request: Request, etag: str) -> bool:
    """Whether the client says that it has this version."""
    asked = request.headers.get("if-none-match", "")
    return asked.strip() == "*" or etag.removeprefix("W/") in [
        one.strip().removeprefix("W/") for one in asked.split(",")
    ]


def not_found(what: str, identity: str) -> Refused:
    """The refusal of an id that nothing has."""
    return Refused(HTTPStatus.NOT_FOUND, f"there is no {what} {identity[:200]!r}")
