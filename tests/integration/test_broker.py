"""The ground that the services run on, in earnest."""

from pathlib import Path

import pytest
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka.admin import NewTopic
from kafka.errors import KafkaError

from tallywire.broker import LocalBroker, answers, choose_broker, classes
from tallywire.broker.jars import jars
from tallywire.processes import holds_within

pytestmark = pytest.mark.integration


def create(bootstrap: str, topic: str) -> None:
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        admin.create_topics([NewTopic(topic, num_partitions=1, replication_factor=1)])
    finally:
        admin.close()


def write(bootstrap: str, topic: str, message: bytes) -> None:
    producer = KafkaProducer(bootstrap_servers=bootstrap, acks="all", max_block_ms=5000)
    try:
        producer.send(topic, message).get(timeout=10)
    finally:
        producer.close()


def read(bootstrap: str, topic: str) -> list[bytes]:
    consumer = KafkaConsumer(
        topic, bootstrap_servers=bootstrap, auto_offset_reset="earliest", consumer_timeout_ms=3000, group_id=None
    )
    try:
        return [message.value for message in consumer]
    finally:
        consumer.close()


def test_a_message_goes_round(bootstrap: str, namespace: str) -> None:
    create(bootstrap, f"{namespace}wire")
    write(bootstrap, f"{namespace}wire", b"BAGHDAD (Copperline) -")
    assert read(bootstrap, f"{namespace}wire") == [b"BAGHDAD (Copperline) -"]


def test_a_topic_that_nobody_made_is_not_made_by_writing_to_it(bootstrap: str, namespace: str) -> None:
    with pytest.raises(KafkaError):
        write(bootstrap, f"{namespace}typo", b"lost?")
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        assert f"{namespace}typo" not in admin.list_topics()
    finally:
        admin.close()


def test_an_address_that_answers_is_taken_as_it_is(bootstrap: str) -> None:
    with choose_broker(bootstrap) as chosen:
        assert chosen == bootstrap
    assert answers(bootstrap), "it is not ours to stop"


def test_messages_outlive_a_killed_and_a_stopped_broker(tmp_path: Path) -> None:
    broker = LocalBroker(tmp_path / "broker")
    try:
        broker.start()
        create(broker.bootstrap, "wire")
        write(broker.bootstrap, "wire", b"first")
        broker.kill()
        assert not answers(broker.bootstrap)
        broker.start()
        write(broker.bootstrap, "wire", b"second")
        broker.restart()
        assert read(broker.bootstrap, "wire") == [b"first", b"second"]
    finally:
        broker.stop()
    assert not broker.running
    assert (jars() / classes.NAME).exists(), "what Java has read is kept for the next broker"


def test_a_broker_that_was_left_running_is_found_and_stopped_by_its_folder(tmp_path: Path) -> None:
    left = LocalBroker(tmp_path / "broker")
    left.start()
    found = LocalBroker(tmp_path / "broker")
    assert (found.pid, found.port) == (left.pid, left.port)
    found.stop()
    assert holds_within(5, lambda: not left.running)
    assert not LocalBroker(tmp_path / "broker").running
