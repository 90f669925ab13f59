"""What the people counted with one verb come to: sums, without what only divides them, attackers apart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from schemas.values import Range
from services.extraction.domain.page import Page
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.people import Party, parties, single_at

_INCLUDING: Final = Pattern("tolls.including")
LIST: Final = re.compile(r"\band\b|\b(?:along|together) with\b|as well as|\bplus\b")
"""Without one of these, commas list nothing ("six soldiers, two of whom")."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many suffered: victims and those who attacked apart, None where nobody of the kind is counted."""

    start: int
    end: int
    victims: Range | None
    attackers: Range | None


def undivided(page: Page, chosen: list[Party]) -> list[Party]:
    """As in "killed five people, three children and two women": the rest is the first again."""
    if len(chosen) == 1:
        return chosen
    whole, rest = chosen[0].count.min, sum(p.count.min for p in chosen[1:])
    gap = page.folded[chosen[0].end : chosen[1].start].rstrip()
    comma = gap.startswith(",") or gap.endswith((",", ":", "-", "("))
    general = re.match(r",| (?:people|persons|others|victims)\b", page.folded[chosen[0].end : chosen[0].end + 12])
    if comma and (rest == whole or (general and whole > 1 and rest < whole)):
        return chosen[:1]
    last = page.folded[chosen[-2].end : chosen[-1].start]
    return chosen if LIST.search(last) else chosen[:1]


def summed(page: Page, group: list[Party], end: int) -> Counted | None:
    """The sum of a group, None for nobody."""
    if not group:
        return None
    victims, attackers = (_total([p for p in group if p.attackers is side]) for side in (False, True))
    if victims and (taken := _own_dead(page, group, end)):
        victims, attackers = _less(victims, taken), _total([*(p for p in group if p.attackers)]) or taken
    return Counted(group[0].start, group[-1].end, victims, attackers)


def _own_dead(page: Page, group: list[Party], end: int) -> Range | None:
    """As in "five people, including two of the attackers": counted among the dead, but no victims."""
    mark = _INCLUDING.match(page.folded, group[-1].end, min(end, group[-1].end + 60))
    if mark is None:
        return None
    among = single_at(page, mark.end(), end) or next(iter(parties(page, mark.end(), min(end, mark.end() + 25))), None)
    return among.count if among and among.attackers and among.start < mark.end() + 2 else None


def _less(count: Range, taken: Range) -> Range | None:
    least = count.min - taken.min
    return Range(min=least, max=None if count.max is None else least) if least > 0 else None


def _total(group: Sequence[Party]) -> Range | None:
    if not group:
        return None
    tops = [p.count.max for p in group]
    known = [t for t in tops if t is not None]
    return Range(min=sum(p.count.min for p in group), max=sum(known) if len(known) == len(tops) else None)
