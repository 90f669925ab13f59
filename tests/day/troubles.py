"""What servers do that have trouble, or make it."""

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import web

from tests.day.answers import good, validators
from tests.day.formats import FORMATS, document
from tests.day.manners import GONE_AT, RETRY_AFTER, TROUBLE_ENDS, in_trouble
from tests.day.stories import Feed

TRAP = "127.0.2.1"
"""An address that is not allowed: nobody should ever ask there."""
TOKEN = "a-key-that-nobody-should-print-7f3a"  # noqa: S105 - it opens a feed of this test alone
CUT = web.RequestKey("cut", bool)
"""Set on a request whose answer is no whole document."""
Answer = web.StreamResponse | None
"""None: no trouble this time."""
_BOMB = gzip.compress(b"<?xml version='1.0'?><rss version='2.0'><channel>" + b" " * 60 * 1024 * 1024)


@dataclass(frozen=True, slots=True)
class Moment:
    """A request for a feed, and when."""

    feed: Feed
    request: web.Request
    tick: int
    troubled: bool
    """It is the first one at a tick of trouble."""


async def _stale(asked: Moment) -> Answer:
    """Knows of no change for two ticks after it, whatever is asked."""
    return good(asked.feed, asked.request, _old(asked.tick))


async def _busy(asked: Moment) -> Answer:
    after = {"Retry-After": str(RETRY_AFTER)}
    return web.Response(status=429, headers=after) if asked.troubled else None


async def _failing(asked: Moment) -> Answer:
    status = 503 if asked.feed.number % 2 else 500
    return web.Response(status=status, text="<html>later</html>") if asked.troubled else None


async def _slow(asked: Moment) -> Answer:
    await asyncio.sleep(0.7)
    return None


async def _hanging(asked: Moment) -> Answer:
    if asked.troubled:
        asked.request[CUT] = True
        await asyncio.sleep(8)
    return None


async def _cut(asked: Moment) -> Answer:
    """Breaks off, or sends half of a document as if it were whole, with the validators of the whole."""
    if not in_trouble(asked.feed.number, asked.tick) or not asked.feed.shown(asked.tick):
        return None
    asked.request[CUT] = True
    body = document(asked.feed, asked.tick)
    headers = validators(asked.feed, body, asked.tick)
    if (asked.tick // 4 + asked.feed.number) % 2 and FORMATS[asked.feed.format].ends:
        return web.Response(body=body[: len(body) // 2], headers=headers, content_type="text/xml")
    answer = web.StreamResponse(headers={**headers, "Content-Length": str(len(body))})
    await answer.prepare(asked.request)
    await answer.write(body[: len(body) // 2])
    if asked.request.transport:
        asked.request.transport.close()
    return answer


async def _moved(asked: Moment) -> Answer:
    there = f"{asked.feed.site}/moved/{asked.feed.number}"
    return None if "/moved/" in asked.request.path else web.Response(status=301, headers={"Location": there})


async def _elsewhere(asked: Moment) -> Answer:
    there = f"http://127.0.1.40:{asked.feed.port}/moved/{asked.feed.number}"
    return None if "/moved/" in asked.request.path else web.Response(status=302, headers={"Location": there})


async def _gone(asked: Moment) -> Answer:
    return web.Response(status=410) if asked.tick >= GONE_AT else None


async def _locked(asked: Moment) -> Answer:
    known = asked.request.headers.get("Authorization") == f"Bearer {TOKEN}"
    return None if known else web.Response(status=401)


async def _circle(asked: Moment) -> Answer:
    there = "feeds" if "/moved/" in asked.request.path else "moved"
    return web.Response(status=302, headers={"Location": f"{asked.feed.site}/{there}/{asked.feed.number}"})


async def _forbidden(asked: Moment) -> Answer:
    return web.Response(status=302, headers={"Location": f"http://{TRAP}:{asked.feed.port}/inside"})


async def _endless(asked: Moment) -> Answer:
    answer = web.StreamResponse(headers={"Content-Type": "application/rss+xml"})
    await answer.prepare(asked.request)
    await answer.write(b"<?xml version='1.0'?><rss version='2.0'><channel><title>")
    with suppress(ConnectionError):
        while True:
            await answer.write(b"a " * 65536)
    return answer


async def _bomb(asked: Moment) -> Answer:
    return web.Response(body=_BOMB, headers={"Content-Encoding": "gzip", "Content-Type": "application/xml"})


async def _closed(asked: Moment) -> Answer:
    return web.Response(status=401, headers={"WWW-Authenticate": "Basic"})


async def _sorry(asked: Moment) -> Answer:
    page = "<!DOCTYPE html><html><head><title>Sorry</title></head><body><p>Try again later.</p></body></html>"
    return web.Response(text=page, content_type="text/html")


async def _empty(asked: Moment) -> Answer:
    return web.Response(body=b"", content_type="application/rss+xml")


def _old(tick: int) -> int:
    """What a server that is behind takes the tick for; it is up to date in the end."""
    return tick if tick > TROUBLE_ENDS else tick // 3 * 3


TROUBLES: dict[str, Callable[[Moment], Awaitable[Answer]]] = {
    "stale": _stale,
    "busy": _busy,
    "failing": _failing,
    "slow": _slow,
    "hanging": _hanging,
    "cut": _cut,
    "moved": _moved,
    "elsewhere": _elsewhere,
    "gone": _gone,
    "locked": _locked,
    "circle": _circle,
    "forbidden": _forbidden,
    "endless": _endless,
    "bomb": _bomb,
    "closed": _closed,
    "sorry": _sorry,
    "empty": _empty,
}
