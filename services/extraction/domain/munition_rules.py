"""The rules that see an attack in a munition: one with its verb, one alone, a bomb in a vehicle or on a body."""

import re
from typing import Final

from services.extraction.domain.company import ARMS
from services.extraction.domain.lexicon import Entry, Hit
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.wording import Core, Words, made_core

_WEAK: Final = {
    "charge": "laid", "charges": "laid", "device": "laid", "devices": "laid", "explosives": "laid", "explosive": "laid",
    "mine": "ground", "mines": "ground", "cylinder": "laid", "dynamite": "laid",
}  # fmt: skip
"""Words that are munitions only with verbs of some senses: a gold mine, a murder charge."""
_SENSES: Final = {
    "laid": frozenset({"explode", "foil", "lay", "blowup_self"}),
    "ground": frozenset({"explode", "foil", "lay", "kill", "hit"}),
    "held": frozenset({"shoot", "kill", "storm", "stab", "hit", "launch", "murder"}),
}
_HELD: Final = frozenset({"small_arms", "knife", "other"})
_PAST_TOO: Final = frozenset({"hit", "cut", "set", "put", "burst", "let", "split", "hurt", "cost", "slit"})
_FLUNG: Final = frozenset({"throw", "toss", "hurl", "drop", "lob", "send"})
_BEHIND: Final = 90
_AHEAD: Final = 130
"""Characters within which a verb belongs to its noun, before and behind it."""
_DROPPED: Final = re.compile(r"from the air|\bdropped\b|unmanned aircraft")
_SUBJECT: Final = Pattern("cores.subject")
_BY_MUNITION: Final = Pattern("cores.by_munition")
_AND: Final = re.compile(r",? and (?:(?!the )[\w-]{1,14} ){0,3}")
_VEHICLE: Final = Pattern("cores.vehicle")
_DRIVEN: Final = Pattern("cores.driven")
_SELF: Final = Pattern("cores.self_blown")
_STORMED: Final = Pattern("cores.stormed")
STORMING: Final = "gunmen-and-bomber"
"""The rule that sees gunmen for whom a bomb opened the way."""


def suicide(words: Words) -> Core | None:
    """A bomber who blew himself up or drove a bomb; one among gunmen makes an armed attack."""
    folded = words.page.folded
    driven = _DRIVEN.search(folded, words.start, words.end) if words.munitions or words.act("explode") else None
    if driven:
        return Core("suicide_bombing", "car_bomb", driven.start(), driven.end(), "driven bomb", verbal=True)
    act = words.act("blowup_self")
    mark = _SELF.search(folded, words.start, words.end) if act is None and words.act("explode", "launch") else None
    if mark:
        return Core("suicide_bombing", worn(words, mark.start(), mark.end()), mark.start(), mark.end(), "suicide", True)
    if act is None:
        return None
    weapon = worn(words, act[0].start, act[0].end)
    return _storming(words, act[0], weapon) or made_core(words, act[0], None, "suicide_bombing", weapon, "suicide")


def _storming(words: Words, bomb: Hit, weapon: str) -> Core | None:
    """Gunmen beside a bomber, or any armed band for whom a bomb opened the way; who is named first gives the weapon."""
    folded = words.page.folded
    band = [h for h, e in words.agents if e.sense == "gunmen"]
    gunmen = next((h for h in band if ARMS.search(folded, h.start, h.end)), None)
    if not band or not ((gunmen and weapon == "suicide_vest") or _STORMED.search(folded, words.start, words.end)):
        return None
    men = gunmen or band[0]
    used = "small_arms" if gunmen and gunmen.start < bomb.start else weapon
    return made_core(words, men, bomb if used == weapon else None, "armed_attack", used, STORMING)


def worn(words: Words, start: int, end: int) -> str:
    """A bomb in a vehicle, or on the body."""
    drove = re.search(r"\b(?:car|vehicle|truck|van|lorry)\b", words.page.folded[start : end + 4])
    return "car_bomb" if drove or any(e.weapon == "car_bomb" for _, e in words.munitions) else "suicide_vest"


def vehicle(words: Words) -> Core | None:
    """A car or a motorcycle that went off is a bomb."""
    if words.act("explode") is None and words.page.folded.find(" went up", words.start, words.end) < 0:
        return None
    mark = _VEHICLE.search(words.page.folded, words.start, words.end)
    if mark is None:
        return None
    weapon = "ied" if mark["two"] else "car_bomb"
    return Core("bombing", weapon, mark.start(), mark.end(), "vehicle+act", verbal=True)


