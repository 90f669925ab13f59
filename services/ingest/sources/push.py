"""`POST /articles`: wires that their agency pushes, in any format that is read.

Pushing the same again is harmless: an article's id follows from its source and guid, so there is no idempotency key.
A pusher cannot write under another's name: the source is its token's, whatever the body says.
"""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from typing import Any

from aiohttp import web
from aiokafka.errors import KafkaError, MessageSizeTooLargeError
from faust.exceptions import FaustError

from services.ingest.domain.feeds import Pusher
from services.ingest.domain.items import UnreadableDocument
from services.ingest.sources.port import Intake, Receipt
from services.ingest.sources.received import BodyLimits, TooLarge, gathered
from services.ingest.sources.tokens import tokens

_NO_TEXT = ("image/", "audio/", "video/", "font/", "multipart/")
_ENCODINGS = ("", "identity", "gzip", "deflate", "br")


@dataclass(frozen=True, slots=True)
class PushLimits:
    """What pushers may ask of us at most."""

    body: BodyLimits = field(default_factory=BodyLimits)
    at_once: int = 16
    """Requests in flight; each may hold a body in memory."""
    broker_seconds: float = 30.0
    retry_after: int = 5
    """Seconds, told with 429 and 503."""


@dataclass(slots=True)
class _Refused(Exception):
    status: HTTPStatus
    detail: str
    headers: dict[str, str] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)


class Push:
    """The door for pushers."""

    def __init__(
        self, pushers: tuple[Pusher, ...], environment: Mapping[str, str], intake: Intake, limits: PushLimits
    ) -> None:
        """A door that opens to the pushers' tokens in the environment.

        Raises:
            WrongFeeds: a token is missing, short, or given to two.
        """
        self._tokens, self._intake, self._limits = tokens(pushers, environment), intake, limits
        self._in_flight = 0

    def add_to(self, app: web.Application) -> None:
        """Serves `POST /articles` in the application."""
        app.router.add_post("/articles", self._articles)

    async def _articles(self, request: web.Request) -> web.Response:
        try:
            pusher = self._known(request)
            with self._place():
                receipt = await self._taken(await self._body(request), pusher)
            return web.json_response(asdict(receipt), status=HTTPStatus.ACCEPTED)
        except _Refused as refused:
            return _problem(refused)

    def _known(self, request: web.Request) -> Pusher:
        pusher = self._tokens.owner(request.headers.get("Authorization", ""))
        if not pusher:
            raise _Refused(
                HTTPStatus.UNAUTHORIZED, "send `Authorization: Bearer TOKEN`", {"WWW-Authenticate": "Bearer"}
            )
        claimed = request.query.get("source", pusher.source)
        if claimed != pusher.source:
            raise _Refused(HTTPStatus.FORBIDDEN, f"this token is for {pusher.source}, not for {claimed}")
        return pusher

    @contextmanager
    def _place(self) -> Iterator[None]:
        """One of the places there are for requests in flight."""
        if self._in_flight >= self._limits.at_once:
            raise _Refused(HTTPStatus.TOO_MANY_REQUESTS, "too many requests are in flight", self._later())
        self._in_flight += 1
        try:
            yield
        finally:
            self._in_flight -= 1

    async def _body(self, request: web.Request) -> bytes:
        if request.content_type.startswith(_NO_TEXT):
            raise _Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"{request.content_type} holds no wires")
        if request.headers.get("Content-Encoding", "").lower() not in _ENCODINGS:
            accepted = {"Accept-Encoding": "gzip, deflate, br"}
            raise _Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unknown Content-Encoding", accepted)
        try:
            return await gathered(request.content.iter_any(), self._limits.body)
        except TooLarge as error:
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, str(error)) from error
        except TimeoutError as error:
            raise _Refused(HTTPStatus.REQUEST_TIMEOUT, "the body did not come in time") from error
        except web.RequestPayloadError as error:
            raise _Refused(HTTPStatus.BAD_REQUEST, "the body is broken, or not encoded as declared") from error

    async def _taken(self, raw: bytes, pusher: Pusher) -> Receipt:
        try:
            async with asyncio.timeout(self._limits.broker_seconds):
                receipt = await self._intake.take(raw, pusher)
        except UnreadableDocument as error:
            raise _Refused(HTTPStatus.BAD_REQUEST, str(error)) from error
        except MessageSizeTooLargeError as error:
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "an entry is too large for Kafka") from error
        except (TimeoutError, KafkaError, FaustError) as error:
            why = "Kafka does not answer: send it all again, nothing is taken twice"
            raise _Refused(HTTPStatus.SERVICE_UNAVAILABLE, why, self._later()) from error
        if receipt.faults and not receipt.ids:
            raise _Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "no entry could be read", more=asdict(receipt))
        return receipt

    def _later(self) -> dict[str, str]:
        return {"Retry-After": str(self._limits.retry_after)}


def _problem(refused: _Refused) -> web.Response:
    """RFC 9457."""
    told = {"title": refused.status.phrase, "status": refused.status, "detail": refused.detail} | refused.more
    return web.json_response(
        told, status=refused.status, headers=refused.headers, content_type="application/problem+json"
    )
