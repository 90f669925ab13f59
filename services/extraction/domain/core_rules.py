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
_HELD: Final = frozenset({"small_arms", "knife", "other"})
_AT_THE_WHEEL: Final = ("drive", "ram", "plough", "plow", "mow", "career", "smash", "crash", "steer")
_PAST_TOO: Final = frozenset({"hit", "cut", "set", "put", "burst", "let", "split", "hurt", "cost", "slit"})
_FLUNG: Final = frozenset({"throw", "toss", "hurl", "drop", "lob", "send"})
_BEHIND: Final = 90
_AHEAD: Final = 130
"""Characters within which a verb belongs to its noun, before and behind it."""
_NEAR: Final = 90
_NEAR_SUBJECT: Final = 150
_PASSIVE: Final = re.compile(
    r"\b(?:were|was|been|be|are|being|is|got) (?:[a-z]{2,12}ly |also |later |then |now |all |both )?$"
)
_POLICE: Final = re.compile(
    r"police|officers|security forces|commandos|special forces|policemen|coast ?guard|detectives"
)
_BY: Final = re.compile(r"(?: [a-z]{2,12}){0,4} by (?:[\w'.-]{1,14} ){0,4}")
_NOT_DOING: Final = re.compile(r"\bwhen\b|;|\b(?:was|were|be) $")
_DROPPED: Final = re.compile(r"from the air|\bdropped\b|unmanned aircraft")
_TOOK: Final = re.compile(r"\b(?:took|taking|seized|marched|drove|led|herded)\b")
_OF_LIVES: Final = re.compile(
    r" (?:the )?(?:\d|an? |one|two|three|four|five|six|seven|eight|nine|ten|several|dozens|scores|hundreds|many)"
    r"[\w, -]{0,14}(?:lives|hours?|days?|minutes|weeks?|months|years|places?|seats?|wickets|points?)\b"
)
_RAMMED: Final = Pattern("cores.rammed")
_TAKEN: Final = Pattern("cores.taken")
_STRUCK: Final = Pattern("cores.struck")
_SHOT_FILM: Final = Pattern("cores.shot_film")
_SUBJECT: Final = Pattern("cores.subject")
_BY_MUNITION: Final = Pattern("cores.by_munition")
_CUSTOMS: Final = re.compile(r"drugs|cocaine|heroin|narcotic|customs|smuggl|contraband|illegal fishing|hospital")
_AND: Final = re.compile(r",? and (?:(?!the )[\w-]{1,14} ){0,3}")
_FIGHTER: Final = re.compile(
    r"\b(?:war ?planes?|war ?jets?|fighter|jets?|air force|air strikes?|airstrikes?|air raids?|[fm]i?g?-\d)"
)
_VEHICLE: Final = Pattern("cores.vehicle")
_DRIVEN: Final = Pattern("cores.driven")
_SELF: Final = Pattern("cores.self_blown")
_ALSO_PLACES: Final = frozenset({"seize", "capture", "board", "take control of", "commandeer", "carry away"})
"""Verbs of the sense abduct that are said of villages and bases too."""
_PEOPLE: Final = re.compile(
    r"\b(?:passengers|pupils|students|people|villagers|workers|crew|women|men|children|girls|boys|staff|driver|nationals?)\b"
)
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
_BY_VERB: Final = {"mortar": "mortar", "rocket": "rocket"}
_WITH_FIRE: Final = ("set", "torch", "burn", "put", "fire", "petrol", "pour", "douse", "incinerate", "reduce")
"""How verbs of the sense burn begin that tell of fire; the others tell of cutting and felling."""
_HANDS: Final = frozenset({"storm", "murder", "abduct"})
_REPLIES: Final = frozenset({"return fire", "return the fire", "fire back", "shoot back"})
_DYING: Final = frozenset({"die", "perish", "lose * life", "lose * lives", "lose their lives", "succumb", "fall"})
_HARMS: Final = frozenset({"kill", "storm", "shoot", "murder", "burn", "stab", "bomb", "shell"})
_DOES_HARM: Final = frozenset(
    {"hit", "target", "strike", "destroy", "throw", "hurl", "toss", "lob", "fire", "launch", "damage", "wreck"}
)
_MISSILES: Final = frozenset({"missile", "rocket"})


