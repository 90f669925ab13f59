"""The rules that see an attack in what was done: a munition and its verb, jets that bombed, gunmen who stormed."""

import re
from typing import Final

from services.extraction.domain.lexicon import Entry, Hit
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.wording import VAGUE, Core, Words, made_core

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
_HELD: Final = frozenset({"small_arms", "knife"})
_FLUNG: Final = frozenset({"throw", "toss", "hurl", "drop", "lob", "send"})
_BEHIND: Final = 90
_AHEAD: Final = 130
"""Characters within which a verb belongs to its noun, before and behind it."""
_NEAR: Final = 90
_NEAR_SUBJECT: Final = 150
_PASSIVE: Final = re.compile(
    r"\b(?:were|was|been|be|are|being|is|got) (?:[a-z]{2,12}ly |also |later |then |now |all |both )?$"
)
_BY: Final = re.compile(r" (?:[a-z]{2,12} ){0,3}by ")
_NOT_DOING: Final = re.compile(r"\bwhen\b|;|\b(?:was|were|be) $")
_DROPPED: Final = re.compile(r"from the air|\bdropped\b|unmanned aircraft")
_OF_LIVES: Final = re.compile(
    r" (?:the )?(?:\d|an? |one|two|three|four|five|six|seven|eight|nine|ten|several|dozens|scores|hundreds|many)"
    r"[\w, -]{0,14}(?:lives|hours?|days?|minutes|weeks?|months|years|places?|seats?|wickets|points?)\b"
)
_VEHICLE: Final = Pattern("cores.vehicle")
_DRIVEN: Final = Pattern("cores.driven")
_SELF: Final = Pattern("cores.self_blown")
_SURE_ABDUCTION: Final = re.compile(r"kidnap|abduct|hijack|hostage|carried off|captive|snatched")
_ARMS: Final = re.compile(r"gun|armed|sniper|shooter|rifle|kalashnikov|pillion|hitm[ae]n")
_TAKEN_PLACE: Final = re.compile(
    r"overr[au]n|captur|seiz|recaptur|retak|retook|took control|taken control|dislodg|wrest"
)
_VERBS: Final = {
    "shell": ("shelling", "artillery"),
    "bomb": ("bombing", "unknown"),
    "stab": ("armed_attack", "knife"),
    "burn": ("arson_sabotage", "arson"),
    "explode": ("bombing", "unknown"),
    "clash": ("armed_clash", "unknown"),
    "shoot": ("armed_attack", "small_arms"),
    "murder": ("armed_attack", "unknown"),
    "abduct": ("abduction", "unknown"),
    "storm": ("armed_attack", "unknown"),
}
_HANDS: Final = frozenset({"storm", "murder", "abduct"})
_MISSILES: Final = frozenset({"missile", "rocket"})


def suicide(words: Words) -> Core | None:
    """A bomber who blew himself up or drove a bomb; one among gunmen makes an armed attack."""
    folded = words.page.folded
    driven = _DRIVEN.search(folded, words.start, words.end)
    if driven:
        return Core("suicide_bombing", "car_bomb", driven.start(), driven.end(), "driven bomb", verbal=True)
    act = words.act("blowup_self")
    mark = _SELF.search(folded, words.start, words.end) if act is None and words.act("explode", "launch") else None
    if mark:
        return Core(
            "suicide_bombing", _worn(words, mark.start(), mark.end()), mark.start(), mark.end(), "suicide", True
        )
    if act is None:
        return None
    gunmen = words.agent("gunmen")
    if gunmen and gunmen.start < act[0].start and folded[gunmen.end : gunmen.end + 5] == " and ":
        return made_core(words, gunmen, None, "armed_attack", "small_arms", "gunmen-and-bomber")
    return made_core(words, act[0], None, "suicide_bombing", _worn(words, act[0].start, act[0].end), "suicide")


