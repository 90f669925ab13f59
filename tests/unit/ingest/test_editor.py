"""What ingest's agent tells the world and remembers of each delivery."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest

from schemas.articles import ArticleEvent, ArticleIngested, ArticleRevised, ArticleText, ArticleWithdrawn
from schemas.topics import INTAKE, Topic
from services.common.envelope import Envelope
from services.common.stream import Read
from services.ingest.agents import Delivery, Tables, editor, opened, release_due
from services.ingest.domain.delivered import Delivered
from services.ingest.domain.syndication import Repeat
from services.ingest.domain.wires import Wire
from tests.builders import PUBLISHED_AT

TOLD: dict[str, Any] = {"source": "Harbourline News", "headline": "h", "body": "b"}
NOON = PUBLISHED_AT.replace(hour=12)


class Desk:
    """The editor at work: what it sends, buries and remembers, at a time that the test sets."""

    def __init__(self) -> None:
        self.sent: list[ArticleEvent] = []
        self.posted: list[Envelope] = []
        self.buried: list[tuple[bytes | None, str]] = []
        self.outcomes: Counter[str] = Counter()
        self.tables = Tables({}, {})
        self.now = PUBLISHED_AT
        self.repeats: dict[str, Repeat] = {}
        self._edit = editor(self.tables, self, self._repeat_of, lambda: self.now, self._note)  # type: ignore[arg-type]

    async def take(self, *wires: Wire) -> list[ArticleEvent]:
        """The events that these wires cause."""
        before = len(self.sent)
        await self._edit([Read(Delivery(None, Delivered(wires=wires)))])
        return self.sent[before:]

    async def read(self, message: Any) -> None:
        await self._edit([Read(opened(message))])

    async def send(self, topic: Topic, events: Iterable[ArticleEvent], trace: str | None = None) -> None:
        self.sent.extend(events)

    async def post(self, topic: str, envelopes: Iterable[Envelope]) -> None:
        assert topic == INTAKE.name
        self.posted.extend(envelopes)

    async def bury(self, topic: Topic, message: Any, error: Exception, part: bytes | None = None) -> None:
        self.buried.append((part, str(error)))

    async def settled(self) -> None:
        """Nothing is on its way here."""

    async def _repeat_of(self, article: ArticleText) -> Repeat | None:
        return self.repeats.get(article.article_id)

    def _note(self, source: str, outcome: str) -> None:
        self.outcomes[outcome] += 1


class Message:
    """A message on the intake."""

    def __init__(self, value: bytes, key: bytes | None = b"Harbourline News") -> None:
        self.value, self.key, self.timestamp = value, key, NOON.timestamp()


def wire(wire_id: str, **changes: Any) -> Wire:
    return Wire(id=wire_id, published_at=PUBLISHED_AT, **TOLD | changes)


async def test_the_editor_remembers_the_article_behind_each_wire() -> None:
    desk = Desk()
    await desk.take(
        wire("a"), wire("b", revises="a", headline="z"), wire("c", revises="b", status="canceled"), wire("a")
    )
    assert {type(event) for event in desk.sent} <= {ArticleIngested, ArticleRevised, ArticleWithdrawn}
    assert {event.key for event in desk.sent} == {"a"}
    assert isinstance(desk.sent[-1], ArticleWithdrawn)
    assert desk.outcomes["ingested"] == 1
    assert desk.outcomes["known"] >= 1


async def test_a_text_that_repeats_another_says_so() -> None:
    desk = Desk()
    desk.repeats["a"] = Repeat("first", 0.9)
    (event,) = await desk.take(wire("a"))
    assert isinstance(event, ArticleIngested)
    assert (event.duplicate_of, event.similarity) == ("first", 0.9)


async def test_an_embargo_holds_a_wire_until_its_time() -> None:
    desk, embargoed = Desk(), wire("a", embargo_until=NOON)
    assert await desk.take(embargoed) == []
    assert await desk.take(embargoed) == []
    assert len(desk.tables.held) == 1
    desk.now = NOON
    (event,) = await desk.take(embargoed)
    assert isinstance(event, ArticleIngested)
    assert not desk.tables.held


async def test_a_wire_whose_time_has_come_is_delivered_again_once() -> None:
    desk = Desk()

    def mine(source: str) -> bool:
        return source == "Harbourline News"

    await desk.take(
        wire("a", embargo_until=NOON),
        wire("b", embargo_until=NOON + timedelta(hours=1)),
        wire("c", embargo_until=NOON, source="another worker's"),
    )
    desk.now = NOON
    task = asyncio.create_task(release_due(desk.tables, desk, lambda: desk.now, mine))  # type: ignore[arg-type]
    await asyncio.sleep(1.2)  # two looks
    task.cancel()
    (letter,) = desk.posted
    assert Wire.model_validate_json(letter.value) == wire("a", embargo_until=NOON)
    assert letter.key == b"Harbourline News"


async def test_a_story_that_was_killed_under_embargo_never_comes_out() -> None:
    desk, embargoed = Desk(), wire("a", embargo_until=NOON)
    await desk.take(embargoed, wire("a", status="canceled", updated_at=PUBLISHED_AT + timedelta(minutes=1)))
    desk.now = NOON
    await desk.take(embargoed)
    assert not any(isinstance(event, ArticleText) for event in desk.sent)
    assert not desk.tables.held


async def test_a_document_of_another_format_is_read_under_its_key_and_its_bad_entries_are_buried() -> None:
    desk = Desk()
    rss = b"""<rss version="2.0"><channel><title>x</title>
      <item><guid>1</guid><title>Shells fall on a market</title><description>Two died.</description></item>
      <item><pubDate>never</pubDate></item></channel></rss>"""
    await desk.read(Message(rss))
    (event,) = desk.sent
    assert isinstance(event, ArticleIngested)
    assert (event.source, event.headline, event.published_at) == ("Harbourline News", "Shells fall on a market", NOON)
    ((part, why),) = desk.buried
    assert part is not None
    assert b"never" in part
    assert why
    assert desk.outcomes == {"ingested": 1, "faulty": 1}


async def test_lines_of_json_are_stories_of_the_key() -> None:
    desk = Desk()
    await desk.read(Message(b'{"title": "One shelled", "text": "x"}\n{"title": "Two shelled", "text": "y"}\n'))
    assert [event.headline for event in desk.sent if isinstance(event, ArticleText)] == ["One shelled", "Two shelled"]


@pytest.mark.parametrize(
    ("value", "key", "reason"),
    [
        (b"", b"x", "empty"),
        (b'{"id": "a", "source": "s", "headline": "h", "body": "b"}', b"x", "published_at"),
        (b"\x00\x01\x02", b"x", "known"),
        (b"<rss/>", None, "key"),
    ],
)
def test_what_is_no_wire_says_why(value: bytes, key: bytes | None, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as caught:
        opened(Message(value, key))
    assert str(caught.value)


def test_one_of_our_own_wires_needs_no_key() -> None:
    raw = wire("a").model_dump_json().encode()
    assert opened(Message(raw, None)).held.wires == (wire("a"),)
