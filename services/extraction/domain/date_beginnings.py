"""Where in a text a date may begin: a quick look at one or two words that spares the rules most of the text."""

from typing import Final

from services.extraction.domain.calendar_words import FEASTS, HOLIDAYS

_COUNTS: Final = "0aotfsen"
"""The first letters of numbers; 0 stands for any digit."""
FIRST_LETTERS: Final = {
    "clock": "0", "iso": "0", "slashed": "0", "month_day": "mtwfsjaond", "day_month": "mtwfs0", "day_word": "tfsen",
    "day_of_year": "tfsen", "ordinal": "t", "night_between": "onmtwfs", "night_to": "on", "night_on": "o",
    "into_the_night": "mtwfs", "offset_weekday": _COUNTS, "weeks_ago_on": _COUNTS, "weekday_ago": "mtwfs",
    "weekday_in_month": "mtwfs", "month_weekday": "aot", "nth_of_month": "fstl", "weekday_range": "mtwfs",
    "weekday_of_week": "mtwfs", "told_weekday": "t", "weekday_beside": "t", "feast": "phmgeaw",
    "other_weekday": "oaemsntcfw", "weekday": "ltmwfs", "other_month": "t", "month": "isolembutdfac",
    "month_year": "jfmasond", "month_deed": "taih", "edge_of_month": "sbemclfot", "edge_of_span": "sbemclfot",
    "early_span": "elm", "before_last": "t", "past": "tpl", "less_than_a_day": "l", "hours": _COUNTS + "mh",
    "half": "h", "vague": "afsmdnw", "before_that": _COUNTS, "before_yesterday": "t", "day_following": "t",
    "offset_clause": _COUNTS, "same": "t", "in_the_day": "el", "previous": "t", "next": "t", "season": "ltisdo",
    "span": "tl", "weekend": "aod", "word": "ytlo", "in_the_night": "id", "night_out": "b", "later_part": "ib",
    "holiday": "abcehimnov", "anniversary": "0tfsen", "year": "iodslemfubtay",
    "month_count": "i", "between_days": "jfmasond", "dashed": "0", "month_range": "bf",
    "this_day": "t", "year_range": "bf", "season_beside": "t", "part_of_year": "fstl",
    "weekdays_ago": _COUNTS, "date_time": "0",
}  # fmt: skip
"""With which letters, in either case, the dates of each rule begin."""
_LEADS = ("the", "in", "of", "at", "a", "an", "on", "that", "this", "from", "by", "to", "for", "and", "during", "its",
          "his", "their")  # fmt: skip
"""Words before dates that stand before much else as well: what comes next must look like a date."""
_NEXT_WORD = (
    r" (?=\d|[JFMASOND][a-z][a-z]|Tue|Wed|Thu|early|late|mid|the |this |that |last "
    r"|s(?:pring|ummer|ame|econd|ix|even|tart)|autumn|winter|n(?:ight|ext|oon|in)|very|pr?e[vc]|past|f(?:ollowing|irst|ou|if|ew|inal|ortnight)|coming|couple"
    r"|d(?:ay|awn)|e(?:v|igh|lev|nd)|m(?:orning|onth|iddle|inute)|afternoon|w(?:eek|hit)|year|begin|cl?os|t(?:hir|e|we)"
    r"|opening|hours?\b|an? [A-Z])"
)
_BEGINNINGS = (
    "since", "until", "till", "through", "before", "after", "around", "between", "earl", "late", "mid", "less",
    "hours ", "days ", "weeks ", "months ", "minutes ", "nights ", "few", "several", "some", "many", "half",
    "overnight", "night", "yesterday", "today", "tonight", "last ", "past ", "next ", "year", "every", "each",
    "any", "most", "one", "another", "alternate", "coming", "first", "second", "third", "fourth", "fif", "six",
    "seven", "eigh", "nin", "ten", "eleven", "twel", "thir", "twen", "fort", "two", "three", "four", "five",
    "opening", "closing", "final", "start ", "begin", "end ", "middle", "close ", "over the", "hour ",
    "minute ",
    *(name.split()[0] for name in (*HOLIDAYS, *FEASTS)),
)  # fmt: skip


def _begins() -> str:
    """The first words of dates, by their first letter in either case."""
    tails: dict[str, list[str]] = {}
    for word in _BEGINNINGS:
        tails.setdefault(word[0], []).append(word[1:])
    for word in _LEADS:
        tails.setdefault(word[0], []).append(word[1:] + _NEXT_WORD)
    return "|".join(f"[{c.upper()}{c}](?:{'|'.join(dict.fromkeys(tails[c]))})" for c in sorted(tails))


MAYBE = (
    r"[^\w.,-](?=\d|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
    rf"|{_begins()})"
)
"""The sign before a place where a date may begin: wider than the rules, and quick to rule out most words."""
