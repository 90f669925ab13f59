"""The rules that see an attack in what was done: a munition and its verb, jets that bombed, gunmen who stormed."""

import re
from typing import Final

from services.extraction.domain.lexicon import Entry, Hit
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.wording import VAGUE, Core, Words, made_core

_WEAK_MUNITION: Final = frozenset("device devices charge charges explosives mine mines".split())
_LAID: Final = frozenset("planted dropped fell thrown threw hurled caught hit lobbed".split())
_VEHICLE: Final = re.compile(
    r"\b(?:(?P<two>motorcycle|motorbike|bicycle|rickshaw)|car|vehicle|truck|van|lorry|minibus)"
    r"(?: [a-z]{1,12}){0,3} (?:exploded|blew up|detonated|was detonated)\b"
)
_NEAR: Final = 60
_NEAR_SUBJECT: Final = 80
_BEHIND: Final = 90
_AHEAD: Final = 130
"""Characters within which a verb belongs to its noun, before and behind it."""
_PASSIVE: Final = re.compile(r"\b(?:were|was|been|be|are) $")
_NOT_DOING: Final = re.compile(r"\bwhen\b|;|\b(?:was|were|be) $")
_DROPPED: Final = re.compile(r"from the air|\bdropped\b|unmanned aircraft")
_DRIVEN: Final = Pattern("cores.driven")
_SURE_ABDUCTION: Final = re.compile(r"kidnap|abduct|hijack|hostage|carried off|captive|snatched")
_VERBS: Final = {
    "shell": ("shelling", "artillery"),
    "bomb": ("bombing", "unknown"),
    "stab": ("armed_attack", "knife"),
    "burn": ("arson_sabotage", "arson"),
    "explode": ("bombing", "unknown"),
    "clash": ("armed_clash", "unknown"),
    "shoot": ("armed_attack", "small_arms"),
    "abduct": ("abduction", "unknown"),
    "storm": ("armed_attack", "unknown"),
}


def suicide(words: Words) -> Core | None:
    """A bomber who blew himself up or drove a bomb; one among gunmen makes an armed attack."""
    act = words.act("blowup_self")
    driven = _DRIVEN.search(words.page.folded, words.start, words.end)
    if act is None and driven:
        return Core("suicide_bombing", "car_bomb", driven.start(), driven.end(), "driven bomb", verbal=True)
    if act is None:
        return None
    gunmen = words.agent("gunmen")
    if gunmen and gunmen.start < act[0].start and words.page.folded[gunmen.end : gunmen.end + 5] == " and ":
        return made_core(words, gunmen, None, "armed_attack", "small_arms", "gunmen-and-bomber")
    car = (
        bool(_DRIVEN.search(words.page.folded, words.start, words.end))
        or any(e.weapon == "car_bomb" for _, e in words.munitions)
        or "suicide car" in words.page.folded[act[0].start : act[0].end + 4]
    )
    vehicle = car or act[1].written.startswith(("drove", "ramm", "suicide truck", "suicide car"))
    return made_core(words, act[0], None, "suicide_bombing", "car_bomb" if vehicle else "suicide_vest", "suicide")


def vehicle(words: Words) -> Core | None:
    """A car or a motorcycle that went off is a bomb."""
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
    sense, weapon = entry.sense, entry.weapon
    if weapon == "ied" and any(e.weapon == "drone" for _, e in words.munitions):
        sense, weapon = "drone_strike", "drone"
    elif weapon == "ied" and _from_the_air(words, hit):
        sense, weapon = "air_strike", "aircraft_bomb"
    return made_core(words, hit, act, sense, weapon, "munition+act")


def _armed_pair(words: Words) -> tuple[tuple[Hit, Entry], Hit] | None:
    """The first munition with a verb near it; "devices" and "charges" need one that says they blew up or were laid."""
    for hit, entry in words.munitions:
        weak = words.page.folded[hit.start : hit.end] in _WEAK_MUNITION
        near = [
            (abs(a.start - hit.start), a)
            for a, e in words.acts
            if -_BEHIND < a.start - hit.start < _AHEAD
            and (not weak or e.sense in ("explode", "foil") or e.written in _LAID)
        ]
        if near:
            return (hit, entry), min(near, key=lambda pair: pair[0])[1]
    return None


def _from_the_air(words: Words, bomb: Hit) -> bool:
    """Whether jets are spoken of, or bombs fell or were dropped."""
    folded = words.page.folded
    fell = folded[bomb.start : bomb.end].endswith("bombs") and words.act("land") is not None
    around = _DROPPED.search(folded, max(words.start, bomb.start - 60), min(words.end, bomb.end + 60))
    return fell or around is not None or words.agent("aircraft") is not None


