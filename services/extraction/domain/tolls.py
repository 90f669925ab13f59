"""How many were killed and wounded, as a stretch of text puts it; attackers are told apart, not counted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from schemas.values import Range
from services.extraction.domain.page import Page, Told
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.people import parties
from services.extraction.domain.toll_counts import counted_at
from services.extraction.domain.toll_sums import Counted

_VERB: Final = Pattern("tolls.verb")
_NOBODY: Final = Pattern("tolls.nobody")
_EITHER: Final = Pattern("tolls.either")
_EITHER_BEFORE: Final = Pattern("tolls.either_before")
_UNREAL: Final = Pattern("tolls.unreal")
_WAR: Final = Pattern("tolls.war")
_WAR_AFTER: Final = Pattern("tolls.war_after")
_ELLIPTICAL: Final = Pattern("tolls.elliptical")
_ANOTHER: Final = Pattern("tolls.another_account")
_ACCOUNTED: Final = Pattern("tolls.accounted")
_ACCOUNT: Final = Pattern("tolls.account")
_SAME: Final = Pattern("tolls.same")
_STABBED: Final = Pattern("tolls.stabbed")
_NEAR: Final = 25
_SHORT: Final = 110
"""Characters of a sentence that only gives another number."""
_SHOT: Final = Pattern("tolls.shot")
_EARLY: Final = Pattern("tolls.early")
_REVISED: Final = Pattern("tolls.revised")
_MORE: Final = Pattern("tolls.more")
_ZERO: Final = Range(min=0, max=0)
_CLAUSE: Final = re.compile(r"[;:]|, (?:and|but|while|when|in which|as)\b")


@dataclass(frozen=True, slots=True)
class Toll:
    """A count of victims; `attackers` when those counted are the ones who attacked.

    `early` is one that the text itself calls overtaken, `revised` one that takes the place of all before it, `more` one
    that comes on top of those before it, `account` one that somebody gives,
    `rival` one that is set against the one before it. The kind `same` is that of the toll told before.
    """

    kind: str
    count: Range
    start: int
    end: int
    attackers: bool = False
    early: bool = False
    revised: bool = False
    more: bool = False
    account: bool = False
    rival: bool = False

    def told(self) -> Told[Range]:
        """The count with its words."""
        return Told(self.count, self.start, self.end, f"toll:{self.kind}")


def tolls(page: Page, start: int, end: int) -> tuple[Toll, ...]:
    """All counts of dead and hurt in a stretch, parts of a toll ("four of them children") left out."""
    nobody = _nobody(page, start, end)
    counted = tuple(
        toll
        for verb in _VERB.finditer(page.folded, start, end)
        if not any(none.start <= verb.start() < none.end for none in nobody)
        for toll in _tolls_at(page, start, end, verb)
    )
    counted = (*counted, *_shot(page, start, end, counted), *_same(page, start, end, counted))
    told = {toll.kind for toll in counted}
    counted = (*counted, *_elliptical(page, end, counted))
    return (*counted, *(none for none in nobody if none.kind not in told))


def _nobody(page: Page, start: int, end: int) -> tuple[Toll, ...]:
    """As in "no one was hurt", "without causing casualties", "killing no one"."""
    mark = _NOBODY.search(page.folded, start, end)
    if mark is None:
        return ()
    kinds: tuple[str, ...] = ("killed", "wounded")
    if mark["active"] or mark["dead"]:
        kinds = ("killed",)
    elif mark["un"] or " else" in mark[0]:
        kinds = ("wounded",)
    return tuple(Toll(kind, _ZERO, mark.start(), mark.end()) for kind in kinds)


def _tolls_at(page: Page, start: int, end: int, verb: re.Match[str]) -> Iterator[Toll]:
    if _is_no_toll(page, start, end, verb):
        return
    counted = counted_at(page, start, end, verb)
    if counted is None or _is_of_a_war(page, start, end, counted, verb):
        return
    kind = "killed" if verb["killed"] else "wounded"
    first, last = min(counted.start, verb.start()), max(counted.end, verb.end())
    ahead = (page.folded, max(start, first - 60), counted.start)
    around = (page.folded, max(start, first - 60), min(end, last + 30))
    for count, attackers in ((counted.victims, False), (counted.attackers, True)):
        if count:
            early, revised = bool(_EARLY.search(*around)), bool(_REVISED.search(*ahead))
            more = kind == "killed" and bool(_MORE.search(page.folded, max(start, first - 16), last))
            account = bool(_ACCOUNT.search(*around))
            rival = account and bool(_ELLIPTICAL.search(page.folded, start, counted.start))
            yield Toll(kind, count, first, last, attackers, early, revised and not early, more, account, rival)


def _is_no_toll(page: Page, start: int, end: int, verb: re.Match[str]) -> bool:
    """Dead or wounded without saying which ("killed or wounded 40"), or not in truth ("if one soldier dies")."""
    folded = page.folded
    if _EITHER.match(folded, verb.end(), end) or _EITHER_BEFORE.search(
        folded, max(start, verb.start() - 25), verb.start()
    ):
        return True
    return _UNREAL.search(folded, max(start, verb.start() - 45), verb.start()) is not None


def _is_of_a_war(page: Page, start: int, end: int, counted: Counted, verb: re.Match[str]) -> bool:
    """Whether a toll is that of a war, or of years, and not of one attack."""
    folded, first, last = page.folded, min(counted.start, verb.start()), max(counted.end, verb.end())
    cut = _CLAUSE.search(folded, last, min(end, last + 90))
    behind = cut.start() if cut else min(end, last + 90)
    ahead = [m.end() for m in _CLAUSE.finditer(folded, max(start, first - 120), first)]
    return bool(
        _WAR_AFTER.search(folded, first, behind)
        or _WAR.search(folded, ahead[-1] if ahead else max(start, first - 120), behind)
    )


def _elliptical(page: Page, end: int, told: tuple[Toll, ...]) -> Iterator[Toll]:
    """As in "Four were wounded, the army said; doctors counted twenty": the same of another account."""
    for before in told[-1:]:
        for party in parties(page, before.end, end):
            alone = not page.folded[party.end : party.end + 1].isspace() or party.end >= end
            by = _ACCOUNTED.match(page.folded, party.end, end) and _ANOTHER.search(page.folded, before.end, party.start)
            if by or (alone and _ELLIPTICAL.search(page.folded, before.end, party.start)):
                early = bool(_EARLY.search(page.folded, max(before.end, party.start - _NEAR), party.start))
                side = before.attackers
                yield Toll(before.kind, party.count, party.start, party.end, side, early, account=True, rival=True)


def _same(page: Page, start: int, end: int, told: tuple[Toll, ...]) -> Iterator[Toll]:
    """As in "The governor spoke of nine.": of those counted in the sentence before."""
    if told or end - start > _SHORT:
        return
    for party in parties(page, start, end)[-1:]:
        alone = not page.folded[party.end : end].strip(' ."')
        if alone and _SAME.fullmatch(page.folded, start, party.start):
            yield Toll("same", party.count, party.start, party.end, account=True, rival=True)


def _shot(page: Page, start: int, end: int, told: tuple[Toll, ...]) -> Iterator[Toll]:
    """As in "three miners were shot in their huts": dead, where nothing else is told of them."""
    if told:
        return
    for verb in (*_SHOT.finditer(page.folded, start, end), *_STABBED.finditer(page.folded, start, end)):
        kind = "killed" if verb[0] == "shot" else "wounded"
        counted = None if _is_no_toll(page, start, end, verb) else counted_at(page, start, end, verb)
        if counted and counted.victims:
            first, last = min(counted.start, verb.start()), max(counted.end, verb.end())
            yield Toll(kind, counted.victims, first, last, early=True)
