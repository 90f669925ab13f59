"""Who is said to have done it: claimed, blamed, suspected, denied, or expressly nobody; and who says so."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from schemas.values import Attribution
from schemas.vocabulary import Precision, Stance
from services.extraction.domain import places
from services.extraction.domain.cores import Core
from services.extraction.domain.page import Page, Told

_NOBODY: Final = re.compile(
    r"\b(?:no(?:body| one| group| claim|ne)\b(?:(?! (?:hurt|injured|killed|wounded))[^.;]){0,40}?\b(?:claim\w{0,3}|responsib\w+|fired them|planted it|admitted|was made)|no (?:immediate )?claim|no claim of responsibility"
    r"|(?:has|have|had) (?:been )?claimed nothing|(?:not|n't) (?:immediately )?(?:clear|known|say|attribute|have any specific attribution|have specific attribution)(?: yet)?(?: who| which group| in terms|[^.;]{0,110}?(?:any particular group|responsib\w+|attribution))|cannot attribute|could not (?:yet )?say who|too early to (?:say who|name|attribute)"
    r"|(?:not|n't) have (?:any )?specific attribution|(?:not|never) (?:yet |so far |immediately )?(?:been )?claimed|(?:no group|no one|nobody)[\w ]{0,20} come forward|unclaimed|nobody (?:has )?(?:said|claimed)|nobody admitted|no group admitted|nor has anybody claimed|no one has said so|unidentified (?:attackers|gunmen|men)|unknown (?:attackers|gunmen|assailants))"
)
_CLAIM_BEFORE: Final = re.compile(r"[\w ,'\"-]{0,60}?\b(?:claim(?:ed|s|ing)? (?:responsibility|the |it\b|them\b|both|credit|this|that|these|one|all)|(?:took|taken|takes|taking) (?:responsibility|the credit|credit)|took the credit|(?:said|says|claims|claimed|confirmed|acknowledged|announced) (?:in [\w ]{1,30} |on \w+ )?(?:that )?(?:it|they|one|that|its|their|both)\b[\w ]{0,40}?\b(?:fired|hit|shot|shelled|killed|set off|destroyed|carried out|was behind|were behind|had done it|its doing|its work|did it|attacked|launched|its fighters|responsible|bombed|targeted|struck)|owned up|was its (?:work|doing)|boasted of|bragged of|acknowledged (?:the|carrying)|did claim|admitted)")
_CLAIM_BY: Final = re.compile(r"\b(?:claimed by|responsibility for which was claimed by|for which) (?:the )?$")
_BLAME_BEFORE: Final = re.compile(r"\b(?:blam(?:ed|es|ing)|accus(?:ed|es|ing)|pointed (?:the finger )?at|pointed at|held|holds?|points at|at the door of|to the charge of|behind it|attributed (?:\w+ ){0,4}to|ascribed (?:\w+ ){0,4}to|blamed (?:\w+ ){0,4}on|(?:carried out|conducted|staged|perpetrated|committed|launched|mounted|fired|done|led|planted) by|work of|linked (?:him |them |it )?to|carries the hallmarks of|hand of) (?:the |a |an |fighters from |fighters of |militants from |members of |suspected |gunmen from |local |Iran-backed )*$")
_BY: Final = re.compile(r"(?<!backed )(?<!led )(?<!held )(?<!supported )\bby (?:the |a |an |suspected |fighters from |fighters of |militants from |members of )?$")
_HEDGED: Final = re.compile(r"\b(?:suspected|suspects?|suspicion|believed to be|thought to be|widely blamed|fingerprints|hallmarks|apparently|likely|probably|linked|finger is pointed|presumed|ascribed|see[sn]? \w+'s hand|thought of)\b")
_DENY_AFTER: Final = re.compile(r"[\w ,'\"-]{0,70}?\b(?:den(?:ied|ies|ying)|disowned|rejected|dismissed|had no part|have no involvement|had no involvement|nothing to do with|were not involved|was not involved|did not do this|not responsible|disavowed|no role)\b")
_DENY: Final = re.compile(r"\b(?:den(?:ied|ies) (?:it|involvement|responsibility|any|carrying|being|having|the accusation|the charge|targeting|that it)|(?:has|have|had) denied (?:it|involvement|responsibility|any)|no involvement|had no part|nothing to do with|were not involved|disowned|baseless|did not do this|which denied it|denied by)\b")
_DEFENCE: Final = re.compile(r"\b(?:shot (?:down|out)|intercept\w*|brought down|down(?:ed|ing)|foiled|thwarted|defused|neutrali[sz]ed|repelled|beaten off|destroyed)\b")
_LOCATED: Final = re.compile(r"\b(?:in|from|of|at|into|near|to|over|across|inside) (?:the )?(?:[\w-]{1,12} )?$")
_CALLED: Final = re.compile(
    r"(?:\b(?:calling itself|styling itself|called|named|known as|by the name of|calling themselves)|\bgroup,?) (?:the )?(?P<name>[A-Z][\w’'-]{2,20}(?: (?:of the |of al-|of |the |al-)?[A-Z][\w’'-]{1,20}){0,4})(?=[^.\n]{0,90}?(?:claim|responsib|credit|said|its work))"
    r"|(?P<sole>(?!No |Nobody|Police|The )[A-Z][\w’'-]{2,20}(?: [A-Z][\w’'-]{1,20}){1,4})(?:, [^.\n]{1,80},| \([^()\n]{1,20}\))? (?:has |had |have |later |also )?(?:claimed responsibility|claimed the|took responsibility|said it (?:carried|was behind))"
)
_BAND: Final = re.compile(r"\b(?:bandits|insurgents|separatists|rebels|cartel|herders|jihadists|islamists)\b(?! (?:were|was|killed by))")
_STATE_ONLY: Final = frozenset({"air_strike", "armed_clash", "attack"})
_OPENING: Final = 50
_REACH_OF_SUBJECT: Final = 50
_REACH_OF_ADJECTIVE: Final = 3
_REACH_OF_STATE: Final = 20
_NO_SUBJECT: Final = re.compile(r"[;:,]|\b(?:said|says|told|condemned|denounced|called|on|against|at|of|targeting|by|killed|held|were|was|been|had been|that|reported)\b")
_PRONOUN: Final = re.compile(r"\b(?:they|the (?:militants|rebels|group|insurgents|jihadists|movement|gunmen|islamists|fighters|extremists|militia|group's \w+))\b")
_STATE_NOUN: Final = re.compile(r" (?:warplanes?|jets?|fighter jets?|forces|troops|soldiers|army|military|aircraft|planes?|drones?|artillery|guns|missiles?|rockets?|air force|air ?strikes?|drone strikes?|strikes?|raids?|bombardment|helicopters?|navy|shells?|tanks?|attacks?|gunners|bombing|fighter|security forces|border guards|government forces|special forces|commandos|intelligence|shelling|fire|mortar|airstrikes)\b")
_DEMONYM: Final = re.compile(r"\b(?:U\.S\.(?= )|US\b|American\b|[A-Z][a-z]{2,15}(?:ish|ese|ian|an|i|ch|sh|ani|eli|aqi|k|o|e|y)?\b)")
_NAMES: Final = {"US": "United States"}
_SPEAKER: Final = re.compile(r"(?:according to (?:the )?(?P<after>[A-Z][\w.'’ -]{2,40}?)(?=[,.;]|$| (?:and|which|who|in|on)\b))|(?P<before>[A-Z][\w.'’ -]{2,40}?),? (?:said|says|told|blamed|accused|announced|reported)\b")


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
    states = [d for d in (*_states(page, start, end), *_governments(page, start, end), *_newcomers(page, start, end)) if not any(a < d.end and d.start < b for a, b in taken)]
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
    return [Doer(m.place.name, m.start, m.end) for m in found if m.place.precision is Precision.COUNTRY and not _LOCATED.search(page.folded, max(0, m.start - 20), m.start)]


def _newcomers(page: Page, start: int, end: int) -> list[Doer]:
    """Groups that no list knows, where the text introduces them."""
    marks = [*_CALLED.finditer(page.text, start, end)]
    return [Doer(m[m.lastgroup], m.start(m.lastgroup), m.end(m.lastgroup)) for m in marks if m.lastgroup]


def _spoken_of(page: Page, start: int, end: int, core: Core) -> Doer | None:
    """"They fired on buses": those last spoken of."""
    mark = _PRONOUN.search(page.folded, max(start, core.start - 40), core.start + 12)
    if mark is None or _DEFENCE.search(page.folded, mark.end(), core.end + 1):
        return None
    before = page.actors.between(max(0, start - 900), start)
    entry = before[-1].of("actor") if before else None
    return Doer(entry.sense, mark.start(), mark.end()) if entry and mark.end() <= end else None


def _topic(page: Page, start: int, core: Core) -> Doer | None:
    """A paragraph that opens with a group tells of its doings ("The militants have made the road dangerous")."""
    if core.sense in _STATE_ONLY or _DEFENCE.search(page.folded, core.start, core.end + 1):
        return None
    opening = max((s.start for s in page.sentences if s.start <= start and page.is_opening(s)), default=start)
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
        found.append(_told(band, Stance.BLAMED, None, "subject"))
    if nobody := _NOBODY.search(page.folded, start, end):
        none = Attribution(stance=Stance.UNATTRIBUTED, actor=None, by=speaker(page, start, end))
        found.append(Told(none, nobody.start(), nobody.end(), "nobody"))
    return _once(found)


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
    return any(m.start == doer.start and m.place.precision is Precision.COUNTRY for m in page.places.between(doer.start, doer.end))


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
