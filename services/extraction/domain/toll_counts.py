"""Who belongs to a word of death or injury, before or behind it, and how many they are together."""

import re
from collections.abc import Sequence
from typing import Final

from services.extraction.domain.page import Page
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.people import ONE, Party, parties
from services.extraction.domain.toll_sums import LIST, Counted, summed, undivided

_VERB: Final = Pattern("tolls.verb")
_TRANSITIVE: Final = Pattern("tolls.transitive")
_NOUN: Final = Pattern("tolls.noun")
_ACTIVE: Final = Pattern("tolls.active")
_BY_SOMEBODY: Final = Pattern("tolls.by_somebody")
_THEM: Final = Pattern("tolls.them")
_GUARDS: Final = Pattern("tolls.guards")
_PUT: Final = Pattern("tolls.put")
_WEAK: Final = Pattern("tolls.weak")
_BREAK: Final = Pattern("tolls.break")
_PART: Final = Pattern("tolls.part")
_PART_AFTER: Final = Pattern("tolls.part_after")
_PUT_AT: Final = Pattern("tolls.put_at")
_OBJECT: Final = Pattern("tolls.object")
_AUXILIARY: Final = Pattern("tolls.auxiliary")
_ONE_OF: Final = Pattern("tolls.one_sufferer")
_ADJECTIVE: Final = Pattern("tolls.adjective")
_SINGULAR: Final = re.compile(r"(?:was|is|been|being|got)\b")
_DYING: Final = re.compile(
    r"(?:died|dies|perished|succumbed|passed away|did not|had not|has not|lost (?:his|her) life)"
)
_NO_NAME: Final = frozenset(
    "it this that one none neither nobody each either another much more which what there everyone anyone everybody many"
    " some most several others all both they two three".split()
)
_AMONG: Final = re.compile(r"\bamong (?:the |those )?$")
_LIVES: Final = Pattern("tolls.lives")
_JOINED: Final = Pattern("tolls.joined")
_GOES_ON: Final = Pattern("tolls.own_verb")
_BESIDES: Final = Pattern("tolls.besides")
_NAMED: Final = re.compile(
    r" (?:(?!(?:in|at|on|by|near|of|from|outside|inside|when|and|during|after|as|while|to|over)\b)[a-z]{2,15} ){0,3}"
    r"(?P<name>(?:[A-Z][\w'’.-]{1,20} ){1,4}(?:al-|bin )?[A-Z][\w'’-]{1,20})(?=[,.;]| (?:and|in|on|at|near|outside)\b)"
)
_REACH_BACK: Final = 130
_REACH_ON: Final = 120
_OWN_WORDS: Final = re.compile(r"(?: more)?(?: others)?(?: of (?:the|those) (?:wounded|injured|hurt)\b)?")
_NEAR: Final = 60
_MOST: Final = 6
"""So many parties are listed for one verb at most."""


def counted_at(page: Page, start: int, end: int, verb: re.Match[str]) -> Counted | None:
    """The count of those that a word of death or injury speaks of."""
    active = verb[0].split()[0].endswith("ing")
    passive = None if active else _AUXILIARY.search(page.folded, max(start, verb.start() - 40), verb.start())
    if not passive and (found := _object(page, start, end, verb)):
        return summed(page, found, end)
    if _PUT.fullmatch(verb[0]) and (found := _put_at(page, end, verb)):
        return summed(page, found, end)
    if not passive and _is_doing(page, start, verb):
        return None
    if one := _pronoun(page, start, verb, passive):
        return one
    if found := _subject(page, start, end, verb):
        return summed(page, found, end)
    return _somebody(page, start, verb, passive)


def _is_doing(page: Page, start: int, verb: re.Match[str]) -> bool:
    """Whether those before the verb do what it says, or it is an adjective ("a wounded man")."""
    before = (page.folded, max(start, verb.start() - 24), verb.start())
    if _ACTIVE.fullmatch(verb[0]) or _ADJECTIVE.search(*before):
        return True
    return bool(_TRANSITIVE.search(verb[0]) and _BY_SOMEBODY.search(*before))


def _pronoun(page: Page, start: int, verb: re.Match[str], passive: re.Match[str] | None) -> Counted | None:
    """As in "in which he died", "she was hurt"."""
    found = _somebody(page, start, verb, passive)
    return found if found and page.folded[found.start : found.start + 3] in ("he ", "she") else None


def _somebody(page: Page, start: int, verb: re.Match[str], passive: re.Match[str] | None) -> Counted | None:
    """As in "Ali Hassan was killed", "he died"."""
    if passive and not _SINGULAR.match(passive[0]):
        return None
    if passive is None and not _DYING.match(verb[0]):
        return None
    at = passive.start() if passive else verb.start()
    one = _ONE_OF.search(page.folded, max(start, at - 40), at)
    return Counted(one.start(), verb.end(), ONE, None) if one and _is_somebody(page, one) else None


def _is_somebody(page: Page, one: re.Match[str]) -> bool:
    """A pronoun, or a name with a capital that is no place."""
    if one["pronoun"]:
        return True
    at = one.start("name")
    return page.text[at].isupper() and one["name"] not in _NO_NAME and not page.places.between(at, one.end("name"))


