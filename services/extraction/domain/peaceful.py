"""What has the words of an attack and is none: tests, totals over years, accidents, finds of old wars, general talk."""

from typing import Final

from services.extraction.domain.page import Page
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.wording import Core

_TEST: Final = Pattern("peaceful.test")
_SINCE: Final = Pattern("peaceful.since")
_PERIOD: Final = Pattern("peaceful.period")
_MISHAP: Final = Pattern("peaceful.mishap")
_GENERAL: Final = Pattern("peaceful.general")
_CEASED: Final = Pattern("peaceful.ceased")
_OLD: Final = Pattern("peaceful.old")
_CLEARANCE: Final = frozenset({"about clearance:2", "about clearance:3"})
_OPENING: Final = 1500
"""Headline and first paragraphs, in characters: a wire about clearing old mines says so there."""
_YEARS: Final = Pattern("peaceful.years")
_FLOWN: Final = frozenset({"missile", "rocket"})
_ARMS: Final = ("munition", "lone munition")
_DEAL: Final = frozenset({"about deal:3"})
_FLIGHT: Final = 140
"""Characters within which the end of a test flight is told."""
_MANY: Final = 20
"""So many people killed in a year or a month were killed in more than one attack."""
_CLOSE: Final = 24
_NEXT: Final = 60
"""Characters of the clause behind ("since the Second World War") that may still date what went before."""
_LAID: Final = frozenset({"ied", "mine", "aircraft_bomb", "artillery", "mortar"})
_BLASTS: Final = frozenset({"bombing", "blast"})
_DEATHS: Final = ("victims", "harm:")


def is_peaceful(page: Page, start: int, end: int, found: Core) -> bool:
    """Whether what a stretch says beside the words of an attack makes them something else."""
    folded = page.folded
    if _is_ceased(folded, start, found):
        return True
    if _is_test(page, start, end) or _is_delivery(page, start, end, found):
        return True
    if found.sense == "armed_clash" and _YEARS.match(folded, found.end):
        return True
    if found.rule.startswith(_DEATHS) and (_is_total(page, start, end) or _is_mishap(page, start, end, found)):
        return True
    if not found.verbal and _GENERAL.match(folded, found.end) and not page.dates.between(start, end):
        return True
    return (found.weapon in _LAID or found.sense in _BLASTS) and _is_find(page, start, end)


def _is_ceased(folded: str, start: int, found: Core) -> bool:
    """As in "the two sides stopped shooting"."""
    before = _CEASED.search(folded, max(start, found.start - 40), found.start)
    return bool(before or (found.verbal and _CEASED.search(folded, found.start, found.end)))


def _is_test(page: Page, start: int, end: int) -> bool:
    """Missiles that flew and hit nothing on purpose."""
    if not _TEST.search(page.folded, start, min(len(page.folded), end + _FLIGHT)):
        return False
    if not any((m := h.of("munition")) and m.weapon in _FLOWN for h in page.core.between(start, end)):
        return False
    return not (page.targets.between(start, end) and _has_act(page, start, end, "hit", "kill"))


def _is_delivery(page: Page, start: int, end: int, found: Core) -> bool:
    """Arms that are bought, shown or brought, in a wire about that; nobody was hurt."""
    if not found.rule.startswith(_ARMS) or _DEAL.isdisjoint(page.about):
        return False
    return not _has_act(page, start, end, "kill", "hit", "explode", "down", "foil")


def _is_total(page: Page, start: int, end: int) -> bool:
    """As in "have been killed since 2004", "some 287 were killed last year"."""
    if _SINCE.search(page.folded, start, min(len(page.folded), end + _NEXT)):
        return True
    many = any(q.count.min >= _MANY for q in page.counts.between(start, end))
    return many and _PERIOD.search(page.folded, start, end) is not None


def _is_mishap(page: Page, start: int, end: int, found: Core) -> bool:
    """As in "were killed by the earthquake", or "when a tanker ran into a lorry" with nobody armed about."""
    if _MISHAP.search(page.folded, found.end, min(end, found.end + _CLOSE)):
        return True
    if not _MISHAP.search(page.folded, start, min(len(page.folded), end + 80)):
        return False
    return not page.actors.between(start, end) and not any(h.of("agent") for h in page.core.between(start, end))


def _is_find(page: Page, start: int, end: int) -> bool:
    """Bombs and mines of an old war, in a wire about clearing them or in a sentence that says so; nobody was hurt."""
    if _has_act(page, start, end, "kill") or (page.targets.between(start, end) and _has_act(page, start, end, "hit")):
        return False
    about = not _CLEARANCE.isdisjoint(page.about) and _OLD.search(page.folded, 0, _OPENING)
    return bool(about or _OLD.search(page.folded, start, min(len(page.folded), end + _NEXT)))


def _has_act(page: Page, start: int, end: int, *senses: str) -> bool:
    return any((act := h.of("act")) and act.sense in senses for h in page.core.between(start, end))
