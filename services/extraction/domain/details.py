"""What else a stretch tells of an attack: with what effect, and how surely."""

from typing import Final

from schemas.vocabulary import Factuality, Outcome
from services.extraction.domain.page import Page, Told
from services.extraction.domain.patterns import Pattern

_INTERCEPTED: Final = Pattern("details.intercepted")
_FOILED: Final = Pattern("details.foiled")
_MISSED: Final = Pattern("details.missed")
_HIT: Final = Pattern("details.hit")

_DENIED: Final = Pattern("details.denied")


def outcome(page: Page, start: int, end: int) -> Told[Outcome] | None:
    """What became of it, as far as this stretch says."""
    for pattern, value in (
        (_FOILED, Outcome.FOILED),
        (_INTERCEPTED, Outcome.INTERCEPTED),
        (_MISSED, Outcome.MISSED),
        (_HIT, Outcome.HIT),
    ):
        if mark := pattern.search(page.folded, start, end):
            return Told(value, mark.start(), mark.end(), f"outcome:{value.value}")
    return None


def factuality(page: Page, start: int, end: int) -> Told[Factuality] | None:
    """Denied or unconfirmed, where the stretch says so."""
    if mark := _DENIED.search(page.folded, start, end):
        return Told(Factuality.DENIED, mark.start(), mark.end(), "denied")
    hedge = page.signal("hedge", start, end)
    return Told(Factuality.POSSIBLE, hedge.start, hedge.end, "hedge") if hedge else None
