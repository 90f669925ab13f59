"""All that brings wires in, as tasks beside the service's stream."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
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
        self.hubs: Hubs | None = None
        self.watched: dict[str, Watch | TopicReader] = {}
        """Folders and foreign topics, by name."""
        self._watching: list[asyncio.Task[None]] = []

    async def run(self) -> None:
        """Until it is cancelled."""
        async with Client(self._around.ingest) as client:
            self.hubs = hubs = self._hubs(client)
            self.poller = poller = Poller(self._means(client, hubs))
            door = Door(self._around, self._intake, hubs)
            try:
                async with asyncio.TaskGroup() as tasks:
                    tasks.create_task(kept_up("polling", poller.run))
                    tasks.create_task(kept_up("WebSub", hubs.run))
                    tasks.create_task(kept_up("feeds.toml", partial(self._look_around, poller)))
                    tasks.create_task(door.run(lambda: self.roster.feeds))
            finally:
                self._stop_watching()
                await door.close()

    async def _look_around(self, poller: Poller) -> None:
        """Takes over what has become ours, gives up what is another's."""
        changed = True
        while True:
            changed = self.roster.changed() or changed
            if changed:
                await self._take_over(poller)
                changed = False
            await asyncio.sleep(LOOK_SECONDS)

    async def _take_over(self, poller: Poller) -> None:
        await self.states.load()
        poller.take_over(self.roster.mine(self.roster.feeds.feed))
        self._stop_watching()
        self.watched = dict(self._watches())
        self._watching = [asyncio.create_task(kept_up(name, one.run)) for name, one in self.watched.items()]

    def _watches(self) -> Iterator[tuple[str, Watch | TopicReader]]:
        """Our folders, and all foreign topics: Kafka shares those out itself."""
        ingest = self._around.ingest
        settings = FolderSettings(ingest.folder_stable_seconds, ingest.folder_scan_seconds, ingest.max_bytes)
        for folder in self.roster.mine(self.roster.feeds.folder):
            yield folder.name, Watch(folder, self._intake, settings, time.monotonic)
        for topic in self.roster.feeds.topic:
            yield topic.name, TopicReader(topic, self._around.settings, self._intake)

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
