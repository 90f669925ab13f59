"""Articles at a steady pace, and who listens when counts are told."""

import threading
import time
from collections.abc import Sequence
from contextlib import closing
from random import Random
from typing import Any, NamedTuple, Self

from kafka import TopicPartition

from schemas.articles import ArticleEvent
from schemas.topics import ARTICLES, COUNTS, PARTITIONS
from services.common.envelope import continued, sealed, trace_of
from services.common.settings import Settings
from tallywire.kafka import consumer, producer


class Heard(NamedTuple):
    """A count."""

    partition: int
    stamp: float
    """When its writer sent it."""
    at: float
    """When a consumer had it."""
    trace: str
    """That of the report that changed it, the last of its batch."""


class Load(threading.Thread):
    """Publishes articles by chance, so many a second in the mean, whether the services keep up or not."""

    def __init__(self, settings: Settings, articles: Sequence[ArticleEvent], rate: float) -> None:
        """Nothing is sent yet."""
        super().__init__(daemon=True)
        self._settings, self._articles, self._rate = settings, articles, rate
        self._ended = threading.Event()
        self.sent: dict[str, float] = {}
        """When each article was sent, by its trace."""

    def run(self) -> None:
        """Sends until all is sent, or it is told to end."""
        chance, due = Random(1), time.time()
        with closing(producer(self._settings, linger_ms=0)) as sender:  # as ingest sends
            for article in self._articles:
                due += chance.expovariate(self._rate)
                if self._ended.wait(max(0.0, due - time.time())):
                    return
                trace = continued(None)
                one = sealed(article, "benchmark", trace)
                self.sent[trace_id(trace)] = time.time()
                sender.send(ARTICLES.name, key=one.key, value=one.value, headers=list(one.headers))

    def end(self) -> None:
        """No more is sent."""
        self._ended.set()
        self.join()


class Ears(threading.Thread):
    """Hears counts from now on."""

    def __init__(self, settings: Settings) -> None:
        """At the end of the topic."""
        super().__init__(daemon=True)
        self._reader = consumer(settings)
        places = [TopicPartition(COUNTS.name, number) for number in range(PARTITIONS)]
        self._reader.assign(places)
        for place, end in self._reader.end_offsets(places).items():
            self._reader.seek(place, end)
        self._ended = threading.Event()
        self.heard: list[Heard] = []

    def run(self) -> None:
        """Listens until told to end."""
        while not self._ended.is_set():
            for records in self._reader.poll(timeout_ms=100).values():
                at = time.time()
                self.heard += [_heard(record, at) for record in records]
        self._reader.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self.join()


def _heard(record: Any, at: float) -> Heard:
    return Heard(record.partition, record.timestamp / 1000, at, trace_id(trace_of(record.headers)))


def trace_id(traceparent: str | None) -> str:
    """The id of a trace; empty if there is none."""
    return traceparent.split("-")[1] if traceparent else ""
