"""What each pattern of date_rules.py means: from a match and its scene to the first and the last day, or None."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.extraction.domain import calendar_words as cal
from services.extraction.domain.calendar_words import Days, back

_PARTS = frozenset(("day", "night", "evening", "morning", "afternoon", "noon", "dawn"))
_DAYS_IN = {"day": 1, "night": 1, "week": 7, "fortnight": 14}


@dataclass(frozen=True, slots=True)
class Scene:
    """What a date is read against: the publication and the date that was mentioned before."""

    published: datetime
    anchor: Days

    @property
    def today(self) -> date:
        """The day of publication, local time."""
        return self.published.date()


def _one(day: date | None) -> Days | None:
    return (day, day) if day else None


def _said_year(match: re.Match[str], scene: Scene) -> int | None:
    """The year that stands beside a month: a number, "last year", "that year"."""
    said = match["year"]
    if said is None or said[0].isdigit():
        return int(said) if said else None
    lower = said.lower()
    if lower in ("last year", "this year"):
        return scene.today.year - (lower == "last year")
    return scene.anchor[0].year - (lower == "the previous year")


def _dated(scene: Scene, year: int | None, month: int, day: str) -> date | None:
    if year is not None:
        return cal.day_of(year, month, cal.number(day))
    return cal.recent_day(month, cal.number(day), scene.today)


def _between(first: date | None, last: date | None) -> Days | None:
    return (first, last) if first and last and first <= last else _one(first)


def iso(match: re.Match[str], _: Scene) -> Days | None:
    """2020-01-03"""
    return _one(cal.day_of(int(match["year"]), int(match["month"]), int(match["day"])))


def month_day(match: re.Match[str], scene: Scene) -> Days | None:
    """January 3, 2020; Feb 15; March 3-5; "June 12 of that year" """
    year, month = _said_year(match, scene), cal.month_number(match["month"])
    first = _dated(scene, year, month, match["day"])
    if not match["day2"] or first is None:
        return _one(first)
    month2 = cal.month_number(match["month2"]) if match["month2"] else month
    return _between(first, _dated(scene, first.year, month2, match["day2"]))


def day_month(match: re.Match[str], scene: Scene) -> Days | None:
    """3 January 2020; between 3 and 5 March"""
    year, month = _said_year(match, scene), cal.month_number(match["month"])
    first = _dated(scene, year, month, match["day"])
    if not match["day2"] or first is None:
        return _one(first)
    return _between(first, _dated(scene, first.year, month, match["day2"]))


def night_between(match: re.Match[str], scene: Scene) -> Days | None:
    """The night from Tuesday to Wednesday; "Tuesday night into Wednesday" """
    last = cal.recent_weekday(match["last"] or match["last2"], scene.today)
    return cal.recent_weekday(match["first"] or match["first2"], last), last


def night_to(match: re.Match[str], scene: Scene) -> Days | None:
    """The night to Sunday: Saturday and Sunday."""
    last = cal.recent_weekday(match["last"], scene.today)
    return back(last, 1), last


def night_on(match: re.Match[str], scene: Scene) -> Days | None:
    """Overnight Tuesday: Tuesday and Wednesday, or Monday and Tuesday where Wednesday is still to come."""
    first = cal.recent_weekday(match["first"], scene.today)
    return (first, first + timedelta(days=1)) if first < scene.today else (back(first, 1), first)


def offset_weekday(match: re.Match[str], scene: Scene) -> Days | None:
    """Nine days before Saturday; "the day after Monday's" """
    base = cal.recent_weekday(match["weekday"], scene.today)
    count = 1 if match["n"].lower() == "the" else cal.number(match["n"])
    return _shifted((base, base), match["unit"].lower(), -count if match["way"].lower() == "before" else count)


def weeks_ago_on(match: re.Match[str], scene: Scene) -> Days | None:
    """A week ago, on Sunday"""
    return _one(cal.recent_weekday(match["weekday"], back(scene.today, 7 * cal.number(match["n"]))))


def weekday_range(match: re.Match[str], scene: Scene) -> Days | None:
    """Monday and Tuesday; "between Monday and Wednesday" """
    last = cal.recent_weekday(match["last"], scene.today)
    return cal.recent_weekday(match["first"], last), last


def weekday(match: re.Match[str], scene: Scene) -> Days | None:
    """Wednesday; "last Thursday"; "Thursday of last week" """
    which = (match["which"] or "").lower()
    if which in ("next", "coming", "every", "each"):
        return None
    if match["week"]:
        monday = cal.whole_week(back(scene.today, 7))[0]
        return _one(monday + timedelta(days=cal.weekday_number(match["weekday"])))
    return _one(cal.recent_weekday(match["weekday"], back(scene.today, 1 if which else 0)))


def month(match: re.Match[str], scene: Scene) -> Days | None:
    """In February; "last March"; "early May 2017"; "the end of July"; "April of last year" """
    groups = match.groupdict()
    lead = (groups.get("lead") or "").lower().removesuffix(" in")
    number, year = cal.month_number(match["month"]), _said_year(match, scene)
    if year is not None:
        days = cal.whole_month(year, number)
    elif lead == "last":
        days = cal.recent_month(number, cal.whole_month(scene.today.year, scene.today.month - 1)[1])
    else:
        days = cal.recent_month(number, scene.today)
    edge = (groups.get("edge") or lead).lower()
    return cal.edge_of(days, edge) if edge in cal.EDGES else days


def edge_of_span(match: re.Match[str], scene: Scene) -> Days | None:
    """The start of this month; "the end of last year" """
    days = _calendar(match["unit"].lower(), scene.today, 1 if match["which"].lower() == "last" else 0)
    edge = match["edge"].lower()
    if match["unit"].lower() == "month":
        return cal.edge_of(days, edge)
    if edge in ("start", "beginning", "first day"):
        return days[0], days[0] + timedelta(days=1 if match["unit"].lower() == "week" else 30)
    return days


def _calendar(unit: str, day: date, steps: int) -> Days:
    """The calendar week, month or year so many steps before the one of a day."""
    if unit == "week":
        return cal.whole_week(back(day, 7 * steps))
    if unit == "month":
        return cal.whole_month(day.year, day.month - steps)
    return cal.whole_year(day.year - steps)


def _shifted(days: Days, unit: str, steps: int) -> Days | None:
    """Days moved by so many units; months and years lose the day."""
    if unit == "hour":
        return days
    if unit in _DAYS_IN:
        by = _DAYS_IN[unit] * steps
        if by > 0:
            return (days[0] + timedelta(days=by), days[1] + timedelta(days=by)) if days[1].year < date.max.year else None
        return back(days[0], -by), back(days[1], -by)
    return _calendar(unit, days[1], -steps)


def offset(match: re.Match[str], scene: Scene) -> Days | None:
    """Two days ago (from publication); "a day earlier", "two days later" (from the date before)"""
    unit, way, count = match["unit"].lower(), match["way"].lower(), cal.number(match["n"])
    base = (scene.today, scene.today) if way == "ago" else scene.anchor
    if match["exact"] and unit == "year":
        return _one(cal.day_of(base[1].year - count, base[1].month, base[1].day))
    return _shifted(base, unit, count if way == "later" else -count)


def offset_clause(match: re.Match[str], scene: Scene) -> Days | None:
    """Two days after B, and B is then two days back; "five days before," counts back as well."""
    unit, way, count = match["unit"].lower(), match["way"].lower(), cal.number(match["n"])
    forward = way == "before" and match["stop"] is None
    return _shifted(scene.anchor, unit, count if forward else -count)


def same_day(_: re.Match[str], scene: Scene) -> Days | None:
    """Hours later; "earlier in the day" """
    return scene.anchor


def same(match: re.Match[str], scene: Scene) -> Days | None:
    """The same day; "that month" """
    unit = match["unit"].lower()
    return scene.anchor if unit in _PARTS else _calendar(unit, scene.anchor[1], 0)


def previous(match: re.Match[str], scene: Scene) -> Days | None:
    """The previous evening; "the day before"; "the preceding month" """
    unit = (match["unit"] or match["unit2"]).lower()
    return _shifted(scene.anchor, "day" if unit in _PARTS else unit, -1)


def following(_: re.Match[str], scene: Scene) -> Days | None:
    """The next morning"""
    return _shifted(scene.anchor, "day", 1)


def season(match: re.Match[str], scene: Scene) -> Days | None:
    """Last spring; "the summer of 2019" """
    year = _said_year(match, scene)
    lead, word = match["lead"].lower(), match["season"]
    if year is not None:
        return cal.season(word, year)
    if lead == "the":
        return None  # "the spring offensive"
    latest = cal.season(word, scene.today.year)
    past = latest[0] > scene.today or (lead == "last" and latest[1] >= scene.today)
    return cal.season(word, scene.today.year - past)


def span(match: re.Match[str], scene: Scene) -> Days | None:
    """This week; "last month"; "the past year" """
    which, unit = match["which"].lower(), match["unit"].lower()
    if unit == "weekend":
        return weekend(match, scene)
    if which == "the past":
        return back(scene.today, {"week": 7, "month": 30, "year": 365}[unit]), scene.today
    return _calendar(unit, scene.today, 1 if which == "last" else 0)


def weekend(_: re.Match[str], scene: Scene) -> Days | None:
    """The last Saturday and the Sunday after it."""
    saturday = cal.recent_weekday("Saturday", scene.today)
    return saturday, saturday + timedelta(days=1)


def word(match: re.Match[str], scene: Scene) -> Days | None:
    """Yesterday, today, tonight, last night, overnight"""
    said, today = match["word"].lower(), scene.today
    if said in ("yesterday", "last night"):
        return back(today, 1), back(today, 1)
    if said == "overnight" or said.endswith("the night"):
        return back(today, 1), today
    return today, today


def holiday(match: re.Match[str], scene: Scene) -> Days | None:
    """New Year's Day and other days of the year with a name"""
    return _one(cal.recent_day(*cal.HOLIDAYS[match["day"].lower()], scene.today))


def anniversary(match: re.Match[str], scene: Scene) -> Days | None:
    """The second anniversary of what happened two years back"""
    year = scene.anchor[1].year - cal.ORDINALS.index(match["n"].lower())
    return _one(cal.day_of(year, scene.anchor[1].month, scene.anchor[1].day))


def year(match: re.Match[str], _: Scene) -> Days | None:
    """In 2019"""
    return cal.whole_year(int(match["year"]))
