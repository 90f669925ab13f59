"""How many: numbers in figures and words, with "at least", ranges, dozens and hundreds."""

import re
from dataclasses import dataclass
from typing import Final

from schemas.values import Range

_ONES: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS: Final = {w: 10 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_WORDS: Final = {w: n for n, w in enumerate(_ONES)} | _TENS
_LOOSE: Final = {"dozen": 24, "score": 40, "hundred": 200, "thousand": 2000}
"""What the annotation guide makes of a plural without a number: the least that it can mean."""

_SIMPLE: Final = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_ONES[1:10])}))?|{'|'.join(sorted(_ONES, key=len, reverse=True))})"
)
_NUMBER: Final = (
    rf"(?:\d{{1,3}}(?:,\d{{3}}){{1,2}}|\d{{1,6}}|{_SIMPLE}(?:(?: hundred| thousand)(?: and {_SIMPLE})?)?|an? hundred)"
)
_PAIRS: Final = {"pair": 2, "couple": 2, "trio": 3}
_LEAST: Final = (
    r"(?:at|at the very) least(?: another)?|(?:well )?more than|(?:well |just )?(?<!\bwas )(?<!\bis )over"
    r"|not? (?:fewer|less) than|a minimum of|upwards of|in excess of"
)
_ABOUT: Final = (
    r"some|about|around|approximately|roughly|nearly|almost|as many as|up to|a (?:further|total of|confirmed|combined)"
    r"|close to|an? (?:estimated|additional)|just"
)
_QUANTITY: Final = re.compile(
    rf"(?<![\w.,:$€£/-])(?<!\bno )(?<!every )(?<!\bany )(?:(?P<least>{_LEAST}) |(?:{_ABOUT}) )?"
    rf"(?:about |some |around )?"
    rf"(?:(?P<loose>(?:{'|'.join(_LOOSE)})s|(?:several|many) (?:dozen|hundred|thousand))(?: of)?"
    rf"|(?P<dozen>(?:half an?|a half|an?|{_SIMPLE}|\d{{1,2}}) dozen)|(?:an? |the )?(?P<pair>{'|'.join(_PAIRS)})(?: of)?"
    rf"|(?P<between>between )?(?P<low>{_NUMBER})(?:(?: to | or |-|(?(between) and |-))(?P<high>{_NUMBER}))?)"
    r"(?P<more> or more\b|-plus\b|\+)?"
    r"(?![\w%]|[.:,/]\d|-(?:year|day|month|week|hour|minute|storey|story|km|mile|member|nation|point)"
    r"|\s?(?:of )?(?:mm|km|kg|kilomet|met(?:er|re)|miles?|percent|per cent|feet|a\.m|p\.m|am\b|pm\b|years?|months?"
    r"|days?|weeks?|hours?|minutes?|tonnes?|tons?|dollars|million|billion|o'clock|nautical|degrees|local time|gmt"
    r"|(?:jan|febr)uary\b|march\b|april\b|may\b|june\b|july\b|august\b|(?:septem|octo|novem|decem)ber\b))"
)
_MONTH: Final = re.compile(r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.? $")
_DAY: Final = 2
"""Digits of a day of the month."""
_NTH: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_ORDINALS: Final = {word: n for n, word in enumerate(_NTH.split(), 1)}
_ORDINAL: Final = re.compile(rf"\b(?:{'|'.join(_ORDINALS)}|\d{{1,4}}(?:st|nd|rd|th))\b")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in the text; `least` when the text itself gives only a lower bound."""

    start: int
    end: int
    count: Range


def number(words: str) -> int | None:
    """`1,250`, `thirty-two`, `two hundred and ten` as a number; None for anything else."""
    digits = words.replace(",", "")
    if digits.isascii() and digits.isdigit():
        return int(digits)
    total = 0
    for word in re.split(r"[- ]", words.replace(" and ", " ")):
        if word in ("a", "an"):
            total += 1
        elif word in ("hundred", "thousand"):
            total = max(total, 1) * (100 if word == "hundred" else 1000)
        elif word in _WORDS:
            total += _WORDS[word]
        else:
            return None
    return total


def ordinal(words: str) -> int | None:
    """`fourteenth`, `14th` as a number."""
    return _ORDINALS.get(words) or (int(words[:-2]) if words[:-2].isdigit() else None)


def ordinals(folded: str, start: int, end: int) -> tuple[Quantity, ...]:
    """All ordinals of a stretch of folded text."""
    marks = _ORDINAL.finditer(folded, start, end)
    return tuple(Quantity(m.start(), m.end(), Range(min=n, max=n)) for m in marks if (n := ordinal(m[0])))


def quantities(folded: str, start: int, end: int) -> tuple[Quantity, ...]:
    """All counts in a stretch of folded text, days of a month and years left out."""
    found = (_quantity(folded, mark) for mark in _QUANTITY.finditer(folded, start, end))
    return tuple(q for q in found if q)


def _quantity(folded: str, mark: re.Match[str]) -> Quantity | None:
    day = mark[0].isdigit() and len(mark[0]) <= _DAY
    if day and _MONTH.search(folded, max(0, mark.start() - 11), mark.start()):
        return None
    count = _range(mark)
    if count is None or _is_year(mark):
        return None
    return Quantity(mark.start(), mark.end(), count)


def _is_year(mark: re.Match[str]) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", mark[0]))


def _exact(mark: re.Match[str]) -> int | None:
    """The number itself, or the lower one of a range."""
    if mark["pair"]:
        return _PAIRS[mark["pair"]]
    if mark["dozen"]:
        times = mark["dozen"].removesuffix(" dozen")
        return 6 if "half" in times else 12 * (number(times) or 1)
    return number(mark["low"])


def _range(mark: re.Match[str]) -> Range | None:
    if mark["loose"]:
        return Range(min=_LOOSE[mark["loose"].split()[-1].removesuffix("s")])
    low = _exact(mark)
    if low is None:
        return None
    if mark["least"] or mark["more"]:
        return Range(min=low)
    high = number(mark["high"]) if mark["high"] else low
    return Range(min=low, max=high) if high is not None and high >= low else Range(min=low, max=low)
