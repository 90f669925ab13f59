"""Whether a stretch of a sentence tells of an attack, and of what type: the words that decide it."""

import re
from dataclasses import replace
from typing import Final

from services.extraction.domain import core_rules as rules
from services.extraction.domain import munition_rules
from services.extraction.domain.meanings import armed_with, noun_meant
from services.extraction.domain.page import Page
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.peaceful import is_peaceful
from services.extraction.domain.wording import VAGUE, Core, Words, made_core, words_of

__all__ = ["VAGUE", "Core", "core"]

_NEGATED: Final = Pattern("cores.negated")
_ELLIPSIS: Final = Pattern("cores.ellipsis")
_ATTACKERS: Final = re.compile(r"\b(?:attackers?|assailants?|gunm[ae]n|raiders|hijackers|bombers?) $")
_HARM: Final = frozenset(
    {"hit", "explode", "kill", "burn", "shoot", "bomb", "storm", "abduct", "foil", "down", "clash"}
)
_KILLED: Final = Pattern("cores.killed")


def core(page: Page, start: int, end: int) -> Core | None:
    """What the first rule sees that has no doubt about it, else what the first sees at all; None: nothing."""
    words = words_of(page, start, end)
    doubtful: Core | None = None
    for rule in _RULES:
        if found := rule(words):
            doubt = _doubt(page, start, end, found)
            if not doubt:
                return armed_with(words, found)
            doubtful = doubtful or replace(found, doubt=doubt)
    return doubtful


def _doubt(page: Page, start: int, end: int, found: Core) -> str:
    """Threats, plans, conditions and negations come before what they touch; what only looks like an attack is none."""
    if found.doubt:
        return "unreal" if is_peaceful(page, start, end, found) else found.doubt
    if page.signal("unreal", max(start, found.start - 110), found.end):
        hedge = page.signal("hedge", max(start, found.start - 110), found.end)
        return "unreal" if hedge is None else ""
    if _NEGATED.search(page.folded, max(start, found.start - 40), found.start):
        return "negated"
    return "unreal" if is_peaceful(page, start, end, found) else ""


def _new_noun(words: Words) -> Core | None:
    """A noun that brings something new goes before a verb; "the latest abduction" after it."""
    noun = _typed_noun(words)
    return noun if noun and not noun.definite else None


def _typed_noun(words: Words) -> Core | None:
    nouns = [(h, e) for h, e in words.events if e.sense not in VAGUE and e.sense != "armed_clash"]
    # "The assassination of the general in a drone strike": the noun that knows the weapon knows the type.
    hit, entry = next(((h, e) for h, e in nouns if e.weapon != "unknown"), nouns[0] if nouns else (None, None))
    if hit is None or entry is None:
        return None
    sense, weapon = noun_meant(words, hit, entry)
    return made_core(words, hit, None, sense, weapon, "noun", verbal=False)


def _elliptical(words: Words) -> Core | None:
    """As in "Two were aimed at the ship", "another was shot down", "one in Babil": of what was spoken of before."""
    mark = _ELLIPSIS.search(words.page.folded, words.start, words.end)
    return Core("attack", "", mark.start(), mark.end(), "elliptical", verbal=True) if mark else None


def _victims(words: Words) -> Core | None:
    """As in "The fifteen were killed on Tuesday": somebody did it."""
    mark = _KILLED.search(words.page.folded, words.start, words.end)
    if mark and _ATTACKERS.search(words.page.folded, max(words.start, mark.start() - 50), mark.start()):
        return None
    return Core("attack", "", mark.start(), mark.end(), "victims", verbal=True) if mark else None


def _vague_noun(words: Words) -> Core | None:
    for hit, entry in words.events:
        if entry.sense in VAGUE:
            sense, _ = noun_meant(words, hit, entry)
            return made_core(words, hit, None, sense, "", "vague noun", verbal=False)
    return None


def _slight(words: Words) -> Core | None:
    """A munition without a verb, a verb of harm without a doer: an attack in the right company only."""
    for hit, entry in words.munitions:
        return replace(made_core(words, hit, None, entry.sense, entry.weapon, "munition", verbal=False), doubt="slight")
    for hit, entry in words.acts:
        if entry.sense in _HARM:
            return replace(made_core(words, hit, None, "attack", "", f"harm:{entry.sense}"), doubt="slight")
    return None


_RULES: Final = (
    munition_rules.suicide, rules.aircraft, munition_rules.munition, rules.rammed, _new_noun, _elliptical, rules.verb,
    rules.armed, _typed_noun, munition_rules.vehicle, rules.taken, rules.blast, munition_rules.lone_munition,
    rules.struck, rules.exploded, _victims, _vague_noun, _slight,
)  # fmt: skip
"""From the surest to the vaguest; the first that sees an attack is believed."""
