"""All that a run left on the broker: the logs of its topics and the dead letters."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from schemas.articles import ArticleEvent
from schemas.events import Event
from schemas.topics import ARTICLES, CONSUMED, TOPICS
from services.common.envelope import UnreadableEvent, opened, trace_of
from services.common.settings import Settings
from tallywire.kafka import whole_topic


class Record(Protocol):
    """A record as kafka-python hands it over; tests of the ledger make their own."""

    partition: int
    offset: int
    timestamp: int
    value: bytes | None
    headers: Iterable[tuple[str, bytes]]


Place = tuple[int, int]
"""Partition and offset."""


@dataclass(frozen=True, slots=True)
class Logs:
    """The records of each topic, and of its dead letters, by the topic's plain name."""

    topics: Mapping[str, list[Any]]
    dead: Mapping[str, list[Any]]

    @classmethod
    def of(cls, settings: Settings) -> "Logs":
        """Everything there is now."""
        return cls(
            {topic.name: list(whole_topic(settings, settings.named(topic.name))) for topic in TOPICS},
            {topic.name: list(whole_topic(settings, settings.named(topic.dead_letters))) for topic in CONSUMED},
        )

    def buried(self, topic: str) -> set[Place]:
        """Where the records stood that are among the topic's dead letters."""
        return {
            (int(header(letter, "dlq.partition")), int(header(letter, "dlq.offset"))) for letter in self.dead[topic]
        }

    def events(self, topic: str) -> Iterator[Event]:
        """What can be read of the topic, in the order of its records."""
        yield from (event for record in self.topics[topic] if (event := event_of(record)))

    def articles(self) -> Iterator[ArticleEvent]:
        """The article events that are not among the dead letters: what the batch oracle is to read."""
        buried = self.buried(ARTICLES.name)
        for record in self.topics[ARTICLES.name]:
            event = None if (record.partition, record.offset) in buried else event_of(record)
            if isinstance(event, ArticleEvent):
                yield event


def event_of(record: Record) -> Event | None:
    """The event that the record holds, if it holds one."""
    try:
        return opened(record.value)
    except UnreadableEvent:
        return None


def header(record: Record, name: str) -> str:
    """The text of a header; empty if there is none."""
    return next((value.decode() for each, value in record.headers if each == name), "")


def trace(record: Record) -> str:
    """The trace that the record belongs to, the same from a wire's delivery to what it causes."""
    parts = (trace_of(record.headers) or "").split("-")
    return parts[1] if len(parts) > 1 else ""


def repeats(records: Iterable[Record]) -> tuple[int, list[str]]:
    """How many records repeat an event's id, and the ids that came with another value."""
    values: dict[str, bytes | None] = {}
    repeated, unequal = 0, []
    for record in records:
        name = header(record, "ce_id")
        if name and name in values:
            repeated += 1
            unequal += [name] * (values[name] != record.value)
        values.setdefault(name, record.value)
    return repeated, unequal
