"""Reading somebody else's topic, on a real broker."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from aiokafka.errors import KafkaConnectionError
from kafka import KafkaAdminClient, KafkaProducer

from services.common.settings import Settings
from services.ingest.domain.feeds import ForeignTopic
from services.ingest.sources.topics import TopicReader
from tallywire.broker import LocalBroker
from tallywire.processes import holds_within
from tests.intakes import Choosy, Recording

pytestmark = [pytest.mark.integration, pytest.mark.timeout(240)]


def create(bootstrap: str, topic: str) -> None:
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        admin.create_topics({topic: {"num_partitions": 1, "replication_factor": 1}})
    finally:
        admin.close()


def write(bootstrap: str, topic: str, *messages: bytes | None) -> None:
    producer = KafkaProducer(bootstrap_servers=bootstrap, acks="all", max_block_ms=20_000)
    try:
        for message in messages:
            producer.send(topic, key=b"k", value=message).get(timeout=20)
    finally:
        producer.close()


def committed(bootstrap: str, group: str) -> int:
    """Up to which offset the group's one partition is committed."""
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        return max((int(one.offset) for one in admin.list_group_offsets(group).get(group, {}).values()), default=0)
    finally:
        admin.close()


def reader_of(bootstrap: str, namespace: str, intake: Recording) -> TopicReader:
    topic = ForeignTopic(name="partner", source="Copperline News Service", topic=f"{namespace}theirs")
    return TopicReader(topic, Settings(kafka_bootstrap=bootstrap, namespace=namespace), intake, retry_seconds=0.2)


@asynccontextmanager
async def running(reader: TopicReader) -> AsyncIterator[None]:
    task = asyncio.create_task(reader.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until_taken(intake: Recording, count: int) -> None:
    async with asyncio.timeout(60):
        for _ in range(count):
            await intake.arrived.acquire()


async def until_committed(bootstrap: str, reader: TopicReader, offset: int) -> bool:
    return await asyncio.to_thread(holds_within, 60, lambda: committed(bootstrap, reader.group) == offset)


async def test_every_message_is_delivered_in_order_and_committed(bootstrap: str, namespace: str) -> None:
    create(bootstrap, f"{namespace}theirs")
    write(bootstrap, f"{namespace}theirs", b"wire one", b"?", None, b"wire two")
    intake = Choosy()
    reader = reader_of(bootstrap, namespace, intake)
    assert reader.group == f"{namespace}tallywire-ingest-partner"
    async with running(reader):
        await until_taken(intake, 3)
        assert await until_committed(bootstrap, reader, 4)
    assert [raw for raw, _ in intake.taken] == [b"wire one", b"?", b"wire two"]
    assert {entry.source for _, entry in intake.taken} == {"Copperline News Service"}
    assert [(raw, str(why)) for raw, why in intake.buried] == [(b"?", "no known format")]
    assert (reader.delivered, reader.buried) == (2, 1)

    write(bootstrap, f"{namespace}theirs", b"wire three")
    later = Choosy()
    async with running(reader_of(bootstrap, namespace, later)):
        await until_taken(later, 1)
    assert [raw for raw, _ in later.taken] == [b"wire three"]


async def test_nothing_is_committed_before_it_is_acknowledged(bootstrap: str, namespace: str) -> None:
    create(bootstrap, f"{namespace}theirs")
    write(bootstrap, f"{namespace}theirs", b"wire one")
    waiting = Choosy(release=asyncio.Event())
    reader = reader_of(bootstrap, namespace, waiting)
    async with running(reader):
        await until_taken(waiting, 1)
        assert await asyncio.to_thread(committed, bootstrap, reader.group) == 0
    later = Choosy()
    async with running(reader_of(bootstrap, namespace, later)):
        await until_taken(later, 1)
        assert await until_committed(bootstrap, reader, 1)
    assert [raw for raw, _ in later.taken] == [b"wire one"]


async def test_what_kafka_did_not_take_is_delivered_again(bootstrap: str, namespace: str) -> None:
    create(bootstrap, f"{namespace}theirs")
    write(bootstrap, f"{namespace}theirs", b"wire one", b"wire two")
    intake = Choosy(error=KafkaConnectionError("the broker of the intake is away"))
    reader = reader_of(bootstrap, namespace, intake)
    async with running(reader):
        await until_taken(intake, 2)
        assert {raw for raw, _ in intake.taken} == {b"wire one"}
        intake.error = None
        assert await until_committed(bootstrap, reader, 2)
    assert [raw for raw, _ in intake.taken][-2:] == [b"wire one", b"wire two"]
    assert (reader.delivered, intake.buried) == (2, [])


async def test_reading_goes_on_after_the_broker_was_away(namespace: str, tmp_path: Path) -> None:
    intake = Choosy()
    broker = LocalBroker(tmp_path / "broker")
    reader = reader_of(broker.bootstrap, namespace, intake)
    async with running(reader):
        with broker:
            await asyncio.to_thread(create, broker.bootstrap, f"{namespace}theirs")
            await asyncio.to_thread(write, broker.bootstrap, f"{namespace}theirs", b"wire one")
            await until_taken(intake, 1)
            assert await until_committed(broker.bootstrap, reader, 1)
            await asyncio.to_thread(broker.kill)
            await asyncio.to_thread(broker.start)
            await asyncio.to_thread(write, broker.bootstrap, f"{namespace}theirs", b"wire two")
            async with asyncio.timeout(60):
                while intake.taken[-1][0] != b"wire two":
                    await intake.arrived.acquire()


async def test_while_there_is_no_broker_the_reader_says_so() -> None:
    reader = reader_of("127.0.0.1:1", "", Choosy())
    async with running(reader):
        assert await asyncio.to_thread(holds_within, 30, lambda: reader.fault.startswith("KafkaConnectionError: "))
