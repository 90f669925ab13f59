"""A broker that asks who is there: each service does its work with its own rights, and nobody has more than that."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaConsumer, KafkaProducer, OffsetAndMetadata, TopicPartition
from kafka.errors import GroupAuthorizationFailedError, TopicAuthorizationFailedError

from schemas.topics import ARTICLES, COUNTS, INCIDENTS, INTAKE, REPORTS
from services.common.admin import BrokerFault, check_topics
from services.common.security import connection
from services.common.tables import changelog, group
from tallywire.kafka import whole_topic
from tallywire.processes import holds_within
from tallywire.stack import Stack, module_of
from tests.secured import Secured, secured_broker

needs_openssl = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="no openssl here: apt-get install -y openssl"
)
pytestmark = [pytest.mark.integration, pytest.mark.timeout(240), needs_openssl]
WIRES = Path(__file__).parents[2] / "demo" / "wires"


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    with secured_broker(tmp_path_factory.mktemp("secured")) as broker:
        yield broker


def write(secured: Secured, user: str, topic: str) -> None:
    producer = KafkaProducer(**connection(secured.of(user)), enable_idempotence=False)
    try:
        producer.send(topic, value=b"{}", partition=0).get(timeout=20)
    finally:
        producer.close(timeout=0)


def read(secured: Secured, user: str, topic: str, reader: str | None = None) -> None:
    consumer = KafkaConsumer(**connection(secured.of(user)), group_id=reader, enable_auto_commit=False)
    place = TopicPartition(topic, 0)
    try:
        consumer.assign([place])
        consumer.end_offsets([place])
        if reader:
            consumer.commit({place: OffsetAndMetadata(0, "", -1)})
    finally:
        consumer.close()


@pytest.mark.parametrize(
    ("user", "topic"),
    [
        ("extraction", COUNTS.name),
        ("extraction", ARTICLES.name),
        ("extraction", changelog("aggregation", "reports")),
        ("ingest", REPORTS.name),
        ("api", INCIDENTS.name),
        ("publisher", ARTICLES.name),
        *(("reader", topic.name) for topic in (INTAKE, ARTICLES, REPORTS, INCIDENTS, COUNTS)),
    ],
)
def test_nobody_writes_what_is_not_theirs(secured: Secured, user: str, topic: str) -> None:
    with pytest.raises(TopicAuthorizationFailedError):
        write(secured, user, topic)


@pytest.mark.parametrize(
    ("user", "topic"),
    [
        ("publisher", ARTICLES.name),
        ("reader", INTAKE.name),
        ("reader", changelog("ingest", "editions")),
    ],
)
def test_nobody_reads_what_is_not_theirs(secured: Secured, user: str, topic: str) -> None:
    with pytest.raises(TopicAuthorizationFailedError):
        read(secured, user, topic)


def test_a_reader_has_its_own_groups_and_none_of_the_services(secured: Secured) -> None:
    read(secured, "reader", COUNTS.name, "a-newsroom")
    with pytest.raises(GroupAuthorizationFailedError):
        read(secured, "reader", COUNTS.name, group("extraction"))


def test_the_services_do_their_work_with_their_own_rights(secured: Secured, tmp_path: Path) -> None:
    settings = secured.of("publisher")
    passwords = tmp_path / "passwords"
    passwords.mkdir()

    def as_itself(service: str) -> list[str]:
        own = secured.environment(service, passwords)
        return ["env", *(f"{name}={value}" for name, value in own.items()), *module_of(service)]

    with Stack(secured.clients, tmp_path, command=as_itself) as stack:
        done = subprocess.run(
            [sys.executable, "-m", "tallywire", "publish", str(WIRES)],
            env={**os.environ, **secured.environment("publisher", passwords)},
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        reader = secured.of("reader")
        assert holds_within(90, lambda: any(True for _ in whole_topic(reader, COUNTS.name)), every=1)
        stack.check()
        said = "".join(worker.log.read_text() for worker in stack.workers.values())
    assert "uthorization" not in said
    assert not [word for word in ("ingest-0123456789", "api-0123456789") if word in said]
    assert settings.kafka_password.get_secret_value() not in repr(settings)


Wrong = Callable[[Secured, Path], dict[str, Any]]
WRONG: dict[str, tuple[Wrong, str]] = {
    "password": (lambda _s, _f: {"kafka_password": "wrong"}, "check TALLYWIRE_KAFKA_USER and TALLYWIRE_KAFKA_PASSWORD"),
    "user": (lambda _s, _f: {"kafka_user": "nobody"}, "does not take nobody with this password"),
    "authority": (lambda _s, folder: {"kafka_ca": other_authority(folder)}, "TALLYWIRE_KAFKA_CA names who signed it"),
    "in the clear": (
        lambda _s, _f: {"kafka_security": "plaintext", "kafka_ca": None, "kafka_user": "", "kafka_password": ""},
        "wants TLS: set TALLYWIRE_KAFKA_SECURITY",
    ),
    "no authority": (lambda _s, folder: {"kafka_ca": folder / "ca.pem"}, "TALLYWIRE_KAFKA_CA: .*ca.pem is no PEM"),
    "no certificate": (
        lambda s, _f: {
            "kafka_security": "ssl", "kafka_user": "", "kafka_password": "", "kafka_bootstrap": s.broker
        },
        "TALLYWIRE_KAFKA_CERTIFICATE names ours",
    ),
}  # fmt: skip


def other_authority(folder: Path) -> Path:
    script = Path(__file__).parents[2] / "ops/kafka/certificates.sh"
    subprocess.run(["sh", str(script), str(folder)], check=True, capture_output=True)
    return folder / "ca.pem"


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_one_line_that_names_the_setting(secured: Secured, tmp_path: Path, what: str) -> None:
    wrong, remedy = WRONG[what]
    with pytest.raises(BrokerFault, match=remedy):
        check_topics(secured.of("ingest", **wrong(secured, tmp_path)))


def test_a_user_without_a_right_to_a_topic_is_told_so(secured: Secured) -> None:
    with pytest.raises(BrokerFault, match=r"is missing, or publisher may not see it"):
        check_topics(secured.of("publisher"))
