"""Whom "they", "the group", "its spokesman" mean: those last named before."""

import re
from collections import Counter
from functools import lru_cache
from typing import Final

from services.extraction.domain.doers import Doer, doers, groups
from services.extraction.domain.page import Page
from services.extraction.domain.patterns import Pattern

_THEY: Final = Pattern("attributions.they")
_SPOKESMAN: Final = Pattern("attributions.spokesman")
_BACK: Final = 1600
"""Characters back to a name that a later word still means."""
_BESIDE: Final = 60
_OFTEN: Final = 2
_SPEAKS: Final = ("spokes", "speaks for", "speaking for")
_NEAREST: Final = ("it ", "they ", "its ", "their ")
_ALLIED: Final = frozenset({"Kurdish Peshmerga", "Syrian Democratic Forces (SDF)", "NATO", "US-led coalition"})
"""Named beside militants more often as those who fight them."""
_SAID: Final = re.compile(r"\b(?:said|says|claim(?:s|ed)|announced|insist(?:s|ed)|added)(?: [\w ]{1,20})?(?: that)? $")
_NAME: Final = Pattern("attributions.person")


def meant(page: Page, at: int, sentence: int) -> Doer | None:
    """Who is meant by a word for a group at an offset: those of the sentence, else those most spoken of before."""
    here = [d for d in doers(page, sentence, at) if not d.bare]
    if here:
        said = _SAID.search(page.folded, max(sentence, at - 40), at)
        own = [d for d in here if said and 0 <= said.start() - d.end < _BESIDE]
        return own[-1] if own else _preferred(here)
    before = [d for d in groups(page, max(0, at - _BACK), sentence) if not d.state and d.name not in _ALLIED]
    if page.folded.startswith(_NEAREST, at):
        return before[-1] if before else None
    counts = Counter(d.name for d in before)
    return max(before, key=lambda d: (counts[d.name] >= _OFTEN, d.start), default=None)


def _preferred(found: list[Doer]) -> Doer:
    groups = [d for d in found if not d.state]
    return (groups or found)[-1]


def words_for_groups(page: Page, start: int, end: int) -> list[Doer]:
    """The words in a stretch that stand for a group named before, each under that group's name."""
    found = []
    for mark in _THEY.finditer(page.folded, start, end):
        who = meant(page, mark.start(), start)
        if who:
            found.append(Doer(who.name, mark.start(), mark.end(), state=who.state))
    return found


def speakers(page: Page, start: int, end: int) -> list[Doer]:
    """Persons named in a stretch who were named before as somebody's spokesmen."""
    known = _spokesmen(page)
    if not known:
        return []
    return [
        Doer(known[m[0]].name, m.start(), m.end(), state=known[m[0]].state)
        for m in _NAME.finditer(page.text, start, end)
        if m[0] in known
    ]


@lru_cache(maxsize=1)
def _spokesmen(page: Page) -> dict[str, Doer]:
    """Surnames and whole names of those who speak for a group."""
    found: dict[str, Doer] = {}
    if not any(word in page.folded for word in _SPEAKS):
        return found
    for mark in _SPOKESMAN.finditer(page.folded):
        near = doers(page, max(0, mark.start() - _BESIDE), mark.end() + _BESIDE)
        names = [*_NAME.finditer(page.text, max(0, mark.start() - _BESIDE), mark.end() + 45)]
        if not near or not names:
            continue
        who = min(near, key=lambda d: min(abs(d.start - mark.end()), abs(mark.start() - d.end)))
        for name in names:
            if name.end() <= who.start or name.start() >= who.end:
                found.setdefault(name[0].split(" ")[-1], who)
                found.setdefault(name[0], who)
    return found
