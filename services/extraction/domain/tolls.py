"""How many were killed and wounded, as a stretch of text puts it; attackers are told apart, not counted."""

import re
from dataclasses import dataclass
from typing import Final

from schemas.values import Range
from services.extraction.domain.numbers import Quantity
from services.extraction.domain.page import Page, Told
from services.extraction.domain.patterns import Pattern

_DEATH: Final = (
    r"killed|killing|kills|kill|dead|died|dies|die|perished|slain|murdered|murdering|massacred|executed"
    r"|lost their lives|burned to death"
    r"|gunned down|mown down|mowed down|beheaded|fatalities|deaths|bodies|corpses|lives|fatal casualties|cut down|death"
)
_WOUND: Final = (
    r"wounded|wounding|wounds|injured|injuring|injures|hurt|hurting|injuries|hospitali[sz]ed|in hospital|to hospital"
    r"|concussions?|maimed"
)
_VERB: Final = re.compile(rf"\b(?:(?P<killed>{_DEATH})|(?P<wounded>{_WOUND}))\b")
_DOING: Final = (
    "killing kills kill killed murdering murdered wounding wounds injuring injures wounded injured beheaded executed"
    " massacred hurting hurt"
)
_ACTIVE: Final = frozenset(_DOING.split())
_NOBODY: Final = Pattern("tolls.nobody")
_THINGS: Final = Pattern("tolls.things")
_ATTACKERS: Final = Pattern("tolls.attackers")
_PART: Final = Pattern("tolls.part")
_BREAK: Final = re.compile(r";|, (?:while|after|but)\b")
_AGE: Final = Pattern("tolls.age")
_LIVES: Final = Pattern("tolls.lives")
_PUT_AT: Final = re.compile(r"[^.;,]{0,45}?\b(?:at|to|of|as|numbered|stands at|reached|were|was|with) $")
_SINGLE: Final = Pattern("tolls.single")


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
    counted = _after(page, end, verb) or _before(page, start, verb)
    if counted is None:
        return None
    attackers = bool(_ATTACKERS.match(page.folded, counted.end))
    return Toll(kind, counted.count, min(counted.start, verb.start()), max(counted.end, verb.end()), attackers)


def _after(page: Page, end: int, verb: re.Match[str]) -> Quantity | None:
    """As in "killing at least eight people", "the dead at 29", "killed a Turkish soldier"."""
    folded = page.folded
    shot = verb[0] == "dead" and folded[max(0, verb.start() - 9) : verb.start()].endswith(("shot ", "shooting "))
    if verb[0] in _ACTIVE or verb[0] in ("cut down", "gunned down") or shot:
        for q in page.counts.between(verb.end(), min(end, verb.end() + 26)):
            if (
                not _is_age(folded, q)
                and not _THINGS.match(folded, q.end)
                and not _BREAK.search(folded, verb.end(), q.start)
                and re.fullmatch(
                    r" (?:himself and |herself and |themselves and |in all |also |the |[\w' ]{0,12})?",
                    folded[verb.end() : q.start],
                )
                and " and " not in folded[verb.end() : q.start].replace("self and", "").replace("selves and", "")
            ):
                return q
        single = _SINGLE.match(folded, verb.end() + 1, end)
        return (
            Quantity(single.start(), single.end(), Range(min=1, max=1)) if single and _is_active(folded, verb) else None
        )
    if verb[0] in ("dead", "wounded", "injured", "deaths", "killed", "death", "bodies", "lives"):
        for q in page.counts.between(verb.end(), min(end, verb.end() + 50)):
            if (
                _PUT_AT.fullmatch(folded, verb.end(), q.start)
                and not _is_age(folded, q)
                and not _THINGS.match(folded, q.end)
            ):
                return q
    return None


def _is_age(folded: str, q: Quantity) -> bool:
    """As in "A man of 41", "Ahmed, 23,"."""
    mark = _AGE.search(folded, max(0, q.start - 14), q.start)
    return bool(mark) and (mark[0] != ", " or folded[q.end : q.end + 1] in (",", ")")) if mark else False


def _is_active(folded: str, verb: re.Match[str]) -> bool:
    return not re.search(r"\b(?:was|were|been|be|are|being) $", folded[max(0, verb.start() - 6) : verb.start()])


def _before(page: Page, start: int, verb: re.Match[str]) -> Quantity | None:
    """As in "three civilians were killed", "22 dead", "took 24 lives"."""
    folded = page.folded
    reach = max(start, verb.start() - 110)
    for q in reversed(page.counts.between(reach, verb.start())):
        between = folded[q.end : verb.start()]
        if _is_age(folded, q) or _BREAK.search(between) or _VERB.search(between) or _THINGS.match(folded, q.end):
            continue
        if _PART.search(folded, max(start, q.start - 25), q.start) or re.match(
            r" (?:of them|of whom)\b(?! (?:were |had )?(?:died|killed|dead))", between
        ):
            continue
        if verb[0] == "lives" and not _LIVES.search(folded[max(0, q.start - 30) : q.start]) and between.strip():
            return None
        return q
    singles = [
        m
        for m in _SINGLE.finditer(folded, reach, verb.start())
        if not _BREAK.search(folded, m.end(), verb.start()) and not _VERB.search(folded, m.end(), verb.start())
    ]
    passive = re.search(r"\b(?:was|is|been|dies|died|dead)\b", folded[max(reach, verb.start() - 12) : verb.end()])
    return Quantity(singles[-1].start(), singles[-1].end(), Range(min=1, max=1)) if singles and passive else None
