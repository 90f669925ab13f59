"""Messages that go to the broker together: where they are afterwards, and what becomes of those that are not there."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiokafka.errors import MessageSizeTooLargeError, UnknownTopicOrPartitionError

from schemas.topics import COUNTS
from services.common.admin import MAX_MESSAGE_BYTES, create_topics
from services.common.envelope import Envelope
from services.common.faust_app import App, service_app
from services.common.fence import Fenced
from services.common.outbox import Outbox
from services.common.post import BATCH_BYTES, Outgoing
from services.common.settings import Settings
from tallywire.kafka import whole_topic

pytestmark = pytest.mark.integration
GENERATION = 3


class Landed(list[Outgoing]):
    """What was told of; a table without rows is false too."""

    def landed(self, messages: Sequence[Outgoing]) -> None:
        self.extend(messages)

    def dropped(self, message: Outgoing) -> None:
        self.remove(message)


@dataclass
class Office:
    """A service's app without a worker around it, and what it sent."""

    app: App
    settings: Settings
    landed: Landed = field(default_factory=Landed)

    @property
    def outbox(self) -> Outbox:
        return Outbox(self.app, "aggregation", self.settings)

    def change(self, value: bytes, partition: int = 1, generation: int | None = None, key: bytes = b"k") -> Outgoing:
        topic = self.settings.named(COUNTS.name)
        return Outgoing(topic, partition, key, value, (("name", value[:9]),), generation, table=self.landed)

    def there(self) -> list[tuple[int, int, bytes]]:
        return [(one.partition, one.offset, one.value) for one in whole_topic(self.settings, self.named)]

    @property
    def named(self) -> str:
        return self.settings.named(COUNTS.name)


@pytest.fixture
async def office(bootstrap: str, namespace: str, tmp_path: Path) -> AsyncIterator[Office]:
    settings = Settings(kafka_bootstrap=bootstrap, namespace=namespace, data_dir=tmp_path)
    create_topics(settings)
    app = service_app("aggregation", settings)
    app.consumer_generation_id = GENERATION
    yield Office(app, settings)
    await app.producer.stop()


async def test_messages_land_in_their_order_and_know_where_they_are(office: Office) -> None:
    changes = [office.change(b"%d" % number, partition=number % 2) for number in range(6)]
    await office.app.post.send(changes)
    assert sorted(office.there()) == [
        (0, 0, b"0"),
        (0, 1, b"2"),
        (0, 2, b"4"),
        (1, 0, b"1"),
        (1, 1, b"3"),
        (1, 2, b"5"),
    ]
    assert [one.offset for one in changes] == [0, 0, 1, 1, 2, 2]
    assert sorted(office.landed, key=changes.index) == changes


async def test_what_is_more_than_goes_together_goes_in_several_parts_in_its_order(office: Office) -> None:
    values = [b"%d" % number * (BATCH_BYTES // 3) for number in range(8)] + [b"x" * 3 * BATCH_BYTES, b"last"]
    await office.app.post.send([office.change(value) for value in values])
    assert [value for _, _, value in office.there()] == values
    assert [one.value for one in office.landed] == values


async def test_events_go_where_any_client_would_send_their_key(office: Office) -> None:
    keys = [code.encode() for code in ("IQ", "SY", "UA", "SD", "MM", "YE")]
    await office.outbox.post(COUNTS.name, [Envelope(key, key, ()) for key in keys])
    kafka_pythons = {message.value: message.partition for message in whole_topic(office.settings, office.named)}
    assert kafka_pythons == {key: office.app.producer.key_partition(office.named, key).partition for key in keys}


async def test_a_message_that_the_broker_would_not_take_is_refused_before_it_goes(office: Office) -> None:
    with pytest.raises(MessageSizeTooLargeError, match=r"wire\.counts\.v1 of 4,194,\d{3} bytes"):
        office.change(b"x" * MAX_MESSAGE_BYTES)
    await office.app.post.send([office.change(b"x" * (MAX_MESSAGE_BYTES - 200))])
    assert len(office.landed) == 1


async def test_changes_that_the_broker_may_not_have_are_posted_again(office: Office) -> None:
    office.app.changes = [office.change(b"1"), lost := office.change(b"2", partition=99)]
    with pytest.raises(UnknownTopicOrPartitionError, match="no partition 99"):
        await office.outbox.settled()
    assert office.there() == []
    lost.partition = 1
    await office.outbox.settled()
    assert office.there() == [(1, 0, b"1"), (1, 1, b"2")]
    assert office.app.changes == []


async def test_who_settles_while_another_does_waits_for_what_that_one_posts(office: Office) -> None:
    changes = office.app.changes = [office.change(b"1"), office.change(b"2", partition=2)]

    async def landed() -> int:
        await office.outbox.settled()
        return sum(change.has_landed for change in changes)

    assert set(await asyncio.gather(landed(), landed())) == {2}


async def test_changes_of_before_partitions_were_given_out_anew_are_dropped_and_the_rest_goes(office: Office) -> None:
    stale, current, anybodys = office.change(b"1", generation=2), office.change(b"2", generation=3), office.change(b"3")
    office.landed.append(stale)
    office.app.changes = [stale, current, anybodys]
    with pytest.raises(Fenced, match="given out anew"):
        await office.outbox.settled()
    assert [value for _, _, value in office.there()] == [b"2", b"3"]
    assert office.landed == [current, anybodys]
    assert office.app.changes == []
