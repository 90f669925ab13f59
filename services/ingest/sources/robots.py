"""Whether a site lets its pages be read: its robots.txt, as RFC 9309 has it, remembered for a day."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.robotparser import RobotFileParser

from yarl import URL

from services.ingest.sources.client import Client, Request
from services.ingest.sources.failures import FetchFailed

AGENT = "Tallywire"
_MAX_BYTES = 512 * 1024
_KEPT, _KEPT_IF_UNKNOWN = timedelta(days=1), timedelta(minutes=10)

_Rules = tuple[RobotFileParser | None, datetime]
"""And until when they hold; None where they could not be had."""


class Robots:
    """Answers for all sites, and asks each of them once a day."""

    def __init__(self, client: Client, clock: Callable[[], datetime], hosts: int) -> None:
        """Remembers `hosts` sites: those that were asked about last."""
        self._client, self._clock, self._hosts = client, clock, hosts
        self._known: OrderedDict[str, asyncio.Future[_Rules]] = OrderedDict()

    async def allow(self, url: str) -> bool | None:
        """Whether the page may be read; None: not now, for the site's rules cannot be had at this time."""
        site = str(URL(url).origin())
        known = self._known.get(site)
        if known is None or self._is_stale(known):
            known = self._known[site] = asyncio.ensure_future(self._rules(site))
        self._known.move_to_end(site)
        while len(self._known) > self._hosts:
            self._known.popitem(last=False)
        # Several may wait for the same rules: one that gives up takes them from nobody.
        rules, _ = await asyncio.shield(known)
        return rules.can_fetch(AGENT, url) if rules else None

    def _is_stale(self, known: asyncio.Future[_Rules]) -> bool:
        if not known.done():
            return False
        return known.cancelled() or known.exception() is not None or known.result()[1] <= self._clock()

    async def _rules(self, site: str) -> _Rules:
        try:
            answer = await self._client.fetch(Request(url=f"{site}/robots.txt", max_bytes=_MAX_BYTES))
        except FetchFailed:
            return None, self._clock() + _KEPT_IF_UNKNOWN
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return None, self._clock() + _KEPT_IF_UNKNOWN
        rules = RobotFileParser()
        # No robots.txt, no rules.
        rules.parse(answer.body.decode("utf-8", "replace").splitlines() if answer.status == HTTPStatus.OK else [])
        return rules, self._clock() + _KEPT
