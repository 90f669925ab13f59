"""The day's feeds as an operator names them: feeds.toml, and the environment."""

from tests.day.formats import FORMATS
from tests.day.stories import Day, Feed
from tests.day.troubles import TOKEN


def feeds_toml(day: Day, min_minutes: float, max_minutes: float) -> str:
    """A feeds.toml with all of them."""
    return "\n".join(_entry(feed, min_minutes, max_minutes) for feed in day.feeds)


def environment() -> dict[str, str]:
    """The variables that the feeds' credentials are in."""
    return {"DAY_FEED_KEY": TOKEN}


def _entry(feed: Feed, min_minutes: float, max_minutes: float) -> str:
    lines = [
        "[[feed]]",
        f'name = "{feed.name}"',
        f'source = "{feed.source}"',
        f'url = "{feed.url}"',
        f"min_minutes = {min_minutes}",
        f"max_minutes = {max_minutes}",
    ]
    if FORMATS[feed.format].follow:
        lines.append("follow = true")
    if feed.manner == "locked":
        lines.append('bearer_env = "DAY_FEED_KEY"')
    return "\n".join(lines) + "\n"
