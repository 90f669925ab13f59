"""How many munitions a happening was done with, out of all that its mentions count."""

from typing import Final

from schemas.values import Range
from schemas.vocabulary import EventType
from services.extraction.domain.munition_counts import DEFAULT, SINGLE, alike
from services.extraction.domain.page import Told
from services.extraction.domain.story import Story

_NEVER: Final = frozenset({"small_arms", "arson", "other"})
_BY_HAND: Final = frozenset({EventType.ARMED_ATTACK, EventType.ARMED_CLASH, EventType.ABDUCTION})
_BY_ONE: Final = frozenset({EventType.SUICIDE_BOMBING})
_FIRED: Final = frozenset({"rocket", "missile", "mortar", "artillery", "drone"})
_COUNTED_BY_HAND: Final = frozenset({"car_bomb", "suicide_vest", "rocket", "missile", "mortar", "drone", "knife"})
"""What is worth a count among gunmen."""


def munitions_used(story: Story, weapon: str, event_type: EventType) -> Told[Range] | None:
    """The first count of the body, or of the headline for want of one; bullets are never counted."""
    if weapon in _NEVER or (event_type in _BY_HAND and weapon not in _COUNTED_BY_HAND):
        return None
    told = [(m, m.count) for m in story.mentions if m.count and m.count.value.min > 0]
    single = weapon in SINGLE or event_type in _BY_ONE
    ranks = (
        [c for m, c in told if m.core and m.paragraph and c.rule != DEFAULT],
        [c for m, c in told if not m.core and m.paragraph and _is_of(c, weapon)],
        [c for m, c in told if m.core and m.paragraph and c.rule == DEFAULT and single],
        [c for m, c in told if m.core and not m.paragraph and (c.rule != DEFAULT or single)],
    )
    return next((found[0] for found in ranks if found), None)


def _is_of(count: Told[Range], weapon: str) -> bool:
    kind = count.rule.rpartition(":")[2]
    return kind == weapon or alike(kind, weapon) or (kind == "elliptical" and weapon in _FIRED)
