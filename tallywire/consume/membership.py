"""Membership in a consumer group: which partitions are ours, what is done with, what is committed."""

import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from kafka import ConsumerRebalanceListener, TopicPartition
from kafka.errors import CommitFailedError, IllegalGenerationError, KafkaError, UnknownMemberIdError
from kafka.structs import OffsetAndMetadata

from tallywire.consume.letters import log
from tallywire.consume.subscription import Subscription
from tallywire.kafka import consumer, partitions

_STAY_SECONDS = 10.0
"""So often a member that is busy shows itself: well within the time that one event may be handled."""
_WAIT_MS = 500
_COMMIT_MS = 10_000


class _Partitions(ConsumerRebalanceListener):  # type: ignore[misc] # kafka-python has no types
    """Whom the group has given what. Called by kafka-python within `poll` only, which our thread then waits for."""

    def __init__(self) -> None:
        self.owned: set[TopicPartition] = set()
        self.joined = False
        """Whether the group has said what is ours, be it nothing."""
        self.gone: set[TopicPartition] = set()
        """Taken away since somebody last looked."""

    def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        self.gone.update(revoked)
        self.owned.difference_update(revoked)
        self.joined = False

    def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        self.owned.update(assigned)
        self.joined = True


def _partition(record: Any) -> TopicPartition:
    return TopicPartition(record.topic, record.partition)


class Membership:
    """Records one at a time. Offsets are committed before every poll, for only there the group can take partitions."""

    def __init__(self, wanted: Subscription[Any], save: Callable[[], None]) -> None:
        """Joins the group; `save` is called before each commit.

        Raises:
            BrokerFault: nothing answers, or a topic is missing.
        """
        self._until_end, self._latest = wanted.until_end, wanted.start == "latest"
        names = [wanted.settings.named(topic.name) for topic in wanted.topics]
        self._client = consumer(
            wanted.settings,
            group_id=wanted.settings.named(wanted.group),
            auto_offset_reset=wanted.start,
            max_poll_records=wanted.batch,
            max_poll_interval_ms=int(wanted.handling_seconds * 1000),
            session_timeout_ms=10_000,
        )
        try:
            self._all = [one for name in names for one in partitions(self._client, name)]
        except BaseException:
            self._client.close()
            raise
        self._partitions = _Partitions()
        self._client.subscribe(names, listener=self._partitions)
        self._save = save
        self._waiting: deque[Any] = deque()
        self._done: dict[TopicPartition, int] = {}
        self._ends: dict[TopicPartition, int] = {}
        self._taken: set[TopicPartition] = set()
        self._forgotten: dict[TopicPartition, int] = {}
        """The first offset of each partition that was taken from us while it waited here."""
        self._stay_every = min(_STAY_SECONDS, wanted.handling_seconds / 3)
        self._polled = time.monotonic()

    def next_record(self) -> Any | None:
        """The next record; None when there is none at the moment."""
        if self._waiting:
            self.stay()
        else:
            self._poll(_WAIT_MS)
        return self._waiting.popleft() if self._waiting else None

    @property
    def at_end(self) -> bool:
        """Whether all that was there when this was first asked is done with, and no more is wanted.

        By the whole group: partitions that are not ours may be those of a program that was killed, and come to us yet.
        """
        if not self._until_end or not self._partitions.joined or self._waiting:
            return False
        if not self._ends:
            begins, ends = self._client.beginning_offsets(self._all), self._client.end_offsets(self._all)
            self._ends = {one: end if end > begins[one] else 0 for one, end in ends.items()}
        return all(self._reached(one) >= end for one, end in self._ends.items())

    def _reached(self, partition: TopicPartition) -> float:
        """Up to where the group is done with a partition."""
        if partition in self._partitions.owned:
            return float(self._client.position(partition) or 0)
        committed = self._client.committed(partition)
        return float("inf" if committed is None and self._latest else committed or 0)

    def settle(self, record: Any) -> None:
        """The record is done with; nothing, if its partition has gone to somebody else meanwhile."""
        partition = _partition(record)
        if partition in self._partitions.owned and partition not in self._partitions.gone:
            self._done[partition] = record.offset + 1

    def stay(self) -> None:
        """Shows the group that we are alive, if it is time to, without taking more than we have."""
        if time.monotonic() - self._polled < self._stay_every:
            return
        owned = list(self._partitions.owned)
        self._client.pause(*owned)
        try:
            self._poll(0)
        finally:
            self._client.resume(*(one for one in owned if one in self._partitions.owned))

    def close(self) -> None:
        """Commits what is done with, and leaves."""
        try:
            self._commit()
        finally:
            with suppress(KafkaError):
                self._client.close(autocommit=False)

    def _poll(self, wait_ms: int) -> None:
        self._commit()
        self._go_on_joining()
        found = self._client.poll(timeout_ms=wait_ms)
        self._polled = time.monotonic()
        back = self._taken_and_given_back()
        for partition, records in found.items():
            if partition not in back:
                self._waiting.extend(records)

    def _go_on_joining(self) -> None:
        """Has the next poll go through with a rebalance that the last one had no time for.

        Where it is the partitions of a topic that became others, kafka-python 3.0.12 takes the matter for settled as
        soon as it has given them out as the group's leader; if no poll was waiting just then, it never joins, sends no
        heartbeats and fetches nothing, for ever and without a word.
        """
        coordinator = self._client._coordinator  # noqa: SLF001  # it has no public word for it
        if coordinator.rejoining:
            coordinator.request_rejoin()

    def _taken_and_given_back(self) -> set[TopicPartition]:
        """Forgets what waits of partitions that were taken away; those that have come back begin at what is committed.

        kafka-python goes on at its own position, paused or not, with a partition that comes back to the same member;
        between that position and what is committed lies what we have just forgotten.
        """
        gone, self._partitions.gone = self._partitions.gone, set()
        for record in self._waiting:
            if _partition(record) in gone:
                self._forgotten.setdefault(_partition(record), record.offset)
        self._waiting = deque(record for record in self._waiting if _partition(record) not in gone)
        for partition in gone:
            self._done.pop(partition, None)
        self._taken |= gone
        back = self._taken & self._partitions.owned
        self._taken -= back
        return {partition for partition in back if self._begins_anew(partition)}

    def _begins_anew(self, partition: TopicPartition) -> bool:
        """Whether it had to be set back; else nothing was committed or forgotten, and its position is right."""
        first = self._forgotten.pop(partition, None)
        committed = self._client.committed(partition, timeout_ms=_COMMIT_MS)
        self._client.resume(partition)
        begin = first if committed is None else committed
        if begin is not None:
            self._client.seek(partition, begin)
        return begin is not None

    def _commit(self) -> None:
        """Commits what is done with. Where that fails it comes again to somebody: late is no harm, lost would be."""
        if not self._done:
            return
        self._save()
        offsets = {partition: OffsetAndMetadata(offset, "", -1) for partition, offset in self._done.items()}
        try:
            self._client.commit(offsets, timeout_ms=_COMMIT_MS)
        except (CommitFailedError, IllegalGenerationError, UnknownMemberIdError) as error:
            log.warning("the group went on without us (%s): what was handled since then may come again", error)
        except KafkaError as error:
            log.warning("could not commit, will try again: %r", error)
            return
        self._done.clear()
