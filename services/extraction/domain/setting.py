"""What a wire is about besides attacks: drills, accidents, storms, sport and business talk of blasts and shots too."""

from typing import Final

from services.extraction.domain.page import Page
from services.extraction.domain.text import Sentence

_LEAD: Final = 700
"""Headline and first paragraphs, in characters: what a wire is about stands there."""
_OPENING: Final = 1500
_LEADING: Final = ("drill", "accident")
_ENOUGH: Final = {"play": 4, "space": 2, "weather": 3}
"""How many different words of a group make it what a wire is about."""


def is_about_something_else(page: Page) -> bool:
    """Whether the whole wire is about a drill, an accident, or sport and business in the words of war."""
    return other_subject(page) is not None


def other_subject(page: Page) -> str | None:
    """What the whole wire is about instead: `drill`, `accident`, `play`, `space` or `weather`; None: none of them."""
    led = next((sense for sense in _LEADING if _led_by(page, sense)), None)
    return led or next((sense for sense, enough in _ENOUGH.items() if _differs(page, sense) >= enough), None)


def passed_over(page: Page, sentence: Sentence) -> bool:
    """Whether a sentence tells of a drill, an accident, a game or the weather, whatever else the wire is about."""
    return _plays(page, sentence) or any(page.signal(sense, sentence.start, sentence.end) for sense in _LEADING)


def _plays(page: Page, sentence: Sentence) -> bool:
    hits = page.signals.between(sentence.start, sentence.end)
    return sum(any(e.sense in ("play", "weather", "space") for e in hit.entries) for hit in hits) > 1


def _led_by(page: Page, sense: str) -> bool:
    return bool(page.signal(sense, 0, page.headline_end)) or _share(page, sense, _LEAD) > 1


def _share(page: Page, sense: str, reach: int) -> int:
    return sum(any(e.sense == sense for e in hit.entries) for hit in page.signals.between(0, reach))


def _differs(page: Page, sense: str) -> int:
    """How many different words of a group the wire opens with; one in the headline counts twice."""
    hits = page.signals.between(0, _OPENING)
    words = {page.folded[h.start : h.end] for h in hits if any(e.sense == sense for e in h.entries)}
    return len(words) + bool(page.signal(sense, 0, page.headline_end))
