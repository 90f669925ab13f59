"""What every request passes on its way in, and every answer on its way out."""

import logging
import math
import time
from http import HTTPStatus
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.api.limits import Rates
from services.api.metrics import Metrics
from services.api.problems import Refused, problem
from services.api.roles import Role, Roles

log = logging.getLogger("tallywire")
API: Final = "/api/"
OPEN: Final = ("/live", "/ready", "/api/v1/openapi.json")
OPERATORS: Final = ("/metrics", "/api/v1/status")
LONGEST_QUERY: Final = 16_384
MOST_PARAMETERS: Final = 500
PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
DATA_POLICY: Final = "default-src 'none'; frame-ancestors 'none'"
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}


class Gate:
    """Refuses what is too much, too often, or not allowed; puts safety headers on all answers, and counts them."""

    def __init__(self, app: ASGIApp, rates: Rates, roles: Roles, metrics: Metrics) -> None:
        """In front of an application."""
        self._app, self._rates, self._roles, self._metrics = app, rates, roles, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = time.perf_counter(), 0

        async def guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _add_headers(scope["path"], message)
            await send(message)

        try:
            refused = self._refused(scope)
            await (problem(refused) if refused else self._app)(scope, receive, guarded)
        except Exception:
            log.exception("a request failed")
            if status:
                raise  # half an answer is out: all that is left is to break it off
            fault = Refused(HTTPStatus.INTERNAL_SERVER_ERROR, "this is a fault of the service, and logged")
            await problem(fault)(scope, receive, guarded)
        finally:
            route = getattr(scope.get("route"), "path", "other")
            self._metrics.note(route, status, time.perf_counter() - begun)

    def _refused(self, scope: Scope) -> Refused | None:
        path = scope["path"]
        if path in OPEN[:2]:
            return None
        seconds = self._rates.wait(scope["client"][0] if scope.get("client") else "")
        if seconds:
            later = {"Retry-After": str(math.ceil(seconds))}
            return Refused(HTTPStatus.TOO_MANY_REQUESTS, "too many requests from this address", later)
        query = scope.get("query_string", b"")
        if len(query) > LONGEST_QUERY:
            return Refused(HTTPStatus.REQUEST_URI_TOO_LONG, f"at most {LONGEST_QUERY} bytes behind the question mark")
        if query.count(b"&") >= MOST_PARAMETERS:
            return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"at most {MOST_PARAMETERS} parameters")
        return self._not_allowed(path, Headers(scope=scope).get("authorization", ""))

    def _not_allowed(self, path: str, authorization: str) -> Refused | None:
        wanted = Role.OPERATOR if path in OPERATORS else Role.READER if path.startswith(API) else Role.NOBODY
        if path in OPEN or (role := self._roles.of(authorization)) >= wanted:
            return None
        if role == Role.NOBODY:
            challenge = {"WWW-Authenticate": "Bearer"}
            return Refused(HTTPStatus.UNAUTHORIZED, "send `Authorization: Bearer TOKEN`", challenge)
        return Refused(HTTPStatus.FORBIDDEN, "this token may read, but not operate")


def _add_headers(path: str, message: Message) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in _HEADERS.items():
        headers[name] = value
    data = path.startswith(API) or path in (*OPEN, *OPERATORS)
    headers.setdefault("Content-Security-Policy", DATA_POLICY if data else PAGE_POLICY)
    headers.setdefault("Cache-Control", "no-cache")
