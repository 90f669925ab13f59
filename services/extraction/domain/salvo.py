"""How many munitions a happening was done with, out of all that its mentions count."""

from collections.abc import Sequence
from typing import Final

from schemas.values import Range
from services.extraction.domain.munition_counts import DEFAULT, alike
from services.extraction.domain.page import Told
from services.extraction.domain.story import Story

_NEVER: Final = frozenset({"small_arms", "arson", "other"})
_RIVAL: Final = (0.6, 2.5)
"""Shares of the first count between which another is a rival count of the same salvo."""


def munitions_used(story: Story, weapon: str) -> Told[Range] | None:
    """The first count of the story, widened by rival counts of other accounts."""
    if weapon in _NEVER:
        return None
    told = [m.count for m in story.mentions if m.count and m.core and m.count.value.min > 0]
    sure = [c for c in told if c.rule != DEFAULT] or [
        c for m in story.mentions if not m.core and (c := m.count) and _is_of(c, weapon)
    ]
    if not sure:
        return told[0] if told else None
    best = sure[0]
    least, most = (share * best.value.min for share in _RIVAL)
    rivals = [c.value for c in sure[1:] if least <= c.value.min <= most and best.value.min > 1]
    return Told(_spanned([best.value, *rivals]), best.start, best.end, best.rule)


def _is_of(count: Told[Range], weapon: str) -> bool:
    kind = count.rule.rpartition(":")[2]
    return kind == weapon or alike(kind, weapon)


def _spanned(counts: Sequence[Range]) -> Range:
    low, tops = min(c.min for c in counts), [c.max for c in counts if c.max is not None]
    return Range(min=low, max=max(tops) if tops and (counts[0].max is not None or max(tops) > low) else None)
