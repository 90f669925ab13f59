"""Days, months and numbers as wires write them, and the stretches of days that they mean."""

import calendar
import re
from datetime import date, timedelta

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
           "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
            "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
            "nineteenth", "twentieth", "twenty-first", "twenty-second", "twenty-third", "twenty-fourth",
            "twenty-fifth", "twenty-sixth", "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth",
            "thirty-first")  # fmt: skip
# First month of each season of the northern hemisphere, where wires are written.
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
HOLIDAYS = {"new year's day": (1, 1), "new year's eve": (12, 31), "eve of the new year": (12, 31),
            "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "boxing day": (12, 26),
            "bastille day": (7, 14), "may day": (5, 1), "orthodox christmas": (1, 7), "valentine's day": (2, 14),
            "all saints' day": (11, 1), "armistice day": (11, 11), "halloween": (10, 31),
            "international women's day": (3, 8)}  # fmt: skip
# Days from Easter Sunday of the western churches.
FEASTS = {"palm sunday": -7, "holy thursday": -3, "maundy thursday": -3, "good friday": -2, "holy saturday": -1,
          "easter sunday": 0, "easter monday": 1, "ascension day": 39, "pentecost sunday": 49, "whit sunday": 49,
          "whit monday": 50, "ash wednesday": -46}  # fmt: skip
# What "the end of July" or "early May" means in days of the month; 31 is cut to the month's own end.
EDGES = {"start": (1, 10), "beginning": (1, 10), "early": (1, 10), "early days": (1, 10), "first days": (1, 7),
         "opening days": (1, 7), "first week": (1, 7), "second week": (8, 14), "third week": (15, 21),
         "fourth week": (22, 28), "middle": (11, 20), "mid": (11, 20), "end": (25, 31), "close": (25, 31),
         "late": (21, 31), "last days": (25, 31), "closing days": (25, 31), "final days": (25, 31),
         "last week": (25, 31), "final week": (25, 31), "last day": (31, 31), "final day": (31, 31),
         "first day": (1, 1), "first night": (1, 2), "second day": (2, 2), "first half": (1, 15),
         "second half": (16, 31)}  # fmt: skip
# Days that gave attacks their names, with the year.
KNOWN_DAYS = {(9, 11): 2001, (10, 7): 2023, (7, 7): 2005}
# From which month to which "early 2019" and its like last.
QUARTERS = {"early": (1, 3), "mid": (5, 8), "late": (10, 12)}

Days = tuple[date, date]

_MONTH_NUMBER = {name[:3].lower(): n for n, name in enumerate(MONTHS, 1)}
_DIGITS = re.compile(r"\d+")


def weekday_number(word: str) -> int:
    """Monday is 0; "Tue" is understood."""
    return next(n for n, day in enumerate(WEEKDAYS) if day.startswith(word[:3].capitalize()))


def month_number(word: str) -> int:
    """January or "Jan." is 1."""
    return _MONTH_NUMBER[word[:3].lower()]


def number(word: str) -> int:
    """A small number in words or digits, "twenty-five", "12th", "third"; "a" and "the" are one, "a couple of" two."""
    lower = word.lower()
    digits = _DIGITS.match(lower)
    if digits:
        return int(digits.group())
    if lower in NUMBERS:
        return NUMBERS.index(lower)
    if lower in ORDINALS:
        return ORDINALS.index(lower)
    tens, _, ones = lower.partition("-")
    if tens in TENS:
        return 10 * (TENS.index(tens) + 2) + (NUMBERS.index(ones) if ones else 0)
    return 2 if "couple" in lower else 1


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has no such day."""
    if not (1 <= month <= len(MONTHS) and year >= 1 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def back(day: date, days: int) -> date:
    """The day so many days before, no earlier than the calendar begins."""
    return day - timedelta(days=min(days, (day - date.min).days))


def ahead(day: date, days: int) -> date:
    """The day so many days after, no later than the calendar ends."""
    return day + timedelta(days=min(days, (date.max - day).days))


def recent_weekday(word: str, latest: date) -> date:
    """The last such weekday on or before a day."""
    return back(latest, (latest.weekday() - weekday_number(word)) % 7)


def whole_month(year: int, month: int) -> Days:
    """The first and the last day of a month; month 0 or below counts back from January, 13 and above ahead."""
    turn, index = divmod(month - 1, 12)
    year = min(max(1, year + turn), date.max.year)
    return date(year, index + 1, 1), date(year, index + 1, calendar.monthrange(year, index + 1)[1])


def whole_year(year: int) -> Days:
    """The first and the last day of a year."""
    year = min(max(1, year), date.max.year)
    return date(year, 1, 1), date(year, 12, 31)


def whole_week(day: date) -> Days:
    """Monday and Sunday of a day's week."""
    monday = back(day, day.weekday())
    return monday, ahead(monday, 6)


def edge_of(month: Days, edge: str) -> Days:
    """The part of a month that "early", "the end of" and their like mean."""
    first, last = EDGES[edge]
    end = month[1].day
    return month[0].replace(day=min(first, end)), month[0].replace(day=min(last, end))


def recent_month(month: int, latest: date) -> Days:
    """The last such month that had begun by a day."""
    return whole_month(latest.year - (month > latest.month), month)


def recent_day(month: int, day: int, latest: date) -> date | None:
    """The last such day of the year on or before a day."""
    for year in range(latest.year, latest.year - 9, -1):
        found = day_of(year, month, day)
        if found and found <= latest:
            return found
    return None


def season(word: str, year: int) -> Days:
    """The three months of a season; a winter is named after the year in which it begins."""
    first = SEASONS[word.lower()]
    return whole_month(year, first)[0], whole_month(year, first + 2)[1]


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian rule (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    month, day = divmod(h + m - 7 * ((a + 11 * h + 22 * m) // 451) + 114, 31)
    return date(year, month, day + 1)


def feast(name: str, year: int) -> date:
    """A feast that moves with Easter."""
    away = FEASTS[name]
    return ahead(easter(year), away) if away > 0 else back(easter(year), -away)
