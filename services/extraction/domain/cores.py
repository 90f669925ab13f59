"""Whether a stretch of a sentence tells of an attack, and of what type: the words that decide it."""

import re
from dataclasses import dataclass
from typing import Final

from services.extraction.domain.lexicon import Entry, Hit
from services.extraction.domain.page import Page

VAGUE: Final = frozenset({"attack", "blast", "siege", "strike"})
"""Senses of nouns that name an attack without its type."""
_NOUN_BEFORE: Final = re.compile(
    r"(?:\b(?:the|an?|this|that|these|those|its|their|his|her|our|another|of|by|in|for|first|second|third|last|latest|such|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|several|many|more|deadly|deadliest|major|big|single|similar|new|"
    r"fatal|fresh|recent|heavy|from|with|under|after|before|since|against|on|and|armed|further|suspected|suicide|no|any|each|every)|'s?|\d) $"
)
_DEFINITE: Final = re.compile(r"\b(?:the|this|that|these|those|its|their|both|such|any|all|each|'s) (?:[\w'-]{1,20} ){0,2}$")
_NEGATED: Final = re.compile(r"\b(?:not|never|no|none|neither|without|nor|didn't|hadn't|wasn't|weren't)(?: [\w'-]{1,15}){0,2} $")
_WEAK_MUNITION: Final = frozenset("device devices charge charges explosives mine mines".split())
_LAID: Final = frozenset("planted dropped fell thrown threw hurled caught hit lobbed".split())
_NEAR: Final = 60
_ELLIPSIS: Final = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|another|a second|a third|others|\d{1,2})(?: more| others)? (?:had been|have been|has been|was|were|is|are) "
    r"(?:fired|launched|aimed|shot down|brought down|intercepted|directed|lobbed)\b|\b(?:brought down|shot down|intercepted) another\b|(?:, |\band )one (?:in|at|near|on) (?!of)"
)
_DRIVEN: Final = re.compile(r"\b(?:drove|rammed|driving|ramming) (?:an? |his |the |their )?(?:[\w-]{1,15} ){0,2}(?:car|truck|vehicle|van|lorry|minibus|tanker|bus)? ?(?:packed|laden|rigged|loaded|filled|bomb)")
_KILLED: Final = re.compile(r"\b(?:was|were|been) (?:[a-z]{3,12} )?(?:killed|murdered|massacred|slain|beheaded|assassinated|executed)\b")
_SURE_ABDUCTION: Final = re.compile(r"kidnap|abduct|hijack|hostage|carried off|captive|snatched")


@dataclass(frozen=True, slots=True)
class Core:
    """The words that tell of an attack: `sense` is a type of incident or one of VAGUE."""

    sense: str
    weapon: str
    start: int
    end: int
    rule: str
    verbal: bool
    definite: bool = False
    plural: bool = False


def is_verb(page: Page, hit: Hit) -> bool:
    """"Raids", "bomb", "shells" are nouns behind a determiner or a number, verbs right behind whoever does it."""
    if hit.of("act") is None:
        return False
    if hit.of("event") is None and hit.of("munition") is None:
        return True
    if _NOUN_BEFORE.search(page.folded, max(0, hit.start - 16), hit.start):
        return False
    before = page.core.between(hit.start - 22, hit.start)
    beside = [*before, *page.actors.between(hit.start - 22, hit.start)]
    return any(hit.start - b.end <= 1 and b.of("munition") is None for b in beside)


@dataclass(frozen=True, slots=True)
class _Words:
    page: Page
    munitions: tuple[tuple[Hit, Entry], ...]
    events: tuple[tuple[Hit, Entry], ...]
    acts: tuple[tuple[Hit, Entry], ...]
    agents: tuple[tuple[Hit, Entry], ...]
    actors: tuple[Hit, ...]
    start: int
    end: int

    def act(self, *senses: str) -> tuple[Hit, Entry] | None:
        return next(((h, e) for h, e in self.acts if e.sense in senses), None)

    def agent(self, *senses: str) -> Hit | None:
        return next((h for h, e in self.agents if e.sense in senses), None)


def _words(page: Page, start: int, end: int) -> _Words:
    munitions, events, acts, agents = [], [], [], []
    for hit in page.core.between(start, end):
        verb = is_verb(page, hit)
        if entry := hit.of("agent"):
            agents.append((hit, entry))
        if (entry := hit.of("act")) and verb:
            acts.append((hit, entry))
        elif entry := hit.of("event"):
            events.append((hit, entry))
        elif entry := hit.of("munition"):
            munitions.append((hit, entry))
    return _Words(page, tuple(munitions), tuple(events), tuple(acts), tuple(agents), page.actors.between(start, end), start, end)


