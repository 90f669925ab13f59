"""Who stands in the sentence as the doer of a deed: subject of the active, agent of the passive, name before a noun."""

import re
from typing import Final

from services.extraction.domain.anaphora import meant
from services.extraction.domain.doers import Doer, doers
from services.extraction.domain.page import Page
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.wording import Core

_DEFENCE: Final = Pattern("attributions.defence")
_ASIDE: Final = Pattern("attributions.aside")
_BREAK: Final = Pattern("attributions.break")
_OBJECT_OF: Final = Pattern("attributions.object_of")
_FROM_MEN: Final = Pattern("attributions.from_men")
_BY: Final = Pattern("attributions.by")
_NO_AGENT: Final = Pattern("attributions.no_agent")
_CLASH_WIN: Final = Pattern("attributions.clash_win")
_BAND_DOER: Final = Pattern("attributions.band_doer")
_ANAPHOR: Final = Pattern("attributions.anaphor")
_OWN_ARM: Final = Pattern("attributions.own_arm")
_HEAD_OF_THEY: Final = 40
_CLAUSE: Final = re.compile(r"\b(?:what|where|when|as|which|that|who|because|if|until) $")
_LAUNCHES: Final = Pattern("attributions.launches")
_REACH: Final = 70
_REACH_OF_COUNTRY: Final = 3
_REACH_OF_NAME: Final = 45
_REACH_OF_AGENT: Final = 120
_HEAD: Final = 14
"""Characters of a paragraph's opening within which its subject begins."""
_FIRST: Final = 12


def agents(page: Page, start: int, end: int, core: Core) -> list[Doer]:
    """Those whom a stretch shows as the doers of its deed."""
    if core.sense == "armed_clash" and not _CLASH_WIN.search(page.folded, core.start, core.end):
        return []
    known = [d for d in doers(page, start, end) if not d.held]
    found = [d for d in known if _does(page, start, d, core)]
    if not found:
        found = [d for d in _own_arms(page, start, core) if _does(page, start, d, core)]
    if not found:
        found = [d for d in _bands(page, start, core) if _does(page, start, d, core)]
    return found


def meant_agent(page: Page, start: int, end: int, core: Core) -> Doer | None:
    """As in "They fired on buses", or a paragraph that opens with a group and tells of its doings."""
    if core.sense == "armed_clash" or _defends(page, core.start, core.end):
        return None
    for mark in _ANAPHOR.finditer(page.folded, max(start, core.start - _REACH), min(end, core.start + _FIRST)):
        if _is_another(page, start, mark):
            continue
        who = meant(page, mark.start(), start)
        doer = Doer(who.name, mark.start(), mark.end(), state=who.state) if who and not who.state else None
        if doer and (_does(page, start, doer, core) or mark.start() >= core.start):
            return doer
    return _topic(page, start, core)


def _is_another(page: Page, start: int, mark: re.Match[str]) -> bool:
    """Whether "they" is somebody named in the sentence, or stands in a clause of its own ("what they found")."""
    if any(h.of("agent") for h in page.core.between(start, mark.start())):
        return True
    if mark[0] != "they":
        return False
    return mark.start() > start + _HEAD_OF_THEY or _CLAUSE.search(page.folded, start, mark.start()) is not None


def _topic(page: Page, start: int, core: Core) -> Doer | None:
    if any(not d.held for d in doers(page, start, core.end)):
        return None
    opening = page.opening(start)
    if opening >= start or core.sense == "air_strike" or (core.sense == "attack" and not core.verbal):
        return None
    named = [d for d in doers(page, opening, opening + _HEAD) if not d.state and not d.held]
    mark = _ANAPHOR.search(page.folded, opening, opening + _HEAD)
    who = named[0] if named else meant(page, mark.start(), opening) if mark else None
    if who is None or who.state or _is_object(page, opening, who):
        return None
    return who


def _bands(page: Page, start: int, core: Core) -> list[Doer]:
    marks = _BAND_DOER.finditer(page.folded, max(start, core.start - _REACH_OF_AGENT), core.end + 40)
    return [Doer(page.text[m.start() : m.end()], m.start(), m.end()) for m in marks]


def _own_arms(page: Page, start: int, core: Core) -> list[Doer]:
    """As in "Israel held Damascus responsible and its jets hit": those of the subject."""
    mark = _OWN_ARM.search(page.folded, start, core.end)
    sentence = page.folded.rfind(". ", max(0, start - 200), start) + 2 if mark else 0
    before = doers(page, max(sentence, start - 200), mark.start()) if mark else []
    return [Doer(before[0].name, mark.start(), mark.end(), state=before[0].state)] if mark and before else []


def _does(page: Page, start: int, doer: Doer, core: Core) -> bool:
    if doer.start >= core.start and _is_agent(page, start, doer, core):
        return True
    if not doer.deed and _LAUNCHES.match(page.folded, doer.end) and not _is_object(page, start, doer):
        return not _defends(page, doer.end, doer.end + 25)
    if doer.deed:
        return _bears_name(page, doer, core)
    if _defends(page, doer.end, max(doer.end, core.end)):
        return False
    if doer.start <= core.start < doer.end + 1:
        return not _is_object(page, start, doer) and not _suffers(page, core)
    return _is_subject(page, start, doer, core)


def _bears_name(page: Page, doer: Doer, core: Core) -> bool:
    """As in "a Houthi missile", "the U.S. drone strike": the deed itself, or close by it."""
    if doer.start < core.end and core.start < doer.end:
        return True
    gap = page.folded[min(doer.end, core.end) : max(doer.start, core.start)]
    return len(gap) < _REACH_OF_NAME and not re.search(r"[;:]|, (?:and|but)\b", gap)


def _is_subject(page: Page, start: int, doer: Doer, core: Core) -> bool:
    """The doer stands before what is done, with nothing between that has a subject or an end of its own."""
    if doer.end > core.start or not core.verbal or core.rule == "victims" or _is_object(page, start, doer):
        return False
    gap = _plain(page.folded[doer.end : core.start])
    reach = _REACH_OF_COUNTRY if doer.bare else _REACH
    return len(gap) < reach and not _BREAK.search(gap) and not _suffers(page, core)


def _plain(gap: str) -> str:
    mark = _ASIDE.search(gap)
    return gap[: mark.start()] + " " + gap[mark.end() :] if mark else gap


def _suffers(page: Page, core: Core) -> bool:
    """Whether the deed is told in the passive ("was hit", "came under fire")."""
    words = page.folded[max(0, core.start - 14) : core.end]
    return bool(re.search(r"\b(?:was|were|been|being|came under|come under|under) (?:[\w-]{1,12} )?\w+$", words))


def _is_object(page: Page, start: int, doer: Doer) -> bool:
    """Behind a preposition or a verb a name suffers; "gunmen from" and "by" make it the doer."""
    before = max(start, doer.start - 60)
    if not _OBJECT_OF.search(page.folded, before, doer.start):
        return False
    return not _FROM_MEN.search(page.folded, before, doer.start)


def _is_agent(page: Page, start: int, doer: Doer, core: Core) -> bool:
    """As in "killed by al Shabaab", "a strike on Sunday by Turkish jets"."""
    mark = _BY.search(page.folded, max(start, doer.start - 70), doer.start)
    if mark is None or doer.start - core.end > _REACH_OF_AGENT:
        return False
    return not _NO_AGENT.search(page.folded, max(start, mark.start() - 40), mark.start())


def _defends(page: Page, start: int, end: int) -> bool:
    return bool(_DEFENCE.search(page.folded, start, end + 1))
