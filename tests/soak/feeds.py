"""Feeds that grow: an RSS document for each agency, served on loopback."""

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from email.utils import format_datetime
from functools import partial
from http.server import BaseHTTPRequestHandler
from typing import Any
from xml.sax.saxutils import escape

from tests.served import Quiet, served

NEWEST = 200
"""Items that a feed shows, as feeds do: what was not read by then is gone."""

Items = Mapping[str, deque[str]]


class Feeds:
    """The feeds by the agency's name in lower case."""

    def __init__(self, url: str, items: Items) -> None:
        """At this address."""
        self._url, self._items = url, items

    def add(self, wire: Mapping[str, Any]) -> None:
        """Shows a wire in its agency's feed."""
        told = format_datetime(datetime.fromisoformat(wire["published_at"]))
        self._items[_path(wire["source"])].append(
            f"<item><guid>{wire['id']}</guid><title>{escape(wire['headline'])}</title><pubDate>{told}</pubDate>"
            f"<description>{escape(wire['body'])}</description></item>"
        )

    def settings(self, agencies: tuple[str, ...]) -> str:
        """What feeds.toml says of them."""
        entry = '[[feed]]\nname = "{0}"\nsource = "{1}"\nurl = "{2}/{0}"\nmin_minutes = 0.05\nmax_minutes = 0.2\n'
        return "".join(entry.format(_path(agency), agency, self._url) for agency in agencies)


def _path(agency: str) -> str:
    return agency.lower().replace(" ", "-")


class _Handler(Quiet, BaseHTTPRequestHandler):
    def __init__(self, items: Items, *rest: Any) -> None:
        self._items = items
        super().__init__(*rest)

    def do_GET(self) -> None:  # the library's name
        told = "".join(tuple(self._items[self.path.strip("/")])[::-1])
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.end_headers()
        self.wfile.write(f"<rss version='2.0'><channel><title>feed</title>{told}</channel></rss>".encode())


@contextmanager
def growing() -> Iterator[Feeds]:
    """Feeds that are served for as long as the block lasts."""
    items: Items = defaultdict(partial(deque, maxlen=NEWEST))
    with served(partial(_Handler, items)) as url:
        yield Feeds(url, items)
