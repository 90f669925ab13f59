"""What must come of the day, told from its plan alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from tests.day.formats import FORMATS
from tests.day.stories import Day, Feed, Story, Version

Name = tuple[str, str]
"""A story by its source and guid."""


@dataclass(slots=True)
class Expected:
    """The outcome of a whole day."""

    standing: dict[Name, tuple[str, str]] = field(default_factory=dict)
    """Headline and text of what stands."""
    withdrawn: set[Name] = field(default_factory=set)
    """What stood, and was taken back."""
    held: set[Name] = field(default_factory=set)
    """What nobody may have seen: under embargo to the end, or killed while it was."""
    groups: list[set[Name]] = field(default_factory=list)
    """Stories of one text."""
    texts: dict[tuple[str, str, str], Name] = field(default_factory=dict)
    """Every (source, headline, text) that may ever be published, and whose it is."""
    embargoes: dict[tuple[str, str, str], datetime] = field(default_factory=dict)
    """When the first of these may be."""


def expected_of(day: Day) -> Expected:
    """What must stand, be withdrawn and be held when the day is over and everything has settled."""
    told = Expected()
    copies: dict[str, set[Name]] = {}
    for feed, story in _reachable(day):
        name = (feed.source, story.guid)
        texts = {(feed.source, one.headline, one.body): one for one in story.versions if not one.canceled}
        told.texts.update(dict.fromkeys(texts, name))
        # Until the page can be had, all that is known is what the feed itself says.
        short = {(*key[:2], _in_feed(feed, one)) for key, one in texts.items()} if FORMATS[feed.format].follow else ()
        told.texts.update(dict.fromkeys(short, name))
        told.embargoes.update({key: one.embargo for key, one in texts.items() if one.embargo})
        _settle(told, name, story, day.ends)
        if name not in told.held:
            copies.setdefault(story.copy_of or story.guid, set()).add(name)
    told.groups = [names for names in copies.values() if len(names) > 1]
    return told


def _settle(told: Expected, name: Name, story: Story, ends: datetime) -> None:
    last, ever = story.last, [one for one in story.versions if not one.canceled and not _is_held(one, ends)]
    if not ever:
        told.held.add(name)
    elif last.canceled:
        told.withdrawn.add(name)
    else:
        told.standing[name] = (ever[-1].headline, ever[-1].body)


def _in_feed(feed: Feed, version: Version) -> str:
    return version.teaser if feed.format == "teaser" else ""


def _is_held(version: Version, ends: datetime) -> bool:
    """Whether its embargo outlasts the day."""
    return version.embargo is not None and version.embargo > ends


def _reachable(day: Day) -> Iterator[tuple[Feed, Story]]:
    for feed in day.feeds:
        if feed.is_reachable:
            for story in feed.stories:
                yield feed, story
