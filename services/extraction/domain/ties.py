"""Which of the stories told so far a remark speaks of, when the remark itself tells of no attack."""

import re
from collections.abc import Sequence
from typing import Final

from schemas.values import Period
from schemas.vocabulary import Stance
from services.extraction.domain.mentions import Mention
from services.extraction.domain.page import Page
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.story import Story
from services.extraction.domain.wording import VAGUE

_BOTH: Final = re.compile(r"\b(?:both|either|neither|the two (?!sides)|the pair|the twin)\b")
_ALL: Final = Pattern("stories.all")
_ONE: Final = re.compile(
    r"\b(?:the|that|this) (?!first|two|three|attacks)(?:[\w-]+ )?"
    r"(?:attack|assault|bombing|strike|raid|blast|ambush|shooting|killing|kidnapping|one)\b"
)
_ACCUSED: Final = frozenset({Stance.BLAMED, Stance.SUSPECTED})
_PLAIN: Final = frozenset({"attribution:subject", "attribution:spoken of"})
_BESIDE: Final = 1
"""Days between attacks that one wire reports together as its news."""


def is_remark(page: Page, mention: Mention) -> bool:
    """Whether it says no more than who did what was told before: one attack, both, or those of several days."""
    if not any(a.rule not in _PLAIN for a in mention.attributions) or mention.tolls:
        return False
    core = mention.core
    if core is None:
        return True
    if core.verbal or core.sense not in VAGUE or not (core.definite or core.plural):
        return False
    several = len(page.dates.between(mention.start, mention.end)) > 1
    return several or _BOTH.search(page.folded, mention.start, mention.end) is not None


def tied(page: Page, mention: Mention, told: Sequence[Story], last: int) -> set[int]:
    """The stories, by number, that a remark of its own is on."""
    found = _dated(page, mention, told) or _denied(mention, told)
    return found or _unsaid(page.folded[mention.start : mention.end], mention, told, last)


def _unsaid(words: str, mention: Mention, told: Sequence[Story], last: int) -> set[int]:
    """Those of a remark without a day: both, all, the one just told, or all news that nobody was named for yet."""
    if _BOTH.search(words):
        return {last, max(0, last - 1)}
    news = _news(told)
    if _ALL.search(words):
        return news or {last}
    if mention.paragraph == told[last].mentions[-1].paragraph:
        return {last}
    unnamed = {n for n in news if not _spoken_of(told[n])}
    if _ONE.search(words):
        return {last} if last in unnamed or not unnamed else {min(unnamed)}
    return unnamed or {0}


def _dated(page: Page, mention: Mention, told: Sequence[Story]) -> set[int]:
    """Those of the days that a remark names ("no claim for Monday's or Tuesday's attacks")."""
    days = [d.period for d in page.dates.between(mention.start, mention.end)] if mention.day else []
    if mention.spoken_day or not days:
        return set()
    return {n for n, s in enumerate(told) if s.day and any(_overlap(s.day.value, d) for d in days)}


def _overlap(one: Period, other: Period) -> bool:
    return one.earliest <= other.latest and other.earliest <= one.latest


def _denied(mention: Mention, told: Sequence[Story]) -> set[int]:
    """A denial is on the last story that its speaker was accused of."""
    accused = {a.value.actor for a in mention.attributions if a.value.stance is Stance.DENIED}
    for n in range(len(told) - 1, -1, -1):
        named = {a.value.actor for m in told[n].mentions for a in m.attributions if a.value.stance in _ACCUSED}
        if accused & named:
            return {n}
    return set()


def _news(told: Sequence[Story]) -> set[int]:
    """What the wire reports as new: the first story and those of the same days."""
    lead = told[0].day
    if lead is None:
        return {n for n, s in enumerate(told) if s.day is None}
    return {n for n, s in enumerate(told) if s.day is None or _near(s.day.value, lead.value)}


def _near(one: Period, other: Period) -> bool:
    return abs((one.latest - other.latest).days) <= _BESIDE or _overlap(one, other)


def _spoken_of(story: Story) -> bool:
    """Whether somebody was named, or expressly nobody, other than by the plain telling."""
    return any(a.rule not in _PLAIN for m in story.mentions for a in m.attributions)