def core(page: Page, start: int, end: int) -> Core | None:
    """The first rule that sees an attack in the stretch; None when nothing in it is one."""
    words = _words(page, start, end)
    for rule in (_suicide, _aircraft, _munition, _new_noun, _verb, _armed, _typed_noun, _blast, _elliptical, _victims, _vague_noun):
        found = rule(words)
        if found and not _unreal(page, start, found):
            return found
    return None


def _unreal(page: Page, start: int, found: Core) -> bool:
    """Threats, plans, conditions and negations come before what they touch."""
    if page.signal("unreal", max(start, found.start - 110), found.end):
        hedge = page.signal("hedge", max(start, found.start - 110), found.end)
        return hedge is None
    return bool(_NEGATED.search(page.folded, max(start, found.start - 40), found.start))


def _core(words: _Words, hit: Hit, other: Hit | None, sense: str, weapon: str, rule: str, *, verbal: bool = True) -> Core:
    first, last = (hit, other or hit) if other is None or hit.start <= other.start else (other, hit)
    definite = bool(_DEFINITE.search(words.page.folded, max(0, hit.start - 50), hit.start))
    plural = not verbal and words.page.folded[hit.end - 1] == "s"
    return Core(sense, weapon, first.start, max(first.end, last.end), rule, verbal, definite, plural)


def _suicide(words: _Words) -> Core | None:
    act = words.act("blowup_self")
    driven = _DRIVEN.search(words.page.folded, words.start, words.end)
    if act is None and driven:
        return Core("suicide_bombing", "car_bomb", driven.start(), driven.end(), "driven bomb", verbal=True)
    if act is None:
        return None
    gunmen = words.agent("gunmen")
    if gunmen and gunmen.start < act[0].start and words.page.folded[gunmen.end : gunmen.end + 5] == " and ":
        return _core(words, gunmen, None, "armed_attack", "small_arms", "gunmen-and-bomber")
    car = bool(_DRIVEN.search(words.page.folded, words.start, words.end)) or any(e.weapon == "car_bomb" for _, e in words.munitions) or "suicide car" in words.page.folded[act[0].start : act[0].end + 4]
    vehicle = car or act[1].written.startswith(("drove", "ramm", "suicide truck", "suicide car"))
    return _core(words, act[0], None, "suicide_bombing", "car_bomb" if vehicle else "suicide_vest", "suicide")


def _munition(words: _Words) -> Core | None:
    pair = _armed_pair(words)
    if pair is None:
        return None
    (hit, entry), act = pair
    sense, weapon = entry.sense, entry.weapon
    if sense == "bombing" and weapon == "ied" and _from_the_air(words):
        sense, weapon = ("drone_strike", "drone") if any(e.weapon == "drone" for _, e in words.munitions) else ("air_strike", "aircraft_bomb")
    return _core(words, hit, act, sense, weapon, "munition+act")


def _armed_pair(words: _Words) -> tuple[tuple[Hit, Entry], Hit] | None:
    """The first munition with a verb near it; "devices" and "charges" need one that says they blew up or were laid."""
    for hit, entry in words.munitions:
        weak = words.page.folded[hit.start : hit.end] in _WEAK_MUNITION
        near = [(abs(a.start - hit.start), a) for a, e in words.acts if -90 < a.start - hit.start < 130 and (not weak or e.sense in ("explode", "foil") or e.written in _LAID)]
        if near:
            return (hit, entry), min(near, key=lambda pair: pair[0])[1]
    return None


def _from_the_air(words: _Words) -> bool:
    stretch = words.page.folded[words.munitions[0][0].start - 60 if words.munitions else 0 :][:200] if words.munitions else ""
    bombs = words.munitions and words.page.folded[words.munitions[0][0].end - 1] == "s"
    return bool((bombs and words.act("land") and words.page.folded[words.munitions[0][0].start:][:5] == "bombs") or words.agent("aircraft") or any(e.weapon == "drone" for _, e in words.munitions) or re.search(r"from the air|\bdropped\b|unmanned aircraft", stretch))


def _aircraft(words: _Words) -> Core | None:
    agent, act = words.agent("aircraft"), words.act("hit", "launch", "strafe", "bomb", "kill", "storm", "shell")
    if act is None or (agent is None and act[1].sense != "strafe"):
        return None
    if agent and (not 0 < act[0].start - agent.start < 90 or not _attacks(words, agent, act)):
        return None
    return _core(words, act[0], agent, "air_strike", "aircraft_bomb", "aircraft+act")


def _attacks(words: _Words, agent: Hit, act: tuple[Hit, Entry]) -> bool:
    """Planes and helicopters are also passengers and targets: only what they drop or fire makes them the doers."""
    gap = words.page.folded[agent.end : act[0].start]
    fighter = "jet" in words.page.folded[agent.start : agent.end] or "war" in words.page.folded[agent.start : agent.end] or "air force" in words.page.folded[agent.start : agent.end]
    return (fighter or act[1].sense in ("bomb", "strafe", "launch", "shell", "kill")) and not re.search(r"\bwhen\b|;|\b(?:was|were|be) $", gap)


