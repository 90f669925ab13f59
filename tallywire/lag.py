"""How far the services are behind: committed offsets, and the api's position, against the ends of their topics."""

import json
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

from kafka import TopicPartition

from schemas.topics import ARTICLES, INTAKE, REPORTS, Topic
from services.api.model.positions import PARTS, Position
from services.common.admin import administration
from services.common.settings import Settings
from services.common.tables import group
from tallywire.kafka import consumer, partitions

READERS = {"ingest": INTAKE, "extraction": ARTICLES, "aggregation": REPORTS}
"""Which service reads which topic, in the order in which events pass."""


def lag(settings: Settings, service: str) -> int:
    """How many messages of its topic the service has not finished."""
    return lags(settings, [service])[service]


def lags(settings: Settings, services: Iterable[str] = READERS) -> dict[str, int]:
    """The same of several, looked at one after the other: name them in the order in which events pass."""
    with closing(consumer(settings)) as reader, administration(settings) as client:
        return {service: _lag(reader, client, settings, service) for service in services}


def api_lag(settings: Settings, url: str) -> int:
    """How many messages are on the topics that the api, reached at `url`, has not in its model."""
    try:
        with build_opener(ProxyHandler({})).open(f"{url}/ready", timeout=10) as answer:
            told = json.load(answer)
    except HTTPError as error:
        told = json.load(error)  # 503: it has not caught up yet, and says so in the same words
    places = [TopicPartition(settings.named(topic), number) for topic, number in PARTS]
    with closing(consumer(settings)) as reader:
        ends = reader.end_offsets(places)
    at = Position.of_text(told["position"]).offsets
    return sum(max(ends[place] - offset, 0) for place, offset in zip(places, at, strict=True))


def wait_until_caught_up(
    settings: Settings, patience: float, tell: Callable[[dict[str, int]], None], api: str | None = None
) -> dict[str, int]:
    """How far each service is behind in the end: nothing, or what none has moved for `patience` seconds.

    The api, too, if it is told where that is: last, for what it reads is made by the others.
    """
    last, since = None, time.monotonic()
    while True:
        behind = lags(settings)
        behind |= {"api": api_lag(settings, api)} if api else {}
        tell(behind)
        if behind != last:
            last, since = behind, time.monotonic()
        if not any(behind.values()) or time.monotonic() - since > patience:
            return {service: left for service, left in behind.items() if left}
        time.sleep(0.5)


def _lag(reader: Any, client: Any, settings: Settings, service: str) -> int:
    name = settings.named(group(service))
    topic: Topic = READERS[service]
    ends = reader.end_offsets(partitions(reader, settings.named(topic.name)))
    committed = client.list_group_offsets(name).get(name, {})
    return sum(max(end - _offset(committed.get(partition)), 0) for partition, end in ends.items())


def _offset(committed: object) -> int:
    return max(int(getattr(committed, "offset", 0)), 0)
