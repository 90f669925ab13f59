"""What speaks for and against a date's being one of a deed, whatever the deed."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from schemas.values import Period
from services.extraction.domain.dates import DateMention
from services.extraction.domain.odds import Odds
from services.extraction.domain.patterns import Pattern

_SPEECH: Final = Pattern("dating.speech")
_SINCE: Final = Pattern("dating.since")
_BEFORE: Final = re.compile(r"([\w'-]{1,20})?[ ,-]{0,2}$")
_DIGIT: Final = re.compile(r"\d")
_LEFT: Final = 60
_SPANS: Final = ((0, "day"), (1, "night"), (7, "week"), (31, "month"))
_AGES: Final = ((2, "now"), (9, "days"), (60, "weeks"))
_MANY: Final = 4
_COUNTED: Final = 60
"""Dates among which a date's mentions are counted."""


def is_spoken(folded: str, at: int) -> bool:
    """Whether the words before a date are of somebody's saying something."""
    return bool(_SPEECH.search(folded, max(0, at - _LEFT), at))


def span(period: Period) -> str:
    """How long a period is, in words."""
    length = (period.latest - period.earliest).days
    for limit, name in _SPANS:
        if length <= limit:
            return name
    return "long"


def age(period: Period, published: datetime) -> str:
    """How long before publication a period ended, in words."""
    days = (published.date() - period.latest).days
    for limit, name in _AGES:
        if days <= limit:
            return name
    return "old"


def weights(model: Odds, folded: str, published: datetime, found: Sequence[DateMention]) -> tuple[float, ...]:
    """What each date has for itself, in log-odds."""
    return tuple(model.weight(signs(folded, published, found, n)) for n in range(len(found)))


def signs(folded: str, published: datetime, found: Sequence[DateMention], n: int) -> list[str]:
    """The signs of the date of a number, by name."""
    mention = found[n]
    length, old = span(mention.period), age(mention.period, published)
    signs = [f"span:{length}", f"age:{old}", f"age:{old}&span:{length}"]
    signs += ["spoken"] if is_spoken(folded, mention.start) else []
    signs += ["since"] if _SINCE.search(folded, max(0, mention.start - _LEFT), mention.start) else []
    if word := _BEFORE.search(folded[max(0, mention.start - _LEFT) : mention.start]):
        signs.append(f"before:{word[1]}")
    words = _DIGIT.sub("9", folded[mention.start : mention.end]).split()
    signs += [f"first word:{words[0]}", f"last word:{words[-1]}"] if words else []
    days = mention.period.earliest, mention.period.latest
    times = sum((other.period.earliest, other.period.latest) == days for other in found[:_COUNTED])
    signs.append(f"times:{min(times, _MANY)}")
    signs += ["time of day"] if mention.period.time_of_day else []
    return signs
