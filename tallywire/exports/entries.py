"""What is exported: incidents as they stand, with what their articles are called and where people read them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from schemas.incidents import IncidentResolved


@dataclass(frozen=True, slots=True)
class Cited:
    """An article that tells of an incident."""

    source: str
    headline: str
    published_at: datetime
    url: str | None = None

    @property
    def link(self) -> str | None:
        """Its address, if it is one that people may be sent to."""
        if self.url is None or not self.url.isascii() or not self.url.isprintable() or " " in self.url:
            return None
        try:
            parts = urlsplit(self.url)
        except ValueError:
            return None
        return self.url if parts.scheme in ("http", "https") and parts.hostname else None


@dataclass(frozen=True, slots=True)
class Entry:
    """An incident, when it last changed, and its articles, the newest first."""

    incident: IncidentResolved
    updated_at: datetime
    articles: tuple[Cited, ...] = ()

    @property
    def headline(self) -> str | None:
        """The newest article's."""
        return next((article.headline for article in self.articles if article.headline), None)


@dataclass(frozen=True, slots=True)
class Frame:
    """What is said of an export as a whole."""

    title: str
    updated_at: datetime
    address: str | None = None
    """Where it can be had again."""


def rfc3339(moment: datetime) -> str:
    """The moment in UTC with milliseconds, as `2022-01-03T09:41:00.000Z`."""
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:
        moment = moment.replace(tzinfo=UTC)  # a wire of the year 1 or 9999: hours matter no more
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
