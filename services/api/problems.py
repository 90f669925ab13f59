"""What is wrong with a request, told as RFC 9457 has it."""

import logging
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response

log = logging.getLogger("tallywire")
MEDIA_TYPE = "application/problem+json"
_MOST_FAULTS = 10


class Fault(BaseModel):
    """A parameter, and what is wrong with it."""

    parameter: str
    detail: str


class Problem(BaseModel):
    """Why there is no answer."""

    title: str
    status: int
    detail: str
    errors: list[Fault] = []


@dataclass(slots=True)
class Refused(Exception):
    """A request that gets no answer; the detail names the remedy."""

    status: HTTPStatus
    detail: str
    headers: Mapping[str, str] = field(default_factory=dict)
    errors: list[dict[str, str]] = field(default_factory=list)


def wrong(parameter: str, detail: str) -> Refused:
    """The refusal of one parameter."""
    return Refused(
        HTTPStatus.UNPROCESSABLE_ENTITY, f"{parameter}: {detail}", errors=[{"parameter": parameter, "detail": detail}]
    )


def problem(refused: Refused) -> Response:
    """The refusal as an answer."""
    told: dict[str, Any] = {"title": refused.status.phrase, "status": refused.status.value, "detail": refused.detail}
    told |= {"errors": refused.errors}
    headers = {"Cache-Control": "no-store", **refused.headers}
    return Response(orjson.dumps(told), refused.status.value, headers, MEDIA_TYPE)


def add_problems(app: FastAPI) -> None:
    """Every error that is foreseen becomes a problem of this form; the gate sees to the others."""

    @app.exception_handler(Refused)
    async def refused(_: Request, error: Refused) -> Response:
        return problem(error)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> Response:
        return problem(_invalid(error))

    @app.exception_handler(HTTPException)
    async def http(_: Request, error: HTTPException) -> Response:
        return problem(Refused(HTTPStatus(error.status_code), str(error.detail), error.headers or {}))

    @app.exception_handler(sqlite3.Error)
    async def model(_: Request, error: sqlite3.Error) -> Response:
        log.error("the model does not answer: %r", error)
        return problem(Refused(HTTPStatus.SERVICE_UNAVAILABLE, "the model does not answer", {"Retry-After": "5"}))


def _invalid(error: RequestValidationError) -> Refused:
    faults = [
        {"parameter": _name(fault["loc"])[:200], "detail": _detail(fault)[:500]}
        for fault in error.errors()[:_MOST_FAULTS]
    ]
    detail = "; ".join(f"{fault['parameter']}: {fault['detail']}" for fault in faults)
    return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors=faults)


def _name(location: tuple[Any, ...]) -> str:
    return ".".join(_writable(str(part)) for part in location[1:2]) or "request"


def _detail(fault: Mapping[str, Any]) -> str:
    if fault["type"] == "extra_forbidden":
        return "there is no such parameter"
    return _writable(str(fault["msg"])).removeprefix("Value error, ")


def _writable(text: str) -> str:
    return text.encode(errors="replace").decode()
