"""What type of attack, and with what weapon, a verb or a noun means among the words beside it."""

import re
from dataclasses import replace
from typing import Final

from services.extraction.domain.company import suffers, takes_people, with_guns
from services.extraction.domain.lexicon import Entry, Hit
from services.extraction.domain.wording import VAGUE, Core, Words

_FIGHTER: Final = re.compile(
    r"\b(?:war ?planes?|war ?jets?|fighter|jets?|air force|air strikes?|airstrikes?|air raids?|[fm]i?g?-\d)"
)
VERBS: Final = {
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
"""Type and weapon of a verb by its sense."""
_BY_VERB: Final = {"mortar": "mortar", "rocket": "rocket"}
_WITH_FIRE: Final = ("set", "torch", "burn", "put", "fire", "petrol", "pour", "douse", "incinerate", "reduce")
"""How verbs of the sense burn begin that tell of fire; the others tell of cutting and felling."""
_HANDS: Final = frozenset({"storm", "murder", "abduct"})
_WITH_SHOTS: Final = ("exchange", "trade", "return", "shoot", "fire")
_SOMEWHERE: Final = re.compile(r"\b(?:in|at|near|outside|of) (?:[a-z-]{1,12} ){0,2}[A-Z]")


def meant(words: Words, act: Hit, entry: Entry) -> tuple[str, str]:
    """Type and weapon that a verb means among these words."""
    if entry.sense == "burn":
        return _burnt(words, act)
    if entry.sense == "shoot":
        return _shot(words)
    if entry.sense in ("bomb", "explode") and words.page.air_war and not entry.lemma.startswith("blow"):
        return "air_strike", "aircraft_bomb"
    sense, weapon = VERBS[entry.sense]
    if entry.sense == "abduct" and not takes_people(words, act, entry):
        sense = "armed_attack"
    if entry.sense == "clash" and entry.lemma.startswith(_WITH_SHOTS):
        weapon = "small_arms"
    weapon = _BY_VERB.get(entry.lemma, weapon)
    return sense, "small_arms" if entry.sense in _HANDS and with_guns(words) else weapon


def armed_with(words: Words, found: Core) -> Core:
    """An attack by men with guns or knives, where the words beside it name them."""
    if found.sense != "armed_attack" or found.weapon != "unknown":
        return found
    for hit in words.page.core.between(words.start, words.end):
        arms = hit.of("munition") or hit.of("event")
        if arms and arms.weapon in ("small_arms", "knife"):
            return replace(found, weapon=arms.weapon)
        if (act := hit.of("act")) and act.sense in ("shoot", "stab"):
            return replace(found, weapon="small_arms" if act.sense == "shoot" else "knife")
    return found


def _burnt(words: Words, act: Hit) -> tuple[str, str]:
    """Arson, or sabotage without fire; what burned in a strike or a raid is told by those."""
    page = words.page
    if words.act("hit") or any(e.sense in VAGUE for _, e in words.events):
        return "attack", ""
    if suffers(words, act) and not _SOMEWHERE.search(page.text, words.start, words.end):
        return "attack", ""
    fire = any(e.lemma.startswith(_WITH_FIRE) for _, e in words.acts if e.sense == "burn")
    return "arson_sabotage", "arson" if fire else "unknown"


def _shot(words: Words) -> tuple[str, str]:
    """Shots returned and gunfights make a clash; at a substation they are sabotage, unless people were killed."""
    fought = any(e.sense == "armed_clash" and e.weapon == "small_arms" for _, e in words.events)
    if fought or any(e.sense == "clash" for _, e in words.acts):
        return "armed_clash", "small_arms"
    return "arson_sabotage" if _at_energy(words) else "armed_attack", "small_arms"


def _at_energy(words: Words) -> bool:
    """Whether a power station or a pipeline stands by, and neither men nor the dead."""
    if words.agents or words.act("kill"):
        return False
    return any(e.sense == "energy" for h in words.page.targets.between(words.start, words.end) for e in h.entries)


def noun_meant(words: Words, noun: Hit, entry: Entry) -> tuple[str, str]:
    """Type and weapon of a noun among these words: a bombing by jets and a raid in an air war come from the air."""
    gunmen = words.agent("gunmen", "forces") is not None
    name = words.page.folded[noun.start : noun.end]
    if entry.sense == "attack" and "raid" in name and not gunmen and words.page.air_war:
        return ("strike", "") if _FIGHTER.search(words.page.folded) else (entry.sense, "")
    if entry.sense == "bombing" and entry.weapon == "unknown" and words.page.air_war:
        return ("air_strike", "aircraft_bomb") if _FIGHTER.search(words.page.folded) else (entry.sense, entry.weapon)
    if entry.sense == "armed_attack" and entry.weapon == "small_arms" and _at_energy(words):
        return "arson_sabotage", "small_arms"
    if name.startswith("bombardment") and words.agent("aircraft"):
        return "air_strike", "aircraft_bomb"
    return entry.sense, entry.weapon
