"""The number that belongs to a word of death or injury, before or after it."""

import re
from dataclasses import replace
from typing import Final

from schemas.values import Range
from services.extraction.domain.numbers import Quantity
from services.extraction.domain.page import Page
from services.extraction.domain.patterns import Pattern

_VERB: Final = Pattern("tolls.verb")
_DOING: Final = (
    "killing kills kill killed murdering murdered wounding wounds injuring injures wounded injured beheaded executed"
    " massacred hurting hurt"
)
_ACTIVE: Final = frozenset([*_DOING.split(), "cut down", "gunned down", "shot dead", "shooting dead"])
_PUT: Final = frozenset("dead wounded injured deaths killed death toll bodies lives hurt".split())
_ONE: Final = Range(min=1, max=1)
_THINGS: Final = Pattern("tolls.things")
_PART: Final = Pattern("tolls.part")
_AGE: Final = Pattern("tolls.age")
_LIVES: Final = Pattern("tolls.lives")
_SINGLE: Final = Pattern("tolls.single")
_BREAK: Final = re.compile(r";|, (?:while|after|but)\b")
_PUT_AT: Final = re.compile(r"[^.;,]{0,60}?\b(?:at|to|of|as|number|numbered|stands at|reached|were|was|with) $")
_OBJECT: Final = re.compile(r" (?:himself and |herself and |themselves and |in all |also |the |(?!and )[\w']{0,12} ?)?")
_PASSIVE: Final = re.compile(r"\b(?:was|were|been|be|are|being) $")
_SUFFERED: Final = re.compile(r"\b(?:was|is|been|dies|died|dead)\b")
_OF_THEM: Final = re.compile(
    r" (?:of them|of whom)\b(?! (?:were |had )?(?:died|killed|dead))| of the (?:dead|wounded|injured|killed|victims)\b"
)
_JOINT: Final = re.compile(r"(?: [\w'.-]{1,20}){0,3} and ")
_AND_MORE: Final = re.compile(r"(?:[\w'.-]{1,20} ){1,4}and (?:an?|one) ")
_REACH_BACK: Final = 110
_REACH_ON: Final = 65


def counted_at(page: Page, start: int, end: int, verb: re.Match[str]) -> Quantity | None:
    """The count of those that a word of death or injury speaks of."""
    if verb[0] in _ACTIVE and (found := _object(page, end, verb)):
        return found
    if verb[0] in _PUT and (found := _put_at(page, end, verb)):
        return found
    return _subject(page, start, verb)


def _object(page: Page, end: int, verb: re.Match[str]) -> Quantity | None:
    """As in "killing at least eight people", "killed a Turkish soldier"."""
    folded = page.folded
    for q in page.counts.between(verb.end(), min(end, verb.end() + 26)):
        if _counts_people(page, q) and _OBJECT.fullmatch(folded, verb.end(), q.start):
            return q
    single = _SINGLE.match(folded, verb.end() + 1, end)
    active = not _PASSIVE.search(folded, max(0, verb.start() - 6), verb.start())
    return Quantity(single.start(), single.end(), _ONE) if single and active else None


def _put_at(page: Page, end: int, verb: re.Match[str]) -> Quantity | None:
    """As in "put the dead at 29", "the toll rose to five"."""
    for q in page.counts.between(verb.end(), min(end, verb.end() + _REACH_ON)):
        if _counts_people(page, q) and _PUT_AT.fullmatch(page.folded, verb.end(), q.start):
            return q
    return None


def _subject(page: Page, start: int, verb: re.Match[str]) -> Quantity | None:
    """As in "three civilians were killed", "22 dead", "took 24 lives"."""
    folded, reach = page.folded, max(start, verb.start() - _REACH_BACK)
    for q in reversed(page.counts.between(reach, verb.start())):
        if _counts_people(page, q) and _goes_with(folded, q, verb) and not _is_part(folded, start, q):
            return _with_others(page, start, q, verb)
    singles = [m for m in _SINGLE.finditer(folded, reach, verb.start()) if _goes_on(folded, m.end(), verb)]
    passive = _SUFFERED.search(folded, max(reach, verb.start() - 12), verb.end())
    return Quantity(singles[-1].start(), singles[-1].end(), _ONE) if singles and passive else None


def _goes_with(folded: str, q: Quantity, verb: re.Match[str]) -> bool:
    if verb[0] == "lives" and not _LIVES.search(folded, max(0, q.start - 30), q.start):
        return q.end + 1 >= verb.start()
    return _goes_on(folded, q.end, verb)


def _goes_on(folded: str, end: int, verb: re.Match[str]) -> bool:
    """Whether nothing between a count and its verb has a verb of its own."""
    return not _BREAK.search(folded, end, verb.start()) and not _VERB.search(folded, end, verb.start())


def _is_part(folded: str, start: int, q: Quantity) -> bool:
    """As in "four of them children", "eight of the injured", "had spoken of 70"."""
    return bool(_PART.search(folded, max(start, q.start - 25), q.start) or _OF_THEM.match(folded, q.end))


def _with_others(page: Page, start: int, q: Quantity, verb: re.Match[str]) -> Quantity:
    """The sum of "a soldier and two contractors", "two Americans and a Briton"; "three at least" has no upper bound."""
    folded = page.folded
    before = [
        o.count.min for o in page.counts.between(max(start, q.start - 45), q.start) if _is_joined(folded, o.end, q)
    ]
    singles = _SINGLE.finditer(folded, max(start, q.start - 60), q.start)
    more = before[-1] if before else int(any(_is_joined(folded, m.end(), q) for m in singles))
    more += bool(_AND_MORE.match(folded, q.end + 1, verb.start()))
    open_end = q.count.max is None or " at least" in folded[q.end : verb.start()]
    return replace(q, count=Range(min=q.count.min + more, max=None if open_end else (q.count.max or 0) + more))


def _is_joined(folded: str, end: int, q: Quantity) -> bool:
    between = folded[end : q.start]
    return _JOINT.fullmatch(between) is not None and not _VERB.search(between)


def _counts_people(page: Page, q: Quantity) -> bool:
    return not _is_age(page.folded, q) and not _THINGS.match(page.folded, q.end)


def _is_age(folded: str, q: Quantity) -> bool:
    """As in "a man of 41", "Ahmed, 23,"."""
    mark = _AGE.search(folded, max(0, q.start - 14), q.start)
    return mark is not None and (mark[0] != ", " or folded[q.end : q.end + 1] in (",", ")"))
