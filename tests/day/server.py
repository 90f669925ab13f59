"""Serves the day on loopback, and writes down who asked for what."""

import asyncio
import gzip
import hashlib
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime
from types import TracebackType
from typing import Self

import brotli  # type: ignore[import-untyped]
from aiohttp import web

from tests.day import feeds_xml
from tests.day.formats import FORMATS, document
from tests.day.manners import ALL, GONE_AT, RETRY_AFTER, TROUBLE_ENDS, Manner, in_trouble
from tests.day.plan import is_reachable
from tests.day.stories import Day, Feed

TRAP = "127.0.2.1"
"""An address that is not allowed: nobody should ever ask there."""
TOKEN = "a-key-that-nobody-should-print-7f3a"  # noqa: S105 - it opens a feed of this test alone
_MIB = 1024 * 1024
_BROKEN_OFF = 499
_CUT = web.RequestKey("cut", bool)
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_Trouble = Callable[[Feed, web.Request], Awaitable[web.StreamResponse | None]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, and what it was answered."""

    at: float
    """Seconds on the server's own clock, which only goes forward."""
    host: str
    path: str
    headers: dict[str, str]
    """By their names in lower case."""
    status: int
    tick: int
    etag: str | None = None
    modified: str | None = None
    whole: bool = True
    """What was sent was a whole, good document."""


class Server:
    """All hosts of the day, in a thread of its own. `tick` is what the day's clock says; the test moves it."""

    def __init__(self, day: Day, port: int) -> None:
        """Listens on no port yet."""
        self.day, self.port, self.tick = day, port, 0
        self.asked: list[Asked] = []
        self._troubled: set[tuple[int, int]] = set()
        self._began = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._began.wait(10):
            raise OSError(f"the hosts 127.0.1.1 and following cannot be listened on at port {self.port}")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def statuses(self) -> Counter[int]:
        """How often each status was answered."""
        return Counter(asked.status for asked in self.asked)

    def settled(self) -> bool:
        """Whether each feed that can be read was read since the last tick, and then asked again: all is delivered."""
        answered = Counter(
            asked.path.rpartition("/")[2]
            for asked in list(self.asked)
            if asked.tick == self.day.ticks - 1 and asked.status in (200, 304)
        )
        feeds = [feed for feed in self.day.feeds if is_reachable(feed) and feed.manner != "gone"]
        return all(answered[str(feed.number)] >= 2 for feed in feeds)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._listen())
        self._began.set()
        self._loop.run_forever()

    async def _listen(self) -> None:
        app = web.Application(middlewares=[self._noted])
        app.router.add_get("/feeds/{number}", self._feed)
        app.router.add_get("/moved/{number}", self._feed)
        app.router.add_get("/pages/{number}/{name}", self._page)
        app.router.add_get("/{other:.*}", self._nothing)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
        await runner.setup()
        for host in sorted({feed.host for feed in self.day.feeds} | {TRAP}):
            await web.TCPSite(runner, host, self.port, backlog=256).start()

    @web.middleware
    async def _noted(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        """Writes the request down, also one whose client went away."""
        at, tick, answer = time.monotonic(), self.tick, None
        try:
            answer = await handler(request)
            return answer
        finally:
            told = answer.headers if answer else {}
            self.asked.append(
                Asked(
                    at=at,
                    host=request.host.partition(":")[0],
                    path=request.path,
                    headers={name.lower(): value for name, value in request.headers.items()},
                    status=answer.status if answer else _BROKEN_OFF,
                    tick=tick,
                    etag=told.get("ETag"),
                    modified=told.get("Last-Modified"),
                    whole=answer is not None and not request.get(_CUT, False),
                )
            )

    async def _nothing(self, request: web.Request) -> web.StreamResponse:
        return web.Response(status=404)

    async def _page(self, request: web.Request) -> web.StreamResponse:
        feed = self.day.feeds[int(request.match_info["number"])]
        story = next((one for one in feed.stories if one.name == request.match_info["name"]), None)
        version = story.at(self.tick) if story else None
        if not story or not version or request.host.partition(":")[0] != feed.host:
            return web.Response(status=404)
        return web.Response(body=feeds_xml.page(feed, story, version), content_type="text/html")

    async def _feed(self, request: web.Request) -> web.StreamResponse:
        feed = self.day.feeds[int(request.match_info["number"])]
        manner = ALL[feed.manner]
        trouble: _Trouble | None = getattr(self, f"_{manner.trouble}") if manner.trouble else None
        answer = await trouble(feed, request) if trouble else None
        return self._good(feed, manner, request) if answer is None else answer

    def _good(self, feed: Feed, manner: Manner, request: web.Request, tick: int | None = None) -> web.Response:
        """The feed as it is, or 304."""
        tick = self.tick if tick is None else tick
        body = document(feed, tick, bad=manner.bad_entries) if feed.shown(tick) else b""
        headers = _validators(feed, manner, body, tick)
        if manner.believes and _is_known(request, headers):
            return web.Response(status=304, headers=headers)
        if manner.cache:
            headers["Cache-Control"] = manner.cache
        packed = {"gzip": gzip.compress, "br": brotli.compress}.get(manner.encoding)
        if packed:
            headers["Content-Encoding"] = manner.encoding
        headers["Content-Type"] = manner.type or FORMATS[feed.format].type
        return web.Response(body=packed(body) if packed else body, headers=headers)

    async def _stale(self, feed: Feed, request: web.Request) -> web.Response | None:
        """Knows of no change for two ticks after it, whatever is asked."""
        return self._good(feed, ALL[feed.manner], request, _old(self.tick))

    async def _busy(self, feed: Feed, request: web.Request) -> web.Response | None:
        after = {"Retry-After": str(RETRY_AFTER)}
        return web.Response(status=429, headers=after) if self._once_a_tick(feed) else None

    async def _failing(self, feed: Feed, request: web.Request) -> web.Response | None:
        status = 503 if feed.number % 2 else 500
        return web.Response(status=status, text="<html>later</html>") if self._once_a_tick(feed) else None

    async def _slow(self, feed: Feed, request: web.Request) -> web.Response | None:
        await asyncio.sleep(0.7)
        return None

    async def _hanging(self, feed: Feed, request: web.Request) -> web.Response | None:
        if self._once_a_tick(feed):
            request[_CUT] = True
            await asyncio.sleep(6)
        return None

    async def _cut(self, feed: Feed, request: web.Request) -> web.StreamResponse | None:
        """Breaks off, or sends half of a document as if it were whole, with the validators of the whole."""
        if not in_trouble(feed.number, self.tick) or not feed.shown(self.tick):
            return None
        request[_CUT] = True
        body = document(feed, self.tick)
        headers = _validators(feed, ALL[feed.manner], body, self.tick)
        if (self.tick // 4 + feed.number) % 2 and FORMATS[feed.format].ends:
            return web.Response(body=body[: len(body) // 2], headers=headers, content_type="text/xml")
        answer = web.StreamResponse(headers={**headers, "Content-Length": str(len(body))})
        await answer.prepare(request)
        await answer.write(body[: len(body) // 2])
        if request.transport:
            request.transport.close()
        return answer

    async def _moved(self, feed: Feed, request: web.Request) -> web.Response | None:
        there = f"{feed.site}/moved/{feed.number}"
        return None if "/moved/" in request.path else web.Response(status=301, headers={"Location": there})

    async def _elsewhere(self, feed: Feed, request: web.Request) -> web.Response | None:
        there = f"http://127.0.1.40:{self.port}/moved/{feed.number}"
        return None if "/moved/" in request.path else web.Response(status=302, headers={"Location": there})

    async def _gone(self, feed: Feed, request: web.Request) -> web.Response | None:
        return web.Response(status=410) if self.tick >= GONE_AT else None

    async def _locked(self, feed: Feed, request: web.Request) -> web.Response | None:
        known = request.headers.get("Authorization") == f"Bearer {TOKEN}"
        return None if known else web.Response(status=401)

    async def _circle(self, feed: Feed, request: web.Request) -> web.Response | None:
        there = "feeds" if "/moved/" in request.path else "moved"
        return web.Response(status=302, headers={"Location": f"{feed.site}/{there}/{feed.number}"})

    async def _forbidden(self, feed: Feed, request: web.Request) -> web.Response | None:
        return web.Response(status=302, headers={"Location": f"http://{TRAP}:{self.port}/inside"})

    async def _endless(self, feed: Feed, request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "application/rss+xml"})
        await answer.prepare(request)
        await answer.write(b"<?xml version='1.0'?><rss version='2.0'><channel><title>")
        with suppress(ConnectionError):
            while True:
                await answer.write(b"a " * 65536)
        return answer

    async def _bomb(self, feed: Feed, request: web.Request) -> web.Response | None:
        return web.Response(body=_BOMB, headers={"Content-Encoding": "gzip", "Content-Type": "application/xml"})

    async def _closed(self, feed: Feed, request: web.Request) -> web.Response | None:
        return web.Response(status=401, headers={"WWW-Authenticate": "Basic"})

    async def _sorry(self, feed: Feed, request: web.Request) -> web.Response | None:
        page = "<!DOCTYPE html><html><head><title>Sorry</title></head><body><p>Try again later.</p></body></html>"
        return web.Response(text=page, content_type="text/html")

    async def _empty(self, feed: Feed, request: web.Request) -> web.Response | None:
        return web.Response(body=b"", content_type="application/rss+xml")

    def _once_a_tick(self, feed: Feed) -> bool:
        """Whether this is the first request of a tick of trouble."""
        key = (feed.number, self.tick)
        first = in_trouble(feed.number, self.tick) and key not in self._troubled
        self._troubled.add(key)
        return first


_BOMB = gzip.compress(b"<?xml version='1.0'?><rss version='2.0'><channel>" + b" " * 60 * _MIB)


def _old(tick: int) -> int:
    """What a server that is behind takes the tick for; it is up to date in the end."""
    return tick if tick > TROUBLE_ENDS else tick // 3 * 3


def _validators(feed: Feed, manner: Manner, body: bytes, tick: int) -> dict[str, str]:
    changed = max((version.tick for _, version in feed.shown(tick)), default=0)
    digest = hashlib.sha256(body).hexdigest()[:12]
    headers = {"ETag": manner.etag.format(digest)} if manner.etag else {}
    if manner.modified:
        # Of all that is shown: what rolls out or comes back changes the feed too.
        moment = feed.day + timedelta(minutes=changed, seconds=int(digest[:4], 16))
        headers["Last-Modified"] = format_datetime(moment, usegmt=True)
    return headers


def _is_known(request: web.Request, headers: dict[str, str]) -> bool:
    """As servers do it: an ETag counts for more than a time, and a time is compared as text."""
    if "If-None-Match" in request.headers:
        return request.headers["If-None-Match"] == headers.get("ETag")
    asked = request.headers.get("If-Modified-Since")
    return asked is not None and asked == headers.get("Last-Modified")