def suicide(words: Words) -> Core | None:
    """A bomber who blew himself up or drove a bomb; one among gunmen makes an armed attack."""
    folded = words.page.folded
    driven = _DRIVEN.search(folded, words.start, words.end) if words.munitions else None
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
    gunmen = next((h for h, e in words.agents if e.sense == "gunmen" and _ARMS.search(folded, h.start, h.end)), None)
    if gunmen:
        return made_core(words, gunmen, None, "armed_attack", "small_arms", "gunmen-and-bomber")
    return made_core(words, act[0], None, "suicide_bombing", _worn(words, act[0].start, act[0].end), "suicide")


def _worn(words: Words, start: int, end: int) -> str:
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


def rammed(words: Words) -> Core | None:
    """A vehicle driven into people."""
    if not any(e.lemma.startswith(_AT_THE_WHEEL) for _, e in words.acts):
        return None
    mark = _RAMMED.search(words.page.folded, words.start, words.end)
    return Core("armed_attack", "other", mark.start(), mark.end(), "rammed", verbal=True) if mark else None


def taken(words: Words) -> Core | None:
    """People who were taken away, and not to hospital."""
    mark = _TAKEN.search(words.page.folded, words.start, words.end)
    if mark is None or _CUSTOMS.search(words.page.folded, mark.start(), min(words.end, mark.end() + 60)):
        return None
    weapon = "small_arms" if _with_guns(words) else "unknown"
    return Core("abduction", weapon, mark.start(), mark.end(), "taken", verbal=True)


def struck(words: Words) -> Core | None:
    """Something was hit or attacked, nobody says with what."""
    mark = _STRUCK.search(words.page.folded, words.start, words.end)
    if mark is None:
        return None
    sense = "bombing" if mark[0].endswith("blown up") else "attack"
    return Core(sense, "", mark.start(), mark.end(), "struck", verbal=True)


def exploded(words: Words) -> Core | None:
    """Something went off, nobody says what."""
    act = words.act("explode")
    if act is None or _SHOT_FILM.search(words.page.folded, act[0].start - 30, act[0].end + 30):
        return None
    return made_core(words, act[0], None, "blast", "", "exploded")


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


def munition(words: Words) -> Core | None:
    """A munition with a verb near it; bombs that fell from the sky are an air or a drone strike."""
    pair = _armed_pair(words)
    if pair is None:
        return None
    (hit, entry), act = pair
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
    """As in "those who fire rockets", "a system for stopping drones": uncounted munitions, and a verb without a time."""
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


def aircraft(words: Words) -> Core | None:
    """Jets that bombed, and verbs that only aircraft do."""
    flown = words.act("strafe")
    if flown:
        return made_core(words, flown[0], None, "air_strike", "aircraft_bomb", "aircraft+act")
    agent = words.agent("aircraft")
    if agent is None:
        return None
    folded = words.page.folded
    by = next((a for a, e in words.acts if e.sense in ("hit", "bomb") and 0 < agent.start - a.end < _NEAR), None)
    if by and _BY.fullmatch(folded, by.end, agent.start):
        return made_core(words, by, agent, "air_strike", "aircraft_bomb", "aircraft+act")
    done = ("hit", "launch", "bomb", "kill", "storm", "shell", "shoot", "explode", "burn")
    for act, entry in words.acts:
        ahead = 0 < act.start - agent.start < _AHEAD
        if (
            entry.sense in done
            and ahead
            and not entry.lemma.startswith("take")
            and _attacks(words, agent, (act, entry))
        ):
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
    on_target = act[1].lemma in _DOES_HARM and bool(words.page.targets.between(act[0].end, act[0].end + 40))
    does = fighter or act[1].sense in armed or on_target
    return does and not _NOT_DOING.search(folded[agent.end : act[0].start])


