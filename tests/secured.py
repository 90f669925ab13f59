"""A broker that asks who is there, as ops/kafka sets it up; its users, and settings that come as one of them."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kafka.errors import KafkaError

from services.common.access import USERS, give
from services.common.admin import BrokerFault, administration, create_topics
from services.common.settings import Settings
from tallywire.broker import LocalBroker
from tallywire.broker.jars import ROOT
from tallywire.processes import free_ports

KAFKA = ROOT / "ops/kafka"


@dataclass(frozen=True)
class Secured:
    """Where it is, and how it is spoken to."""

    certificates: Path
    clients: str
    broker: str

    @property
    def admin(self) -> Settings:
        """Settings of the administrator."""
        certificate = self.certificates / "admin.pem"
        return Settings(
            kafka_bootstrap=self.broker, kafka_security="ssl", kafka_ca=self.ca, kafka_certificate=certificate
        )

    def answers(self) -> bool:
        """Whether its administrator is heard."""
        try:
            with administration(self.admin) as client:
                return bool(client.describe_cluster()["brokers"])
        except (BrokerFault, KafkaError):
            return False

    @property
    def ca(self) -> Path:
        """Whom clients are to trust."""
        return self.certificates / "ca.pem"

    def of(self, user: str, **other: Any) -> Settings:
        """Settings of a user."""
        named = {
            "kafka_security": "sasl_ssl",
            "kafka_ca": self.ca,
            "kafka_user": user,
            "kafka_password": password(user),
        }
        return Settings.model_validate({"kafka_bootstrap": self.clients} | named | other)

    def environment(self, user: str, folder: Path) -> dict[str, str]:
        """The same for a process, with the password in a file."""
        (folder / user).write_text(password(user) + "\n")
        return {
            "TALLYWIRE_KAFKA_BOOTSTRAP": self.clients,
            "TALLYWIRE_KAFKA_SECURITY": "sasl_ssl",
            "TALLYWIRE_KAFKA_CA": str(self.ca),
            "TALLYWIRE_KAFKA_USER": user,
            "TALLYWIRE_KAFKA_PASSWORD_FILE": str(folder / user),
        }


def password(user: str) -> str:
    """What a user of the tests comes with."""
    return f"{user}-0123456789"


@contextmanager
def secured_broker(folder: Path) -> Iterator[Secured]:
    """Such a broker, with the topics and all users, for as long as the block lasts."""
    certificates = folder / "certificates"
    subprocess.run(["sh", str(KAFKA / "certificates.sh"), str(certificates)], check=True, capture_output=True)
    ports = dict(zip(("LOOPBACK", "INTERNAL", "BROKER", "CONTROLLER"), free_ports(4), strict=True))
    at = {door: f"127.0.0.1:{port}" for door, port in ports.items()}
    secured = Secured(certificates, at["LOOPBACK"], at["BROKER"])
    properties = _properties(at, certificates)
    with LocalBroker(folder / "broker", ports["LOOPBACK"], properties=properties, answering=secured.answers):
        create_topics(secured.admin)
        with administration(secured.admin) as client:
            give(client, secured.admin, {user: password(user) for user in USERS})
        yield secured


def _properties(at: dict[str, str], certificates: Path) -> dict[str, str]:
    lines = (line for line in (KAFKA / "secure.properties").read_text().splitlines() if line and line[0] != "#")
    return dict(line.split("=", 1) for line in lines) | {
        "listeners": ",".join(f"{door}://{place}" for door, place in at.items()),
        "advertised.listeners": ",".join(f"{door}://{place}" for door, place in at.items() if door != "CONTROLLER"),
        "controller.quorum.voters": f"1@{at['CONTROLLER']}",
        "ssl.keystore.location": str(certificates / "broker.pem"),
        "ssl.truststore.location": str(certificates / "ca.pem"),
    }
