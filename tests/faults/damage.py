"""Damage to what the services remember: on the broker and on their disks."""

import random
from functools import partial
from pathlib import Path
from typing import Any

from kafka import TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType, OffsetSpec
from kafka.errors import BrokerResponseError, PolicyViolationError

from services.common.admin import administration
from services.common.settings import Settings
from tallywire.kafka import whole_topic
from tallywire.processes import holds_within


def delete_topic(settings: Settings, topic: str) -> None:
    """Takes a topic from the broker, and waits until it is gone."""
    with administration(settings) as client:
        client.delete_topics([topic])


def cut_off(settings: Settings, topic: str) -> None:
    """Deletes all records of a compacted topic, as retention does where somebody has set one."""
    with administration(settings) as client:
        configure(client, topic, {"cleanup.policy": "compact,delete"})
        partitions = [TopicPartition(topic, number) for number in range(partition_count(client, topic))]
        ends = client.list_partition_offsets(dict.fromkeys(partitions, OffsetSpec.LATEST))
        records = {partition: end.offset for partition, end in ends.items()}
        assert holds_within(30, partial(_are_deleted, client, records))
        configure(client, topic, {"cleanup.policy": "compact"})


def _are_deleted(client: Any, records: dict[TopicPartition, int]) -> bool:
    """Deletes the records; false where the topic's new policy has not come to the broker from its controller yet."""
    try:
        client.delete_records(records)
    except BrokerResponseError as error:
        if PolicyViolationError.__name__ not in str(error):
            raise
        return False
    return True


def compact_soon(settings: Settings, topic: str) -> None:
    """Has the broker compact the topic as soon as it can: all but the part that is being written."""
    with administration(settings) as client:
        configure(client, topic, {"segment.ms": "500", "min.cleanable.dirty.ratio": "0.01"})


def is_compacted(settings: Settings, topic: str) -> bool:
    """Whether the topic has fewer records than were written to it."""
    with administration(settings) as client:
        partitions = [TopicPartition(topic, number) for number in range(partition_count(client, topic))]
        ends = client.list_partition_offsets(dict.fromkeys(partitions, OffsetSpec.LATEST))
    written = sum(int(end.offset) for end in ends.values())
    return sum(1 for _ in whole_topic(settings, topic)) < written


def partition_count(client: Any, topic: str) -> int:
    """How many partitions a topic has."""
    (described,) = client.describe_topics([topic])
    return len(described["partitions"])


def configure(client: Any, topic: str, configs: dict[str, str]) -> None:
    """Sets options of a topic."""
    client.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, configs)])


def garble(folder: Path, chance: random.Random) -> int:
    """Writes noise over a part of every file below the folder; how many there were."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.stat().st_size]
    for path in files:
        whole = bytearray(path.read_bytes())
        first = chance.randrange(len(whole))
        noise = chance.randbytes(min(len(whole) - first, 4096))
        whole[first : first + len(noise)] = noise
        path.write_bytes(whole)
    return len(files)
