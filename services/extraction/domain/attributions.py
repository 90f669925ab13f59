"""Who is said to have done it: claimed, blamed, suspected, denied, or expressly nobody; and who says so."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from schemas.values import Attribution
from schemas.vocabulary import Precision, Stance
from services.extraction.domain import places
from services.extraction.domain.page import Page, Told
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.wording import Core

_NOBODY: Final = Pattern("attributions.nobody")
_CLAIM_BEFORE: Final = Pattern("attributions.claim_before")
_CLAIM_BY: Final = re.compile(r"\b(?:claimed by|responsibility for which was claimed by|for which) (?:the )?$")
_BLAME_BEFORE: Final = Pattern("attributions.blame_before")
_BY: Final = Pattern("attributions.by")
_HEDGED: Final = Pattern("attributions.hedged")
_DENY_AFTER: Final = Pattern("attributions.deny_after")
_DENY: Final = Pattern("attributions.deny")
_DEFENCE: Final = Pattern("attributions.defence")
_LOCATED: Final = re.compile(r"\b(?:in|from|of|at|into|near|to|over|across|inside) (?:the )?(?:[\w-]{1,12} )?$")
_CALLED: Final = Pattern("attributions.called")
_BAND: Final = Pattern("attributions.band")
_STATE_ONLY: Final = frozenset({"air_strike", "armed_clash", "attack"})
_OPENING: Final = 50
_REACH_OF_SUBJECT: Final = 50
_REACH_OF_ADJECTIVE: Final = 3
_REACH_OF_STATE: Final = 20
_NO_SUBJECT: Final = Pattern("attributions.no_subject")
_PRONOUN: Final = Pattern("attributions.pronoun")
_STATE_NOUN: Final = Pattern("attributions.state_noun")
_DEMONYM: Final = Pattern("attributions.demonym")
_NAMES: Final = {"US": "United States"}
_SPEAKER: Final = Pattern("attributions.speaker")


@dataclass(frozen=True, slots=True)
class Doer:
    """Somebody who may have done it, where the text names him."""

    name: str
    start: int
    end: int


def doers(page: Page, start: int, end: int) -> list[Doer]:
    """Groups of the lexicon and countries with their arms ("Turkish drones", "Iran fired") in a stretch."""
    named = [Doer(e.sense, h.start, h.end) for h in page.actors.between(start, end) if (e := h.of("actor"))]
    taken = [(d.start, d.end) for d in named]
    states = [
        d
        for d in (*_states(page, start, end), *_governments(page, start, end), *_newcomers(page, start, end))
        if not any(a < d.end and d.start < b for a, b in taken)
    ]
    return sorted([*named, *states], key=lambda d: d.start)


def _states(page: Page, start: int, end: int) -> list[Doer]:
    found = []
    for mark in _DEMONYM.finditer(page.text, start, end):
        code = "US" if mark[0] in ("U.S.", "US", "American") else places.demonym_country(mark[0])
        noun = _STATE_NOUN.match(page.folded, mark.end())
        if code and noun:
            found.append(Doer(country_name(code), mark.start(), noun.end()))
    return found


def _governments(page: Page, start: int, end: int) -> list[Doer]:
    """Countries that act, accuse, or are accused, under their own name ("Iran fired", "blamed Turkey")."""
    found = page.places.between(start, end)
    return [
        Doer(m.place.name, m.start, m.end)
        for m in found
        if m.place.precision is Precision.COUNTRY and not _LOCATED.search(page.folded, max(0, m.start - 20), m.start)
    ]


def _newcomers(page: Page, start: int, end: int) -> list[Doer]:
    """Groups that no list knows, where the text introduces them."""
    marks = [*_CALLED.finditer(page.text, start, end)]
    return [Doer(m[m.lastgroup], m.start(m.lastgroup), m.end(m.lastgroup)) for m in marks if m.lastgroup]


def _spoken_of(page: Page, start: int, end: int, core: Core) -> Doer | None:
    """As in "They fired on buses": those last spoken of."""
    mark = _PRONOUN.search(page.folded, max(start, core.start - 40), core.start + 12)
    if mark is None or _DEFENCE.search(page.folded, mark.end(), core.end + 1):
        return None
    before = page.actors.between(max(0, start - 900), start)
    entry = before[-1].of("actor") if before else None
    return Doer(entry.sense, mark.start(), mark.end()) if entry and mark.end() <= end else None


def _topic(page: Page, start: int, core: Core) -> Doer | None:
    """A paragraph that opens with a group tells of its doings ("The rebels have closed the roads")."""
    if core.sense in _STATE_ONLY or _DEFENCE.search(page.folded, core.start, core.end + 1):
        return None
    opening = page.opening(start)
    if opening >= start:
        return None
    named = page.actors.between(opening, opening + _OPENING)
    mark = _PRONOUN.search(page.folded, opening, opening + _OPENING)
    before = page.actors.between(max(0, opening - 900), opening) if mark else ()
    hit = named[0] if named else before[-1] if before else None
    entry = hit.of("actor") if hit else None
    return Doer(entry.sense, hit.start, hit.end) if entry and hit else None


def _band(page: Page, start: int, core: Core) -> Doer | None:
    """Bandits and insurgents that no group's name stands for."""
    mark = _BAND.search(page.folded, max(start, core.start - 60), core.end)
    return Doer(mark[0], mark.start(), mark.end()) if mark else None


