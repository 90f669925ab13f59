"""What speaks for and against a named place's being one where things happen, whatever the deed."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from schemas.vocabulary import Precision
from services.extraction.domain.odds import Odds
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.places import PlaceMention

_FROM: Final = Pattern("placing.from")
_AT: Final = Pattern("placing.at")
_OF: Final = Pattern("placing.of")
_BEFORE: Final = re.compile(r"(?:([\w'-]{1,20}),? )?(?:the |an? )?([\w'-]{1,20})?[ -]?$")
_AFTER: Final = re.compile(r"('s|[ ,.;:-]{1,3})([\w']{1,20})?")
_LEFT: Final = 50
_BESIDE: Final = 60
_MANY: Final = 4
_COUNTED: Final = 60
"""Names among which a name's mentions are counted."""
_SOME: Final = 0.3
_FINENESS: Final = tuple(Precision(p) for p in ("site", "city", "admin1", "country"))


def role(folded: str, at: int) -> str:
    """What the words before a name make of it: where from, where, of what, or nothing."""
    left = folded[max(0, at - _LEFT) : at]
    if _FROM.search(left):
        return "from"
    return "in" if _AT.search(left) else "of" if _OF.search(left) else "bare"


def weights(
    model: Odds, folded: str, dateline: str, found: Sequence[PlaceMention], scenes: Mapping[str, float]
) -> tuple[float, ...]:
    """What each place has for itself, in log-odds."""
    return tuple(model.weight(signs(folded, dateline, found, n, scenes)) for n in range(len(found)))


def is_filed(folded: str, dateline: str, mention: PlaceMention, n: int) -> bool:
    """Whether the wire was filed there: the dateline has its name, or it is the first (number 0) of the text."""
    return n == 0 or bool(dateline and folded[mention.start : mention.end] in dateline.lower())


def signs(folded: str, dateline: str, found: Sequence[PlaceMention], n: int, scenes: Mapping[str, float]) -> list[str]:
    """The signs of the place of a number, by name."""
    mention = found[n]
    place, precision = mention.place, mention.place.precision.value
    signs = [f"is:{precision}", f"role:{role(folded, mention.start)}", f"times:{min(_times(found, n), _MANY)}"]
    if word := _BEFORE.search(" ".join(folded[max(0, mention.start - _LEFT) : mention.start].rsplit(" ", 4)[-4:])):
        signs.append(f"before:{word[2] or word[1]}")
    if word := _AFTER.match(folded, mention.end):
        signs.append(f"after:{word[1].strip() or word[2]}")
        signs += [f"'s&{precision}"] if word[1] == "'s" else []
    share = scenes.get(place.country or "", 0) / (max(scenes.values(), default=0) or 1)
    signs.append("main country" if share >= 1 else "some country" if share >= _SOME else "foreign")
    signs += ["sea"] if place.country is None else []
    signs += ["finer beside"] if _has_finer(found, n) else []
    signs += ["dateline"] if is_filed(folded, dateline, mention, n) else []
    return signs


def _times(found: Sequence[PlaceMention], n: int) -> int:
    return sum(other.place == found[n].place for other in found[:_COUNTED])


def _has_finer(found: Sequence[PlaceMention], n: int) -> bool:
    """As in "Tripoli, Lebanon": a smaller place of the same country right beside it."""
    mine = found[n]
    return any(
        other.place.country == mine.place.country
        and _FINENESS.index(other.place.precision) < _FINENESS.index(mine.place.precision)
        and abs(other.start - mine.start) < _BESIDE
        for other in found[max(0, n - 2) : n + 3]
    )
