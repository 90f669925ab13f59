"""What feeds have from one another: sections of one author, and copies of agencies' stories."""

import random
from dataclasses import replace

from tests.day import words
from tests.day.formats import FORMATS
from tests.day.stories import NEVER, Feed, Story


def share_sections(plan: list[Feed], chance: random.Random) -> None:
    """Some feeds are sections of another one: of the same author, with some of its stories."""
    step = len(FORMATS)
    for number in range(3 * step, len(plan), 11):
        whole, part = plan[number - step], plan[number]
        kind = FORMATS[part.format]
        if kind.ordered and not kind.one and not kind.follow and whole.is_reachable and part.is_reachable:
            some = tuple(story for story in whole.stories if chance.random() < 0.6)
            plan[number] = replace(part, source=whole.source, stories=some)


def syndicate(plan: list[Feed], chance: random.Random) -> None:
    """Copies of some agencies' stories, with heads and credits of their own, in feeds of others."""
    sources = [feed.source for feed in plan]
    good = [feed for feed in plan if feed.is_reachable and sources.count(feed.source) == 1 and feed.manner != "gone"]
    for original in chance.sample(good, len(good) // 4):
        stories = [one for one in plan[original.number].stories if _may_be_copied(one)]
        if stories:
            others = [feed for feed in good if feed is not original and not FORMATS[feed.format].one]
            story = chance.choice(stories)
            for feed in chance.sample(others, chance.randint(1, 3)):
                _copy(plan, plan[feed.number], original, story, chance)


def _may_be_copied(story: Story) -> bool:
    """Whatever version of it a copy is compared with, it tells all that the copy tells."""
    first, last = story.versions[0], story.last
    grows = all(version.paragraphs[: len(first.paragraphs)] == first.paragraphs for version in story.versions)
    return grows and not (story.copy_of or last.canceled or last.embargo) and first.tick <= 8


def _copy(plan: list[Feed], feed: Feed, original: Feed, story: Story, chance: random.Random) -> None:
    tick = story.versions[0].tick + chance.randint(2, 4)
    first, *rest = story.versions[0].paragraphs
    body = (f"{words.place(chance).upper()} ({original.source}) - {first}", *rest)
    version = replace(
        story.versions[0], tick=tick, updated=feed.at(tick), headline=words.headline(chance), paragraphs=body
    )
    name = f"{story.name}-in-{feed.number}"
    copied = replace(
        story,
        guid=f"urn:newsml:{feed.source}.example:20260105:{name}",
        name=name,
        published=feed.at(tick),
        versions=(version,),
        away=NEVER,
        stale=NEVER,
        copy_of=story.guid,
    )
    plan[feed.number] = replace(feed, stories=(*feed.stories, copied))
