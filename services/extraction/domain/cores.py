"""Whether a stretch of a sentence tells of an attack, and of what type: the words that decide it."""

import re
from typing import Final

from services.extraction.domain import core_rules as rules
from services.extraction.domain.page import Page
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.wording import VAGUE, Core, Words, made_core, words_of

__all__ = ["VAGUE", "Core", "core"]

_NEGATED: Final = Pattern("cores.negated")
_ELLIPSIS: Final = Pattern("cores.ellipsis")
_ATTACKERS: Final = re.compile(r"\b(?:attackers?|assailants?|gunm[ae]n|raiders|hijackers|bombers?) $")
_KILLED: Final = Pattern("cores.killed")


def core(page: Page, start: int, end: int) -> Core | None:
    """The first rule that sees an attack in the stretch; None when nothing in it is one."""
    words = words_of(page, start, end)
    for rule in _RULES:
        found = rule(words)
        if found and not _unreal(page, start, found):
            return found
    return None


def _unreal(page: Page, start: int, found: Core) -> bool:
    """Threats, plans, conditions and negations come before what they touch."""
    if page.signal("unreal", max(start, found.start - 110), found.end):
        hedge = page.signal("hedge", max(start, found.start - 110), found.end)
        return hedge is None
    return bool(_NEGATED.search(page.folded, max(start, found.start - 40), found.start))


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
    sense, weapon = rules.noun_meant(words, hit, entry)
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
            sense, _ = rules.noun_meant(words, hit, entry)
            return made_core(words, hit, None, sense, "", "vague noun", verbal=False)
    return None


_RULES: Final = (
    rules.suicide, rules.aircraft, rules.munition, rules.rammed, _new_noun, _elliptical, rules.verb, rules.armed,
    _typed_noun, rules.vehicle, rules.taken, rules.blast, rules.lone_munition, rules.struck, rules.exploded, _victims,
    _vague_noun,
)  # fmt: skip
"""From the surest to the vaguest; the first that sees an attack is believed."""
