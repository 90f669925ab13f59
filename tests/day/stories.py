"""What the day is made of: stories with their versions, and the feeds that show them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.day.manners import MANNERS

NEVER = range(0)
_HALF_HOUR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A story from a tick on."""

    tick: int
    headline: str
    paragraphs: tuple[str, ...]
    updated: datetime
    canceled: bool = False
    note: str | None = None
    embargo: datetime | None = None
    touched: int = 0
    """Edits that do not matter: other keywords, another time, other markup."""

    @property
    def body(self) -> str:
        """The text as it must come out."""
        return "\n\n".join(self.paragraphs)

    @property
    def teaser(self) -> str:
        """What a feed says of it that tells the rest on its page."""
        return f"{self.paragraphs[0][:60]}..."


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story with all its versions, oldest first."""

    guid: str
    name: str
    """A short one of its own within the day: for addresses and slugs."""
    byline: str
    published: datetime
    versions: tuple[Version, ...]
    away: range = NEVER
    """Ticks at which the feed does not show it."""
    stale: range = NEVER
    """Ticks at which the feed shows its first version again."""
    copy_of: str | None = None
    """The guid of the story that this one repeats."""

    def at(self, tick: int) -> Version | None:
        """What is shown of it at the tick."""
        if tick in self.away:
            return None
        return self.on_page(tick) if tick not in self.stale else self.versions[0]

    def on_page(self, tick: int) -> Version | None:
        """What its own page shows: it stays where it is when the story leaves the feed."""
        return next((version for version in reversed(self.versions) if version.tick <= tick), None)

    @property
    def last(self) -> Version:
        """What stands in the end."""
        return self.versions[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """An address that shows stories in a format, with manners of its own."""

    number: int
    source: str
    format: str
    manner: str
    host: str
    port: int
    stories: tuple[Story, ...]
    day: datetime

    @property
    def name(self) -> str:
        """Its entry in feeds.toml."""
        return f"feed-{self.number}"

    @property
    def site(self) -> str:
        """Scheme, host and port."""
        return f"http://{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """Where it is asked for."""
        return f"{self.site}/feeds/{self.number}"

    def page(self, story: Story) -> str:
        """The address of a story's page."""
        return f"{self.site}/pages/{self.number}/{story.name}"

    def at(self, tick: int) -> datetime:
        """The time that its stories give for a tick."""
        return self.day + tick * _HALF_HOUR

    @property
    def is_reachable(self) -> bool:
        """Whether what it shows can be read at all."""
        return self.manner in MANNERS

    def shown(self, tick: int) -> list[tuple[Story, Version]]:
        """What the feed shows at the tick, newest first."""
        told = [(story, version) for story in self.stories if (version := story.at(tick))]
        return sorted(told, key=lambda one: one[1].tick, reverse=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """All feeds, and how many ticks the day has."""

    feeds: tuple[Feed, ...]
    ticks: int
    ends: datetime
    """After it no test runs any longer."""
