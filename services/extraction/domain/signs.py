"""What speaks for and against a mention's telling of a happening that the wire has not told before."""

import re
from collections.abc import Iterator
from typing import Final

from services.extraction.domain import whereabouts
from services.extraction.domain.likeness import kinship, likenesses
from services.extraction.domain.mentions import Mention
from services.extraction.domain.page import Page
from services.extraction.domain.story import Story
from services.extraction.domain.wording import VAGUE, Core

_WORD: Final = re.compile(r"[a-z]+|\d+|[,;:.\"]")
_BEFORE: Final = 40
_PLUPERFECT: Final = re.compile(r"\b(?:had|has|have)\b")
_MODAL: Final = re.compile(r"\b(?:would|could|will|should|might|may|must|can|to)\b")
_AGES: Final = ((1, "today"), (3, "days"), (10, "week"), (60, "month"), (400, "year"))
_YEAR_LONG: Final = 20
_SEASON: Final = re.compile(r"\b(?:every|each|often|usually|regularly|repeatedly|many|most|several|dozens|scores|hundreds|series|wave|spate)\b")
_LAW: Final = re.compile(r"\b(?:convicted|sentenced|charged|trial|court|jailed|prosecutors?|indicted|arrested|detained|wanted|suspects?|accused|sanctions?|funeral|buried|memorial|anniversary|marked|commemorat\w+|mourn\w*|compensation|inquiry|investigat\w+|condemn\w*|denounce\w*)\b")
_TIE: Final = re.compile(r"\b(?:the same|earlier|later|before|after|since|following|previous|last|first|second|third|another|again|also|separate(?:ly)?|elsewhere|meanwhile|other|latest|such)\b")


_CLOCK: Final = re.compile(r"\b(?:noon|midday|midnight|dawn|dusk|sunrise|sunset|daybreak|nightfall|morning|evening|afternoon|night|overnight|o'clock|\d{1,2}[:.]\d\d|\d{1,2} ?[ap]\.?m\b|hours|minutes)\b")
_SOMEWHERE: Final = re.compile(r"\b(?:in|at|near|outside|around|of|from|on|to|towards?|into|over) (?:the )?[A-Z][a-z'\u2019-]{2,}")
_LAPSE: Final = re.compile(r"\b(?:earlier|later|before|ago|after that|afterwards|the same (?:day|night|morning|evening|afternoon|time|week|month)|previous|next|following|since|last (?:year|month|week|january|february|march|april|may|june|july|august|september|october|november|december))\b")
_NAME: Final = re.compile(r"\b[A-Z][\w'\u2019-]{2,}")
_CALENDAR: Final = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December The A An In On At It He She They".split())


def signs(page: Page, mention: Mention, told: list[Story], last: int) -> list[str]:
    """The signs, each once."""
    core = mention.core
    if core is None:
        return []
    found = [*_of_core(core), *_of_words(page, mention, core), *_of_fields(page, mention), *_of_told(page, mention, core, told, last)]
    crossed = [f"{core.rule}&{s}" for s in found if s in _CROSSED]
    strong = "verbal" if core.verbal else "definite" if core.definite else "noun"
    vague = "vague" if core.sense in VAGUE else "typed"
    crossed += [f"{strong}&{vague}&{s}" for s in found if s in _CROSSED]
    return list(dict.fromkeys([*found, *crossed]))


_CROSSED: Final = frozenset({
    "day:none", "day:own", "day:spoken", "place:none", "place:own", "toll", "count", "near:0", "near:1", "near:2", "fresh", "doubt:unreal", "paragraph:0",
    "paragraph:1", "same day", "same place", "other day", "other place", "first", "kin",
})


def _of_core(core: Core) -> Iterator[str]:
    yield f"rule:{core.rule}"
    yield f"sense:{core.sense}"
    yield f"form:{'verb' if core.verbal else 'noun'}{' the' if core.definite else ''}{' -s' if core.plural else ''}"
    yield f"doubt:{core.doubt}"


