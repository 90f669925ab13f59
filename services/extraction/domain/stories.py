"""The incidents of an article: mentions of one happening brought together."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from services.extraction.domain.beginnings import begun, newness
from services.extraction.domain.likeness import home_of
from services.extraction.domain.mentions import Mention
from services.extraction.domain.page import Page
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.places import Place
from services.extraction.domain.story import Story
from services.extraction.domain.ties import is_remark, tied
from services.extraction.domain.traits import joined, traits

__all__ = ["MOST_STORIES", "Story", "stories"]

MOST_STORIES: Final = 60
"""No wire reports more; it bounds the work on a hostile text."""
MOST_MENTIONS: Final = 40
"""After so many nothing new is said of one happening."""
_ALL: Final = Pattern("stories.all")
_NEITHER: Final = re.compile(r"\b(?:neither|both|either)\b")
_RECENT: Final = 9
EVEN: Final = 0.5
"""From this chance on a mention begins a story."""


Judge = Callable[[Page, Mention, list[Story], int], float]
"""How likely a mention tells of something new, given the stories told so far and the number of the last."""


def stories(page: Page, mentions: Iterable[Mention], judge: Judge = newness) -> tuple[Story, ...]:
    """The happenings told, in the order in which the text comes to them."""
    told: list[Story] = []
    last = 0
    remarks: list[Mention] = []
    set_day: Mention | None = None
    for told_now in mentions:
        mention = _dated(told_now, set_day)
        last = last if mention.paragraph else 0
        set_day = told_now if told_now.core is None and told_now.day and not told_now.spoken_day else None
        if _is_on_all(page, mention) or (not told and mention.core is None and is_remark(page, mention)):
            remarks.append(mention)
            continue
        chance = judge(page, mention, told, last) if mention.core else 0.0
        if chance >= EVEN and len(told) < MOST_STORIES:
            told.append(begun(mention, told, last, chance))
            last = len(told) - 1
            continue
        mention = _without_doubtful_core(mention)
        if told and is_remark(page, mention):
            told = _with_remark(page, mention, told, last)
            if mention.core:
                continue
            mention = replace(mention, attributions=())
        told = _with_neither(page, mention, told, last)
        home = home_of(mention, told, last)
        if home is not None:
            told[home] = _grown(told[home], mention)
            last = home if mention.core else last
        elif told and mention.attributions and mention.paragraph:
            told = _with_remark(page, mention, told, last)
    return tuple(_remarked(page, story, remarks) for story in told)


def _with_neither(page: Page, mention: Mention, told: list[Story], last: int) -> list[Story]:
    """As in "Neither raid caused casualties": said of the story before the last one, too."""
    none = mention.core is None and mention.tolls and all(t.count.max == 0 for t in mention.tolls)
    if not last or not none or not _NEITHER.search(page.folded, mention.start, mention.end):
        return told
    return [_grown(s, replace(mention, day=None)) if n == last - 1 else s for n, s in enumerate(told)]


def _without_doubtful_core(mention: Mention) -> Mention:
    """Words that may not even tell of an attack do not say which one they are about: a remark like others."""
    return replace(mention, core=None) if mention.core and mention.core.doubt else mention


def _dated(mention: Mention, before: Mention | None) -> Mention:
    """As in "The last such killing was in August. A missile hit the camp": the sentence before gave the day."""
    if (
        before is None
        or mention.core is None
        or mention.day
        or before.paragraph != mention.paragraph
        or not mention.core.verbal
    ):
        return mention
    return replace(mention, day=before.day)


def _is_on_all(page: Page, mention: Mention) -> bool:
    """Whether it only says who may have done all that the wire tells of."""
    return bool(
        mention.attributions
        and not mention.tolls
        and not (mention.core and mention.core.verbal and not mention.core.doubt)
        and not (mention.day and not mention.spoken_day)
        and _ALL.search(page.folded, mention.start, mention.end)
    )


def _remarked(page: Page, story: Story, remarks: list[Mention]) -> Story:
    """A story of the last days with what was said of all attacks."""
    if story.day is None or (page.published.date() - story.day.value.latest).days > _RECENT:
        return story
    return replace(story, mentions=(*story.mentions, *(replace(m, core=None) for m in remarks)))


def _with_remark(page: Page, mention: Mention, told: list[Story], last: int) -> list[Story]:
    """The stories with what a remark says of those that it speaks of."""
    remark = replace(mention, core=None, tolls=(), day=None)
    spoken_of = tied(page, mention, told, last)
    return [_grown(story, remark) if n in spoken_of else story for n, story in enumerate(told)]


def _grown(story: Story, mention: Mention) -> Story:
    if len(story.mentions) >= MOST_MENTIONS:
        return story
    day = story.day
    if mention.core and mention.day and not mention.spoken_day and (day is None or story.mentions[0].spoken_day):
        day = mention.day
    known = joined(story.traits, traits(mention))
    place = story.place
    if mention.core and mention.place and (place is None or _is_closer(mention.place.value, place.value)):
        place = mention.place
    return replace(story, mentions=(*story.mentions, mention), day=day or mention.day, place=place, traits=known)


def _is_closer(new: Place, old: Place) -> bool:
    ranks = ("site", "city", "admin1", "country")
    return ranks.index(new.precision.value) < ranks.index(old.precision.value)
