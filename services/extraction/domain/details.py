"""What else a stretch tells of an attack: with what effect, and how surely."""

from typing import Final

from schemas.vocabulary import Factuality, Outcome
from services.extraction.domain.page import Page, Told
from services.extraction.domain.patterns import Pattern

_INTERCEPTED: Final = Pattern("outcomes.intercepted")
_FOILED: Final = Pattern("outcomes.foiled")
_MISSED: Final = Pattern("outcomes.missed")
_HIT: Final = Pattern("outcomes.hit")

THROUGH: Final = "outcome:through"
"""The rule for what got through where other munitions of the salvo were stopped."""
_THROUGH: Final = Pattern("outcomes.through")
_NEGATED: Final = Pattern("outcomes.negated")
_DENIAL: Final = 45
"""Characters before a word of harm in which "no" denies it."""
_DENIED: Final = Pattern("outcomes.denied")


def outcome(page: Page, start: int, end: int) -> Told[Outcome] | None:
    """What became of it, as far as this stretch says; "nobody was hurt" tells of no hit."""
    if mark := _FOILED.search(page.folded, start, end):
        return Told(Outcome.FOILED, mark.start(), mark.end(), "outcome:foiled")
    missed = _MISSED.search(page.folded, start, end)
    if missed is None and (mark := _THROUGH.search(page.folded, start, end)):
        return Told(Outcome.HIT, mark.start(), mark.end(), THROUGH)
    if mark := _INTERCEPTED.search(page.folded, start, end):
        return Told(Outcome.INTERCEPTED, mark.start(), mark.end(), "outcome:intercepted")
    if missed:
        return Told(Outcome.MISSED, missed.start(), missed.end(), "outcome:missed")
    for mark in _HIT.finditer(page.folded, start, end):
        if not _NEGATED.search(page.folded, max(start, mark.start() - _DENIAL), mark.start()):
            return Told(Outcome.HIT, mark.start(), mark.end(), "outcome:hit")
    return None


def factuality(page: Page, start: int, end: int) -> Told[Factuality] | None:
    """Denied or unconfirmed, where the stretch says so."""
    if mark := _DENIED.search(page.folded, start, end):
        return Told(Factuality.DENIED, mark.start(), mark.end(), "denied")
    hedge = page.signal("hedge", start, end)
    return Told(Factuality.POSSIBLE, hedge.start, hedge.end, "hedge") if hedge else None
