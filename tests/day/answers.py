"""What a server answers that has no trouble."""

import gzip
import hashlib
from datetime import timedelta
from email.utils import format_datetime

import brotli  # type: ignore[import-untyped]
from aiohttp import web

from tests.day.formats import FORMATS, document
from tests.day.manners import ALL
from tests.day.stories import Feed


def good(feed: Feed, request: web.Request, tick: int) -> web.Response:
    """The feed as it is at the tick, or 304."""
    manner = ALL[feed.manner]
    body = document(feed, tick, bad=manner.bad_entries) if feed.shown(tick) else b""
    headers = validators(feed, body, tick)
    if manner.believes and _is_known(request, headers):
        return web.Response(status=304, headers=headers)
    if manner.cache:
        headers["Cache-Control"] = manner.cache
    packed = {"gzip": gzip.compress, "br": brotli.compress}.get(manner.encoding)
    if packed:
        headers["Content-Encoding"] = manner.encoding
    headers["Content-Type"] = manner.type or FORMATS[feed.format].type
    return web.Response(body=packed(body) if packed else body, headers=headers)


def validators(feed: Feed, body: bytes, tick: int) -> dict[str, str]:
    """ETag and Last-Modified as the server writes them, if it does."""
    manner = ALL[feed.manner]
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
