"""A loop over confluent-kafka, written by hand, that counts exactly: no framework, but all that this job needs.

The topic of counts is its own changelog: each count carries the offset of the event that made it, in the partition that
the event came from. Whoever gets a partition reads its counts first, and passes over events up to the newest offset
told there. Offsets are committed when the broker has the counts. What it remembers is in memory alone.
"""

from typing import Any

import orjson
from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, Producer, TopicPartition

from benchmarks.peers.job import FETCH_BYTES, SESSION_SECONDS, Job, asked

MOST = 1000
"""Events that are counted between two waits for the broker."""


class Counter:
    """What was counted, by partition."""

    def __init__(self, job: Job) -> None:
        """Nothing yet."""
        self._job = job
        self._producer = Producer({"bootstrap.servers": job.bootstrap, "enable.idempotence": True, "linger.ms": 5})
        self._counts: dict[int, dict[bytes, int]] = {}
        self._told: dict[int, int] = {}
        """The offset of the newest event that was counted."""

    def open(self, consumer: Any, partitions: list[Any]) -> None:
        """Reads what was told of these partitions."""
        for each in partitions:
            self._counts[each.partition], self._told[each.partition] = {}, -1
        places = [TopicPartition(self._job.counts, each.partition, OFFSET_BEGINNING) for each in partitions]
        for message in _whole(self._job, places):
            row = orjson.loads(message.value())
            self._counts[message.partition()][message.key()] = row["count"]
            self._told[message.partition()] = row["offset"]
        consumer.assign(partitions)

    def count(self, messages: list[Any]) -> None:
        """Counts events and tells of them; the broker has it all when this returns."""
        for message in messages:
            partition, offset, key = message.partition(), message.offset(), message.key()
            if offset <= self._told[partition]:
                continue
            counts, bucket = self._counts[partition], orjson.loads(message.value())["bucket"]
            counts[key] = counts.get(key, 0) + 1
            self._told[partition] = offset
            row = orjson.dumps({"bucket": bucket, "count": counts[key], "offset": offset})
            self._producer.produce(self._job.counts, row, key, partition, on_delivery=_check)
            self._producer.poll(0)
        self._producer.flush()


def _check(error: Any, _message: Any) -> None:
    if error:
        raise KafkaException(error)


def _whole(job: Job, places: list[Any]) -> Any:
    """All that is on these partitions now."""
    reader = Consumer(_settings(job) | {"group.id": f"{job.group}-changelog", "enable.partition.eof": True})
    reader.assign(places)
    left = {each.partition for each in places}
    while left:
        for message in reader.consume(MOST, 1.0):
            if not message.error():
                yield message
            elif message.error().code() == KafkaError._PARTITION_EOF:  # noqa: SLF001  # its only name
                left.discard(message.partition())
            else:
                raise KafkaException(message.error())
    reader.close()


def _settings(job: Job) -> dict[str, Any]:
    return {
        "bootstrap.servers": job.bootstrap,
        "group.id": job.group,
        "enable.auto.commit": False,
        "auto.offset.reset": "earliest",
        "session.timeout.ms": SESSION_SECONDS * 1000,
        "fetch.max.bytes": FETCH_BYTES,
    }


def main(job: Job) -> None:
    """Counts until it is killed."""
    consumer, counter = Consumer(_settings(job)), Counter(job)
    consumer.subscribe([job.events], on_assign=counter.open)
    while True:
        messages = [message for message in consumer.consume(MOST, 0.1) if not message.error()]
        if messages:
            counter.count(messages)
            consumer.commit(asynchronous=False)


if __name__ == "__main__":
    main(asked())