def verb(words: Words) -> Core | None:
    """A verb that is an attack by itself: shelled, ambushed, kidnapped; or a fight."""
    guns = words.agent("guns")
    shot = next(((a, e) for a, e in words.acts if e.sense == "shoot" or e.lemma in _DOES_HARM), None)
    if guns and shot and 0 < shot[0].start - guns.end < _NEAR and not _suffers(words, shot[0]):
        return made_core(words, guns, shot[0], "shelling", "artillery", "guns+act")
    done = [(a, e) for a, e in words.acts if e.sense in _VERBS and _convincing(words, a, e)]
    if done and done[0][1].sense == "storm":
        # "Gunmen stopped a bus and took 18 people": what they came for gives the type.
        for act, entry in done:
            if entry.sense == "abduct" and _takes_people(words, act, entry):
                return made_core(words, act, None, *_meant(words, act, entry), "verb:abduct")
        if took := _took(words):
            return took
    for act, entry in done[:1]:
        return made_core(words, act, None, *_meant(words, act, entry), f"verb:{entry.sense}")
    noun = next((h for h, e in words.events if e.sense == "armed_clash"), None)
    return made_core(words, noun, None, "armed_clash", "unknown", "noun", verbal=False) if noun else None


def _meant(words: Words, act: Hit, entry: Entry) -> tuple[str, str]:
    """Type and weapon that a verb means among these words."""
    sense, weapon = _VERBS[entry.sense]
    weapon = _BY_VERB.get(entry.lemma, weapon)
    if entry.sense == "burn" and not any(e.lemma.startswith(_WITH_FIRE) for _, e in words.acts if e.sense == "burn"):
        weapon = "unknown"
    if entry.sense in ("bomb", "explode") and words.page.air_war and not entry.lemma.startswith("blow"):
        return "air_strike", "aircraft_bomb"
    if entry.sense == "abduct" and not _takes_people(words, act, entry):
        sense = "armed_attack"
    if entry.sense == "burn" and (words.act("hit") or any(e.sense in VAGUE for _, e in words.events)):
        return "attack", ""
    if entry.sense == "burn" and _suffers(words, act) and not words.page.places.between(words.start, words.end):
        return "attack", ""  # what was set on fire in the course of something told before
    if entry.sense == "shoot" and any(e.sense == "clash" for _, e in words.acts):
        return "armed_clash", "small_arms"
    if entry.sense == "clash" and entry.lemma.startswith(("exchange", "trade", "return", "shoot", "fire")):
        return "armed_clash", "small_arms"
    if entry.sense == "shoot" and _at_power(words):
        return "arson_sabotage", "small_arms"
    return sense, "small_arms" if entry.sense in _HANDS and _with_guns(words) else weapon


def _at_power(words: Words) -> bool:
    """Shots at a substation are sabotage, unless people were killed."""
    energy = any(e.sense == "energy" for h in words.page.targets.between(words.start, words.end) for e in h.entries)
    return energy and words.act("kill") is None and not words.agents


def noun_meant(words: Words, noun: Hit, entry: Entry) -> tuple[str, str]:
    """Type and weapon of a noun among these words: a bombing by jets and a raid in an air war come from the air."""
    gunmen = words.agent("gunmen", "forces") is not None
    name = words.page.folded[noun.start : noun.end]
    if entry.sense == "attack" and "raid" in name and not gunmen and words.page.air_war:
        return ("strike", "") if _FIGHTER.search(words.page.folded) else (entry.sense, "")
    if entry.sense == "bombing" and entry.weapon == "unknown" and words.page.air_war:
        return ("air_strike", "aircraft_bomb") if _FIGHTER.search(words.page.folded) else (entry.sense, entry.weapon)
    if name.startswith("bombardment") and words.agent("aircraft"):
        return "air_strike", "aircraft_bomb"
    return entry.sense, entry.weapon


def _with_guns(words: Words) -> bool:
    """Whether those who did it are said to have had guns, or to have shot."""
    folded = words.page.folded
    if words.act("shoot") or folded.find("gunpoint", words.start, words.end) >= 0:
        return True
    return any(_ARMS.search(folded, h.start, h.end) for h, _ in words.agents)


