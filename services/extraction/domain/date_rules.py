"""The patterns of dates, in the order in which they are tried at one place of the text: the longest reading first.

Patterns run over folded text. Every quantifier has a bound, so a hostile text costs no more than a long one.
"""

import re
from collections.abc import Callable

from services.extraction.domain import date_offsets as offsets
from services.extraction.domain import date_readers as read
from services.extraction.domain import date_spans as spans
from services.extraction.domain import date_weekdays as weekdays
from services.extraction.domain.calendar_words import EDGES, FEASTS, HOLIDAYS, NUMBERS, ORDINALS, TENS, WEEKDAYS, Days
from services.extraction.domain.date_scene import Scene


def _any(words: list[str] | tuple[str, ...]) -> str:
    """Any of the words, the longest first."""
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


_WD = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_WD_SHORT = rf"(?:{_WD}|Mon|Tues?|Wed|Thu(?:rs)?|Fri|Sat|Sun)"
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?"
_ORDINAL = r"[0-3]?\d(?:st|nd|rd|th)"
_ORDINAL_WORD = _any(ORDINALS[1:])
_YEAR = r"(?:19|20)\d\d"
_ONES = "|".join(NUMBERS[1:10])
_N = (
    rf"(?:an?|\d{{1,3}}|(?:{'|'.join(TENS)})(?:-(?:{_ONES}))?|{'|'.join(NUMBERS[:10:-1])}|{'|'.join(NUMBERS[10:0:-1])}"
    r"|a couple of)"
)
_UNIT = r"(?:day|night|morning|evening|week|fortnight|month|year|decade)"
_PART = r"(?:morning|afternoon|evening|night|day|noon|dawn)"
_OF_YEAR = (
    rf"(?:,? (?:(?:of|in) )?(?P<year>{_YEAR}|last year|this year|that(?: same)? year|the same year|the previous year"
    r"|the year before|the following year|the next year|a year earlier|a year later))"
)
_EDGE = rf"(?P<edge>{_any([e for e in EDGES if e not in ('early', 'late', 'mid')])})"
_TO = r"(?: ?- ?| (?:to|and|through|until|till) )"
_UNTIL = r"(?: ?- ?| (?:to|through|until|till) )"
# "Monday and Tuesday" is a stretch, "Monday and Thursday" are two days.
_AND_NEXT = "|".join(
    rf"(?<={one} and )(?={other})" for one, other in zip(WEEKDAYS, (*WEEKDAYS[1:], WEEKDAYS[0]), strict=True)
)
_ENDS = r"(?!\.? ?\d|\w)"
# What may follow "on the 24th"; a noun would make it "the 24th brigade".
_AFTER_ORDINAL = (
    r"(?=[.,;:)!?\"']|-? ?$|\n| -|,? (?:an?|the|and|or|but|some|when|where|who|that|which|at|in|on|near|by|to|from|with"
    r"|after|before|around|about|against|outside|inside|for|his|her|its|their|this|he|she|it|they|we|two|three|four"
    r"|five|six|seven|eight|nine|ten|another|more|most|many|several|was|were|is|had|has|have|did|killed|also|there"
    r"|as|\d{1,4}|unknown|unidentified|gunmen|militants|rebels|soldiers|troops|police|drones?|rockets?|shells?"
    r"|missiles?|bombs?|mortars?)\b)"
)
_STOP = (
    r"(?:(?P<stop>(?=[,.;:)!?'\"\n]|$| -| (?:but|or|when|while)\b)| that\b|wards?\b)"
    r"|(?P<soft>(?= (?:and|in|at(?! least)|on|near|outside|inside|by|from|with|was|were|is|had|has|across|along|over"
    r"|against|around|of)\b)))?"
)
_DEED = (
    r"(?=(?: [a-z-]{3,12}){0,1} (?:attack|raid|bombing|strike|airstrike|blast|shooting|massacre|killing|assault|ambush"
    r"|explosion|siege|kidnapping|abduction|shelling|clash|incident|offensive|coup|war|barrage|salvo|hijacking)s?\b)"
)

