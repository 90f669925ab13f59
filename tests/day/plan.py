"""The day's plan, made from a seed: who publishes what, when, and what becomes of it."""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import cycle, islice

from tests.day import words
from tests.day.formats import FORMATS
from tests.day.manners import HOPELESS, MANNERS
from tests.day.sharing import share_sections, syndicate
from tests.day.stories import Day, Feed, Story, Version

TICKS = 20
LAST_CHANGE = 16
"""Nothing changes later: all that is shown then is shown for long enough."""
SHOWN_FOR = 8
"""Ticks for which anything is shown at least before it goes."""
HOSTS = 40


def day_of(seed: int, begins: datetime, port: int, feeds: int = 200, early: float = 60.0) -> Day:
    """The day.

    Args:
        seed: the same one makes the same day.
        begins: its beginning on the clock, for embargoes; stories are dated the day before.
        port: where its hosts, 127.0.1.1 and following, listen.
        feeds: how many there are.
        early: seconds after the beginning at which embargoes end that end within the day.
    """
    chance = random.Random(seed)
    manners = list(islice(cycle(MANNERS), feeds))
    chance.shuffle(manners)
    manners = [list(HOPELESS)[n // 17 % len(HOPELESS)] if n % 17 == 16 else one for n, one in enumerate(manners)]
    plan = [_feed(number, manner, chance, begins, early, port) for number, manner in enumerate(manners)]
    share_sections(plan, chance)
    syndicate(plan, chance)
    return Day(feeds=tuple(plan), ticks=TICKS, ends=begins + timedelta(days=1))


def _feed(number: int, manner: str, chance: random.Random, begins: datetime, early: float, port: int) -> Feed:
    kind = list(FORMATS)[number % len(FORMATS)]
    feed = Feed(
        number=number,
        source=f"{words.place(chance)} News {number}".replace("é", "e").lower().replace(" ", "-"),
        format=kind,
        manner=manner,
        host=f"127.0.1.{1 + number % HOSTS}",
        port=port,
        stories=(),
        day=(begins - timedelta(days=1)).replace(hour=6, minute=0, second=0, microsecond=0),
    )
    count = 1 if FORMATS[kind].one else chance.randint(4, 8)
    stories = tuple(_story(feed, serial, chance, begins, early) for serial in range(count))
    return replace(feed, stories=stories)


def _story(feed: Feed, serial: int, chance: random.Random, begins: datetime, early: float) -> Story:
    kind = FORMATS[feed.format]
    dying = feed.manner == "gone"
    tick = 0 if kind.one or dying or chance.random() < 0.5 else chance.randint(1, 12)
    name = f"{words.place(chance)}{serial}-{feed.number}".replace("é", "e").lower()
    first = Version(
        tick=tick, headline=words.headline(chance), paragraphs=words.paragraphs(chance), updated=feed.at(tick)
    )
    story = Story(
        guid=f"urn:newsml:{feed.source}.example:20260105:{name}",
        name=name,
        byline=f"{chance.choice(('Ada', 'Bruno', 'Cleo', 'Dario'))} {words.place(chance).capitalize()}",
        published=feed.at(tick),
        versions=(first,),
    )
    if kind.embargoes and chance.random() < 0.15:
        return _embargoed(feed, story, chance, begins, early)
    return _with_a_life(feed, story, chance)


def _embargoed(feed: Feed, story: Story, chance: random.Random, begins: datetime, early: float) -> Story:
    """Till later in the day, or for longer than that; of those some are killed before."""
    ends_today = chance.random() < 0.6
    until = begins + (timedelta(seconds=early) if ends_today else timedelta(days=2))
    first = replace(story.last, embargo=until.replace(microsecond=0))
    story = replace(story, versions=(first,))
    tick = first.tick + 2
    if chance.random() < 0.5 or tick > LAST_CHANGE:
        return story
    kill = not ends_today and chance.random() < 0.5
    second = _killed(feed, first, tick) if kill else _updated(feed, first, tick, chance)
    return replace(story, versions=(first, second))


def _with_a_life(feed: Feed, story: Story, chance: random.Random) -> Story:
    kind, versions = FORMATS[feed.format], list(story.versions)
    latest = 2 if feed.manner == "gone" else LAST_CHANGE
    while chance.random() < 0.5:
        tick = versions[-1].tick + chance.randint(1, 4)
        if tick > latest:
            break
        versions.append(_changed(feed, versions[-1], tick, chance))
    tick = max(versions[-1].tick + 2, story.last.tick + SHOWN_FOR)
    if kind.kills and tick <= latest and chance.random() < 0.25:
        versions.append(_killed(feed, versions[-1], tick))
    story = replace(story, versions=tuple(versions))
    return _absent(feed, story, chance)


def _changed(feed: Feed, version: Version, tick: int, chance: random.Random) -> Version:
    """An update, a correction, or an edit that does not matter."""
    dice = chance.random()
    if dice < 0.3:
        return replace(version, tick=tick, updated=feed.at(tick), touched=version.touched + 1)
    return _updated(feed, version, tick, chance) if dice < 0.7 else _corrected(feed, version, tick, chance)


def _updated(feed: Feed, version: Version, tick: int, chance: random.Random) -> Version:
    told = (*version.paragraphs, words.paragraph(chance))
    return replace(version, tick=tick, updated=feed.at(tick), paragraphs=told)


def _corrected(feed: Feed, version: Version, tick: int, chance: random.Random) -> Version:
    number = chance.randint(1, len(version.paragraphs))
    told = list(version.paragraphs)
    told[number - 1] = words.paragraph(chance)
    head = version.headline if FORMATS[feed.format].follow else version.headline.replace(" counted", " recounted")
    note = f"CORRECTS paragraph {number}"
    return replace(version, tick=tick, updated=feed.at(tick), headline=head, paragraphs=tuple(told), note=note)


def _killed(feed: Feed, version: Version, tick: int) -> Version:
    return replace(version, tick=tick, updated=feed.at(tick), canceled=True, note="KILL: the story is wrong")


def _absent(feed: Feed, story: Story, chance: random.Random) -> Story:
    """Some roll out of the feed, of these some come back; of some an old version comes back for a while."""
    kind, goes = FORMATS[feed.format], story.last.tick + SHOWN_FOR
    dice = chance.random()
    if kind.one or goes >= TICKS:
        return story
    if dice < 0.2:
        back = goes + chance.randint(1, 3) if chance.random() < 0.5 else TICKS * 1000
        return replace(story, away=range(goes, back))
    versioned = kind.ordered and not kind.follow and feed.format != "mbox" and len(story.versions) > 1
    if dice < 0.4 and versioned and goes < LAST_CHANGE:
        return replace(story, stale=range(goes, goes + 2))
    return story
