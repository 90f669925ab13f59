"""Credentials of feeds: named in feeds.toml, kept in the environment."""

from base64 import b64encode
from collections.abc import Mapping

from yarl import URL

from services.ingest.domain.feeds import Feed


class MissingCredential(LookupError):
    """An environment variable that a feed names is not set; the text names both."""


def may_know(home: URL, asked: URL) -> bool:
    """Whether what is secret to `home` may be told to `asked`: the same origin, or the same host once it has TLS."""
    upgraded = (home.scheme, asked.scheme) == ("http", "https") and home.is_default_port() and asked.is_default_port()
    return home.host == asked.host and (upgraded or home.origin() == asked.origin())


def secret_headers(feed: Feed, environ: Mapping[str, str], asked: str | None = None) -> dict[str, str]:
    """The request headers that hold the feed's credentials; none where the feed is `asked` for elsewhere now.

    A feed that moved to another host left its credentials behind: the operator gave them to the old one.

    Raises:
        MissingCredential: a variable is not set, or is empty.
    """

    def value(name: str) -> str:
        if not environ.get(name):
            raise MissingCredential(f"feed {feed.name}: the environment variable {name} is not set")
        return environ[name].strip()

    if asked and not may_know(URL(feed.url), URL(asked)):
        return {}
    headers = {header: value(name) for header, name in feed.headers_env.items()}
    if feed.bearer_env:
        headers["Authorization"] = f"Bearer {value(feed.bearer_env)}"
    elif feed.user_env:
        password = value(feed.password_env) if feed.password_env else ""
        headers["Authorization"] = "Basic " + b64encode(f"{value(feed.user_env)}:{password}".encode()).decode()
    return headers