# Rules for what may be told by the way ("he had come back five days before"): the story stays where it was.
ASIDES = frozenset(("before_that", "offset_clause", "previous", "hours", "vague", "half", "less_than_a_day",
                    "offset_weekday", "weekday_beside", "before_last"))  # fmt: skip
# Rules whose two days are no night and no day from which the story goes on.
SPANS = frozenset(("edge_of_span", "early_span", "weekend", "span", "before_last", "past"))
Reader = Callable[[re.Match[str], Scene], Days | None]

RULES: dict[str, tuple[str, Reader]] = {
    "clock": (r"(?<=\n)(?P<hour>[0-2]?\d)[:.](?P<minute>[0-5]\d)(?=(?: (?:GMT|UTC|CET|[a-z]\.m\.))?(?: |,|:|$))",
              read.clock),
    "iso": (rf"(?P<year>{_YEAR})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)", read.iso),
    "slashed": (rf"(?P<a>[0-3]?\d)[./-](?P<b>[0-3]?\d)[./-](?P<year>{_YEAR})(?!\d)", read.slashed),
    "dashed": (rf"(?P<day>[0-3]?\d)-(?P<month>{_MONTH})-(?P<year>{_YEAR})(?!\d)", read.day_and_month),
    "date_time": (rf"(?P<day>[0-3]\d)[0-2]\d[0-5]\d ?(?:[A-Za-z]|HRS?|hrs?)? (?P<month>{_MONTH})(?P<year> \d\d)?(?!\w)",
                  read.date_time),
    "between_days": (
        rf"(?<=[Bb]etween )(?P<month>{_MONTH}) (?P<day>{_DAY}) and (?P<month2>{_MONTH}) (?P<day2>{_DAY}){_OF_YEAR}?"
        r"(?!\w|,\d)", read.day_and_month),
    "month_day": (
        rf"(?:(?P<wd>{_WD_SHORT})\.?,? )?(?P<month>{_MONTH}) (?P<day>{_DAY})"
        rf"(?:(?:{_UNTIL}(?:(?P<month2>{_MONTH}) )?| and )(?P<day2>{_DAY})(?![\w,]\d))?{_OF_YEAR}?(?!\w|,\d)",
        read.day_and_month),
    "day_month": (
        rf"(?:(?P<wd>{_WD_SHORT})\.?,? (?:the )?)?(?P<day>{_DAY})(?:(?: (?P<month1>{_MONTH}){_UNTIL}|{_TO})"
        rf"(?P<day2>{_DAY}))? (?:of )?(?P<month>{_MONTH}){_OF_YEAR}?(?!\w)", read.day_and_month),
    "day_word": (rf"(?i:(?:the )?(?P<day>{_ORDINAL_WORD}) of )(?P<month>{_MONTH}){_OF_YEAR}?(?!\w)",
                 read.day_and_month),
    "day_of_year": (rf"(?i:(?P<day>{_ORDINAL_WORD}) day of )(?P<year>{_YEAR})(?!\w)", read.day_of_year),
    "ordinal": (
        rf"(?i:the (?P<day>{_ORDINAL}|(?:{_ORDINAL_WORD}(?= of (?:the|this|that|last)\b)))"
        rf"(?:(?: (?:and|to|or) |-)(?:the )?(?P<day2>{_ORDINAL}))?)"
        rf"(?:,? of (?P<which>this|that|the same|last|the previous|the preceding|the) month(?: (?:in|of) "
        rf"(?P<year>{_YEAR}))?|{_AFTER_ORDINAL})", read.ordinal),
    "night_between": (
        rf"(?:(?i:overnight|night)(?: from| of| between| on)? )(?P<first>{_WD})(?: night)?(?: (?:in)?to | and |-)"
        rf"(?P<last>{_WD})|(?P<first2>{_WD}) (?:night|evening) (?:in)?to (?P<last2>{_WD})", weekdays.night_between),
    "night_to": (rf"(?i:overnight|night) (?:in)?to (?P<last>{_WD})(?!'s)", weekdays.night_to),
    "night_on": (rf"(?i:overnight)(?: on| from)? (?P<first>{_WD})(?!'s)", weekdays.night_on),
    "into_the_night": (rf"(?P<first>{_WD}) and into the (?:small hours|early hours|night)", weekdays.into_the_night),
    "offset_weekday": (
        rf"(?i:(?P<n>{_N}|the) (?P<unit>{_UNIT})s? (?P<way>before|after)) (?:last )?(?P<weekday>{_WD})(?:'s)?(?!s)",
        offsets.offset_weekday),
    "weeks_ago_on": (
        rf"(?i:(?P<n>{_N}) weeks? (?:ago|earlier|before),?(?: on(?: an?)?| last)?) (?P<weekday>{_WD})(?!s\b)",
        weekdays.weeks_ago_on),
    "weekdays_ago": (rf"(?P<n>{_N}) (?P<weekday>{_WD})s ago\b", weekdays.weekdays_ago),
    "weekday_ago": (
        rf"(?P<weekday>{_WD})(?: {_PART})?,? (?P<n>{_N}) (?P<unit>day|week)s? (?P<way>ago|earlier|before|previously)\b",
        weekdays.weekday_ago),
    "weekday_in_month": (
        rf"(?P<weekday>{_WD})(?: {_PART})?,? (?:(?:in|of) (?:(?P<edge2>early|mid|late)[ -])?|(?:at|in|from) the {_EDGE}"
        rf" of )(?P<month>{_MONTH}){_OF_YEAR}?{_ENDS}", weekdays.weekday_in_month),
    "month_weekday": (
        rf"(?i:an?|one|that) (?:(?P<edge>early|late|mid)[ -])?(?P<month>{_MONTH}) (?:{_WD}|{_PART}){_OF_YEAR}?\b",
        read.month),
    "nth_of_month": (
        rf"(?i:(?P<nth>first|second|third|fourth|fifth|last|final)) (?P<weekday>{_WD}) (?:of|in) "
        rf"(?:(?P<month>{_MONTH}){_OF_YEAR}?{_ENDS}|(?P<which>this|last|that|the) month)", weekdays.nth_of_month),
    "weekday_range": (
        rf"(?:(?P<first>{_WD})(?: (?:morning|afternoon|evening|night))?(?:{_UNTIL}| and (?:{_AND_NEXT}))"
        rf"|(?<=[Bb]etween )(?P<first2>{_WD})(?: (?:morning|afternoon|evening|night))? and )(?P<last>{_WD})(?!'s|s\b)",
        weekdays.weekday_range),
    "weekday_of_week": (
        rf"(?P<weekday>{_WD})(?: {_PART})?(?:,? of|,)? (?P<which>(?:last|this|that|the same|the previous"
        rf"|the preceding|the following) week(?!end)|the week before(?: last)?)\b", weekdays.weekday_of_week),
    "told_weekday": (
        rf"(?i:(?P<which>that(?: same| very)?|the(?: very)? same|the (?:previous|preceding|following|next))) "
        rf"(?P<weekday>{_WD})(?!s\b)", weekdays.told_weekday),
    "weekday_beside": (rf"(?i:the) (?P<weekday>{_WD})(?: {_PART})? (?P<way>before(?: last)?|after)(?=[,.;: ]|$)",
                       weekdays.weekday_beside),
    "feast": (rf"(?i:(?P<day>{_any(tuple(FEASTS))})){_OF_YEAR}?", read.feast),
    "other_weekday": (
        rf"(?i:on an?|one|another|any|every|each|most|some|many|alternate|next|(?:this |the )?coming) {_WD}s?"
        rf"(?: {_PART}s?)?|[Aa] {_WD}(?=[,.;:!?)])|{_WD}s\b"
        rf"|{_WD} (?:Times|Telegraph|Mirror|Express|Mail|Post|Agreement|school|Night Live|next)\b", weekdays.unknown),
    "weekday": (
        rf"(?:(?P<which>[Ll]ast|[Tt]his past|[Tt]he past) )?(?P<weekday>{_WD})(?P<week> week\b(?!'))?"
        r"(?! the \d\d?(?:st|nd|rd|th)\b)",
        weekdays.weekday),
    "month_range": (
        rf"(?i:between|from) (?P<month>{_MONTH}){_OF_YEAR}?(?: (?:and|to|until|till|through) |-)(?P<month2>{_MONTH})"
        rf"{_OF_YEAR.replace('<year>', '<year2>')}?{_ENDS}", read.month_range),
    "other_month": (rf"(?i:the )(?P<way>following|next|previous|preceding) (?P<month>{_MONTH}){_ENDS}",
                    read.other_month),
    "month": (
        rf"(?i:(?P<lead>in|since|of|last|early|late|mid|by|until|till|during|through|throughout|from|this|that|to"
        rf"|that same|for|between|and|around|before|after|early in|late in|the same))[ -]"
        rf"(?:(?P<edge>early|late|mid)[ -])?(?P<month>{_MONTH}){_OF_YEAR}?{_ENDS}", read.month),
    "month_count": (rf"[Ii]n (?P<month>{_MONTH})(?= \d{{1,4}} [a-z])", read.month),
    "month_year": (rf"(?P<month>{_MONTH}){_OF_YEAR}(?!\w)", read.month),
    "month_deed": (rf"(?i:the|an?|its|his|their) (?P<month>{_MONTH}){_DEED}", read.month),
    "edge_of_month": (rf"(?i:{_EDGE} of )(?P<month>{_MONTH}){_OF_YEAR}?{_ENDS}", read.month),
    "part_of_year": (
        rf"(?i:(?P<nth>first|second|third|fourth|last|final) (?:(?P<n>{_N}) months|(?P<part>half|quarter)) of "
        rf"(?:(?P<which>the|this|last) year|(?P<year>{_YEAR}))(?!\w))", spans.part_of_year),
    "edge_of_span": (rf"(?i:{_EDGE} of (?P<which>the(?: same)?|this|last|that) (?P<unit>week|month|year))\b",
                     spans.edge_of_span),
    "early_span": (
        r"(?i:(?P<edge>earlier|early|later|late|mid)[ -](?:in )?(?P<which>the(?: same)?|this|last|that) "
        r"(?P<unit>week|month|year))\b(?!-)", spans.edge_of_span),
    "before_last": (r"(?i:the (?P<unit>weekend|week|month|year|night) before last)\b", spans.before_last),
    "past": (
        rf"(?i:(?:the )?(?:past|last|previous) (?:(?P<n>{_N}) )(?P<unit>hour|day|night|week|month|year)s)\b",
        spans.past),
    "less_than_a_day": (
        rf"(?i:less than (?:a day|24 hours|one day) (?P<way>ago|earlier|before|later|after|on)){_STOP}",
        offsets.less_than_a_day),
    "hours": (
        rf"(?i:(?:(?:(?P<n>{_N})|some|several|many)(?: and a half)? )?(?P<unit>hour|minute)s? "
        rf"(?P<way>earlier|later|before|after(?:wards)?|previously|prior|ago|on(?=,)))\b(?! (?:midnight|noon|dawn"
        rf"|midday|sunrise|sunset|daybreak|nightfall|dusk)\b){_STOP}", offsets.hours),
    "half": (r"(?i:half an? (?P<unit>day|week|month|year) (?P<way>earlier|later|before|ago))\b", offsets.half),
    "vague": (
        r"(?i:(?:(?:a )?few|several|some|many)? ?(?P<unit>day|night|week|month)s (?P<way>earlier|later|ago))\b",
        offsets.vague),
    "before_that": (
        rf"(?i:(?P<n>{_N})(?P<half> and a half)? (?P<unit>{_UNIT})s?(?P<half2> and a half)? "
        rf"(?P<way>ago|earlier|previously|prior|later|on(?=,| in | at )|passed)"
        rf"(?P<exact>,? (?:to the day|today|on this day|this (?:week|month)|to the week|to the month))?)",
        offsets.offset),
    "before_yesterday": (r"(?i:(?P<word>the (?:day|night|evening) before yesterday))\b", spans.word),
    "day_following": (rf"(?i:the (?P<unit>{_PART}) following)(?: that)?\b", offsets.following),
    "offset_clause": (
        rf"(?i:(?P<n>{_N}|the) (?P<unit>{_UNIT}|afternoon)s?(?P<exact> to the day)? (?P<way>before|after|since))"
        rf"(?:{_STOP})",
        offsets.offset_clause),
    "this_day": (
        rf"(?i:(?:this|the same|that) day (?:in (?P<year>{_YEAR})|(?P<last>last year|a year (?:ago|earlier|before))))"
        r"\b", read.this_day),
    "same": (
        rf"(?i:(?:that (?:very )?same|the(?: very)? same|that very|that) "
        rf"(?P<unit>{_PART}|weekend|week|month|year))\b(?!-)", offsets.same),
    "in_the_day": (r"(?i:(?:earlier|later|late|early) (?:in|on) the day)", offsets.same_day),
    "previous": (rf"(?i:the (?:previous|preceding) (?P<unit>{_PART}|weekend|week|month|year))\b", offsets.previous),
    "next": (rf"(?i:the (?:next|following) (?P<unit>{_PART}|week|month))\b(?! (?:few|two|three))", offsets.following),
    "season_beside": (
        r"(?i:the (?P<season>spring|summer|autumn|winter) (?P<way>before|after)"
        r"|the (?P<way2>previous|preceding|following|next) (?P<season2>spring|summer|autumn|winter))\b",
        read.season_beside),
    "season": (
        rf"(?i:(?P<lead>last|this|that|in the|in|since the|during the|over the|the|since) "
        rf"(?P<season>spring|summer|autumn|winter)){_OF_YEAR}?",
        read.season),
    "span": (r"(?i:(?<!its )(?<!his )(?<!her )(?<!heir )(?<!the )(?P<which>this|last|the past|the last) "
             r"(?P<unit>weekend|week|month|year))\b"
             rf"(?!'(?!s\b{_DEED})| of)", spans.span),
    "weekend": (r"(?i:(?:at|over|during|on) the weekend)\b", spans.weekend),
    "word": (
        r"(?i:(?P<word>yesterday|today|tonight|last night|last evening|this (?:morning|afternoon|evening|noon|dawn)"
        r"|overnight(?! (?:in)?to (?:the )?\d)))\b", spans.word),
    "in_the_night": (r"(?i:(?:in|during) the night(?! (?:(?:in)?to|of|from|between|in|before)))\b",
                     spans.in_the_night),
    "night_out": (r"(?i:before the night was (?:out|over))\b", spans.night_out),
    "later_part": (r"(?:In|By) (?:the )?(?:morning|afternoon|evening)\b(?! (?:of|on|to))", spans.later_part),
    "holiday": (rf"(?i:(?P<day>{_any(tuple(HOLIDAYS))}))\b{_OF_YEAR}?", read.holiday),
    "anniversary": (rf"(?i:(?P<n>{_ORDINAL_WORD}|{_ORDINAL}) anniversary of)", spans.anniversary),
    "year_range": (rf"(?i:between|from) (?P<year>{_YEAR}) (?:and|to|until|through) (?P<year2>{_YEAR})(?!\w)",
                   read.year_range),
    "year": (
        rf"(?i:(?P<edge>late|early|mid)|in|of|during|since|from|until|by|to|and|the|year)[ -](?P<year>{_YEAR})"
        r"(?![\w-]|[,.]\d)", read.year),
}  # fmt: skip
