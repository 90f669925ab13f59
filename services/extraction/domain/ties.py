"""Which of the stories told so far a remark speaks of, when the remark itself tells of no attack."""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from schemas.values import Period
from schemas.vocabulary import Stance
from services.extraction.domain import whereabouts
from services.extraction.domain.dates import DateMention
from services.extraction.domain.mentions import Mention
from services.extraction.domain.page import Page, Told
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.story import Story

_STRONGLY: Final = 2
_CONTENT: Final = re.compile(r"[a-z-]{4,20}")
_BOTH: Final = re.compile(r"\b(?:both|either|neither|the two (?!sides)|the pair|the twin)\b")
_DEADLINE: Final = re.compile(r"\b(?:by|until|till|as of|so far) (?:late |early |midday |the )?(?:on )?$")
_ORDINAL: Final = re.compile(r"\bthe (?:(?P<first>first|former)|second|latter)\b(?: one| of them)?(?=[.,;]|$)")
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
    """Whether it says no more than who did what was told before ("nobody claimed the attack", "both raids")."""
    if not any(a.rule not in _PLAIN for a in mention.attributions) or mention.tolls:
        return False
    core = mention.core
    if core is None:
        return True
    if core.verbal or mention.fresh or mention.place:
        return False
    return core.definite or _BOTH.search(page.folded, mention.start, mention.end) is not None


def tied(page: Page, mention: Mention, told: Sequence[Story], last: int) -> set[int]:
    """The stories, by number, that a remark of its own is on."""
    dated = _dated(page, mention, told)
    if len(dated) > 1:
        dated = dated & _alike(page, mention, told, 1) or dated
    found = dated or _denied(mention, told) or _unsaid(page, mention, told, last)
    return found | {n - 1 for n in found if n and _depends(told[n])}


def _depends(story: Story) -> bool:
    """Whether it has neither a day nor a place of its own: a part of the one before it ("Houses were set on fire")."""
    first = story.mentions[0]
    return first.place is None and (first.day is None or first.spoken_day)


def _unsaid(page: Page, mention: Mention, told: Sequence[Story], last: int) -> set[int]:
    """Those of a remark without a day: both, all, the one just told, or all news that nobody was named for yet."""
    words = page.folded[mention.start : mention.end]
    if _BOTH.search(words):
        return {last, max(0, last - 1)}
    if _ALL.search(words):
        return _news(told) or {last}
    if not mention.paragraph:
        return {0}
    here = mention.paragraph == told[last].mentions[-1].paragraph
    found = _counted(words, mention, told) or _alike(page, mention, told, _STRONGLY if here else 1)
    return found or ({last} if here else _unnamed(words, told, last))


def _counted(words: str, mention: Mention, told: Sequence[Story]) -> set[int]:
    """As in "claimed the first": by its place among the stories of the paragraph."""
    ordinal = _ORDINAL.search(words)
    here = [n for n, s in enumerate(told) if s.mentions[0].paragraph == mention.paragraph] if ordinal else []
    return {here[0] if ordinal and ordinal["first"] else here[1]} if len(here) > 1 else set()


def _unnamed(words: str, told: Sequence[Story], last: int) -> set[int]:
    """The news that nobody was named for yet; one of them when the remark is on one attack."""
    unnamed = {n for n in _news(told) if not _spoken_of(told[n])}
    if _ONE.search(words):
        return {last} if last in unnamed or not unnamed else {min(unnamed)}
    return unnamed or {min(_news(told), default=0)}


def _alike(page: Page, mention: Mention, told: Sequence[Story], lead: int) -> set[int]:
    """Those that share more words with it than others do ("the tea house bombing"), by a lead of so many."""
    words = _words(page, mention)
    if not words:
        return set()
    shared = [len(words & frozenset().union(*(_words(page, m) for m in s.mentions if m.core))) for s in told]
    most = max(shared)
    best = {n for n, count in enumerate(shared) if count == most}
    others = [count for count in shared if count < most]
    return best if others and most - max(others) >= lead else set()


def _words(page: Page, mention: Mention) -> frozenset[str]:
    """What a mention names that can tell one attack from another: targets, munitions, places; no group's name."""
    start, end = mention.start, mention.end
    hits = [(h.start, h.end) for h in (*page.targets.between(start, end), *page.core.between(start, end))]
    hits += [(p.start, p.end) for p in page.places.between(start, end)]
    words = (word for a, b in hits for word in _CONTENT.findall(page.folded[a:b]))
    return frozenset(words) - _common()


@cache
def _common() -> frozenset[str]:
    text = files(__package__).joinpath("lexicons", "common_words.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def _dated(page: Page, mention: Mention, told: Sequence[Story]) -> set[int]:
    """Those of the days that a remark names ("no claim for Monday's or Tuesday's attacks")."""
    days = [d.period for d in page.dates.between(mention.start, mention.end) if not _is_of_speech(page, d)]
    if not days:
        return set()
    return {n for n, s in enumerate(told) if s.day and any(_overlap(s.day.value, d) for d in days)}


def _is_of_speech(page: Page, day: DateMention) -> bool:
    """As in "nobody had claimed it by Monday", "said on Tuesday that": no day of an attack."""
    by = _DEADLINE.search(page.folded, max(0, day.start - 16), day.start)
    return by is not None or whereabouts.is_spoken(page, Told(day.period, day.start, day.end, "day"))


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
    """What the wire reports as new: the story of the latest day and those of the same days."""
    days = [story.day.value for story in told if story.day]
    lead = max(days, key=lambda day: day.latest, default=None)
    return {n for n, s in enumerate(told) if s.day is None or (lead and _near(s.day.value, lead))}


def _near(one: Period, other: Period) -> bool:
    return abs((one.latest - other.latest).days) <= _BESIDE or _overlap(one, other)


def _spoken_of(story: Story) -> bool:
    """Whether somebody was named, or expressly nobody, other than by the plain telling."""
    return any(a.rule not in _PLAIN for m in story.mentions for a in m.attributions)
