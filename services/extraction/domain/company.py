"""Who and what stands by a verb: a doer before it, a victim, ships, guns; whether it is done or suffered."""

import re
from typing import Final

from services.extraction.domain.lexicon import Entry, Hit
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.wording import Words

NEAR: Final = 90
NEAR_SUBJECT: Final = 150
_PASSIVE: Final = re.compile(
    r"\b(?:were|was|been|be|are|being|is|got) (?:[a-z]{2,12}ly |also |later |then |now |all |both )?$"
)
_POLICE: Final = re.compile(
    r"police|officers|security forces|commandos|special forces|policemen|coast ?guard|detectives"
)
BY: Final = re.compile(r"(?: [\w.]{1,12}){0,5} by (?:[\w'.-]{1,14} ){0,4}")
_ALSO_PLACES: Final = frozenset({"seize", "capture", "board", "take control of", "commandeer", "carry away"})
"""Verbs of the sense abduct that are said of villages and bases too."""
_PEOPLE: Final = re.compile(
    r"\b(?:passengers|pupils|students|people|villagers|workers|crew|women|men|children|girls|boys|staff|driver|nationals?)\b"
)
ARMS: Final = re.compile(r"gun|armed|sniper|shooter|rifle|kalashnikov|pillion|hitm[ae]n")
_REPLIES: Final = frozenset({"return fire", "return the fire", "fire back", "shoot back"})
_MACHINES: Final = ("aircraft", "guns")
_AFOOT: Final = frozenset({"storm", "abduct", "stab"})
_SKYWARD: Final = Pattern("company.skyward")
_THINGS: Final = Pattern("company.things")
_SHORTLY: Final = 30
CUSTOMS: Final = re.compile(r"drugs|cocaine|heroin|narcotic|customs|smuggl|contraband|illegal fishing|hospital")
"""What ships are seized for, and where people are taken, without an abduction."""
SHOT_FILM: Final = Pattern("cores.shot_film")


def suffers(words: Words, act: Hit) -> bool:
    """Whether a verb stands in the passive."""
    return bool(_PASSIVE.search(words.page.folded, max(0, act.start - 24), act.start))


def has_doer(words: Words, act: Hit, *, outlaws: bool = False, afoot: bool = False) -> bool:
    """Somebody armed before the verb, or behind it after "by"; what `outlaws` seize, soldiers and police confiscate.

    What is done `afoot` neither aircraft nor guns do.
    """
    others = (*(("forces",) if outlaws else ()), *(_MACHINES if afoot else ()))
    armed = [*(h for h, e in words.agents if e.sense not in others), *words.actors]
    if any(h.start > act.end and BY.fullmatch(words.page.folded, act.end, h.start) for h in armed):
        return True
    return not suffers(words, act) and any(0 < act.start - h.start < NEAR_SUBJECT for h in armed)


def _police_work(words: Words, act: Hit) -> bool:
    """As in "Police raided a flat", "commandos stormed the hotel": the answer to an attack, or none."""
    if suffers(words, act):
        return False
    before = [h for h, _ in words.agents if 0 < act.start - h.start < NEAR]
    return bool(before) and bool(_POLICE.fullmatch(words.page.folded, before[-1].start, before[-1].end))


def _at_sea(words: Words, act: Hit) -> bool:
    """Whether ships are spoken of."""
    near = words.page.targets.between(act.start - 90, act.end + 70)
    return any(e.sense == "shipping" for h in near for e in h.entries)


def with_guns(words: Words) -> bool:
    """Whether those who did it are said to have had guns, or to have shot."""
    folded = words.page.folded
    if words.act("shoot") or folded.find("gunpoint", words.start, words.end) >= 0:
        return True
    return any(ARMS.search(folded, h.start, h.end) for h, _ in words.agents)


def takes_people(words: Words, act: Hit, entry: Entry) -> bool:
    """Ships and people are abducted; a village or a base that is seized is attacked."""
    page = words.page
    if entry.sure or entry.rest or entry.lemma not in _ALSO_PLACES:
        return True
    if _PEOPLE.search(page.folded, act.end, min(words.end, act.end + 50)):
        return True
    return (
        _at_sea(words, act)
        or bool(page.counts.between(act.end, act.end + 12))
        or "control of it" in page.folded[act.start : act.end + 4]
    )


def _blown_up(words: Words, act: Hit, entry: Entry) -> bool:
    """A pipeline was blown up, or rebels blew one up; a fuel tank that blew up by itself is no attack."""
    if not entry.lemma.startswith("blow"):
        return False
    beside = bool(words.page.targets.between(act.start - 70, act.end + 50))
    passive = words.page.folded.startswith("blown", act.start)
    return beside and (passive or has_doer(words, act))


def convincing(words: Words, act: Hit, entry: Entry) -> bool:
    """A verb that has peaceful senses ("seized", "fought", "raided", "shot") needs someone armed, or a victim."""
    if entry.lemma in _REPLIES or (entry.sense == "storm" and _police_work(words, act)):
        return False
    if in_the_air(words, act, entry):
        return False
    if entry.sense == "explode":
        return _blown_up(words, act, entry)
    return _surely(words, act) if entry.sure else _doubtless(words, act, entry)


def _doubtless(words: Words, act: Hit, entry: Entry) -> bool:
    """Whether a verb that is not sure by itself has the company that it needs."""
    if suffers(words, act) and entry.sense in ("shoot", "murder"):
        told = _surely(words, act, dated=True)
        return told and not SHOT_FILM.search(words.page.folded, max(words.start, act.start - 60), act.end + 25)
    if suffers(words, act) and entry.sense == "abduct" and _at_sea(words, act):
        return not CUSTOMS.search(words.page.folded, words.start, words.end)
    if entry.sense == "abduct" and _of_things(words, act):
        return False
    return has_doer(words, act, outlaws=entry.sense == "abduct", afoot=entry.sense in _AFOOT)


def in_the_air(words: Words, act: Hit, entry: Entry) -> bool:
    """Shots into the air, in warning or in joy."""
    return entry.sense == "shoot" and _SKYWARD.search(words.page.folded, act.start, act.end + _SHORTLY) is not None


def _of_things(words: Words, act: Hit) -> bool:
    """As in "seized power", "captured weapons", "lead it away": what is taken is no person and no ship."""
    folded = words.page.folded
    it = folded.startswith(" it ", act.end) and not _at_sea(words, act)
    return it or _THINGS.match(folded, act.end) is not None


def _surely(words: Words, act: Hit, *, dated: bool = False) -> bool:
    """Whether a victim, a number or a place stands by; for some verbs a day will do, for others anybody armed."""
    page = words.page
    near = (act.start - 60, act.end + 60)
    if page.targets.between(*near) or page.places.between(words.start, words.end):
        return True
    if dated:
        return bool(page.dates.between(words.start, words.end))
    return bool(page.counts.between(*near) or words.actors or words.agents) or suffers(words, act)