def _worn(words: Words, start: int, end: int) -> str:
    """A bomb in a vehicle, or on the body."""
    drove = re.search(r"\b(?:car|vehicle|truck|van|lorry)\b", words.page.folded[start : end + 4])
    return "car_bomb" if drove or any(e.weapon == "car_bomb" for _, e in words.munitions) else "suicide_vest"


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
    elif weapon == "small_arms" and any(e.sense == "clash" for _, e in words.acts):
        sense = "armed_clash"
    return made_core(words, hit, act, sense, weapon, "munition+act")


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


def aircraft(words: Words) -> Core | None:
    """Jets that bombed, and verbs that only aircraft do."""
    flown = words.act("strafe")
    if flown:
        return made_core(words, flown[0], None, "air_strike", "aircraft_bomb", "aircraft+act")
    agent = words.agent("aircraft")
    if agent is None:
        return None
    done = ("hit", "launch", "bomb", "kill", "storm", "shell", "shoot", "explode", "burn")
    for act, entry in words.acts:
        ahead = 0 < act.start - agent.start < _AHEAD
        if entry.sense in done and ahead and _attacks(words, agent, (act, entry)):
            carried = (e.weapon for h, e in words.munitions if h.start > agent.end and e.weapon in _MISSILES)
            return made_core(words, act, agent, "air_strike", next(carried, "aircraft_bomb"), "aircraft+act")
    return None


def _attacks(words: Words, agent: Hit, act: tuple[Hit, Entry]) -> bool:
    """Planes and helicopters are also passengers and targets: only what they drop or fire makes them the doers."""
    folded = words.page.folded
    name = folded[agent.start : agent.end]
    fighter = any(word in name for word in ("jet", "war", "air force", "gunship", "fighter")) or any(
        map(str.isdigit, name)
    )
    armed = (
        ("bomb", "strafe", "launch", "shell", "kill", "shoot") if "plane" not in name else ("bomb", "strafe", "launch")
    )
    does = fighter or act[1].sense in armed
    return does and not _NOT_DOING.search(folded[agent.end : act[0].start])


def verb(words: Words) -> Core | None:
    """A verb that is an attack by itself: shelled, ambushed, kidnapped; or a fight."""
    guns, shot = words.agent("guns"), words.act("shoot", "launch", "hit")
    if guns and shot and 0 < shot[0].start - guns.end < _NEAR and not _suffers(words, shot[0]):
        return made_core(words, guns, shot[0], "shelling", "artillery", "guns+act")
    for act, entry in words.acts:
        if entry.sense in _VERBS and _convincing(words, act, entry):
            return made_core(words, act, None, *_meant(words, act, entry), f"verb:{entry.sense}")
    noun = next((h for h, e in words.events if e.sense == "armed_clash"), None)
    return made_core(words, noun, None, "armed_clash", "unknown", "noun", verbal=False) if noun else None


def _meant(words: Words, act: Hit, entry: Entry) -> tuple[str, str]:
    """Type and weapon that a verb means among these words."""
    sense, weapon = _VERBS[entry.sense]
    if entry.sense in ("bomb", "explode") and words.page.air_war and not entry.lemma.startswith("blow"):
        return "air_strike", "aircraft_bomb"
    if entry.sense == "abduct" and not _takes_people(words, act, entry):
        sense = "armed_attack"
    if entry.sense == "burn" and any(e.sense == "strike" for _, e in words.events):
        return "air_strike", "unknown"
    return sense, "small_arms" if entry.sense in _HANDS and _with_guns(words) else weapon


def _with_guns(words: Words) -> bool:
    """Whether those who did it are said to have had guns, or to have shot."""
    folded = words.page.folded
    return words.act("shoot") is not None or any(_ARMS.search(folded, h.start, h.end) for h, _ in words.agents)


