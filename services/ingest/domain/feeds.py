"""The sources that an operator names: `feeds.toml`, read and checked."""

import tomllib
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from services.common.envelope import faults

Name = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
EnvName = Annotated[str, Field(pattern=r"^[A-Z_][A-Z0-9_]*$")]
Format = Literal[
    "rss", "rdf", "atom", "json_feed", "sitemap", "ninjs", "newsml_g2", "newsml1", "nitf", "iptc7901", "html", "json",
    "mail", "mbox",
]  # fmt: skip
Source = Annotated[str, Field(min_length=1, max_length=300)]


class WrongFeeds(ValueError):
    """A feeds.toml that cannot be used; the text names the entry, the fault and the remedy."""


class _Entry(BaseModel):
    """What every entry says of its wires."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    source: Source = ""
    """Who is the author: versions, kills and repeated stories are told apart within a source."""
    language: Annotated[str, Field(min_length=2, max_length=35)] | None = None
    """For wires that declare none, and instead of a guess."""
    format: Format | None = None
    """A hint, where the content would fit two."""
    trust: Annotated[float, Field(ge=0, le=1)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _named_after_itself(cls, given: object) -> object:
        if isinstance(given, dict) and not given.get("source"):
            return {**given, "source": given.get("name", "")}
        return given


class Feed(_Entry):
    """A feed to poll."""

    url: Annotated[str, Field(max_length=2048)]
    min_minutes: Annotated[float, Field(gt=0)] = 5
    max_minutes: Annotated[float, Field(gt=0)] = 360
    follow: bool = False
    """Read each new item's page for its full text."""
    websub: bool = False
    """Subscribe to the feed's hub, if it names one."""
    bearer_env: EnvName | None = None
    """The environment variable that holds a bearer token."""
    user_env: EnvName | None = None
    password_env: EnvName | None = None
    headers_env: dict[str, EnvName] = {}
    """Request headers whose values are in environment variables (`{"X-Api-Key" = "HARBOUR_KEY"}`)."""
    enabled: bool = True

    @field_validator("url")
    @classmethod
    def _public_url(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("must be an http or https address with a host")
        if parts.username or parts.password:
            raise ValueError("holds credentials: name environment variables in user_env and password_env instead")
        return url

    @model_validator(mode="after")
    def _limits_in_order(self) -> Self:
        if self.max_minutes < self.min_minutes:
            raise ValueError(f"max_minutes {self.max_minutes:g} is below min_minutes {self.min_minutes:g}")
        return self


class Folder(_Entry):
    """A folder in which wires are dropped."""

    path: str
    pattern: str = "*"


class ForeignTopic(_Entry):
    """A Kafka topic of somebody else's, on the same broker."""

    topic: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,249}$")]


class Pusher(_Entry):
    """Somebody who may push wires with a bearer token."""

    token_env: EnvName


class Feeds(BaseModel):
    """All sources. Each kind is a list of tables: `[[feed]]`, `[[folder]]`, `[[topic]]`, `[[push]]`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    feed: tuple[Feed, ...] = ()
    folder: tuple[Folder, ...] = ()
    topic: tuple[ForeignTopic, ...] = ()
    push: tuple[Pusher, ...] = ()

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        names = [entry.name for entry in (*self.feed, *self.folder, *self.topic, *self.push)]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"the name {', '.join(twice)} is given twice: every entry wants one of its own")
        return self


def read_feeds(text: str) -> Feeds:
    """The sources in the text of a feeds.toml.

    Raises:
        WrongFeeds: no TOML, an unknown key, or a value out of place.
    """
    try:
        return Feeds.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise WrongFeeds(f"no valid TOML: {error}") from error
    except ValidationError as error:
        raise WrongFeeds(faults(error)) from error
