"""The rules that see an attack in what was done: jets that bombed, gunmen who stormed, something struck."""

import re
from typing import Final

from services.extraction.domain.company import (
    ARMS,
    BY,
    CUSTOMS,
    NEAR,
    NEAR_SUBJECT,
    SHOT_FILM,
    convincing,
    in_the_air,
    suffers,
    takes_people,
    with_guns,
)
from services.extraction.domain.lexicon import Entry, Hit
from services.extraction.domain.meanings import VERBS, meant, noun_meant
from services.extraction.domain.munition_rules import worn
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.wording import VAGUE, Core, Words, made_core

_AT_THE_WHEEL: Final = ("drive", "ram", "plough", "plow", "mow", "career", "smash", "crash", "steer")
_AHEAD: Final = 130
"""Characters within which a verb belongs to its noun, before and behind it."""
_NOT_DOING: Final = re.compile(r"\bwhen\b|;|\b(?:was|were|be|been|being|got)(?: \w{3,12}ly| also| twice)? $")
_SUFFERED: Final = re.compile(r"\b(?:was|were|been|being|got)(?: \w{3,12}ly| also| twice)? $")
_BEFALLS: Final = frozenset({"hit", "down", "shoot"})
"""What befalls aircraft; one that was hit does nothing in the rest of the clause."""
_TOOK: Final = re.compile(r"\b(?:took|taking|seized|marched|drove|led|herded)\b")
_OF_LIVES: Final = re.compile(
    r" (?:the )?(?:\d|an? |one|two|three|four|five|six|seven|eight|nine|ten|several|dozens|scores|hundreds|many)"
    r"[\w, -]{0,14}(?:lives|hours?|days?|minutes|weeks?|months|years|places?|seats?|wickets|points?)\b"
)
_RAMMED: Final = Pattern("cores.rammed")
_TAKEN: Final = Pattern("cores.taken")
_STRUCK: Final = Pattern("cores.struck")
_DYING: Final = frozenset({"die", "perish", "lose * life", "lose * lives", "lose their lives", "succumb", "fall"})
_HARMS: Final = frozenset({"kill", "storm", "shoot", "murder", "burn", "stab", "bomb", "shell"})
_DOES_HARM: Final = frozenset(
    {"hit", "target", "strike", "destroy", "throw", "hurl", "toss", "lob", "fire", "launch", "damage", "wreck"}
)
_MISSILES: Final = frozenset({"missile", "rocket"})


def aircraft(words: Words) -> Core | None:
    """Jets that bombed, and verbs that only aircraft do."""
    flown = words.act("strafe")
    if flown:
        return made_core(words, flown[0], None, "air_strike", "aircraft_bomb", "aircraft+act")
    agent = words.agent("aircraft")
    if agent is None:
        return None
    folded = words.page.folded
    by = next((a for a, e in words.acts if e.sense in ("hit", "bomb") and 0 < agent.start - a.end < NEAR), None)
    if by and BY.fullmatch(folded, by.end, agent.start):
        return made_core(words, by, agent, "air_strike", "aircraft_bomb", "aircraft+act")
    done = ("hit", "launch", "bomb", "kill", "storm", "shell", "shoot", "explode", "burn")
    for act, entry in words.acts:
        ahead = 0 < act.start - agent.start < _AHEAD
        if ahead and entry.sense in _BEFALLS and _SUFFERED.search(folded, agent.end, act.start):
            return None
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
    if guns and shot and 0 < shot[0].start - guns.end < NEAR and not suffers(words, shot[0]):
        return made_core(words, guns, shot[0], "shelling", "artillery", "guns+act")
    done = [(a, e) for a, e in words.acts if e.sense in VERBS and convincing(words, a, e)]
    if done and done[0][1].sense == "storm":
        # "Gunmen stopped a bus and took 18 people": what they came for gives the type.
        for act, entry in done:
            if entry.sense == "abduct" and "hostage" not in entry.lemma and takes_people(words, act, entry):
                return made_core(words, act, None, *meant(words, act, entry), "verb:abduct")
        if took := _took(words):
            return took
    for act, entry in done[:1]:
        return made_core(words, act, None, *meant(words, act, entry), f"verb:{entry.sense}")
    noun = next(((h, e) for h, e in words.events if e.sense == "armed_clash"), None)
    return made_core(words, noun[0], None, "armed_clash", noun[1].weapon, "noun", verbal=False) if noun else None


def armed(words: Words) -> Core | None:
    """Gunmen or a bomber who killed, and were not killed."""
    bomber, gunmen = words.agent("bomber"), words.agent("gunmen")
    act = next((a for a, _ in words.acts if bomber and bomber.end < a.start and not suffers(words, a)), None)
    if bomber and act:
        weapon = worn(words, bomber.start, act.end + 20)
        return made_core(words, bomber, act, "suicide_bombing", weapon, "bomber+act")
    if gunmen is None:
        return None
    folded = words.page.folded
    weapon = "small_arms" if ARMS.search(folded, gunmen.start, gunmen.end) or words.act("shoot") else "unknown"
    for act, entry in words.acts:
        if not 0 < act.start - gunmen.start < NEAR_SUBJECT or in_the_air(words, act, entry):
            continue
        if entry.lemma in _DYING or suffers(words, act):
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
    weapon = "small_arms" if ARMS.search(words.page.folded, gunmen.start, gunmen.end) else "unknown"
    return made_core(words, gunmen, None, "abduction", weapon, "gunmen+took")


def taken(words: Words) -> Core | None:
    """People who were taken away, and not to hospital."""
    mark = _TAKEN.search(words.page.folded, words.start, words.end)
    if mark is None or CUSTOMS.search(words.page.folded, mark.start(), min(words.end, mark.end() + 60)):
        return None
    weapon = "small_arms" if with_guns(words) else "unknown"
    return Core("abduction", weapon, mark.start(), mark.end(), "taken", verbal=True)


def rammed(words: Words) -> Core | None:
    """A vehicle driven into people."""
    if not any(e.lemma.startswith(_AT_THE_WHEEL) for _, e in words.acts):
        return None
    mark = _RAMMED.search(words.page.folded, words.start, words.end)
    return Core("armed_attack", "other", mark.start(), mark.end(), "rammed", verbal=True) if mark else None


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
    if act is None or SHOT_FILM.search(words.page.folded, act[0].start - 30, act[0].end + 30):
        return None
    return made_core(words, act[0], None, "blast", "", "exploded")


def blast(words: Words) -> Core | None:
    """An explosion or attack that hit or killed, with whatever it was made."""
    named = next(((h, e) for h, e in words.events if e.sense in VAGUE), None)
    if named is None:
        return None
    noun, entry = named
    many = entry.sense == "attack" and words.page.folded[noun.end - 1] == "s"
    act = next((a for a, e in words.acts if e.sense in ("hit", "kill", "burn") and 0 < a.start - noun.end < NEAR), None)
    sense, _ = noun_meant(words, noun, entry)
    return made_core(words, noun, act, sense, "", "attack+act") if act and not many else None