def _takes_people(words: Words, act: Hit, entry: Entry) -> bool:
    """Ships and people are abducted; a village or a base that is seized is attacked."""
    page = words.page
    if entry.sure or entry.rest or _SURE_ABDUCTION.search(page.folded, act.start, act.end):
        return True
    ships = any(e.sense == "shipping" for h in page.targets.between(act.start - 90, act.end + 70) for e in h.entries)
    return (
        ships
        or bool(page.counts.between(act.end, act.end + 12))
        or "control of it" in page.folded[act.start : act.end + 4]
    )


def _convincing(words: Words, act: Hit, entry: Entry) -> bool:
    """A verb that has peaceful senses ("seized", "fought", "raided", "shot") needs someone armed, or a victim."""
    if entry.sense == "explode":
        return _blown_up(words, act, entry)
    page = words.page
    near = (act.start - 60, act.end + 60)
    victims = bool(page.targets.between(*near))
    if entry.sure:
        named = bool(page.places.between(words.start, words.end)) or bool(page.counts.between(*near))
        return victims or named or bool(words.actors or words.agents)
    return _has_doer(words, act) or (victims and entry.sense in ("shoot", "murder") and _suffers(words, act))


def _has_doer(words: Words, act: Hit) -> bool:
    """Somebody armed before the verb, or behind it after "by"."""
    armed = [*(h for h, _ in words.agents), *words.actors]
    if _suffers(words, act):
        return any(h.start > act.end and _BY.match(words.page.folded, act.end, h.start) for h in armed)
    return any(0 < act.start - h.start < _NEAR_SUBJECT for h in armed)


def _suffers(words: Words, act: Hit) -> bool:
    return bool(_PASSIVE.search(words.page.folded, max(0, act.start - 24), act.start))


def _blown_up(words: Words, act: Hit, entry: Entry) -> bool:
    """A pipeline was blown up, or rebels blew one up; a fuel tank that blew up by itself is no attack."""
    if not entry.lemma.startswith("blow"):
        return False
    beside = bool(words.page.targets.between(act.start - 70, act.end + 50))
    passive = words.page.folded.startswith("blown", act.start)
    return beside and (passive or _has_doer(words, act))


def armed(words: Words) -> Core | None:
    """Gunmen or a bomber who killed, and were not killed."""
    bomber, gunmen = words.agent("bomber"), words.agent("gunmen")
    kill = words.act("kill", "hit", "explode") if bomber else None
    if bomber and kill and bomber.start < kill[0].start:
        return made_core(words, bomber, kill[0], "suicide_bombing", "suicide_vest", "bomber+act")
    if gunmen is None:
        return None
    folded = words.page.folded
    weapon = "small_arms" if _ARMS.search(folded, gunmen.start, gunmen.end) or words.act("shoot") else "unknown"
    for act, entry in words.acts:
        harms = entry.sense in ("kill", "hit", "storm", "shoot", "murder", "burn", "stab", "launch")
        if harms and 0 < act.start - gunmen.start < _NEAR_SUBJECT and not _suffers(words, act) and entry.lemma != "die":
            return made_core(words, gunmen, act, "armed_attack", weapon, "gunmen+act")
    took = re.compile(r"\b(?:took|seized|marched|drove|led|herded)\b").search(folded, gunmen.end, words.end)
    if took and words.page.counts.between(took.end(), took.end() + 20) and not _OF_LIVES.match(folded, took.end()):
        return made_core(words, gunmen, None, "abduction", weapon, "gunmen+took")
    return None


def blast(words: Words) -> Core | None:
    """An explosion or attack that hit or killed, with whatever it was made."""
    named = next(((h, e) for h, e in words.events if e.sense in VAGUE), None)
    if named is None:
        return None
    noun, entry = named
    many = entry.sense == "attack" and words.page.folded[noun.end - 1] == "s"
    act = next(
        (a for a, e in words.acts if e.sense in ("hit", "kill", "burn") and 0 < a.start - noun.end < _NEAR), None
    )
    return made_core(words, noun, act, entry.sense, "", "attack+act") if act and not many else None
