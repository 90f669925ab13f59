"""What the services' agents tell the world and remember, and what a crash between any two waits leaves."""

import random
from collections.abc import Iterable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.articles import ArticleRevised, ArticleWithdrawn
from schemas.events import Event
from schemas.reports import IncidentReported, IncidentRetracted
from schemas.topics import COUNTS, INCIDENTS, Topic
from services.aggregation.agents import Books, Tables, clerk, digest
from services.extraction.agents import reader
from tallywire.oracle import books_of
from tests.builders import PUBLISHED_AT, article_ingested
from tests.unit.test_book import histories

ROCKETS = "Four rockets hit Balad air base north of Baghdad on Sunday, killing two soldiers, an official said."


class Crash(BaseException):
    """The process is killed."""


class World:
    """What survives a crash: the events that were sent, and the table rows that were settled or happened to be."""

    def __init__(self, chance: random.Random, lives: int = 10**9) -> None:
        self.sent: list[tuple[str, Event]] = []
        self.durable: dict[str, dict[str, Any]] = {name: {} for name in ("reports", "incidents", "counts")}
        self.chance, self.lives = chance, lives

    def tables(self) -> dict[str, dict[str, Any]]:
        """What a process starts with, recovered."""
        self.pending = {name: dict(rows) for name, rows in self.durable.items()}
        return self.pending

    async def send(self, topic: Topic, events: Iterable[Event], trace: str | None = None) -> None:
        for event in events:
            self._live()
            self.sent.append((topic.name, event))

    async def settled(self) -> None:
        self._live()
        self.durable = {name: dict(rows) for name, rows in self.pending.items()}

    def _live(self) -> None:
        """Lives on, or dies; then any of the writes that nobody waited for may be on the broker, or not."""
        self.lives -= 1
        if self.lives <= 0:
            for name, rows in self.pending.items():
                for key, row in rows.items():
                    if self.durable[name].get(key) != row and self.chance.random() < 0.5:
                        self.durable[name][key] = row
            raise Crash

    def newest(self, topic: Topic) -> dict[str, Event]:
        return {event.key: event for name, event in self.sent if name == topic.name}


async def live(world: World, events: list[Event], acknowledged: int) -> int:
    """Handles the events from `acknowledged` on in a fresh process; how many are acknowledged when it ends."""
    tables = Tables(**world.tables())
    handle = clerk(tables, Books(tables.reports.items), world)  # type: ignore[arg-type]  # the world is the outbox
    try:
        for event in events[acknowledged:]:
            await handle(event, None)
            acknowledged += 1
    except Crash:
        pass
    return acknowledged


@given(histories(), st.lists(st.integers(1, 25), max_size=6), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
async def test_however_often_aggregation_dies_it_comes_to_what_the_oracle_says(
    history: list[IncidentReported | IncidentRetracted], crashes: list[int], chance: random.Random
) -> None:
    world, acknowledged, events = World(chance), 0, list[Event](history)
    for lives in crashes:
        world.lives = lives
        acknowledged = await live(world, events, acknowledged)
        acknowledged = chance.randint(0, acknowledged)  # what was acknowledged may not have been committed
    world.lives = 10**9
    assert await live(world, events, acknowledged) == len(events)

    (book,) = books_of(events).values()
    standing = {i.incident_id: digest(i) for i in book.incidents.values()}
    cells = {bucket.key: digest(cell.count(bucket)) for bucket, cell in book.cells.items()}
    told = {key: event for key, event in world.newest(INCIDENTS).items() if event.status == "standing"}  # type: ignore[attr-defined]
    assert {key: digest(event) for key, event in told.items()} == standing  # type: ignore[arg-type]
    rows = world.durable["incidents"]
    assert {key: row["digest"] for key, row in rows.items() if row["status"] == "standing"} == standing
    counted = {key: event for key, event in world.newest(COUNTS).items() if event.tally.incidents}  # type: ignore[attr-defined]
    assert {key: digest(event) for key, event in counted.items()} == cells  # type: ignore[arg-type]


@given(histories(), st.integers(1, 25), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
async def test_what_is_told_again_after_a_crash_has_the_same_id_only_if_it_is_equal(
    history: list[IncidentReported | IncidentRetracted], lives: int, chance: random.Random
) -> None:
    world, events = World(chance, lives), list[Event](history)
    acknowledged = await live(world, events, 0)
    world.lives = 10**9
    await live(world, events, acknowledged)
    by_id: dict[tuple[str, str], Event] = {}
    for topic, event in world.sent:
        assert by_id.setdefault((topic, event.event_id), event) == event


class Sent(list[Event]):
    """An outbox that remembers."""

    async def send(self, topic: Topic, events: Iterable[Event], trace: str | None = None) -> None:
        self.extend(events)


async def test_a_revision_takes_back_what_it_reports_no_more() -> None:
    sent, desks = Sent(), dict[str, Any]()
    read = reader(desks, sent)  # type: ignore[arg-type]  # a list is an outbox here
    first = article_ingested(headline="Rockets hit base", body=ROCKETS, dateline="BAGHDAD")
    await read(first, None)
    assert [event.__class__.__name__ for event in sent] == ["IncidentReported"]

    told = first.model_dump(exclude={"type", "revision", "body", "headline"})
    await read(ArticleRevised(**told, revision=2, headline="Quiet day", body="Nothing happened on Sunday."), None)
    assert [event.__class__.__name__ for event in sent[1:]] == ["IncidentRetracted"]
    assert sent[1].key == sent[0].key == "IQ"
    await read(first, None)
    assert len(sent) == 2


async def test_a_withdrawn_article_reports_nothing_any_longer() -> None:
    sent, desks = Sent(), dict[str, Any]()
    read = reader(desks, sent)  # type: ignore[arg-type]
    first = article_ingested(headline="Rockets hit base", body=ROCKETS, dateline="BAGHDAD")
    await read(first, None)
    await read(
        ArticleWithdrawn(article_id=first.article_id, revision=2, source=first.source, published_at=PUBLISHED_AT), None
    )
    assert [event.__class__.__name__ for event in sent] == ["IncidentReported", "IncidentRetracted"]
