"""All that brings wires in, as tasks beside the service's stream."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from services.ingest.around import Surroundings
from services.ingest.door import Door
from services.ingest.sources.client import Client
from services.ingest.sources.folders import FolderSettings, Watch
from services.ingest.sources.followed import Follower
from services.ingest.sources.hubs import Hubs, WebSubSettings
from services.ingest.sources.intake import KafkaIntake
from services.ingest.sources.poller import Means, Poller
from services.ingest.sources.robots import Robots
from services.ingest.sources.roster import Roster
from services.ingest.sources.states import States
from services.ingest.sources.topics import TopicReader

log = logging.getLogger("tallywire")

LOOK_SECONDS = 1.0
"""Between two looks at feeds.toml and at the partitions that are ours."""
RESTART_SECONDS = 5.0


class Collectors:
    """Polls, watches, listens; what falls to this worker, as feeds.toml has it at the moment."""

    def __init__(self, around: Surroundings, intake: KafkaIntake, states: States) -> None:
        """Nothing is opened before `run`.

        Raises:
            WrongFeeds: feeds.toml is wrong.
        """
        self._around, self._intake, self.states = around, intake, states
        self.roster = Roster(around.ingest.feeds, around.owned)
        self.poller: Poller | None = None
        self._door: Door | None = None
        self._watching: list[asyncio.Task[None]] = []

    async def run(self) -> None:
        """Until it is cancelled."""
        async with Client(self._around.ingest) as client:
            hubs = self._hubs(client)
            self.poller = Poller(self._means(client, hubs))
            self._door = Door(self._around, self._intake, hubs)
            try:
                async with asyncio.TaskGroup() as tasks:
                    tasks.create_task(kept_up("polling", self.poller.run))
                    tasks.create_task(kept_up("WebSub", hubs.run))
                    tasks.create_task(kept_up("feeds.toml", self._look_around))
            finally:
                self._stop_watching()
                await self._door.close()

    async def _look_around(self) -> None:
        """Takes over what has become ours, gives up what is another's."""
        while True:
            if self.roster.changed():
                await self._take_over()
            await asyncio.sleep(LOOK_SECONDS)

    async def _take_over(self) -> None:
        await self.states.load()
        if self.poller:
            self.poller.take_over(self.roster.mine(self.roster.feeds.feed))
        self._stop_watching()
        self._watching = [asyncio.create_task(kept_up(name, run)) for name, run in self._watched()]
        if self._door:
            await self._door.open_for(self.roster.feeds)

    def _watched(self) -> Iterator[tuple[str, Callable[[], Awaitable[None]]]]:
        """What is watched for ever: our folders, and all foreign topics, since Kafka shares those out itself."""
        ingest = self._around.ingest
        settings = FolderSettings(ingest.folder_stable_seconds, ingest.folder_scan_seconds, ingest.max_bytes)
        for folder in self.roster.mine(self.roster.feeds.folder):
            yield folder.name, Watch(folder, self._intake, settings, time.monotonic).run
        for topic in self.roster.feeds.topic:
            yield topic.name, TopicReader(topic, self._around.settings, self._intake).run

    def _stop_watching(self) -> None:
        for task in self._watching:
            task.cancel()
        self._watching = []

    def _means(self, client: Client, hubs: Hubs) -> Means:
        ingest, clock = self._around.ingest, self._around.clock
        follower = Follower(client, Robots(client, clock, ingest.robots_hosts))
        return Means(client, self._intake, self.states, follower, hubs, ingest, self._around.environment, clock)

    def _hubs(self, client: Client) -> Hubs:
        ingest = self._around.ingest
        websub = WebSubSettings(ingest.public_url, ingest.websub_secret.get_secret_value())
        return Hubs(websub, client.post_form, self._around.clock)


async def kept_up(what: str, run: Callable[[], Awaitable[Any]]) -> None:
    """Runs it for ever: what nobody foresaw is logged, and it begins again."""
    while True:
        try:
            await run()
        except Exception:
            log.exception("%s broke off, beginning again", what)
        await asyncio.sleep(RESTART_SECONDS)
