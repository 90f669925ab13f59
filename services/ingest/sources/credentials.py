"""Credentials of feeds: named in feeds.toml, kept in the environment."""

from base64 import b64encode
from collections.abc import Mapping

from services.ingest.domain.feeds import Feed


class MissingCredential(LookupError):
    """An environment variable that a feed names is not set; the text names both."""


def secret_headers(feed: Feed, environ: Mapping[str, str]) -> dict[str, str]:
    """The request headers that hold the feed's credentials.

    Raises:
        MissingCredential: a variable is not set, or is empty.
    """

    def value(name: str) -> str:
        if not environ.get(name):
            raise MissingCredential(f"feed {feed.name}: the environment variable {name} is not set")
        return environ[name].strip()

    headers = {header: value(name) for header, name in feed.headers_env.items()}
    if feed.bearer_env:
        headers["Authorization"] = f"Bearer {value(feed.bearer_env)}"
    elif feed.user_env:
        password = value(feed.password_env) if feed.password_env else ""
        headers["Authorization"] = "Basic " + b64encode(f"{value(feed.user_env)}:{password}".encode()).decode()
    return headers
