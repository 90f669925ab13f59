"""Where the tests' broker comes from: always a real Kafka, never an imitation, and no test is skipped for want of one.

In this order: the one named by KAFKA_BOOTSTRAP, one in Docker (testcontainers), one from its jars.
"""

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Self

from docker.errors import DockerException
from testcontainers.core.container import DockerContainer

from tallywire.broker import BrokerUnavailable, LocalBroker, answers, docker_answers
from tallywire.broker.local import CONFIGURATION
from tallywire.processes import free_ports, holds_within

IMAGE = "apache/kafka:4.3.0"


class ApacheKafkaContainer(DockerContainer):
    """Kafka's own image with our server.properties.

    testcontainers' KafkaContainer is for Confluent's images and cannot run it. A broker tells its clients where it
    is, so the port on this machine is chosen before the container starts.
    """

    def __init__(self, image: str = IMAGE) -> None:
        super().__init__(image)
        (port,) = free_ports(1)
        self.bootstrap = f"127.0.0.1:{port}"
        self.with_bind_ports(9092, port)
        self.with_volume_mapping(CONFIGURATION, "/mnt/shared/config/server.properties", "ro")
        self.with_env("KAFKA_LISTENERS", "LOOPBACK://:9092,INTERNAL://127.0.0.1:19092,CONTROLLER://127.0.0.1:9093")
        self.with_env("KAFKA_ADVERTISED_LISTENERS", f"LOOPBACK://{self.bootstrap},INTERNAL://127.0.0.1:19092")

    def start(self) -> Self:
        """Start it and wait until it answers."""
        super().start()
        if not holds_within(60, lambda: answers(self.bootstrap), every=0.3):
            out, err = self.get_logs()
            self.stop()
            raise BrokerUnavailable(f"{IMAGE} did not answer in 60 s:\n{(out + err).decode(errors='replace')[-2000:]}")
        return self


@contextmanager
def broker_for_tests() -> Iterator[str]:
    """The bootstrap address of a broker for as long as the block lasts; BrokerUnavailable says why there is none."""
    with ExitStack() as afterwards:
        yield _named() or _in_docker(afterwards) or _from_jars(afterwards)


def _named() -> str | None:
    bootstrap = os.environ.get("KAFKA_BOOTSTRAP")
    if bootstrap and not answers(bootstrap, patience=10):
        raise BrokerUnavailable(f"KAFKA_BOOTSTRAP is set, but no Kafka broker answers at {bootstrap}")
    return bootstrap or None


def _in_docker(afterwards: ExitStack) -> str | None:
    if not docker_answers():
        return None
    try:
        return afterwards.enter_context(ApacheKafkaContainer()).bootstrap
    except (DockerException, OSError) as error:
        # Docker without a way to the image: the jars are the same Kafka.
        warnings.warn(f"Docker answers but cannot run {IMAGE} ({error}); trying Kafka's jars", stacklevel=2)
        return None


def _from_jars(afterwards: ExitStack) -> str:
    folder = afterwards.enter_context(tempfile.TemporaryDirectory(prefix="tallywire-tests-"))
    return afterwards.enter_context(LocalBroker(Path(folder))).bootstrap
