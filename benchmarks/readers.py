"""How fast each reader is, beside feedparser on the same bytes in the same run."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any, Final

import feedparser

from benchmarks.clock import seconds
from services.ingest.domain.delivered import delivered
from services.ingest.domain.formats.reading import read_document
from services.ingest.domain.making import Origin
from tests.day import words
from tests.day.feeds_xml import page
from tests.day.formats import FORMATS
from tests.day.stories import Feed, Story, Version

STORIES: Final = 50
ROUNDS: Final = 5
THEIRS: Final = ("rss091", "rss092", "rss2", "rdf", "atom03", "atom1")
"""What feedparser reads."""
BEGINS: Final = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
Line = tuple[str, str, str, str, str]


def feed_of(number: int, kind: str, stories: int = STORIES) -> Feed:
    """A feed of full stories, 80 to 250 words each; the same number makes the same feed."""
    chance = random.Random(number)
    return Feed(
        number=number,
        source=f"copperline-{number}",
        format=kind,
        manner="honest",
        host="127.0.0.1",
        port=80,
        stories=tuple(_story(number, serial, chance) for serial in range(stories)),
        day=BEGINS,
    )


def documents(kind: str) -> list[bytes]:
    """The documents that hold the stories of a feed: one, or one each."""
    feed = feed_of(1, kind)
    shown = feed.shown(0)
    if kind == "page":
        return [page(feed, *one) for one in shown]
    parts = [[one] for one in shown] if FORMATS[kind].one else [shown]
    return [FORMATS[kind].write(feed, part, False) for part in parts]


def by_format() -> Iterator[Line]:
    """For each format: stories per second of one core read, made into wires, and read by feedparser; the ratio."""
    for kind in FORMATS:
        raw = documents(kind)
        read, made = _rate(lambda: [read_document(one) for one in raw]), _rate(lambda: _wires(raw))  # noqa: B023
        theirs = _rate(lambda: [feedparser.parse(one) for one in raw]) if kind in THEIRS else 0.0  # noqa: B023
        size = sum(map(len, raw)) / STORIES
        told = (f"{theirs:,.0f}", f"{read / theirs:.1f}") if theirs else ("-", "-")
        yield f"{kind}, {size:,.0f} bytes a story", f"{read:,.0f}", f"{made:,.0f}", *told


def _wires(raw: list[bytes]) -> int:
    origin = Origin(source="copperline", name="copperline")
    return sum(len(delivered(read_document(one), origin, BEGINS).wires) for one in raw)


def _rate(work: Callable[[], Any]) -> float:
    """Stories per second: the median of some rounds, after one that loads what is loaded once."""
    work()
    return STORIES / median(seconds(work) for _ in range(ROUNDS))


def _story(number: int, serial: int, chance: random.Random) -> Story:
    name = f"{words.place(chance)}{serial}-{number}".replace("é", "e").lower()
    at = BEGINS - timedelta(minutes=serial)
    version = Version(tick=0, headline=words.headline(chance), paragraphs=words.paragraphs(chance), updated=at)
    return Story(guid=f"urn:copperline:{name}", name=name, byline="Ada Marwick", published=at, versions=(version,))
