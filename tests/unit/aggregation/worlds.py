"""What survives when aggregation is killed: the broker's rows, and what a store on disk has before the broker."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from schemas.events import Event
from schemas.reports import ReportEvent
from schemas.topics import Topic
from services.aggregation.agents import Clerk, Tables
from services.aggregation.archive import Archive
from services.aggregation.comparisons import Comparisons
from services.aggregation.daily import Daily
from services.aggregation.domain.book import Book
from services.aggregation.domain.page import Page
from services.aggregation.lookout import Lookout
from services.aggregation.shelf import Shelf
from services.common.envelope import Envelope, Headers, sealed
from services.common.stream import Read

NAMES = ("reports", "archive", "incidents", "counts", "upsurges")


@dataclass
class Message:
    """What a consumer gets."""

    value: bytes | None


class Crash(BaseException):
    """The process is killed."""


class World:
    """A broker, a disk, and a process that may die at any write or wait."""

    def __init__(self, chance: random.Random, lives: int = 10**9, disk: bool = False) -> None:
        self.chance, self.lives, self.disk = chance, lives, disk
        self.broker: dict[str, dict[str, bytes]] = {name: {} for name in NAMES}
        self.local: dict[str, dict[str, bytes]] = {name: {} for name in NAMES}
        self.told: list[tuple[str, str, bytes]] = []
        self.alerts: list[Event] = []

    def tables(self, most_reports: int, hot_months: int) -> Tables:
        """What a fresh process starts with: its disk, if it has one, and all that the broker has."""
        for name in NAMES:
            kept = self.local[name] if self.disk and self.chance.random() < 0.7 else {}
            self.local[name] = kept | self.broker[name]
        reports, archive, incidents, counts, known = (Table(self, name) for name in NAMES)
        shelf = Shelf(reports, Archive(archive), most_reports, hot_months)
        return Tables(incidents, counts, shelf, Lookout(known, Daily(counts)), Comparisons(reports))

    def sealed(self, event: Event, trace: str | None) -> Envelope:
        return sealed(event, "test", trace)

    async def send(self, topic: Topic, events: Iterable[Event], trace: str | None = None) -> None:
        for event in events:
            self.live()
            self.alerts.append(event)

    async def settled(self) -> None:
        self.live()
        self.broker = {name: dict(rows) for name, rows in self.local.items()}

    def live(self) -> None:
        """Lives on, or dies: then any of the writes that nobody waited for may be on the broker, or not."""
        self.lives -= 1
        if self.lives <= 0:
            for name, rows in self.local.items():
                for key in sorted(rows.keys() | self.broker[name].keys()):
                    if self.broker[name].get(key) != rows.get(key) and self.chance.random() < 0.5:
                        self._reach(name, key, rows.get(key))
            raise Crash

    def _reach(self, name: str, key: str, row: bytes | None) -> None:
        if row is None:
            del self.broker[name][key]
        else:
            self.broker[name][key] = row


class Table:
    """One table of a world."""

    def __init__(self, world: World, name: str) -> None:
        self._world, self._name = world, name

    def get(self, key: str) -> bytes | None:
        return self._world.local[self._name].get(key)

    def put(self, key: str, row: bytes, headers: Headers = ()) -> None:
        self._world.live()
        self._world.local[self._name][key] = row
        self._world.told.append((self._name, key, row))

    def remove(self, key: str) -> None:
        self._world.live()
        self._world.local[self._name].pop(key, None)

    def items(self) -> Iterator[tuple[str, bytes]]:
        return iter(list(self._world.local[self._name].items()))


async def live(
    world: World, events: Sequence[ReportEvent], acknowledged: int, most_reports: int = 10**9, hot_months: int = 0
) -> int:
    """Handles the events from `acknowledged` on in a fresh process, some together; how many are acknowledged then."""
    take_down = Clerk(world.tables(most_reports, hot_months), world).take_down
    try:
        while acknowledged < len(events):
            batch = events[acknowledged : acknowledged + world.chance.randint(1, 5)]
            await take_down([Read(event) for event in batch])
            acknowledged += len(batch)
    except Crash:
        pass
    return acknowledged


class Reader:
    """A book of one country that hears events one by one."""

    def __init__(self) -> None:
        self.pages: dict[int, Page] = {}
        self.book = Book(lambda month: self.pages.setdefault(month, Page()), lambda _: None)

    def hear(self, *events: ReportEvent) -> "Reader":
        for event in events:
            self.book.hear([event])
        return self
