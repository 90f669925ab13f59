"""A sentence with everyone in it, and who is subject or object of a word in it that says who did it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from schemas.values import Attribution
from schemas.vocabulary import Stance
from services.extraction.domain.anaphora import speakers, words_for_groups
from services.extraction.domain.doers import Doer, accused_forces, bands, doers, newcomers
from services.extraction.domain.page import Page, Told
from services.extraction.domain.patterns import Pattern

_NO_ONE: Final = Pattern("attributions.no_one")
_HEDGED: Final = Pattern("attributions.hedged")
_SPEAKER: Final = Pattern("attributions.speaker")
_SUBJECT_BREAK: Final = Pattern("attributions.subject_break")
_OBJECT_BREAK: Final = Pattern("attributions.object_break")
_SUFFERS: Final = Pattern("attributions.suffers")
_APPOSITION: Final = re.compile(
    r"(?:, (?:an?|the|which|who|whose|part|based|led|also|known|one|once|then|formerly|affiliated|linked|allied|close)"
    r"\b[^,;:]{1,120},| \([^()]{1,40}\),?) (?:[\w-]+ ){0,3}$"
)
_WHICH: Final = re.compile(
    r",? (?:which|who|whose (?:\w+ ){0,2}?(?:spokes\w+|leaders?|office|government))(?: [\w'-]+){0,6} ?$"
)
_ASIDE: Final = Pattern("attributions.aside")
_ONTO: Final = re.compile(r" (?:on|to|at) ")
_OTHERS: Final = re.compile(r"\b(?:for|because|over|as|of \w+ing)\b(?! (?:being|having|firing|launching))")
_REACH: Final = 120
_OBJECT: Final = 95
_BESIDE: Final = 50
_LIST: Final = re.compile(r"^(?:,|,? and|,? or| as well as| nor)(?: from)? ?(?:the |an? |its )?$")


@dataclass(frozen=True)
class Scope:
    """A sentence and everyone in it who may be the subject or the object of a remark, looked for when asked for."""

    page: Page
    start: int
    end: int

    @cached_property
    def known(self) -> tuple[Doer, ...]:
        """Those who are named."""
        found = doers(self.page, self.start, self.end)
        new = newcomers(self.page, self.start, self.end)
        return (*found, *(n for n in new if _is_apart(n, found)))

    @cached_property
    def others(self) -> tuple[Doer, ...]:
        """Those who are meant by "the group" or by the name of a spokesman."""
        found = [*words_for_groups(self.page, self.start, self.end), *speakers(self.page, self.start, self.end)]
        return tuple(o for o in found if _is_apart(o, self.known))


def _is_apart(doer: Doer, known: Iterable[Doer]) -> bool:
    return not any(doer.start < d.end and d.start < doer.end for d in known)


def told(stance: Stance, doer: Doer | None, mark: re.Match[str], by: str | None, rule: str) -> Told[Attribution]:
    """The attribution with the words that make it: from the one named to the word that says so."""
    value = Attribution(stance=stance, actor=doer.name if doer else None, by=by)
    start, end = (doer.start, doer.end) if doer and abs(doer.start - mark.start()) < _REACH else mark.span()
    return Told(value, min(start, mark.start()), max(end, mark.end()), f"attribution:{rule}")


def subject(s: Scope, at: int) -> Doer | None:
    """Who stands as the subject of a verb: the nearest before it with no other clause between."""
    before = sorted((d for d in (*s.known, *s.others) if d.end <= at and not d.deed), key=lambda d: -d.end)
    if outer := _before_aside(s, before, at):
        return outer
    for doer in before:
        gap = s.page.folded[doer.end : at]
        if _WHICH.match(gap):
            return doer
        aside = _ASIDE.search(gap)
        gap = gap[: aside.start()] + " " + gap[aside.end() :] if aside else gap
        gap = gap.rstrip(' "')
        if len(gap) < _REACH and not _SUBJECT_BREAK.search(gap) and not is_object(s, doer):
            return doer
    return None


def _before_aside(s: Scope, before: list[Doer], at: int) -> Doer | None:
    """As in "Ansaru, an offshoot of Boko Haram, claimed it": the subject stands before the apposition."""
    aside = _APPOSITION.search(s.page.folded, max(s.start, at - 170), at)
    return next((d for d in before if aside and 0 <= aside.start() - d.end <= 1), None)


def is_object(s: Scope, doer: Doer) -> bool:
    """Whether one named stands behind a preposition or a verb that makes him suffer."""
    before = max(s.start, doer.start - 60)
    if doer.bare and s.page.folded.startswith("of ", doer.start - 3):
        return True
    return bool(_SUFFERS.search(s.page.folded, before, doer.start))


def is_nobody(s: Scope, at: int) -> bool:
    """As in "no group has claimed": the subject is nobody."""
    mark = None
    for mark in _NO_ONE.finditer(s.page.folded, max(s.start, at - 70), at):  # noqa: B007 (the last is wanted)
        pass
    return mark is not None and not _SUBJECT_BREAK.search(s.page.folded[mark.end() : at])


def objects(s: Scope, at: int) -> list[Doer]:
    """Those named behind a verb in its clause; several in a list."""
    stop = min(s.end, at + _OBJECT)
    if cut := _OBJECT_BREAK.search(s.page.folded, at, stop):
        stop = cut.start()
    named = [d for d in s.known if at <= d.start < stop and not d.held]
    named = named or _unnamed(s.page, at, stop)
    named = named or [d for d in s.others if at <= d.start < stop and _is_group(s, d)]
    if (
        named
        and _OTHERS.search(s.page.folded, at, named[0].start)
        and not _ONTO.search(s.page.folded, at, named[0].start)
    ):
        return []
    found = named[:1]
    for doer in named[1:4]:
        if not _LIST.match(s.page.folded[found[-1].end : doer.start]):
            break
        found.append(doer)
    return found


def _unnamed(page: Page, at: int, stop: int) -> list[Doer]:
    """The country's own forces, or a band without a name, whichever comes first ("gangs, the police said")."""
    forces, others = accused_forces(page, at, min(stop, at + _BESIDE)), bands(page, at, stop)
    return forces if forces and not (others and others[0].start < forces[0].start) else others


def _is_group(s: Scope, doer: Doer) -> bool:
    """As in "the same group", which may be an object; "it" is mostly the attack."""
    return s.page.folded[doer.start : doer.end] not in ("it", "they")


def hedge(s: Scope, mark: re.Match[str], doer: Doer) -> Stance:
    """Suspected where the words around say that it is only believed, else blamed."""
    start, end = min(mark.start(), doer.start) - 30, max(mark.end(), doer.start)
    hedged = _HEDGED.search(s.page.folded, max(s.start, start), end)
    return Stance.SUSPECTED if hedged else Stance.BLAMED


def speaker(page: Page, start: int, end: int) -> str | None:
    """Who says so, if the stretch names him."""
    mark = _SPEAKER.search(page.text, start, end)
    return (mark["after"] or mark["before"]).strip() if mark else None
