"""Whether what the services remember is whole: a changelog that was deleted or cut is no state to go on from.

Faust would recover what is left of it, and count on from there without a word.
"""

import time
from collections import Counter
from collections.abc import Iterable
from typing import Any

from kafka import TopicPartition
from kafka.admin import OffsetSpec
from kafka.errors import RetriableError

from schemas.topics import Topic
from services.common.settings import Settings
from services.common.tables import CHANGELOGS, TABLES, group, logs

_OFFSETS = "__consumer_offsets"
"""The broker's own topic of what groups have read; while it is missing nobody has."""
REMEDY = "what was remembered is lost: make it anew from the log of articles (`tallywire rebuild`)"


def lost(client: Any, settings: Settings, there: Iterable[str], missing: Iterable[str]) -> str | None:
    """The fault that of the missing topics one is the changelog of a service that has read already."""
    gone = set(missing)
    for service in TABLES if _OFFSETS in there else ():
        names = [settings.named(name) for name in logs(service)]
        name, reader = next((name for name in names if name in gone), None), settings.named(group(service))
        if name and _has_read(client, reader):
            return f"changelog {name} is missing, but {reader} has read before; {REMEDY}"
    return None


def _has_read(client: Any, reader: str, patience: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0)) -> bool:
    """Whether the group has committed anything; a broker that has just come back is asked again."""
    try:
        return any(place.offset > 0 for place in client.list_group_offsets(reader).get(reader, {}).values())
    except RetriableError:
        if not patience:
            raise
    time.sleep(patience[0])
    return _has_read(client, reader, patience[1:])


def cut(client: Any, settings: Settings, topics: Iterable[Topic]) -> str | None:
    """The fault that changelogs, or those of these topics that are compacted, do not begin at their beginning.

    Compaction keeps the first offset of a log; only deletion, by retention or by hand, moves it.
    """
    partitions = CHANGELOGS | {topic.name: topic.partitions for topic in topics if topic.cleanup == "compact"}
    asked = {
        TopicPartition(settings.named(name), number): OffsetSpec.EARLIEST
        for name, count in partitions.items()
        for number in range(count)
    }
    missing: Counter[str] = Counter()
    for partition, first in client.list_partition_offsets(asked).items():
        missing[partition.topic] += first.offset
    gone = [f"{topic} has lost its first {count} records" for topic, count in sorted(missing.items()) if count]
    return f"{', '.join(gone)}; {REMEDY}" if gone else None