def _new_noun(words: _Words) -> Core | None:
    """A noun that brings something new goes before a verb; "the latest abduction" after it."""
    noun = _typed_noun(words)
    return noun if noun and not noun.definite else None


def _typed_noun(words: _Words) -> Core | None:
    nouns = [(h, e) for h, e in words.events if e.sense not in VAGUE and e.sense != "armed_clash"]
    # "The assassination of the general in a drone strike": the noun that knows the weapon knows the type.
    hit, entry = next(((h, e) for h, e in nouns if e.weapon != "unknown"), nouns[0] if nouns else (None, None))
    return _core(words, hit, None, entry.sense, entry.weapon, "noun", verbal=False) if hit and entry else None


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


def _verb(words: _Words) -> Core | None:
    guns, shot = words.agent("guns"), words.act("shoot", "launch", "hit")
    if guns and shot:
        return _core(words, guns, shot[0], "shelling", "artillery", "guns+act")
    for act, entry in words.acts:
        if entry.sense in _VERBS and _convincing(words, act, entry):
            sense, weapon = _VERBS[entry.sense]
            if entry.sense == "bomb" and words.page.air_war:
                sense, weapon = "air_strike", "aircraft_bomb"
            if entry.sense == "abduct" and not _takes_people(words, act):
                sense = "armed_attack"
            if entry.sense == "storm" and words.agent("gunmen"):
                weapon = "small_arms"
            return _core(words, act, None, sense, weapon, f"verb:{entry.sense}")
    noun = next((h for h, e in words.events if e.sense == "armed_clash"), None)
    return _core(words, noun, None, "armed_clash", "unknown", "noun", verbal=False) if noun else None


def _takes_people(words: _Words, act: Hit) -> bool:
    """Ships and people are abducted; a village or a base that is seized is attacked."""
    page = words.page
    if _SURE_ABDUCTION.search(page.folded, act.start, act.end):
        return True
    ships = any(e.sense == "shipping" for h in page.targets.between(act.start - 90, act.end + 70) for e in h.entries)
    return ships or bool(page.counts.between(act.end, act.end + 4)) or "control of it" in page.folded[act.start : act.end + 4]


def _convincing(words: _Words, act: Hit, entry: Entry) -> bool:
    """A verb that has peaceful senses ("seized", "fought", "raided", "shot") needs someone armed, or a victim."""
    armed = bool(words.actors or words.agents)
    if entry.sense == "explode":
        return entry.written == "blown up" and bool(words.page.targets.between(act.start - 70, act.end + 40))
    if entry.sense == "abduct":
        return armed or bool(_SURE_ABDUCTION.search(words.page.folded, act.start, act.end))
    victims = words.page.targets.between(act.start - 60, act.end + 60)
    return armed or bool(victims) or entry.sense in ("stab", "shell")


def _armed(words: _Words) -> Core | None:
    kill = words.act("kill", "hit", "launch")
    bomber, gunmen = words.agent("bomber"), words.agent("gunmen")
    if bomber and kill and bomber.start < kill[0].start:
        return _core(words, bomber, kill[0], "suicide_bombing", "suicide_vest", "bomber+act")
    if gunmen and kill and kill[1].sense != "launch" and 0 < kill[0].start - gunmen.start < 80:
        passive = words.page.folded[max(0, kill[0].start - 6) : kill[0].start].strip() in ("were", "was", "been", "be", "are")
        return None if passive else _core(words, gunmen, kill[0], "armed_attack", "small_arms", "gunmen+act")
    return None


def _blast(words: _Words) -> Core | None:
    """An explosion or attack that hit or killed, with whatever it was made."""
    noun, entry = next(((h, e) for h, e in words.events if e.sense in VAGUE), (None, None))
    act = words.act("hit", "kill")
    if noun is None or entry is None or act is None or (entry.sense == "attack" and words.page.folded[noun.end - 1] == "s"):
        return None
    if not 0 < act[0].start - noun.end < _NEAR:
        return None
    return _core(words, noun, act[0], entry.sense, "", "attack+act")


def _elliptical(words: _Words) -> Core | None:
    """"Two were aimed at the ship", "another was shot down", "one in Babil": of what was spoken of before."""
    mark = _ELLIPSIS.search(words.page.folded, words.start, words.end)
    return Core("attack", "", mark.start(), mark.end(), "elliptical", verbal=True) if mark else None


def _victims(words: _Words) -> Core | None:
    """"The fifteen were killed on Tuesday": somebody did it."""
    mark = _KILLED.search(words.page.folded, words.start, words.end)
    return Core("attack", "", mark.start(), mark.end(), "victims", verbal=True) if mark else None


def _vague_noun(words: _Words) -> Core | None:
    for hit, entry in words.events:
        if entry.sense in VAGUE:
            return _core(words, hit, None, entry.sense, "", "vague noun", verbal=False)
    return None
