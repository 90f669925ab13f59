"""Settings from the environment, read by each service's `__main__` and nowhere else."""

import socket
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where Kafka is, and how this process shows itself."""

    model_config = SettingsConfigDict(env_prefix="TALLYWIRE_", frozen=True)

    kafka_bootstrap: str = "127.0.0.1:9092"
    namespace: str = Field("", pattern=r"^[A-Za-z0-9._-]{0,40}$")
    """Goes before every topic and consumer group, so that several systems can share a broker."""
    web_host: str = "127.0.0.1"
    web_port: int = Field(6060, ge=1, le=65535)
    web_url: str = Field("", pattern=r"^(https?://[^/].*)?$")
    """Where others reach this process; by default at its host and port, or at the machine's name if it hears on all."""
    data_dir: Path = Path(".tallywire")
    log_level: Literal["debug", "info", "warn", "error"] = "warn"
    unreadable_share: float = Field(0.5, gt=0, le=1)
    """A service stops when more than this share of its last `unreadable_window` messages was unreadable."""
    unreadable_window: int = Field(1000, ge=10)

    @property
    def reached_at(self) -> str:
        """Where others reach this process."""
        host = socket.gethostname() if self.web_host in ("", "0.0.0.0", "::") else self.web_host  # noqa: S104  # asked for, not bound
        return self.web_url.rstrip("/") or f"http://{f'[{host}]' if ':' in host else host}:{self.web_port}"

    def named(self, name: str) -> str:
        """The name of a topic or group on the broker."""
        return f"{self.namespace}{name}"