def aircraft(words: Words) -> Core | None:
    """Jets that bombed, and verbs that only aircraft do."""
    agent, act = words.agent("aircraft"), words.act("hit", "launch", "strafe", "bomb", "kill", "storm", "shell")
    if act is None or (agent is None and act[1].sense != "strafe"):
        return None
    if agent and (not 0 < act[0].start - agent.start < _BEHIND or not _attacks(words, agent, act)):
        return None
    return made_core(words, act[0], agent, "air_strike", "aircraft_bomb", "aircraft+act")


def _attacks(words: Words, agent: Hit, act: tuple[Hit, Entry]) -> bool:
    """Planes and helicopters are also passengers and targets: only what they drop or fire makes them the doers."""
    folded = words.page.folded
    fighter = any(word in folded[agent.start : agent.end] for word in ("jet", "war", "air force"))
    does = fighter or act[1].sense in ("bomb", "strafe", "launch", "shell", "kill")
    return does and not _NOT_DOING.search(folded[agent.end : act[0].start])


def verb(words: Words) -> Core | None:
    """A verb that is an attack by itself: shelled, ambushed, kidnapped; or a fight."""
    guns, shot = words.agent("guns"), words.act("shoot", "launch", "hit")
    if guns and shot:
        return made_core(words, guns, shot[0], "shelling", "artillery", "guns+act")
    for act, entry in words.acts:
        if entry.sense in _VERBS and _convincing(words, act, entry):
            return made_core(words, act, None, *_meant(words, act, entry), f"verb:{entry.sense}")
    noun = next((h for h, e in words.events if e.sense == "armed_clash"), None)
    return made_core(words, noun, None, "armed_clash", "unknown", "noun", verbal=False) if noun else None


def _meant(words: Words, act: Hit, entry: Entry) -> tuple[str, str]:
    """Type and weapon that a verb means among these words."""
    if entry.sense == "bomb" and words.page.air_war:
        return "air_strike", "aircraft_bomb"
    if entry.sense == "abduct" and not _takes_people(words, act):
        return "armed_attack", "unknown"
    if entry.sense == "storm" and words.agent("gunmen"):
        return "armed_attack", "small_arms"
    return _VERBS[entry.sense]


def _takes_people(words: Words, act: Hit) -> bool:
    """Ships and people are abducted; a village or a base that is seized is attacked."""
    page = words.page
    if _SURE_ABDUCTION.search(page.folded, act.start, act.end):
        return True
    ships = any(e.sense == "shipping" for h in page.targets.between(act.start - 90, act.end + 70) for e in h.entries)
    return (
        ships
        or bool(page.counts.between(act.end, act.end + 4))
        or "control of it" in page.folded[act.start : act.end + 4]
    )


def _convincing(words: Words, act: Hit, entry: Entry) -> bool:
    """A verb that has peaceful senses ("seized", "fought", "raided", "shot") needs someone armed, or a victim."""
    armed = bool(words.actors or words.agents)
    if entry.sense == "explode":
        return _blown_up(words, act, entry, armed=armed)
    if entry.sense == "abduct":
        return armed or bool(_SURE_ABDUCTION.search(words.page.folded, act.start, act.end))
    victims = words.page.targets.between(act.start - 60, act.end + 60)
    return armed or bool(victims) or entry.sense in ("stab", "shell")


def _blown_up(words: Words, act: Hit, entry: Entry, *, armed: bool) -> bool:
    """A pipeline was blown up, or rebels blew one up; a fuel tank that blew up by itself is no attack."""
    if entry.written == "blown up":
        return bool(words.page.targets.between(act.start - 70, act.end + 40))
    return armed and entry.written == "blew up" and bool(words.page.targets.between(act.end, act.end + 30))


def armed(words: Words) -> Core | None:
    """Gunmen or a bomber who killed, and were not killed."""
    kill = words.act("kill", "hit")
    bomber, gunmen = words.agent("bomber"), words.agent("gunmen")
    if kill is None:
        return None
    if bomber and bomber.start < kill[0].start:
        return made_core(words, bomber, kill[0], "suicide_bombing", "suicide_vest", "bomber+act")
    if gunmen and 0 < kill[0].start - gunmen.start < _NEAR_SUBJECT:
        passive = _PASSIVE.search(words.page.folded[max(0, kill[0].start - 6) : kill[0].start])
        return None if passive else made_core(words, gunmen, kill[0], "armed_attack", "small_arms", "gunmen+act")
    return None


def blast(words: Words) -> Core | None:
    """An explosion or attack that hit or killed, with whatever it was made."""
    act = words.act("hit", "kill")
    named = next(((h, e) for h, e in words.events if e.sense in VAGUE), None)
    if act is None or named is None:
        return None
    noun, entry = named
    many = entry.sense == "attack" and words.page.folded[noun.end - 1] == "s"
    if many or not 0 < act[0].start - noun.end < _NEAR:
        return None
    return made_core(words, noun, act[0], entry.sense, "", "attack+act")
