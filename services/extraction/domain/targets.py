"""What was attacked, by the part that a noun has in a sentence: what the deed was done to, where, and to whom.

The word that governs a noun gives its role; of all roles in a stretch, and later of all stretches of a story, the
surest one counts.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from schemas.values import Target
from schemas.vocabulary import TargetKind
from services.extraction.domain.nouns import Noun, nouns
from services.extraction.domain.page import Page, Told
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.roles import governed
from services.extraction.domain.wording import Core

RANKS: Final = {
    "object": 0,
    "felled": 0,
    "inside": 1,
    "near": 1,
    "site": 1,
    "victims": 2,
    "object setting": 3,
    "setting": 4,
    "people": 5,
    "loose": 6,
}
"""How sure each rule is of what was attacked, the surest first."""
_ON_PEOPLE: Final = frozenset({"armed_attack", "abduction", "armed_clash", "attack"})
"""Deeds done to people, wherever they are; what falls from the sky is meant for the place."""
_FROM_AIR: Final = frozenset({"drone_strike", "air_strike"})
_PEOPLE: Final = frozenset({"people", "persons", "men", "bodies", "population"})
_SCOPE: Final = 90
_SPEECH: Final = 45
_SPEECH_AFTER: Final = Pattern("targets.speech_after")
_SOURCE_BEFORE: Final = Pattern("targets.source_before")
_SUFFERS: Final = Pattern("targets.suffers")
_LOADED: Final = Pattern("targets.loaded")
_LIST: Final = re.compile(r"(?:, | and |, and | or | as well as )(?:[\w'.-]{1,15} ){0,4}")
_APART: Final = re.compile(r"\b(?:in|of|near|at|by|said|on|from|after|when|while|who|which|was|were)\b")
_COUNTED: Final = re.compile(r" (?:[\w'.-]{1,15} ){0,4}")
_QUALIFIERS: Final = re.compile(
    r"(?:(?<![\w'.-])(?!(?:the|a|an|at|on|in|of|and|hit|near|into|its|their|to|by|for|from|with|against|targeted|"
    r"targeting|struck|attacked|killed|killing|wounded|wounding|was|were|that|which|least|than|over|outside) )"
    r"[\w'.-]{1,20} ){0,3}$"
)
"""Up to three whole words that belong to the name before a target ("US" of "US compound")."""


def targets(page: Page, start: int, end: int, core: Core) -> tuple[Told[Target], ...]:
    """What a stretch says was attacked, each with the rule that found it; sources, speakers and doers are none."""
    found: list[tuple[Noun, str]] = []
    for noun in nouns(page, start, end):
        if noun.start == core.start or _is_set_aside(page, noun):
            continue
        before = found[-1] if found else None
        if role := _role(page, noun, start, core, before):
            found.append((noun, role))
    return _surest(page, found)


def victims(page: Page, spans: Iterable[tuple[int, int]], end: int) -> tuple[Told[Target], ...]:
    """Who was killed or hurt ("five soldiers"); `spans` are those of the tolls in a stretch that ends at `end`."""
    found = []
    for first, last in spans:
        for noun in nouns(page, first, min(end, last + 40)):
            plain = page.folded[noun.head : noun.end] in _PEOPLE
            if (noun.is_people or plain) and _is_counted(page, last, noun) and not _is_set_aside(page, noun):
                found.append((noun, "people" if plain else "victims"))
                break
    return _surest(page, found)


def _is_counted(page: Page, last: int, noun: Noun) -> bool:
    """Whether the words of a toll end behind a noun, or go on to it ("killed five" - "soldiers")."""
    if noun.head < last:
        return True
    gap = page.folded[last : noun.start]
    return _COUNTED.fullmatch(gap) is not None and not _APART.search(gap.replace(" of ", " ", 1))


def _is_set_aside(page: Page, noun: Noun) -> bool:
    """Sources and speakers, what the explosives were hidden in, and what was driven into a crowd.

    A camp that was attacked "with explosives" is not one of them.
    """
    folded = page.folded
    if _SPEECH_AFTER.match(folded, noun.end, noun.end + _SPEECH):
        return True
    if TargetKind.TRANSPORT.value in noun.kinds and folded.startswith(" into ", noun.end):
        return True
    if _SOURCE_BEFORE.search(folded, max(0, noun.start - _SPEECH), noun.start):
        return True
    if TargetKind.TRANSPORT.value not in noun.kinds and folded.startswith(" with ", noun.end):
        return False
    return _LOADED.match(folded, noun.end, noun.end + _SPEECH) is not None


def _role(page: Page, noun: Noun, start: int, core: Core, before: tuple[Noun, str] | None) -> str | None:
    """The rule by which a noun is attacked, or None."""
    if before and noun.cls != "setting" and _is_listed(page, before[0], noun):
        return before[1]
    if noun.is_thing and _names_attack(page, noun):
        return "object"
    role = governed(page, noun, start, core)
    if role in ("object", "harm", "inside", "near"):
        return _rule(page, noun, role, core)
    if role != "away" and _SUFFERS.match(page.folded, noun.end, _reach(page, noun)):
        return _rule(page, noun, "harm", core)
    return "loose" if role is None and noun.is_thing and noun.start > core.end else None


def _names_attack(page: Page, noun: Noun) -> bool:
    """As in "the market bombing", "a church shooting"."""
    behind = page.core.between(noun.end, noun.end + 2)
    return bool(behind) and (event := behind[0].of("event")) is not None and event.sense != "peaceful"


def _reach(page: Page, noun: Noun) -> int:
    """Up to where the verb of a noun may stand; people have theirs before the next comma."""
    end = noun.end + _SCOPE
    comma = -1 if noun.is_thing else page.folded.find(",", noun.end, end)
    return end if comma < 0 else comma


def _rule(page: Page, noun: Noun, role: str, core: Core) -> str | None:
    """The rule for a role: people at a place are not the place, people killed are not always the aim."""
    if noun.cls == "setting":
        if page.folded[noun.head : noun.end] in _PEOPLE:
            return "people"
        return {"object": "object setting", "harm": "object setting", "inside": "setting"}.get(role)
    if noun.is_people and role == "harm":
        return "felled" if _is_meant(page, noun, core) else "victims"
    if noun.is_people and role == "near":
        return "loose"
    return "object" if role == "harm" else role


def _is_meant(page: Page, noun: Noun, core: Core) -> bool:
    """Whether those who fell were the aim: armed men who were shot, one commander under a strike."""
    if TargetKind.CIVILIAN.value in noun.kinds:
        return False
    return core.sense in _ON_PEOPLE or (core.sense in _FROM_AIR and page.folded[noun.end - 1] != "s")


def _is_listed(page: Page, one: Noun, other: Noun) -> bool:
    """As in "a mosque and a clinic"."""
    gap = page.folded[one.end : other.start]
    if one.is_thing is not other.is_thing and " and " not in gap:
        return False
    return len(gap) < 40 and _LIST.fullmatch(gap) is not None and not _APART.search(gap)  # noqa: PLR2004


def _surest(page: Page, found: Sequence[tuple[Noun, str]]) -> tuple[Told[Target], ...]:
    """The first of the surest nouns and those listed with it, one for each kind."""
    best = min((RANKS[role] for _, role in found), default=0)
    chosen: dict[str, Told[Target]] = {}
    last: Noun | None = None
    for noun, role in found:
        if RANKS[role] != best or (last is not None and not _is_listed(page, last, noun)):
            continue
        last = noun
        for kind in noun.kinds:
            target = Target(name=_name(page, noun), kind=TargetKind(kind))
            chosen.setdefault(kind, Told(target, noun.start, noun.end, role))
    return tuple(chosen.values())


def _name(page: Page, noun: Noun) -> str:
    left = _QUALIFIERS.search(page.folded[max(0, noun.start - 60) : noun.start])
    qualifiers = len(left[0]) if left else 0
    return page.text[noun.start - qualifiers : noun.end].replace("\n", " ").strip() or page.text[noun.start : noun.end]
