"""Which of the names that the gazetteer finds are scenes of this wire, and which countries it is about."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from schemas.vocabulary import Precision
from services.extraction.domain import places
from services.extraction.domain.lexicon import Hit
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.places import PlaceMention

_ADJECTIVES: Final = frozenset(
    {"U.S.", "US", "UK", "U.K.", "U.S", "U.K", "America", "Washington", "Pentagon", "White House"}
)
"""Names that stand before nouns and verbs far more often than after "in"."""
_CAPITALISED: Final = re.compile(r"\b[A-Z][a-z]{2,20}\b")
_COMPOUND: Final = Pattern("scene.compound")
_COMMON: Final = frozenset(
    "University Green Republic Riverside Center Union Liberty Independence Mission Police"
    " Government National Federal Central Security Defence Defense Foreign Interior Embassy Airport".split()
)
_LOCATED: Final = re.compile(r"\b(?:in|at|near|on|outside|of|into|over) (?:the )?(?:[\w-]{1,15} )?$")


def believable(text: str, found: Iterable[PlaceMention], actors: Sequence[Hit]) -> tuple[PlaceMention, ...]:
    """The mentions that are no group's name, no people's ("Syrian"), no government's."""
    taken = {n for hit in actors for n in range(hit.start, hit.end)}
    return tuple(m for m in found if m.start not in taken and _is_place(text, m))


def _is_place(text: str, mention: PlaceMention) -> bool:
    words = text[mention.start : mention.end]
    located = bool(_LOCATED.search(text[max(0, mention.start - 24) : mention.start]))
    if words in _ADJECTIVES:
        return (
            located
            and bool(re.search(r"\b(?:the|to) $", text[max(0, mention.start - 5) : mention.start]))
            and bool(re.match(r"\.?[,;.]|\.?\s(?:on|in|and)\b", text[mention.end : mention.end + 6]))
        )
    if (
        mention.place.precision in (Precision.CITY, Precision.ADMIN1)
        and " " not in words
        and (_COMPOUND.match(text, mention.end) or words in _COMMON)
    ):
        return False
    return places.demonym_country(words) is None or mention.place.precision is Precision.COUNTRY


def countries(text: str, dateline: str, found: Sequence[PlaceMention]) -> Mapping[str, float]:
    """How much the wire speaks of each country: by its name, its people, its places, its dateline."""
    loud: defaultdict[str, float] = defaultdict(float)
    for mention in found:
        if mention.place.country:
            named = text[mention.start : mention.end].lower() in dateline.lower()
            loud[mention.place.country] += 3 if named else 2 if mention.place.precision is Precision.COUNTRY else 1
    for mark in _CAPITALISED.finditer(text):
        if code := places.demonym_country(mark[0]):
            loud[code] += 0.5 if code != "US" else 0.1
    return dict(loud)