def _of_words(page: Page, mention: Mention, core: Core) -> Iterator[str]:
    before = _WORD.findall(page.folded, max(mention.start, core.start - _BEFORE), core.start)
    yield f"before:{before[-1] if before else '^'}"
    after = _WORD.findall(page.folded, core.end, min(mention.end, core.end + 20))
    yield f"after:{after[0] if after else '$'}"
    opening = _WORD.findall(page.folded, mention.start, mention.start + 20)
    yield f"opening:{' '.join(opening[:1])}"
    lead = page.folded[max(mention.start, core.start - _BEFORE) : core.end]
    if _PLUPERFECT.search(lead):
        yield "perfect"
    if _MODAL.search(lead):
        yield "modal"
    if _SEASON.search(page.folded, mention.start, mention.end):
        yield "many"
    if law := _LAW.search(page.folded, mention.start, mention.end):
        yield "law"
        yield f"law:{law[0][:6]}"
    for tie in {m[0] for m in _TIE.finditer(page.folded, mention.start, core.end + 20)}:
        yield f"tie:{tie}"
    if page.said_in(core.start):
        yield "spoken"
    if mention.end - mention.start < 40:
        yield "short"
    if _CLOCK.search(page.folded, mention.start, mention.end):
        yield "clock"
    if mention.place is None and _SOMEWHERE.search(page.text, mention.start, mention.end):
        yield "somewhere"
    if _LAPSE.search(page.folded, mention.start, mention.end):
        yield "lapse"
    verb = page.folded[core.start : core.end].split()
    yield f"last:{verb[-1]}"
    yield f"head:{verb[0]}"


def _of_fields(page: Page, mention: Mention) -> Iterator[str]:
    yield f"paragraph:{min(mention.paragraph, 4)}"
    if mention.day is None:
        yield "day:none"
    else:
        yield "day:spoken" if mention.spoken_day else "day:own"
        away = (page.published.date() - mention.day.value.latest).days
        yield f"age:{next((name for limit, name in _AGES if away <= limit), 'old')}"
        if (mention.day.value.latest - mention.day.value.earliest).days > _YEAR_LONG:
            yield "long"
        if mention.day.start < mention.start:
            yield "day before"
    if mention.place is None:
        yield "place:none"
        if mention.scene:
            yield "scene"
    else:
        yield "place:own"
        yield f"precision:{mention.place.value.precision.value}"
        yield f"place rule:{mention.place.rule}"
        if page.scenes.get(mention.place.value.country or "", 0) < 0.25 * max(page.scenes.values(), default=0):
            yield "foreign"
    if mention.tolls:
        yield "toll"
        if all(t.count.min == 0 for t in mention.tolls):
            yield "no toll"
        if any(t.attackers for t in mention.tolls):
            yield "attackers"
    for name, value in (("count", mention.count), ("targets", mention.targets), ("outcome", mention.outcome), ("hedged", mention.factuality),
                        ("fresh", mention.fresh), ("general", mention.general), ("reacting", mention.reacting), ("sea", mention.at_sea), ("doer", mention.attributions)):
        if value:
            yield name
    if mention.outcome:
        yield f"outcome:{mention.outcome.value.value}"


