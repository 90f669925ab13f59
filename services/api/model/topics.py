"""The topics as the model reads them: each part from a given offset, by a consumer that is in no group."""

import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from services.api.model.positions import PARTS, READ, log_of
from services.api.model.record import Record
from services.common.admin import MAX_MESSAGE_BYTES, BrokerFault, topic_ids, unreachable
from services.common.security import connection
from services.common.settings import Settings

POLL_MS = 200
BATCH = 2000
ANSWER_MS = 3000


class Topics:
    """What the broker has."""

    def __init__(self, settings: Settings) -> None:
        """Reaches the broker.

        Raises:
            BrokerFault: nothing answers, or a topic is missing.
        """
        self._settings = settings
        self._partitions = [TopicPartition(settings.named(name), number) for name, number in PARTS]
        self._numbers = {partition: part for part, partition in enumerate(self._partitions)}
        self._consumer = _consumer(settings)
        self.log_number = self.identified()

    def identified(self) -> int:
        """The number of the topics as they are now.

        Raises:
            BrokerFault: nothing answers, or a topic is missing.
        """
        found = topic_ids(self._settings, [topic.name for topic in READ])
        missing = [name for name, identity in found.items() if not identity]
        if missing:
            raise BrokerFault(f"topic {', '.join(sorted(missing))} is missing: run `tallywire topics`")
        self.identified_at = time.monotonic()
        return log_of(found)

    def read_from(self, offsets: Sequence[int]) -> None:
        """Reads on from these offsets, with a consumer that remembers nothing of topics that were there before."""
        self.close()
        self._consumer = _consumer(self._settings)
        self._consumer.assign(self._partitions)
        for partition, offset in zip(self._partitions, offsets, strict=True):
            self._consumer.seek(partition, offset)

    def polled(self) -> list[Record]:
        """What has come, if anything has.

        Raises:
            OffsetOutOfRangeError: what is to be read is not there any more.
        """
        polled = self._consumer.poll(timeout_ms=POLL_MS, max_records=BATCH)
        return [_record(self._numbers[at], one) for at, records in polled.items() for one in records]

    def read(self) -> dict[int, int]:
        """How far each part was handed out, beyond the holes that compaction leaves."""
        offsets = {part: self._consumer.position(at, timeout_ms=ANSWER_MS) for part, at in enumerate(self._partitions)}
        return {part: offset for part, offset in offsets.items() if offset is not None}

    def ends(self) -> tuple[int, ...]:
        """How far each part goes.

        Raises:
            BrokerFault: nothing answers, or a topic is missing.
        """
        try:
            found = self._consumer.end_offsets(self._partitions, timeout_ms=ANSWER_MS)
            return tuple(found[partition] for partition in self._partitions)
        except KafkaError as error:
            raise unreachable(self._settings, error) from error
        except KeyError as error:
            # kafka-python looks for the answers about partitions that are no more.
            raise BrokerFault(f"topic {error} is missing: run `tallywire topics`") from error

    def close(self) -> None:
        """Leaves the broker."""
        with suppress(KafkaError, OSError):
            self._consumer.close()


def _consumer(settings: Settings) -> Any:
    try:
        return KafkaConsumer(
            **connection(settings),
            client_id="tallywire-api",
            enable_auto_commit=False,
            auto_offset_reset="none",
            allow_auto_create_topics=False,
            bootstrap_timeout_ms=5000,
            max_partition_fetch_bytes=2 * MAX_MESSAGE_BYTES,
            fetch_max_bytes=8 * MAX_MESSAGE_BYTES,
            reconnect_backoff_max_ms=2000,
        )
    except (KafkaError, OSError, ValueError) as error:
        raise unreachable(settings, error) from error


def _record(part: int, message: Any) -> Record:
    key = (message.key or b"").decode(errors="replace")
    return Record(part, message.offset, max(message.timestamp, 0), key, message.value)