def country_name(code: str) -> str:
    """The country as wires write it."""
    return _NAMES.get(code) or _country_names().get(code, code)


@cache
def _country_names() -> dict[str, str]:
    named = places.load_gazetteer().atlas.named.values()
    return {e.country: e.name for entries in named for e in entries if e.kind == "country" and e.country}


def attributions(page: Page, start: int, end: int, core: Core | None) -> list[Told[Attribution]]:
    """All that a stretch says of the doer: first what is said outright, then who stands as the subject."""
    known = doers(page, start, end)
    found = [a for d in known if (a := _said(page, start, end, d, core))]
    if core and not found and (those := _spoken_of(page, start, end, core) or _topic(page, start, core)):
        found.append(_told(those, Stance.BLAMED, None, "spoken of"))
    if core and not found and not page.actors.items and (band := _band(page, start, core)):
        hedged = _HEDGED.search(page.folded, max(start, band.start - 12), band.start)
        found.append(_told(band, Stance.SUSPECTED if hedged else Stance.BLAMED, None, "subject"))
    if nobody := _NOBODY.search(page.folded, start, end):
        none = Attribution(stance=Stance.UNATTRIBUTED, actor=None, by=speaker(page, start, end))
        found.append(Told(none, nobody.start(), nobody.end(), "nobody"))
    return _once(found)


def subjects(page: Page, start: int, end: int, core: Core | None) -> set[str]:
    """Those who stand as the doers of a deed."""
    return {d.name for d in doers(page, start, end) if core and core.verbal and _is_subject(page, d, core)}


def _said(page: Page, start: int, end: int, doer: Doer, core: Core | None) -> Told[Attribution] | None:
    folded = page.folded
    before = folded[max(start, doer.start - 80) : doer.start]
    if _DENY_AFTER.match(folded, doer.end, min(end, doer.end + 90)) and _DENY.search(folded, doer.end, end):
        return _told(doer, Stance.DENIED, doer.name, "denied")
    if _CLAIM_BEFORE.match(folded, doer.end, min(end, doer.end + 130)) or _CLAIM_BY.search(before):
        return _told(doer, Stance.CLAIMED, doer.name, "claimed")
    hedged = _HEDGED.search(folded, max(start, doer.start - 40), min(end, doer.end + 10))
    if _BLAME_BEFORE.search(before) or (core and core.verbal and _BY.search(before)):
        stance = Stance.SUSPECTED if hedged else Stance.BLAMED
        return _told(doer, stance, speaker(page, start, doer.start), "blamed")
    if core and _is_subject(page, doer, core):
        return _told(doer, Stance.SUSPECTED if hedged else Stance.BLAMED, None, "subject")
    return None


def _told(doer: Doer, stance: Stance, by: str | None, rule: str) -> Told[Attribution]:
    return Told(Attribution(stance=stance, actor=doer.name, by=by), doer.start, doer.end, f"attribution:{rule}")


def _governs(page: Page, doer: Doer) -> bool:
    return any(
        m.start == doer.start and m.place.precision is Precision.COUNTRY
        for m in page.places.between(doer.start, doer.end)
    )


def _is_subject(page: Page, doer: Doer, core: Core) -> bool:
    """The doer stands right before what is done, or the attack bears his name ("a Houthi missile", "U.S. strike")."""
    if _DEFENCE.search(page.folded, doer.end, max(doer.end, core.end)):
        return False
    if doer.start <= core.start < doer.end + 1:
        return True
    if doer.end > core.start:
        return False
    gap = page.folded[doer.end : core.start]
    reach = _REACH_OF_ADJECTIVE if not core.verbal else _REACH_OF_STATE if _governs(page, doer) else _REACH_OF_SUBJECT
    return len(gap) < reach and not _NO_SUBJECT.search(gap)


def speaker(page: Page, start: int, end: int) -> str | None:
    """Who says so, if the stretch names him."""
    mark = _SPEAKER.search(page.text, start, end)
    return (mark["after"] or mark["before"]).strip() if mark else None


def _once(found: list[Told[Attribution]]) -> list[Told[Attribution]]:
    kept: dict[tuple[Stance, str | None], Told[Attribution]] = {}
    for told in found:
        kept.setdefault((told.value.stance, told.value.actor), told)
    return list(kept.values())
