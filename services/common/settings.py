"""Settings from the environment, read by each service's `__main__` and nowhere else."""

import socket
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from services.common.environment import Environment


class Settings(Environment):
    """Where Kafka is, and how this process shows itself."""

    model_config = SettingsConfigDict(env_prefix="TALLYWIRE_", frozen=True)

    kafka_bootstrap: str = "127.0.0.1:9092"
    kafka_security: Literal["plaintext", "ssl", "sasl_ssl"] = "plaintext"
    """In the clear; by TLS; by TLS with a name and password (SCRAM-SHA-512)."""
    kafka_ca: Path | None = None
    """PEM of whoever signed the broker's certificate; by default whom this machine trusts."""
    kafka_certificate: Path | None = None
    """PEM of a certificate and its key, for a broker that asks for one."""
    kafka_user: str = ""
    kafka_password: SecretStr = SecretStr("")
    namespace: str = Field("", pattern=r"^[A-Za-z0-9._-]{0,40}$")
    """Goes before every topic and consumer group, so that several systems can share a broker."""
    web_host: str = "127.0.0.1"
    web_port: int = Field(6060, ge=1, le=65535)
    web_url: str = Field("", pattern=r"^(https?://[^/].*)?$")
    """Where others reach this process; by default at its host and port, or at the machine's name if it hears on all."""
    data_dir: Path = Path(".tallywire")
    log_level: Literal["debug", "info", "warn", "error"] = "warn"
    log_format: Literal["text", "json"] = "text"
    traces: str = Field("", pattern=r"^(https?://[^/].*)?$")
    """Where a collector of OpenTelemetry takes spans by HTTP (`http://collector:4318`); empty: nobody is told."""
    stalled_seconds: float = Field(300, gt=0)
    """`/live` says no when for so long messages waited, none was committed, and the broker answers."""
    unreadable_share: float = Field(0.5, gt=0, le=1)
    """A service stops when more than this share of its last `unreadable_window` messages was unreadable."""
    unreadable_window: int = Field(1000, ge=10)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        named = bool(self.kafka_user and self.kafka_password.get_secret_value())
        if self.kafka_security == "sasl_ssl" and not named:
            raise ValueError(
                "KAFKA_SECURITY is sasl_ssl: set KAFKA_USER and KAFKA_PASSWORD (or KAFKA_PASSWORD_FILE) too"
            )
        if self.kafka_security != "sasl_ssl" and (self.kafka_user or named):
            raise ValueError(f"a user is named, but KAFKA_SECURITY is {self.kafka_security}: set it to sasl_ssl")
        if self.kafka_security == "plaintext" and (self.kafka_ca or self.kafka_certificate):
            raise ValueError("a certificate is named, but KAFKA_SECURITY is plaintext: set it to ssl or sasl_ssl")
        return self

    @property
    def reached_at(self) -> str:
        """Where others reach this process."""
        host = socket.gethostname() if self.web_host in ("", "0.0.0.0", "::") else self.web_host  # noqa: S104  # asked for, not bound
        return self.web_url.rstrip("/") or f"http://{f'[{host}]' if ':' in host else host}:{self.web_port}"

    def named(self, name: str) -> str:
        """The name of a topic or group on the broker."""
        return f"{self.namespace}{name}"
