"""The patterns of dates, in the order in which they are tried at one place of the text: the longest reading first.

Patterns run over folded text. Every quantifier has a bound, so a hostile text costs no more than a long one.
"""

import re
from collections.abc import Callable

from services.extraction.domain import date_offsets as offsets
from services.extraction.domain import date_readers as read
from services.extraction.domain.calendar_words import HOLIDAYS, NUMBERS, ORDINALS, Days

_WD = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_N = r"(?:an?|\d{1,3}|" + "|".join(NUMBERS[:0:-1]) + ")"
_UNIT = r"(?:hour|day|night|week|fortnight|month|year)"
_PART = r"(?:morning|afternoon|evening|night|day|noon|dawn)"
_OF_YEAR = rf"(?:,? (?:of )?(?P<year>{_YEAR}|last year|this year|that year|the same year|the previous year))"
_EDGE = (
    r"(?P<edge>start|beginning|end|middle|first days|last days|first week|last week|first day|last day|first half"
    r"|second half)"
)
_TO = r"(?: ?- ?| (?:to|and|through|until) )"


Reader = Callable[[re.Match[str], read.Scene], Days | None]

RULES: dict[str, tuple[str, Reader]] = {
    "iso": (rf"(?P<year>{_YEAR})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)", read.iso),
    "month_day": (
        rf"(?P<month>{_MONTH}) (?P<day>{_DAY})(?:{_TO}(?:(?P<month2>{_MONTH}) )?(?P<day2>{_DAY})(?![\w,]\d))?"
        rf"{_OF_YEAR}?(?!\w|,\d)", read.month_day),
    "day_month": (
        rf"(?P<day>{_DAY})(?:{_TO}(?P<day2>{_DAY}))? (?:of )?(?P<month>{_MONTH}){_OF_YEAR}?(?!\w)", read.day_month),
    "night_between": (
        rf"(?:(?i:overnight|night)(?: from| of| between| on)? )(?P<first>{_WD})(?: night)?(?: (?:in)?to | and |-)"
        rf"(?P<last>{_WD})|(?P<first2>{_WD}) (?:night|evening) (?:in)?to (?P<last2>{_WD})", read.night_between),
    "night_to": (rf"(?i:overnight|night) (?:in)?to (?P<last>{_WD})", read.night_to),
    "night_on": (rf"(?i:overnight)(?: on| from)? (?P<first>{_WD})", read.night_on),
    "offset_weekday": (
        rf"(?i:(?P<n>{_N}|the) (?P<unit>{_UNIT})s? (?P<way>before|after)) (?:last )?(?P<weekday>{_WD})(?:'s)?",
        offsets.offset_weekday),
    "weeks_ago_on": (rf"(?i:(?P<n>{_N}) weeks? (?:ago|earlier|before)),? on (?P<weekday>{_WD})", read.weeks_ago_on),
    "weekday_range": (
        rf"(?P<first>{_WD})(?: (?:morning|afternoon|evening|night))?{_TO}(?P<last>{_WD})(?!'s)", read.weekday_range),
    "weekday": (
        rf"(?:(?P<which>[Ll]ast|[Nn]ext|coming|[Ee]very|each|[Tt]his past) )?(?P<weekday>{_WD})"
        r"(?P<week> of last week| last week)?", read.weekday),
    "month": (
        rf"(?i:(?P<lead>in|since|of|last|early|late|mid|by|until|during|through|from|this|to|early in|late in))[ -]"
        rf"(?:(?P<edge>early|late|mid)[ -])?(?P<month>{_MONTH}){_OF_YEAR}?(?!\.? ?\d|\w)", read.month),
    "month_year": (rf"(?P<month>{_MONTH}){_OF_YEAR}(?!\w)", read.month),
    "edge_of_month": (rf"(?i:{_EDGE} of )(?P<month>{_MONTH}){_OF_YEAR}?(?!\.? ?\d|\w)", read.month),
    "edge_of_span": (rf"(?i:{_EDGE} of (?P<which>the|this|last) (?P<unit>week|month|year))\b", offsets.edge_of_span),
    "before_that": (rf"(?i:(?P<n>{_N}) (?P<unit>{_UNIT})s? (?P<way>ago|earlier|previously|prior|later))"
                    r"(?P<exact> to the day)?", offsets.offset),
    "offset_clause": (
        rf"(?i:(?P<n>{_N}) (?P<unit>{_UNIT})s? (?P<way>before|after|since))(?P<stop>(?= that| it\b|[,.;:)]|$))?",
        offsets.offset_clause),
    "hours": (r"(?i:(?:some )?hours (?:earlier|later|before|after(?:wards)?|previously|ago))", offsets.same_day),
    "same": (
        rf"(?i:(?:that same|the very same|the same|that very|that) (?P<unit>{_PART}|week|month|year))\b",
        offsets.same),
    "in_the_day": (r"(?i:(?:earlier|later|late|early) in the day)", offsets.same_day),
    "previous": (
        rf"(?i:the (?:previous|preceding) (?P<unit>{_PART}|week|month|year)|the (?P<unit2>{_PART}) before)\b",
        offsets.previous),
    "next": (rf"(?i:the (?:next|following) (?P<unit>{_PART}))\b", offsets.following),
    "season": (
        rf"(?i:(?P<lead>last|this|in the|the|since) (?P<season>spring|summer|autumn|winter)){_OF_YEAR}?", read.season),
    "span": (r"(?i:(?P<which>this|last|the past) (?P<unit>week|weekend|month|year))(?!')", offsets.span),
    "weekend": (r"(?i:(?:at|over|during) the weekend)", offsets.weekend),
    "word": (
        r"(?i:(?P<word>yesterday|today|tonight|last night|this (?:morning|afternoon|evening)|overnight"
        r"|(?:in|during) the night(?! (?:to|of|from|between|in))))\b", offsets.word),
    "holiday": (rf"(?i:(?P<day>{'|'.join(HOLIDAYS)}))\b", read.holiday),
    "anniversary": (rf"(?i:(?P<n>{'|'.join(ORDINALS[1:])}) anniversary of)", offsets.anniversary),
    "year": (
        rf"(?i:in|of|during|since|late|early|mid|from|until|by|to|and|the|year)[ -](?P<year>{_YEAR})(?![\w-]|[,.]\d)",
        read.year),
}  # fmt: skip
