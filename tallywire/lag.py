"""How far the services are behind: committed offsets against the ends of their topics."""

import time
from collections.abc import Callable

from schemas.topics import ARTICLES, INTAKE, REPORTS, Topic
from services.common.admin import administration
from services.common.settings import Settings
from services.common.tables import group
from tallywire.kafka import consumer, partitions

READERS = {"ingest": INTAKE, "extraction": ARTICLES, "aggregation": REPORTS}
"""Which service reads which topic, in the order in which events pass."""


def lag(settings: Settings, service: str) -> int:
    """How many messages of its topic the service has not finished."""
    name = settings.named(group(service))
    topic: Topic = READERS[service]
    reader = consumer(settings)
    try:
        ends = reader.end_offsets(partitions(reader, settings.named(topic.name)))
    finally:
        reader.close()
    with administration(settings) as client:
        committed = client.list_group_offsets(name).get(name, {})
    return sum(max(end - _offset(committed.get(partition)), 0) for partition, end in ends.items())


def wait_until_caught_up(settings: Settings, patience: float, tell: Callable[[dict[str, int]], None]) -> dict[str, int]:
    """How far each service is behind in the end: nothing, or what none has moved for `patience` seconds."""
    last, since = None, time.monotonic()
    while True:
        behind = {service: lag(settings, service) for service in READERS}
        tell(behind)
        if behind != last:
            last, since = behind, time.monotonic()
        if not any(behind.values()) or time.monotonic() - since > patience:
            return {service: left for service, left in behind.items() if left}
        time.sleep(0.5)


def _offset(committed: object) -> int:
    return max(int(getattr(committed, "offset", 0)), 0)