def _of_told(page: Page, mention: Mention, core: Core, told: list[Story], last: int) -> Iterator[str]:
    yield f"told:{min(len(told), 4)}"
    if not told:
        yield "first"
        return
    scores = likenesses(mention, told, last)
    best = max(scores, default=0.0)
    yield f"near:{min(int(best), 4)}"
    kin = [s for s in told if kinship(core, s.core) >= 1]
    if kin:
        yield "kin"
        yield f"kin:{min(len(kin), 3)}"
    if any(s.core.sense == core.sense for s in told):
        yield "same sense"
    if mention.day and not mention.spoken_day:
        same = any(s.day and whereabouts.overlap(s.day.value, mention.day.value) for s in told)
        yield "same day" if same else "other day"
        if kin and not any(s.day and whereabouts.overlap(s.day.value, mention.day.value) for s in kin):
            yield "kin other day"
    where = mention.place
    if where:
        near = any(s.place and whereabouts.may_be_one(s.place.value, where.value) for s in told)
        yield "same place" if near else "other place"
        if kin and not any(s.place and whereabouts.may_be_one(s.place.value, where.value) for s in kin):
            yield "kin other place"
        if any(s.place and s.place.value == where.value for s in told):
            yield "very place"
    pairs = [_compared(page, mention, core, story) for story in told]
    ranked = max(range(len(told)), key=lambda n: (sum(x.startswith("=") for x in pairs[n]) - sum(x.startswith("!") for x in pairs[n]), n == last))
    yield from (f"best{x}" for x in pairs[ranked])
    yield from (f"last{x}" for x in pairs[last])
    yield f"excluded:{min(2, min(sum(x.startswith('!') for x in pair) for pair in pairs))}"
    yield f"included:{min(3, max(sum(x.startswith('=') for x in pair) for pair in pairs))}"
    if ranked == last:
        yield "best is last"
    names = set(_NAME.findall(page.text, mention.start + 1, mention.end)) - _CALENDAR
    if names:
        known = {n for s in told for m in s.mentions for n in _NAME.findall(page.text, m.start, m.end)}
        yield f"new names:{min(len(names - known), 3)}"
        yield f"old names:{min(len(names & known), 3)}"
    killed = {(t.kind, t.count.min) for t in mention.tolls}
    if killed:
        before = {(t.kind, t.count.min) for s in (kin or told) for m in s.mentions for t in m.tolls}
        yield "same toll" if killed & before else "other toll" if before else "first toll"
    if mention.count:
        counts = {m.count.value for s in (kin or told) for m in s.mentions if m.count}
        yield "same count" if mention.count.value in counts else "other count" if counts else "first count"
    if mention.targets:
        aims = {w for s in (kin or told) for m in s.mentions for t in m.targets for w in t.value.name.lower().split()}
        mine = {w for t in mention.targets for w in t.value.name.lower().split()}
        yield "same target" if aims & mine else "other target" if aims else "first target"
    doers = {a.value.actor for a in mention.attributions if a.value.actor}
    if doers:
        others = {a.value.actor for s in (kin or told) for m in s.mentions for a in m.attributions if a.value.actor}
        yield "same doer" if doers & others else "other doer" if others else "first doer"
    if core.weapon not in ("", "unknown"):
        weapons = {m.core.weapon for s in told for m in s.mentions if m.core} - {"", "unknown"}
        yield "same weapon" if core.weapon in weapons else "other weapon" if weapons else "first weapon"
    latest = told[last]
    if latest.mentions[-1].end <= mention.start and latest.mentions[-1].paragraph == mention.paragraph:
        yield "same paragraph"
        gap = page.folded[latest.mentions[-1].end : mention.start]
        if "." not in gap:
            yield "same sentence"


def _compared(page: Page, mention: Mention, core: Core, story: Story) -> list[str]:
    """What is alike (=) and what is unlike (!) between a mention and a story."""
    out = []
    kin = kinship(core, story.core)
    out.append("=kind" if kin >= 1 else "~kind" if kin else "!kind")
    if mention.day and story.day and not mention.spoken_day:
        out.append("=day" if mention.day.value == story.day.value else "~day" if whereabouts.overlap(mention.day.value, story.day.value) else "!day")
    if mention.place and story.place:
        one, other = mention.place.value, story.place.value
        out.append("=place" if one == other or (one.precision == other.precision and whereabouts.may_be_one(one, other)) else "~place" if whereabouts.may_be_one(one, other) else "!place")
    mine = {(t.kind, t.count.min) for t in mention.tolls if t.count.min}
    theirs = {(t.kind, t.count.min) for m in story.mentions for t in m.tolls if t.count.min}
    if mine and theirs:
        out.append("=toll" if mine & theirs else "!toll")
    counts = {m.count.value for m in story.mentions if m.count}
    if mention.count and counts:
        out.append("=count" if mention.count.value in counts else "!count")
    doers = {a.value.actor for a in mention.attributions if a.value.actor}
    others = {a.value.actor for m in story.mentions for a in m.attributions if a.value.actor}
    if doers and others:
        out.append("=doer" if doers & others else "!doer")
    aims = {w for t in mention.targets for w in t.value.name.lower().split()}
    hit = {w for m in story.mentions for t in m.targets for w in t.value.name.lower().split()}
    if aims and hit:
        out.append("=target" if aims & hit else "!target")
    weapons = {m.core.weapon for m in story.mentions if m.core} - {"", "unknown"}
    if core.weapon not in ("", "unknown") and weapons:
        out.append("=weapon" if core.weapon in weapons else "!weapon")
    names = set(_NAME.findall(page.text, mention.start + 1, mention.end)) - _CALENDAR
    known = {n for m in story.mentions for n in _NAME.findall(page.text, m.start, m.end)}
    if names:
        out.append("=name" if names & known else "!name")
    return out