def munition(words: Words) -> Core | None:
    """A munition with a verb near it; bombs that fell from the sky are an air or a drone strike."""
    pair = _armed_pair(words)
    if pair is None:
        return None
    (hit, entry), act = pair
    if entry.weapon in ("car_bomb", "ied") and (stormed := _storming(words, hit, entry.weapon)):
        return stormed
    sense, weapon = _with_before(words, hit) or (entry.sense, entry.weapon)
    if weapon == "car_bomb" and words.page.folded.startswith(("suicide", "svbied"), hit.start):
        sense = "suicide_bombing"
    elif weapon == "ied" and any(e.weapon == "drone" for _, e in words.munitions):
        sense, weapon = "drone_strike", "drone"
    elif weapon == "ied" and _from_the_air(words, hit):
        sense, weapon = "air_strike", "aircraft_bomb"
    elif weapon == "small_arms" and any(e.sense == "clash" for _, e in words.acts):
        sense = "armed_clash"
    return made_core(words, hit, act, sense, weapon, "munition+act", verbal=not _is_habit(words, hit, act))


def _is_habit(words: Words, munition: Hit, act: Hit) -> bool:
    """As in "those who fire rockets", "a system for stopping drones": munitions and a verb without number and time."""
    page = words.page
    if page.folded[munition.end - 1] != "s" or page.counts.between(munition.start - 30, munition.start):
        return False
    if page.dates.between(words.start, words.end):
        return False
    entry = next(e for e in act.entries if e.cls == "act")
    form = page.folded[act.start : act.end]
    return form.split(" ")[0].endswith("ing") or (form == entry.lemma and form.split(" ")[0] not in _PAST_TOO)


def _with_before(words: Words, hit: Hit) -> tuple[str, str] | None:
    """As in "a missile and two drones hit": the first gives the type; aircraft make it an air strike."""
    for other in words.page.core.between(hit.start - 40, hit.start):
        if not _AND.fullmatch(words.page.folded, other.end, hit.start):
            continue
        if (first := other.of("munition")) and first.weapon not in _HELD:
            return first.sense, first.weapon
        if (agent := other.of("agent")) and agent.sense == "aircraft":
            return "air_strike", "aircraft_bomb"
    return None


def _armed_pair(words: Words) -> tuple[tuple[Hit, Entry], Hit] | None:
    """The first munition with a verb near it; those that are often peaceful need one that fits."""
    for hit, entry in words.munitions:
        fitting = _fitting(words, hit, entry)
        near = [
            (abs(a.start - hit.start), a)
            for a, e in words.acts
            if -_BEHIND < a.start - hit.start < _AHEAD and (fitting is None or e.sense in fitting or e.lemma in _FLUNG)
        ]
        if near:
            return (hit, entry), min(near, key=lambda pair: pair[0])[1]
    return None


def _fitting(words: Words, hit: Hit, entry: Entry) -> frozenset[str] | None:
    """The senses of verbs that a munition needs; None when any will do."""
    if entry.weapon in _HELD:
        return _SENSES["held"]
    weak = _WEAK.get(words.page.folded[hit.start : hit.end])
    return _SENSES[weak] if weak else None


def _from_the_air(words: Words, bomb: Hit) -> bool:
    """Whether jets are spoken of, or bombs fell or were dropped."""
    folded = words.page.folded
    fell = folded[bomb.start : bomb.end].endswith("bombs") and words.act("land") is not None
    around = _DROPPED.search(folded, max(words.start, bomb.start - 60), min(words.end, bomb.end + 60))
    return fell or around is not None or words.agent("aircraft") is not None


def lone_munition(words: Words) -> Core | None:
    """A munition that does what no verb of the lexicon says, or by which something came about."""
    folded = words.page.folded
    for hit, entry in words.munitions:
        if entry.weapon in _HELD or folded[hit.start : hit.end] in _WEAK:
            continue
        does = _SUBJECT.match(folded, hit.end, words.end)
        if does or _BY_MUNITION.search(folded, max(words.start, hit.start - 50), hit.start):
            return made_core(words, hit, None, entry.sense, entry.weapon, "lone munition", verbal=False)
    return None
