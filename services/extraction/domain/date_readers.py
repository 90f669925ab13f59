"""What the dates of the calendar in date_rules.py mean: from a match and its scene to the first and the last day."""

import re
from datetime import date

from services.extraction.domain import calendar_words as cal
from services.extraction.domain.calendar_words import Days
from services.extraction.domain.date_scene import Scene, said_year

_DEED = re.compile(r",? (?:attacks?|massacre|hijackings?|assault|bombings?)\b")
_SOON = 35
"""A day of the year that was so nearly a year ago is one to come: "they meet on June 11"."""
_WEEKDAYS_RETURN = 12
_NAMED_MAY = ("to", "for", "and", "by")
"""After these May may be somebody's name."""
_ORDINAL_LEAD = re.compile(
    r"(?:\b(?:on|of|to|into|by|since|until|till|from|between|before|after|and)|day),? $", re.IGNORECASE
)


def one(day: date | None) -> Days | None:
    """A single day as a stretch of days."""
    return (day, day) if day else None


def _recent(scene: Scene, month: int, day: int, weekday: str | None) -> date | None:
    """The last such day, on such a weekday; none if the wire rather means one that is near ahead."""
    coming = cal.day_of(scene.today.year + (month < scene.today.month), month, day)
    if coming and scene.today < coming and (coming - scene.today).days <= _SOON:
        return None
    found = cal.recent_day(month, day, scene.today)
    if not weekday or found is None:
        return found
    wanted = cal.weekday_number(weekday)
    if coming and coming > scene.today and coming.weekday() == wanted:
        return None
    years = (cal.day_of(found.year - n, month, day) for n in range(_WEEKDAYS_RETURN))
    return next((d for d in years if d and d.weekday() == wanted), found)


def _dated(scene: Scene, year: int | None, month: int, day: int, weekday: str | None = None) -> date | None:
    year = year or scene.told
    if year is None:
        return _recent(scene, month, day, weekday)
    found = cal.day_of(year, month, day)
    return cal.day_of(year - 1, month, day) if found and found > scene.today else found


def _between(match: re.Match[str], first: date | None, last: date | None) -> Days | None:
    """From the one to the other; "and" joins neighbours only, unless "between" stands before it."""
    if not (first and last and first <= last):
        return one(first)
    before = match.string[max(0, match.start() - 14) : match.start()].lower()
    joined = " and " not in match.group() or "between " in before or (last - first).days <= 1
    return (first, last) if joined else one(first)


def iso(match: re.Match[str], _: Scene) -> Days | None:
    """2020-01-03"""
    return one(cal.day_of(int(match["year"]), int(match["month"]), int(match["day"])))


def slashed(match: re.Match[str], scene: Scene) -> Days | None:
    """13/11/2020, 11/13/2020, 13.11.2020: the day first where both could be meant, unless it were to come."""
    year, a, b = int(match["year"]), int(match["a"]), int(match["b"])
    ways = (cal.day_of(year, b, a), cal.day_of(year, a, b))
    return one(next((d for d in ways if d and d <= scene.today), None))


def _known_year(match: re.Match[str], scene: Scene, month: int) -> int | None:
    """The year of a day that gave an attack its name: "the Sept. 11 attacks"."""
    year = cal.KNOWN_DAYS.get((month, cal.number(match["day"])))
    known = year is not None and scene.today.year > year and _DEED.match(match.string, match.end())
    return year if known else None


def day_and_month(match: re.Match[str], scene: Scene) -> Days | None:
    """January 3, 2020; Feb 15; March 3-5; 3 January 2020; the fifth of May; "Thursday, June 12 of that year"."""
    groups = match.groupdict()
    year, month = said_year(match, scene), cal.month_number(groups.get("month1") or match["month"])
    year = year or _known_year(match, scene, month)
    first = _dated(scene, year, month, cal.number(match["day"]), groups.get("wd"))
    if not groups.get("day2") or first is None:
        return one(first)
    said = match["month"] if groups.get("month1") else groups.get("month2")
    month2 = cal.month_number(said) if said else month
    return _between(match, first, cal.day_of(first.year + (month2 < month), month2, cal.number(match["day2"])))


def ordinal(match: re.Match[str], scene: Scene) -> Days | None:
    """On the 24th; the 10th and 11th of this month; "the third of the month": a day of the month told last."""
    which, said = match["which"], match.groupdict().get("year")
    if not which and not _ORDINAL_LEAD.search(match.string, max(0, match.start() - 9), match.start()):
        return None
    month = scene.month
    if which:
        if which.lower() in ("this", "last"):
            month = cal.whole_month(scene.today.year, scene.today.month - (which.lower() == "last"))[0]
        elif which.lower() in ("the previous", "the preceding"):
            month = cal.whole_month(month.year, month.month - 1)[0]
    month = month.replace(year=int(said), day=1) if said else month.replace(day=1)
    first = _ordinal_day(scene, month, match["day"])
    if not match["day2"] or first is None:
        return one(first)
    return _between(match, first, _ordinal_day(scene, first.replace(day=1), match["day2"]))


def _ordinal_day(scene: Scene, month: date, day: str) -> date | None:
    found = cal.day_of(month.year, month.month, cal.number(day))
    if found and found > scene.today:
        before = cal.whole_month(month.year, month.month - 1)[0]
        return cal.day_of(before.year, before.month, cal.number(day))
    return found


def day_of_year(match: re.Match[str], _: Scene) -> Days | None:
    """The second day of 2016"""
    return one(cal.day_of(int(match["year"]), 1, cal.number(match["day"])))


