"""Serves the day on loopback, and writes down who asked for what."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.day import feeds_xml
from tests.day.answers import good
from tests.day.manners import ALL, in_trouble
from tests.day.stories import Day, Feed
from tests.day.troubles import CUT, TRAP, TROUBLES, Moment

_BROKEN_OFF = 499
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


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
        self._seen: set[tuple[int, int]] = set()
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
        feeds = [feed for feed in self.day.feeds if feed.is_reachable and feed.manner != "gone"]
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
                    whole=answer is not None and not request.get(CUT, False),
                )
            )

    async def _nothing(self, request: web.Request) -> web.StreamResponse:
        return web.Response(status=404)

    async def _page(self, request: web.Request) -> web.StreamResponse:
        feed = self.day.feeds[int(request.match_info["number"])]
        story = next((one for one in feed.stories if one.name == request.match_info["name"]), None)
        version = story.on_page(self.tick) if story else None
        if not story or not version or request.host.partition(":")[0] != feed.host:
            return web.Response(status=404)
        return web.Response(body=feeds_xml.page(feed, story, version), content_type="text/html")

    async def _feed(self, request: web.Request) -> web.StreamResponse:
        feed = self.day.feeds[int(request.match_info["number"])]
        trouble = TROUBLES.get(ALL[feed.manner].trouble)
        answer = await trouble(Moment(feed, request, self.tick, self._troubled(feed))) if trouble else None
        return good(feed, request, self.tick) if answer is None else answer

    def _troubled(self, feed: Feed) -> bool:
        """Whether this is the first request of a tick of trouble."""
        key = (feed.number, self.tick)
        first = in_trouble(feed.number, self.tick) and key not in self._seen
        self._seen.add(key)
        return first
