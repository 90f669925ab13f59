"""Pieces of a sentence that tell of one more attack like the one before them: "again on Tuesday", "one in Basra"."""

from typing import Final

from services.extraction.domain import date_signs, whereabouts
from services.extraction.domain.page import Page
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.wording import Core

_AGAIN: Final = Pattern("repeats.again")
_TELLING: Final = Pattern("dating.speech")
_LONGEST: Final = 110


def repeated(page: Page, told: Core, start: int, middle: int, end: int) -> Core | None:
    """The core of a piece without one (`middle` to `end`) that adds a day or a place to the attack told before it.

    `start` is where the piece of the attack told begins.
    """
    mark = _AGAIN.match(page.folded, middle, end)
    if mark is None or end - middle > _LONGEST or told.doubt or _TELLING.search(page.folded[middle:end]):
        return None
    if not _another_day(page, start, middle, end) and not _another_place(page, start, middle, end):
        return None
    return Core(told.sense, told.weapon, mark.start("how"), mark.end("how"), "elliptical", verbal=True)


def _another_day(page: Page, start: int, middle: int, end: int) -> bool:
    """Whether both pieces give a day, and not the same."""
    then = [d for d in page.dates.between(start, middle) if not date_signs.is_spoken(page.folded, d.start)]
    now = page.dates.between(middle, end)
    return bool(then and now) and not any(whereabouts.overlap(a.period, b.period) for a in then for b in now)


def _another_place(page: Page, start: int, middle: int, end: int) -> bool:
    """Whether both pieces name places, and none that can be one."""
    here, there = page.places.between(start, middle), page.places.between(middle, end)
    return bool(here and there) and not any(whereabouts.may_be_one(a.place, b.place) for a in here for b in there)
