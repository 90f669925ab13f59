"""The server for those who push: pushers with their tokens, and hubs."""

import asyncio
import logging
from collections.abc import Callable

from aiohttp import web

from services.ingest.around import Surroundings
from services.ingest.domain.feeds import Feed, Feeds, Pusher, WrongFeeds
from services.ingest.sources.hubs import Hubs
from services.ingest.sources.port import Intake
from services.ingest.sources.push import Push, PushLimits
from services.ingest.sources.received import BodyLimits
from services.ingest.sources.websub import Callbacks, NoticeLimits

log = logging.getLogger("tallywire")

LOOK_SECONDS = 1.0


class Door:
    """Open while feeds.toml names anybody who may come in."""

    def __init__(self, around: Surroundings, intake: Intake, hubs: Hubs) -> None:
        """Closed at first."""
        self._around, self._intake, self._hubs = around, intake, hubs
        self._open_to: tuple[tuple[Pusher, ...], list[Feed]] = ((), [])
        self._runner: web.AppRunner | None = None

    async def run(self, feeds: Callable[[], Feeds]) -> None:
        """Sees for ever that it is open for those whom feeds.toml names at the moment; tells why, if it cannot."""
        why = ""
        while True:
            try:
                await self.open_for(feeds())
                why = ""
            except (WrongFeeds, OSError) as error:
                if str(error) != why:
                    log.error("the push server is closed: %s", error)  # noqa: TRY400  # the text says it all
                why = str(error)
            await asyncio.sleep(LOOK_SECONDS)

    async def open_for(self, feeds: Feeds) -> None:
        """From now on for these, and no others; those who are in the middle of something may finish it.

        Raises:
            WrongFeeds: a token is missing in the environment.
            OSError: the port is taken.
        """
        guests = feeds.push, [feed for feed in feeds.feed if feed.websub]
        if guests != self._open_to:
            await self.close()
            if any(guests):
                self._runner = await self._opened(feeds)
            self._open_to = guests

    async def close(self) -> None:
        """Lets nobody in."""
        if self._runner:
            await self._runner.cleanup()
        self._runner, self._open_to = None, ((), [])

    async def _opened(self, feeds: Feeds) -> web.AppRunner:
        ingest, body = self._around.ingest, BodyLimits(most=self._around.ingest.push_max_bytes)
        app = web.Application()
        Push(feeds.push, self._around.environment, self._intake, PushLimits(body=body)).add_to(app)
        Callbacks(feeds.feed, self._hubs, self._intake, NoticeLimits(body=body)).add_to(app)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, ingest.push_host, ingest.push_port).start()
        return runner
