"""Reading and writing topics from the command line, with kafka-python."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError

from services.common.admin import MAX_MESSAGE_BYTES, BrokerFault, unreachable
from services.common.security import connection
from services.common.settings import Settings

Offsets = dict[TopicPartition, int]


def consumer(settings: Settings, **options: Any) -> Any:
    """A consumer that commits nothing by itself.

    Raises:
        BrokerFault: nothing answers.
    """
    try:
        return KafkaConsumer(
            **connection(settings),
            enable_auto_commit=False,
            bootstrap_timeout_ms=5000,
            max_partition_fetch_bytes=2 * MAX_MESSAGE_BYTES,
            fetch_max_bytes=8 * MAX_MESSAGE_BYTES,
            **options,
        )
    except (KafkaError, OSError, ValueError) as error:
        raise unreachable(settings, error) from error


def producer(settings: Settings, linger_ms: int = 5) -> Any:
    """A producer whose messages are acknowledged by all replicas, and wait so long for others to go with.

    Raises:
        BrokerFault: nothing answers.
    """
    try:
        return KafkaProducer(
            **connection(settings),
            acks="all",
            linger_ms=linger_ms,
            bootstrap_timeout_ms=5000,
            max_request_size=MAX_MESSAGE_BYTES,
        )
    except (KafkaError, OSError, ValueError) as error:
        raise unreachable(settings, error) from error


def partitions(reader: Any, topic: str) -> list[TopicPartition]:
    """The topic's partitions.

    Raises:
        BrokerFault: there is no such topic.
    """
    found = reader.partitions_for_topic(topic)
    if not found:
        raise BrokerFault(f"there is no topic {topic}: run `tallywire topics`, or check TALLYWIRE_NAMESPACE")
    return [TopicPartition(topic, number) for number in sorted(found)]


def whole_topic(settings: Settings, topic: str, start: Offsets | None = None) -> Iterator[Any]:
    """Every record of the topic up to its end now, from the beginning or from `start`."""
    with closing(consumer(settings)) as reader:
        assigned = partitions(reader, topic)
        reader.assign(assigned)
        ends = reader.end_offsets(assigned)
        reader.seek_to_beginning(*assigned)
        for partition, offset in (start or {}).items():
            reader.seek(partition, offset)
        while any(reader.position(partition) < end for partition, end in ends.items()):
            for records in reader.poll(timeout_ms=500).values():
                yield from records


def newest(records: Iterable[Any]) -> dict[str, bytes]:
    """The newest value of each key, as compaction leaves it."""
    values = {record.key.decode(): record.value for record in records}
    return {key: value for key, value in values.items() if value is not None}
