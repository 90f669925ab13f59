"""What is wrong at the start is one clear line with the remedy, and an exit code that means something."""

import os
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from kafka import KafkaAdminClient, KafkaConsumer, OffsetAndMetadata, TopicPartition

from schemas.topics import ARTICLES, INTAKE
from services.common.admin import BrokerFault, administration, check_topics, create_topics
from services.common.settings import Settings
from services.common.tables import changelog, group
from tallywire.broker import LocalBroker
from tallywire.kafka import producer
from tallywire.stack import SERVICES
from tests.faults.damage import cut_off

pytestmark = [pytest.mark.integration, pytest.mark.timeout(120)]


def run(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *words]
    env = {**os.environ, **{f"TALLYWIRE_{name}": value for name, value in env.items()}}
    return subprocess.run(command, capture_output=True, text=True, env=env, timeout=60, check=False)


def one_line(done: subprocess.CompletedProcess[str], code: int) -> str:
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("tallywire")]
    return line


@pytest.mark.parametrize("command", ["topics", "verify", "publish -", "tail counts", "dlq list"])
def test_a_broker_that_is_not_there_is_named(command: str) -> None:
    done = run("tallywire", *command.split(), KAFKA_BOOTSTRAP="127.0.0.1:1")
    assert "no Kafka broker answers at 127.0.0.1:1" in one_line(done, code=3)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_without_a_broker_says_so(service: str) -> None:
    done = run(f"services.{service}", KAFKA_BOOTSTRAP="127.0.0.1:1")
    assert "no Kafka broker answers at 127.0.0.1:1" in one_line(done, code=3)


def test_a_broker_that_makes_topics_by_itself_makes_none_for_us(tmp_path: Path) -> None:
    with LocalBroker(tmp_path / "broker", properties={"auto.create.topics.enable": "true"}) as broker:
        done = run("services.aggregation", KAFKA_BOOTSTRAP=broker.bootstrap)
        assert "is missing: run `tallywire topics`" in one_line(done, code=3)
        with administration(Settings(kafka_bootstrap=broker.bootstrap)) as client:
            assert client.list_topics() == []


def test_a_service_without_its_topics_says_which(bootstrap: str, namespace: str) -> None:
    done = run("services.ingest", KAFKA_BOOTSTRAP=bootstrap, NAMESPACE=namespace)
    assert f"{namespace}{INTAKE.name}" in one_line(done, code=3)


def test_a_port_in_use_is_named(bootstrap: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("services.ingest", KAFKA_BOOTSTRAP=bootstrap, WEB_PORT=str(port))
    assert f"port 127.0.0.1:{port} cannot be taken" in one_line(done, code=2)


def test_a_wrong_setting_is_named() -> None:
    assert "web_port" in one_line(run("services.ingest", WEB_PORT="web"), code=2).lower()


def test_a_wrong_setting_of_the_api_is_named_and_no_token_shown() -> None:
    line = one_line(run("services.api", API_READER_TOKENS="too-short", API_RATE="-1"), code=2)
    assert "reader_tokens" in line
    assert "rate" in line
    assert "too-short" not in line


def test_the_api_without_its_topics_says_which(bootstrap: str, namespace: str) -> None:
    done = run("services.api", KAFKA_BOOTSTRAP=bootstrap, NAMESPACE=namespace)
    assert f"{namespace}{ARTICLES.name}" in one_line(done, code=3)


def test_topics_are_made_once_and_checked(bootstrap: str, namespace: str) -> None:
    settings = Settings(kafka_bootstrap=bootstrap, namespace=namespace)
    assert settings.named(ARTICLES.dead_letters) in create_topics(settings)
    assert create_topics(settings) == ()
    check_topics(settings)


def test_a_wrongly_partitioned_topic_is_named(bootstrap: str, namespace: str) -> None:
    settings = Settings(kafka_bootstrap=bootstrap, namespace=namespace)
    client = KafkaAdminClient(bootstrap_servers=bootstrap)
    client.create_topics({settings.named(ARTICLES.name): {"num_partitions": 3, "replication_factor": 1}})
    client.close()
    with pytest.raises(BrokerFault, match="has 3 partitions, not 4"):
        create_topics(settings)


def test_a_service_whose_memory_was_deleted_is_not_given_an_empty_one(bootstrap: str, namespace: str) -> None:
    settings = Settings(kafka_bootstrap=bootstrap, namespace=namespace)
    create_topics(settings)
    editions, reader = settings.named(changelog("ingest", "editions")), settings.named(group("ingest"))
    read = {TopicPartition(settings.named(INTAKE.name), 0): OffsetAndMetadata(7, "", -1)}
    # A consumer waits for its group's coordinator, which a young broker has yet to choose.
    with closing(KafkaConsumer(bootstrap_servers=bootstrap, group_id=reader)) as consumer:
        consumer.assign(list(read))
        consumer.commit(read)
    with administration(settings) as client:
        client.delete_topics([editions])
    done = run("services.ingest", KAFKA_BOOTSTRAP=bootstrap, NAMESPACE=namespace)
    assert f"topic {editions} is missing" in one_line(done, code=3)
    done = run("tallywire", "topics", KAFKA_BOOTSTRAP=bootstrap, NAMESPACE=namespace)
    assert f"changelog {editions} is missing, but {reader} has read before" in one_line(done, code=3)


def test_a_service_whose_memory_was_cut_off_says_so(bootstrap: str, namespace: str) -> None:
    settings = Settings(kafka_bootstrap=bootstrap, namespace=namespace)
    create_topics(settings)
    name = settings.named(changelog("extraction", "desks"))
    with closing(producer(settings)) as writer:
        writer.send(name, key=b"a1", value=b"{}", partition=0).get(timeout=30)
    cut_off(settings, name)
    done = run("services.extraction", KAFKA_BOOTSTRAP=bootstrap, NAMESPACE=namespace)
    assert f"{name} has lost its first 1 records" in one_line(done, code=3)
