"""The api's own settings, read by its `__main__` and nowhere else. Lists are separated by commas."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, SecretStr, StringConstraints
from pydantic_settings import NoDecode, SettingsConfigDict

from services.common.environment import Environment

SHORTEST_TOKEN = 16


def _parts(value: Any) -> Any:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


Origin = Annotated[str, StringConstraints(pattern=r"^(\*|https?://[^/\s]+)$")]
Origins = Annotated[tuple[Origin, ...], NoDecode, BeforeValidator(_parts)]
Token = Annotated[SecretStr, Field(min_length=SHORTEST_TOKEN)]
Tokens = Annotated[tuple[Token, ...], NoDecode, BeforeValidator(_parts)]


class ApiSettings(Environment):
    """Who may ask, from where, how much."""

    model_config = SettingsConfigDict(env_prefix="TALLYWIRE_API_", frozen=True)

    cors_origins: Origins = ()
    """Sites whose pages may read the API (`https://map.example.org`, or `*`)."""
    reader_tokens: Tokens = ()
    """Bearer tokens, of 16 letters or more, that may read. With none of either kind everybody may."""
    operator_tokens: Tokens = ()
    """Those that may also see `/metrics` and `/api/v1/status`."""
    rate: float = Field(50, ge=0)
    """Requests a second that one address may send for long; 0: as many as it likes."""
    burst: int = Field(500, ge=1)
    """Requests that it may send at once."""
    streams: int = Field(2000, ge=1)
    """Open streams at most."""
    streams_per_address: int = Field(100, ge=1)
    heartbeat_seconds: float = Field(15, ge=0.1)
    """How often a stream on which nothing happens shows that it is alive."""
    stale_seconds: float = Field(5, gt=0)
    """A broker that did not answer for so long is told of with every answer."""
    trusted_proxies: str = ""
    """Addresses of proxies whose `X-Forwarded-For` is believed."""
