"""Ingest's own settings from the environment: how far it goes for a feed, and how hard it presses a site."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode, SettingsConfigDict

from services.common.environment import Environment

MIB = 1024 * 1024


def _parts(value: Any) -> Any:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _networks(value: Any) -> Any:
    return tuple(ip_network(part) for part in _parts(value))


Network = IPv4Network | IPv6Network
Networks = Annotated[tuple[Network, ...], NoDecode, BeforeValidator(_networks)]
Ports = Annotated[tuple[Annotated[int, Field(ge=1, le=65535)], ...], NoDecode, BeforeValidator(_parts)]
_Positive = Annotated[float, Field(gt=0)]


class IngestSettings(Environment):
    """Where sources are named, and the limits of fetching and of taking wires in. Lists are separated by commas."""

    model_config = SettingsConfigDict(env_prefix="TALLYWIRE_INGEST_", frozen=True)

    feeds: Path | None = None
    """The feeds.toml; without one nothing is fetched."""
    contact: str = Field("", max_length=200, pattern=r"^[\x21-\x7e]*$")
    """A URL or mail address, told to every site in the User-Agent: whom to ask to stop."""

    allowed_networks: Networks = ()
    """Networks that may be asked although they are private, on any port: an intranet's, a test's."""
    allowed_ports: Ports = (80, 443, 8080, 8443)
    """Ports that may be asked elsewhere."""

    concurrency: int = Field(64, ge=1)
    """Requests at once."""
    host_concurrency: int = Field(1, ge=1)
    host_seconds: float = Field(1, ge=0)
    """Between two requests to one host."""
    connect_seconds: _Positive = 10
    read_seconds: _Positive = 20
    """For each piece of an answer."""
    total_seconds: _Positive = 60
    """For a whole answer: a body that drips is cut off here."""
    max_redirects: int = Field(5, ge=0)
    max_bytes: int = Field(16 * MIB, ge=1024)
    """Of a body, as sent and unpacked."""
    max_ratio: float = Field(200, ge=10)
    """A body over 1 MiB that unpacks to more than so many times its size is a bomb."""
    robots_hosts: int = Field(500, ge=1)
    """Hosts whose robots.txt is remembered, for a day."""

    unconditional_minutes: float = Field(60, ge=0)
    """A server that cannot say "not modified" is asked no more often than this."""
    whole_hours: _Positive = 24
    """After this long a feed is asked for whole, whatever its validators say."""
    failures: _Positive = 30
    """Failures in a row after which a feed is asked once a day only."""

    push_host: str = "127.0.0.1"
    push_port: int = Field(6071, ge=0, le=65535)
    push_max_bytes: int = Field(16 * MIB, ge=1024)

    public_url: str = ""
    """Where hubs reach the push server from outside (`https://wires.example.org`); empty: no WebSub."""
    websub_secret: SecretStr = SecretStr("")
    """What the signatures of WebSub are derived from; empty: no WebSub."""

    folder_stable_seconds: float = Field(5, ge=0)
    """A file in a watched folder is taken when it has not changed for so long."""
    folder_scan_seconds: _Positive = 5
