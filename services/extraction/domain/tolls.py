"""How many were killed and wounded, as a stretch of text puts it; attackers are told apart, not counted."""

import re
from dataclasses import dataclass
from typing import Final

from schemas.values import Range
from services.extraction.domain.page import Page, Told
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.toll_counts import counted_at

_VERB: Final = Pattern("tolls.verb")
_NOBODY: Final = Pattern("tolls.nobody")
_ATTACKERS: Final = Pattern("tolls.attackers")


@dataclass(frozen=True, slots=True)
class Toll:
    """A count of victims; `attackers` when those counted are the ones who attacked."""

    kind: str
    count: Range
    start: int
    end: int
    attackers: bool = False

    def told(self) -> Told[Range]:
        """The count with its words."""
        return Told(self.count, self.start, self.end, f"toll:{self.kind}")


def tolls(page: Page, start: int, end: int) -> tuple[Toll, ...]:
    """All counts of dead and hurt in a stretch, parts of a toll ("four of them children") left out."""
    nobody = _nobody(page, start, end)
    if nobody:
        return nobody
    found = (_toll(page, start, end, mark) for mark in _VERB.finditer(page.folded, start, end))
    return tuple(toll for toll in found if toll)


def _nobody(page: Page, start: int, end: int) -> tuple[Toll, ...]:
    mark = _NOBODY.search(page.folded, start, end)
    if mark is None:
        return ()
    zero = Range(min=0, max=0)
    kinds: tuple[str, ...] = ("killed", "wounded")
    if mark["active"] or mark["verb"] in ("killed", "dead", "died", "die") or mark["noun"] in ("deaths", "fatalities"):
        kinds = ("killed",)
    elif mark["un"] or "else" in mark[0]:
        kinds = ("wounded",)
    none = tuple(Toll(kind, zero, mark.start(), mark.end()) for kind in kinds)
    rest = (
        _toll(page, start, end, verb)
        for verb in _VERB.finditer(page.folded, start, end)
        if not mark.start() <= verb.start() < mark.end()
    )
    counted = tuple(toll for toll in rest if toll)
    return (*counted, *(toll for toll in none if toll.kind not in {c.kind for c in counted}))


def _toll(page: Page, start: int, end: int, verb: re.Match[str]) -> Toll | None:
    kind = "killed" if verb["killed"] else "wounded"
    counted = counted_at(page, start, end, verb)
    if counted is None:
        return None
    attackers = bool(_ATTACKERS.match(page.folded, counted.end))
    return Toll(kind, counted.count, min(counted.start, verb.start()), max(counted.end, verb.end()), attackers)
