"""Who is counted in a toll: "three soldiers", "a policeman and his wife", "the driver", "a family of five"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from schemas.values import Range
from services.extraction.domain.numbers import Quantity
from services.extraction.domain.page import Page
from services.extraction.domain.patterns import Pattern

ONE: Final = Range(min=1, max=1)
_TWO: Final = Range(min=2, max=2)
_THINGS: Final = Pattern("tolls.things")
_AGE: Final = Pattern("tolls.age")
_MAYBE_AGE: Final = Pattern("tolls.maybe_age")
_SINGLE: Final = Pattern("tolls.single")
_ATTACKERS: Final = Pattern("tolls.attackers")
_PEOPLE: Final = Pattern("tolls.people")
_LEAST: Final = re.compile(r"\bat least (?:an? )?$")
_BARE: Final = re.compile(r" (?:more|others?|were|are|was|have|had)\b")
_AT_LEAST_AFTER: Final = re.compile(r"(?: [\w'-]{1,15}){0,2} at (?:the )?least\b| or more\b|-plus\b|\+")
_FOLLOWS: Final = Pattern("tolls.follows")

_AHEAD: Final = 20
"""What stands behind a noun shows whether it ends there."""


@dataclass(frozen=True, slots=True)
class Party:
    """People counted together; `attackers` if it is they who attacked, `human` if a noun says that they are people."""

    start: int
    end: int
    count: Range
    attackers: bool = False
    human: bool = False


def parties(page: Page, start: int, end: int) -> tuple[Party, ...]:
    """Everybody counted in a stretch, in order."""
    counted = tuple(_counted(page, q) for q in page.counts.between(start, end) if _counts_people(page, q))
    taken = [(p.start, p.end) for p in counted]
    single = (s for s in _singles(page, start, end) if not any(a < s.end and s.start < b for a, b in taken))
    return tuple(sorted((*counted, *single), key=lambda p: p.start))


def single_at(page: Page, start: int, end: int) -> Party | None:
    """The one person whom the words at an offset name."""
    mark = _SINGLE.match(page.folded, start, end)
    return _single(page, mark) if mark else None


def _counted(page: Page, q: Quantity) -> Party:
    folded = page.folded
    count = q.count
    if count.max is not None and _AT_LEAST_AFTER.match(folded, q.end):
        count = Range(min=count.min)
    attackers = bool(_ATTACKERS.match(folded, q.end))
    human = attackers or _PEOPLE.match(folded, q.end) or _BARE.match(folded, q.end)
    return Party(q.start, q.end, count, attackers, bool(human))


def _counts_people(page: Page, q: Quantity) -> bool:
    return not _is_age(page.folded, q) and not _THINGS.match(page.folded, q.end)


def _is_age(folded: str, q: Quantity) -> bool:
    """As in "a man of 41", "Ahmed, 23,"."""
    before = (folded, max(0, q.start - 24), q.start)
    if _AGE.search(*before):
        return True
    return folded[q.end : q.end + 1] in (",", ")", ".") and _MAYBE_AGE.search(*before) is not None


def _singles(page: Page, start: int, end: int) -> Iterator[Party]:
    for mark in _SINGLE.finditer(page.folded, start, end + _AHEAD):
        if mark.end() > end:
            return
        if _FOLLOWS.match(page.folded, mark.end()) or page.text[mark.end() + 1 : mark.end() + 2].isupper():
            yield _single(page, mark)


def _single(page: Page, mark: re.Match[str]) -> Party:
    attackers = bool(mark["attacker"])
    count = _TWO if mark["pair"] else ONE
    if count is ONE and _LEAST.search(page.folded, max(0, mark.start() - 12), mark.start()):
        count = Range(min=1)
    return Party(mark.start(), mark.end(), count, attackers, human=True)