def _object(page: Page, start: int, end: int, verb: re.Match[str]) -> list[Party]:
    """As in "killing at least eight people", "killed two Americans and a Briton", "the deaths of four soldiers"."""
    noun = _NOUN.fullmatch(verb[0])
    if not noun and verb[0] != "shot" and not _TRANSITIVE.search(verb[0]):
        return []
    of = page.folded[verb.end() : verb.end() + 4] in (" of ", " to ") or verb[0].endswith(" ")
    if noun and not of and not _ACTIVE.fullmatch(verb[0]):
        return []
    if them := _THEM.match(page.folded, verb.end(), end):
        return _meant(page, start, verb, them)
    behind = verb.end() - verb[0].endswith(" ")
    found = parties(page, verb.end(), min(end, verb.end() + 160))
    first = next(
        (
            n
            for n, p in enumerate(found)
            if p.start < verb.end() + _NEAR and _OBJECT.fullmatch(page.folded, behind, p.start)
        ),
        None,
    )
    if first is None:
        return _named(page, end, verb)
    if _WEAK.fullmatch(verb[0]) and not found[first].human:
        return []
    return _listed_on(page, found[first:])


def _meant(page: Page, start: int, verb: re.Match[str], them: re.Match[str]) -> list[Party]:
    """As in "took 23 passengers off buses and killed them", "the police killed him"."""
    if them["one"]:
        guards = _GUARDS.search(page.folded, max(start, verb.start() - 45), verb.start())
        return [Party(them.start("one"), them.end("one"), ONE, attackers=bool(guards), human=True)]
    found = [p for p in parties(page, start, verb.start()) if p.human]
    return found[-1:]


def _named(page: Page, end: int, verb: re.Match[str]) -> list[Party]:
    """As in "killed General Ali Hassan and ..."."""
    name = _NAMED.match(page.text, verb.end(), end)
    if name is None or page.places.between(name.start("name"), name.end("name")):
        return []
    return [Party(name.start("name"), name.end("name"), ONE, human=True)]


def _listed_on(page: Page, found: Sequence[Party]) -> list[Party]:
    """The first party and those listed behind it; what only divides the first is left out."""
    chosen = [found[0]]
    for party in found[1:_MOST]:
        between = page.folded[chosen[-1].end : party.start]
        if not _JOINED.fullmatch(between) or _VERB.search(between) or _GOES_ON.match(page.folded, party.end):
            break
        chosen.append(party)
    return undivided(page, chosen)


def _put_at(page: Page, end: int, verb: re.Match[str]) -> list[Party]:
    """As in "put the dead at 29", "the toll rose to five"."""
    for party in parties(page, verb.end(), min(end, verb.end() + _REACH_ON)):
        if _PUT_AT.fullmatch(page.folded, verb.end(), party.start):
            return [] if _AMONG.search(page.folded, max(0, verb.start() - 12), verb.start()) else [party]
    return []


def _subject(page: Page, start: int, end: int, verb: re.Match[str]) -> list[Party]:
    """As in "three civilians were killed", "22 dead", "took 24 lives", "a soldier and two contractors died"."""
    folded, reach = page.folded, max(start, verb.start() - _REACH_BACK)
    found = parties(page, reach, verb.start())
    near = next((n for n in range(len(found) - 1, -1, -1) if not _is_part(folded, start, found[n])), None)
    if near is None or not _suffers(page, found[near], verb):
        return []
    chosen = [found[near]]
    for party in reversed(found[:near]):
        between = folded[party.end : chosen[0].start]
        if not _JOINED.fullmatch(between) or _VERB.search(between) or _is_part(folded, start, party):
            break
        chosen.insert(0, party)
    if len(chosen) > 1 and not LIST.search(folded[chosen[-2].end : chosen[-1].start]):
        chosen = chosen[-1:]
    beside = [
        p
        for p in parties(page, verb.end(), min(end, verb.end() + 80))
        if _BESIDES.fullmatch(folded, verb.end(), p.start)
    ]
    return [*undivided(page, chosen), *beside[:1]]


def _suffers(page: Page, party: Party, verb: re.Match[str]) -> bool:
    """Whether nothing between a party and the verb behind it has a verb of its own."""
    folded = page.folded
    if verb[0] == "lives" and not _LIVES.search(folded, max(0, party.start - 30), party.start):
        return party.end + 1 >= verb.start()
    if _WEAK.fullmatch(verb[0]) and not party.human:
        return False
    own = _OWN_WORDS.match(folded, party.end)
    after = own.end() if own else party.end
    return not _BREAK.search(folded, after, verb.start()) and not _VERB.search(folded, after, verb.start())


def _is_part(folded: str, start: int, party: Party) -> bool:
    """As in "four of them children", "eight of the injured", "had spoken of 70"."""
    if _PART.search(folded, max(start, party.start - 32), party.start):
        return True
    return bool(_PART_AFTER.match(folded, party.end))
