"""What the relative dates of date_rules.py mean: so long before the publication, or before the date just mentioned."""

import re
from datetime import date, timedelta

from services.extraction.domain import calendar_words as cal
from services.extraction.domain.calendar_words import Days, back
from services.extraction.domain.date_readers import Scene, one

_PARTS = frozenset(("day", "night", "evening", "morning", "afternoon", "noon", "dawn"))
_DAYS_IN = {"day": 1, "night": 1, "week": 7, "fortnight": 14}
_PAST = {"week": 7, "month": 30, "year": 365}


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
            ahead = timedelta(days=by)
            return (days[0] + ahead, days[1] + ahead) if days[1].year < date.max.year else None
        return back(days[0], -by), back(days[1], -by)
    return _calendar(unit, days[1], -steps)


def offset_weekday(match: re.Match[str], scene: Scene) -> Days | None:
    """Nine days before Saturday; "the day after Monday's"."""
    base = cal.recent_weekday(match["weekday"], scene.today)
    count = 1 if match["n"].lower() == "the" else cal.number(match["n"])
    return _shifted((base, base), match["unit"].lower(), -count if match["way"].lower() == "before" else count)


def edge_of_span(match: re.Match[str], scene: Scene) -> Days | None:
    """The start of this month; "the end of last year"."""
    days = _calendar(match["unit"].lower(), scene.today, 1 if match["which"].lower() == "last" else 0)
    edge = match["edge"].lower()
    if match["unit"].lower() == "month":
        return cal.edge_of(days, edge)
    if edge in ("start", "beginning", "first day"):
        return days[0], days[0] + timedelta(days=1 if match["unit"].lower() == "week" else 30)
    return days


def offset(match: re.Match[str], scene: Scene) -> Days | None:
    """Two days ago (from publication); "a day earlier", "two days later" (from the date before)"""
    unit, way, count = match["unit"].lower(), match["way"].lower(), cal.number(match["n"])
    base = (scene.today, scene.today) if way == "ago" else scene.anchor
    if match["exact"] and unit == "year":
        return one(cal.day_of(base[1].year - count, base[1].month, base[1].day))
    return _shifted(base, unit, count if way == "later" else -count)


def offset_clause(match: re.Match[str], scene: Scene) -> Days | None:
    """Two days after B, and B is then two days back; "five days before," counts back as well."""
    unit, way, count = match["unit"].lower(), match["way"].lower(), cal.number(match["n"])
    forward = way == "before" and match["stop"] is None
    return _shifted(scene.anchor, unit, count if forward else -count)


def same_day(_: re.Match[str], scene: Scene) -> Days | None:
    """Hours later; "earlier in the day"."""
    return scene.anchor


def same(match: re.Match[str], scene: Scene) -> Days | None:
    """The same day; "that month"."""
    unit = match["unit"].lower()
    return scene.anchor if unit in _PARTS else _calendar(unit, scene.anchor[1], 0)


def previous(match: re.Match[str], scene: Scene) -> Days | None:
    """The previous evening; "the day before"; "the preceding month"."""
    unit = (match["unit"] or match["unit2"]).lower()
    return _shifted(scene.anchor, "day" if unit in _PARTS else unit, -1)


def following(_: re.Match[str], scene: Scene) -> Days | None:
    """The next morning"""
    return _shifted(scene.anchor, "day", 1)


def span(match: re.Match[str], scene: Scene) -> Days | None:
    """This week; "last month"; "the past year"."""
    which, unit = match["which"].lower(), match["unit"].lower()
    if unit == "weekend":
        return weekend(match, scene)
    if which == "the past":
        return back(scene.today, _PAST[unit]), scene.today
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


def anniversary(match: re.Match[str], scene: Scene) -> Days | None:
    """The second anniversary of what happened two years back"""
    year = scene.anchor[1].year - cal.ORDINALS.index(match["n"].lower())
    return one(cal.day_of(year, scene.anchor[1].month, scene.anchor[1].day))
