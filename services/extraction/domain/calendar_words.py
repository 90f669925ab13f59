"""Days, months and numbers as wires write them, and the stretches of days that they mean."""

import calendar
import re
from datetime import date, timedelta

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
           "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")  # fmt: skip
ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
# First month of each season of the northern hemisphere, where wires are written.
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
HOLIDAYS = {"new year's day": (1, 1), "new year's eve": (12, 31), "eve of the new year": (12, 31),
            "christmas eve": (12, 24), "christmas day": (12, 25), "boxing day": (12, 26)}  # fmt: skip
# What "the end of July" or "early May" means in days of the month; 31 is cut to the month's own end.
EDGES = {"start": (1, 10), "beginning": (1, 10), "early": (1, 10), "first days": (1, 7), "first week": (1, 7),
         "middle": (11, 20), "mid": (11, 20), "end": (25, 31), "late": (21, 31), "last days": (25, 31),
         "last week": (25, 31), "last day": (31, 31), "first day": (1, 1), "first half": (1, 15),
         "second half": (16, 31)}  # fmt: skip

Days = tuple[date, date]

_MONTH_NUMBER = {name[:3].lower(): n for n, name in enumerate(MONTHS, 1)}
_DIGITS = re.compile(r"\d+")


def weekday_number(word: str) -> int:
    """Monday is 0."""
    return WEEKDAYS.index(word.capitalize())


def month_number(word: str) -> int:
    """January or "Jan." is 1."""
    return _MONTH_NUMBER[word[:3].lower()]


def number(word: str) -> int:
    """A small number in words or digits; "a" is one, "several" is not a number."""
    lower = word.lower()
    if lower in ("a", "an"):
        return 1
    digits = _DIGITS.match(lower)
    return int(digits.group()) if digits else NUMBERS.index(lower)


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has no such day."""
    if not (1 <= month <= len(MONTHS) and year >= 1 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def back(day: date, days: int) -> date:
    """The day so many days before, no earlier than the calendar begins."""
    return day - timedelta(days=min(days, (day - date.min).days))


def recent_weekday(word: str, latest: date) -> date:
    """The last such weekday on or before a day."""
    return back(latest, (latest.weekday() - weekday_number(word)) % 7)


def whole_month(year: int, month: int) -> Days:
    """The first and the last day of a month; month 0 or below counts back from January."""
    turn, index = divmod(month - 1, 12)
    year = max(1, year + turn)
    return date(year, index + 1, 1), date(year, index + 1, calendar.monthrange(year, index + 1)[1])


def whole_year(year: int) -> Days:
    """The first and the last day of a year."""
    return date(max(1, year), 1, 1), date(max(1, year), 12, 31)


def whole_week(day: date) -> Days:
    """Monday and Sunday of a day's week."""
    monday = back(day, day.weekday())
    return monday, monday + timedelta(days=6)


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