def _takes_people(words: Words, act: Hit, entry: Entry) -> bool:
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


def _at_sea(words: Words, act: Hit) -> bool:
    """Whether ships are spoken of."""
    near = words.page.targets.between(act.start - 90, act.end + 70)
    return any(e.sense == "shipping" for h in near for e in h.entries)


def _convincing(words: Words, act: Hit, entry: Entry) -> bool:
    """A verb that has peaceful senses ("seized", "fought", "raided", "shot") needs someone armed, or a victim."""
    if entry.lemma in _REPLIES:
        return False
    if entry.sense == "explode":
        return _blown_up(words, act, entry)
    page = words.page
    near = (act.start - 60, act.end + 60)
    victims = bool(page.targets.between(*near))
    if entry.sense == "storm" and _police_work(words, act):
        return False
    if entry.sure:
        named = bool(page.places.between(words.start, words.end)) or bool(page.counts.between(*near))
        return victims or named or bool(words.actors or words.agents) or _suffers(words, act)
    if entry.sense in ("shoot", "murder") and _suffers(words, act):
        told = victims or page.places.between(words.start, words.end) or page.dates.between(words.start, words.end)
        return bool(told) and not _SHOT_FILM.search(page.folded, max(words.start, act.start - 60), act.end + 25)
    if entry.sense == "abduct" and _suffers(words, act) and _at_sea(words, act):
        return not _CUSTOMS.search(page.folded, words.start, words.end)
    return _has_doer(words, act, outlaws=entry.sense == "abduct")


def _police_work(words: Words, act: Hit) -> bool:
    """As in "Police raided a flat", "commandos stormed the hotel": the answer to an attack, or none."""
    before = [h for h, _ in words.agents if 0 < act.start - h.start < _NEAR]
    return bool(before) and bool(_POLICE.fullmatch(words.page.folded, before[-1].start, before[-1].end))


def _has_doer(words: Words, act: Hit, *, outlaws: bool = False) -> bool:
    """Somebody armed before the verb, or behind it after "by"; what `outlaws` seize, soldiers and police confiscate."""
    armed = [*(h for h, e in words.agents if not (outlaws and e.sense == "forces")), *words.actors]
    if any(h.start > act.end and _BY.fullmatch(words.page.folded, act.end, h.start) for h in armed):
        return True
    return not _suffers(words, act) and any(0 < act.start - h.start < _NEAR_SUBJECT for h in armed)


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
    act = next((a for a, _ in words.acts if bomber and bomber.end < a.start and not _suffers(words, a)), None)
    if bomber and act:
        worn = _worn(words, bomber.start, act.end + 20)
        return made_core(words, bomber, act, "suicide_bombing", worn, "bomber+act")
    if gunmen is None:
        return None
    folded = words.page.folded
    weapon = "small_arms" if _ARMS.search(folded, gunmen.start, gunmen.end) or words.act("shoot") else "unknown"
    for act, entry in words.acts:
        if not 0 < act.start - gunmen.start < _NEAR_SUBJECT:
            continue
        if entry.lemma in _DYING or _suffers(words, act):
            return None
        if entry.sense in _HARMS or entry.lemma in _DOES_HARM:
            return made_core(words, gunmen, act, "armed_attack", weapon, "gunmen+act")
    return _took(words)


def _took(words: Words) -> Core | None:
    """Gunmen who took so and so many people."""
    gunmen = words.agent("gunmen")
    mark = _TOOK.search(words.page.folded, gunmen.end, words.end) if gunmen else None
    if gunmen is None or mark is None or _OF_LIVES.match(words.page.folded, mark.end()):
        return None
    if not words.page.counts.between(mark.end(), mark.end() + 20):
        return None
    weapon = "small_arms" if _ARMS.search(words.page.folded, gunmen.start, gunmen.end) else "unknown"
    return made_core(words, gunmen, None, "abduction", weapon, "gunmen+took")


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
    sense, _ = noun_meant(words, noun, entry)
    return made_core(words, noun, act, sense, "", "attack+act") if act and not many else None
