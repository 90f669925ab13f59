"""Which words of the lexicons are verbs where they stand, and which nouns."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from services.extraction.domain.lexicon import Hit
from services.extraction.domain.patterns import Pattern

_NOUN_BEFORE: Final = Pattern("cores.noun_before")
_ARTICLE: Final = re.compile(
    r"\b(?:an?|the|this|its|their|his|her|no|every|opening|warning|heavy|direct|first|single) $"
)
_BEGAN_TO: Final = re.compile(r"\b(?:began|begun|started|continued|resumed|managed) to $")
_ATTACK_ON: Final = re.compile(r"(?:attack|assault|raid|strike)s? (?:on|against)\b")
"""What these words are before "on": no verb."""
_BESIDE: Final = 22
"""Characters of the longest name that counts as standing right before a verb."""


def verbs(folded: str, hits: Sequence[Hit], actors: Sequence[Hit]) -> frozenset[int]:
    """Where the verbs among the hits begin; hits and actors come in the order of the text."""
    starts, actor_starts = [h.start for h in hits], [a.start for a in actors]
    found = set()
    for n, hit in enumerate(hits):
        if hit.of("act") is None:
            continue
        least = hit.start - _BESIDE
        before = hits[bisect_left(starts, least, 0, n) : n]
        named = actors[bisect_left(actor_starts, least) : bisect_left(actor_starts, hit.start)]
        if _is_verb(folded, hit, (*before, *named)):
            found.add(hit.start)
    return frozenset(found)


def _is_verb(folded: str, hit: Hit, before: Sequence[Hit]) -> bool:
    """As in "Raids", "bomb", "shells" are nouns behind a determiner or a number, verbs right behind whoever does it."""
    if hit.of("event") is None and hit.of("munition") is None:
        if folded[hit.end - 3 : hit.end] == "ing" and folded[hit.start - 3 : hit.start] == "'s ":
            return False
        article = _ARTICLE.search(folded, max(0, hit.start - 12), hit.start)
        return not article or " " in folded[hit.start : hit.end] or folded[hit.end - 2 : hit.end] == "ed"
    if _BEGAN_TO.search(folded, max(0, hit.start - 16), hit.start):
        return True
    if _NOUN_BEFORE.search(folded, max(0, hit.start - 16), hit.start) or _ATTACK_ON.match(folded, hit.start):
        return False
    return any(hit.start - b.end <= 1 and b.of("munition") is None for b in before)