def _month_days(match: re.Match[str], scene: Scene, lead: str) -> Days | None:
    number, year = cal.month_number(match["month"]), said_year(match, scene)
    if year is None and lead == "last":
        return cal.recent_month(number, cal.whole_month(scene.today.year, scene.today.month - 1)[1])
    if year is None and lead == "that":
        year = scene.year
    if year is None:
        year = scene.told
        after = lead in ("to", "until", "till", "through", "") and scene.told == scene.last[0].year
        if year and after and cal.whole_month(year, number)[1] < scene.last[0]:
            year = None
    if year is not None:
        days = cal.whole_month(year, number)
        return cal.whole_month(year - 1, number) if days[0] > scene.today else days
    return cal.recent_month(number, scene.today)


def month(match: re.Match[str], scene: Scene) -> Days | None:
    """In February; "last March"; "early May 2017"; "the end of July"; "April of last year"; "that May"."""
    groups = match.groupdict()
    lead = (groups.get("lead") or "").lower().removesuffix(" in")
    lead = "that" if lead.endswith(("that", "same")) else lead
    if match["month"] == "May" and lead in _NAMED_MAY and not groups.get("year"):
        return None
    days = _month_days(match, scene, lead)
    edge = (groups.get("edge") or groups.get("edge2") or lead).lower()
    return cal.edge_of(days, edge) if days and edge in cal.EDGES else days


def other_month(match: re.Match[str], scene: Scene) -> Days | None:
    """The following May, the previous May: from the date told last."""
    number, base = cal.month_number(match["month"]), scene.last
    if match["way"].lower() in ("previous", "preceding"):
        return cal.whole_month(base[0].year - (number >= base[0].month), number)
    return cal.whole_month(base[1].year + (number <= base[1].month), number)


def season(match: re.Match[str], scene: Scene) -> Days | None:
    """Last spring; "the summer of 2019"."""
    year = said_year(match, scene)
    lead, word = match["lead"].lower(), match["season"]
    if year is not None:
        return cal.season(word, year)
    if lead == "the":
        return None  # "the spring offensive"
    if lead == "that":
        return cal.season(word, scene.year)
    latest = cal.season(word, scene.today.year)
    past = latest[0] > scene.today or (lead == "last" and latest[1] >= scene.today)
    return cal.season(word, scene.today.year - past)


def month_range(match: re.Match[str], scene: Scene) -> Days | None:
    """Between May and July 2020; "from October of last year to March"."""
    first, last = cal.month_number(match["month"]), cal.month_number(match["month2"])
    year = int(match["year2"]) if (match["year2"] or "")[:1].isdigit() else None
    if year is None and match["year2"]:
        year = scene.today.year - (match["year2"].lower() == "last year")
    end = cal.whole_month(year, last) if year else cal.recent_month(last, scene.today)
    began = said_year(match, scene) or end[0].year - (first > last)
    begin = cal.whole_month(began, first)
    return (begin[0], end[1]) if begin[0] <= end[1] else None


def this_day(match: re.Match[str], scene: Scene) -> Days | None:
    """On this day in 2016, the same day last year"""
    year = int(match["year"]) if match["year"] else scene.today.year - 1
    return one(cal.day_of(year, scene.today.month, scene.today.day))


def season_beside(match: re.Match[str], scene: Scene) -> Days | None:
    """The summer before, the following spring: from the date told last"""
    word, way = match["season"] or match["season2"], (match["way"] or match["way2"]).lower()
    first, last = scene.last
    if way in ("before", "previous", "preceding"):
        seasons = (cal.season(word, year) for year in range(first.year, first.year - 3, -1))
        return next((days for days in seasons if days[1] < first), None)
    seasons = (cal.season(word, year) for year in range(last.year, last.year + 2))
    return next((days for days in seasons if days[0] > last), None)


def holiday(match: re.Match[str], scene: Scene) -> Days | None:
    """New Year's Day and other days of the year that have a name; "Bastille Day of 2016", say"""
    month, day = cal.HOLIDAYS[match["day"].lower()]
    year = said_year(match, scene) or scene.told
    if match["day"].lower() == "christmas" and year is None:
        return None  # a season rather than a day
    return one(cal.day_of(year, month, day) if year else _recent(scene, month, day, None))


def feast(match: re.Match[str], scene: Scene) -> Days | None:
    """Palm Sunday; "Holy Thursday of 2019"."""
    name, year = match["day"].lower(), said_year(match, scene) or scene.told
    if year:
        return one(cal.feast(name, year))
    this = cal.feast(name, scene.today.year)
    if 0 < (this - scene.today).days <= _SOON:
        return None
    return one(this if this <= scene.today else cal.feast(name, scene.today.year - 1))


def year(match: re.Match[str], _: Scene) -> Days | None:
    """In 2019; late 2019"""
    days = cal.whole_year(int(match["year"]))
    edge = (match["edge"] or "").lower()
    if not edge:
        return days
    first, last = cal.QUARTERS[edge]
    return days[0].replace(month=first), cal.whole_month(days[0].year, last)[1]


def year_range(match: re.Match[str], _: Scene) -> Days | None:
    """Between 2015 and 2019"""
    days = cal.whole_year(int(match["year"]))[0], cal.whole_year(int(match["year2"]))[1]
    return days if days[0] <= days[1] else None


def date_time(match: re.Match[str], scene: Scene) -> Days | None:
    """031430H DEC 23: the third of December at half past two"""
    year = 2000 + int(match["year"]) if match["year"] else None
    return one(_dated(scene, year, cal.month_number(match["month"]), int(match["day"])))


def clock(match: re.Match[str], scene: Scene) -> Days | None:
    """The hour at the head of an entry ("08:41"): today, or yesterday where that hour was still to come."""
    told = (int(match["hour"]), int(match["minute"]))
    late = told > (scene.published.hour, scene.published.minute)
    return one(cal.back(scene.today, 1 if late else 0))
