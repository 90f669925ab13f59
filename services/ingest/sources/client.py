"""Fetches over HTTP from servers that may be slow, broken or hostile: bounded in time, bytes and places to go."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http import HTTPStatus
from importlib.metadata import version
from types import TracebackType
from typing import Self

import aiohttp
from yarl import URL

from services.ingest.domain.answers import waiting_time
from services.ingest.settings import IngestSettings
from services.ingest.sources.bodies import ACCEPTED, whole_body
from services.ingest.sources.credentials import may_know
from services.ingest.sources.failures import FetchFailed, failure_of
from services.ingest.sources.guard import guarded_socket
from services.ingest.sources.turns import Turns

MAX_URL = 2048
_REST_SECONDS, _MOST_REST_SECONDS = 30.0, 600.0
"""After 429: where no time is told, and at most. The feed itself waits as long as it was told (`domain/paces.py`)."""
_PERMANENT = {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT}
_REDIRECTS = _PERMANENT | {HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT}
_FORMATS = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to ask for, by GET."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    """Conditions and the like."""
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Headers that hold credentials: sent to the URL's own host alone."""
    max_bytes: int | None = None
    """A lower limit than the settings'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer of any status; only redirects were followed."""

    status: int
    headers: Mapping[str, str]
    """By their names in lower case."""
    body: bytes
    """Unpacked."""
    url: str
    """Where it came from at last."""
    moved_to: str | None
    """The same, if there were redirects and all of them were permanent."""
    seconds: float
    """From the first request sent, without waiting for a turn."""


@dataclass(frozen=True, slots=True)
class _Hop:
    url: URL
    secrets: Mapping[str, str]
    permanent: bool = True
    seconds: float = 0.0


def user_agent(contact: str) -> str:
    """Who we are, and whom to ask to stop."""
    product = f"Tallywire/{version('tallywire')}"
    return f"{product} (+{contact})" if contact else product


class Client:
    """One for all feeds. An asynchronous context manager; made and used in one event loop."""

    def __init__(self, settings: IngestSettings) -> None:
        """Opens no connection yet."""
        self._settings = settings
        self._turns = Turns(settings.concurrency, settings.host_concurrency, settings.host_seconds)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=0,  # turns are ours to give
                socket_factory=guarded_socket(settings.allowed_networks, settings.allowed_ports),
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(
                total=None, sock_connect=settings.connect_seconds, sock_read=settings.read_seconds
            ),
            headers={
                "User-Agent": user_agent(settings.contact),
                "Accept": _FORMATS,
                "Accept-Encoding": ACCEPTED,
            },
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes all connections."""
        await self._session.close()

    async def fetch(self, request: Request) -> Fetched:
        """The answer, after redirects; waits for its turn at each host.

        Raises:
            FetchFailed: there is none of use; nothing else is raised.
        """
        hop, been = _Hop(_checked(request.url), request.secrets), set[URL]()
        for _ in range(self._settings.max_redirects + 1):
            been.add(hop.url)
            answer = await self._ask(request, hop)
            if not isinstance(answer, _Hop):
                return answer
            if answer.url in been:
                raise FetchFailed("redirects", f"{_host(answer.url)}: the redirects lead in a circle")
            hop = answer
        raise FetchFailed("redirects", f"{_host(hop.url)}: more than {self._settings.max_redirects} redirects")

    async def post_form(self, url: str, form: Mapping[str, str]) -> int:
        """The status of the answer to a form; no redirect is followed.

        Raises:
            FetchFailed: there is none.
        """
        target = _checked(url)
        try:
            async with (
                self._turns.of(_host(target)),
                asyncio.timeout(self._settings.total_seconds),
                self._session.post(target, data=dict(form), allow_redirects=False) as response,
            ):
                return response.status
        except (FetchFailed, aiohttp.ClientError, OSError, ValueError) as error:
            raise failure_of(error, _host(target)) from None

    async def _ask(self, request: Request, hop: _Hop) -> Fetched | _Hop:
        try:
            async with self._turns.of(_host(hop.url)), asyncio.timeout(self._settings.total_seconds):
                return await self._answer(request, hop)
        except (FetchFailed, aiohttp.ClientError, OSError, ValueError) as error:  # a TimeoutError is an OSError
            # From nothing: what the library says of it may hold secrets.
            raise failure_of(error, _host(hop.url)) from None

    async def _answer(self, request: Request, hop: _Hop) -> Fetched | _Hop:
        begun = asyncio.get_running_loop().time()
        headers = {**request.headers, **hop.secrets}
        async with self._session.get(hop.url, headers=headers, allow_redirects=False) as response:
            location = response.headers.get("Location")
            if response.status in _REDIRECTS and location:
                response.close()  # its body may be endless
                return replace(_next(hop, location, response.status), seconds=hop.seconds + _since(begun))
            body = await whole_body(
                response.content.iter_any(),
                response.headers.get("Content-Encoding", ""),
                min(request.max_bytes or self._settings.max_bytes, self._settings.max_bytes),
                self._settings.max_ratio,
            )
        self._heed(_host(hop.url), response)
        return Fetched(
            status=response.status,
            headers={name.lower(): response.headers[name] for name in response.headers},
            body=body,
            url=str(hop.url),
            moved_to=str(hop.url) if hop.permanent and hop.url != _checked(request.url) else None,
            seconds=hop.seconds + _since(begun),
        )

    def _heed(self, host: str, response: aiohttp.ClientResponse) -> None:
        """A host that says it is asked too much has its rest, whatever feed or page of it was asked for."""
        asked = waiting_time(response.headers.get("Retry-After"), datetime.now(UTC))
        if response.status == HTTPStatus.TOO_MANY_REQUESTS:
            self._turns.rest(host, min(_REST_SECONDS if asked is None else asked, _MOST_REST_SECONDS))


def _next(hop: _Hop, location: str, status: int) -> _Hop:
    url = _checked(location, hop.url)
    secrets = hop.secrets if may_know(hop.url, url) else {}
    return _Hop(url, secrets, hop.permanent and status in _PERMANENT)


def _checked(text: str, base: URL | None = None) -> URL:
    """The URL in the text, without fragment or credentials."""
    try:
        url = base.join(URL(text)) if base else URL(text)
        if url.scheme not in ("http", "https") or not url.host or len(str(url)) > MAX_URL:
            raise ValueError
        return url.with_user(None).with_fragment(None)
    except ValueError as error:
        where = "it redirects to" if base else "the URL is"
        raise FetchFailed("url", f"{where} no http or https address of up to {MAX_URL} characters") from error


def _host(url: URL) -> str:
    return (url.host or "").rstrip(".")


def _since(begun: float) -> float:
    return asyncio.get_running_loop().time() - begun
