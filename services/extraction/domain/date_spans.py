"""What weeks, months and years told from the publication mean, and the parts of a day: "last month", "tonight"."""

import re
from datetime import date
from typing import Final

from services.extraction.domain import calendar_words as cal
from services.extraction.domain.calendar_words import Days, ahead, back
from services.extraction.domain.date_offsets import PARTS, PAST, calendar_unit
from services.extraction.domain.date_readers import one
from services.extraction.domain.date_scene import Scene

_SATURDAY: Final = 5


def edge_of_span(match: re.Match[str], scene: Scene) -> Days | None:
    """The start of this month; "the end of last year"; "early last week"."""
    which, unit, edge = match["which"].lower(), match["unit"].lower(), match["edge"].lower()
    base = scene.anchor[1] if which.startswith(("that", "the same")) else scene.today
    return _edge(calendar_unit(unit, base, 1 if which == "last" else 0), unit, edge, scene.today)


def _edge(days: Days, unit: str, edge: str, today: date) -> Days | None:
    if edge == "later":
        return days if days[1] < today else None
    if edge == "earlier":
        return days[0], max(days[0], min(days[1], back(today, 1 if unit == "week" else 0)))
    return _part(days, unit, edge)


def _part(days: Days, unit: str, edge: str) -> Days:
    if unit == "month":
        return cal.edge_of(days, edge) if edge in cal.EDGES else days
    length = (days[1] - days[0]).days + 1
    if edge in ("start", "beginning", "early", "first days", "opening days", "first day"):
        return days[0], ahead(days[0], 1 if unit == "week" else 30)
    if edge in ("end", "late", "close", "last days", "final days"):
        return back(days[1], 3 if unit == "week" else 60), days[1]
    if edge in ("middle", "mid"):
        return ahead(days[0], length // 3), back(days[1], length // 3)
    return days


def past(match: re.Match[str], scene: Scene) -> Days | None:
    """The past three days, the last 48 hours"""
    unit = match["unit"].lower()
    count = cal.number(match["n"]) if match["n"] else 1
    days = -(-count // 24) if unit == "hour" else count * PAST[unit]
    return back(scene.today, days), scene.today


def span(match: re.Match[str], scene: Scene) -> Days | None:
    """This week; "last month"; "the past year"; "the week before last"."""
    which, unit = match["which"].lower(), match["unit"].lower()
    if unit == "weekend":
        return _weekend(scene, last="last" in which)
    if which in ("the past", "the last"):
        return back(scene.today, PAST[unit]), scene.today
    return calendar_unit(unit, scene.today, 1 if which == "last" else 0)


def part_of_year(match: re.Match[str], scene: Scene) -> Days | None:
    """The first eight months of last year, the second half of 2019, the last quarter of the year"""
    year = int(match["year"]) if match["year"] else scene.today.year - (match["which"].lower() == "last")
    length = cal.number(match["n"]) if match["n"] else {"half": 6, "quarter": 3}[match["part"].lower()]
    nth, months = match["nth"].lower(), len(cal.MONTHS)
    first = months - length + 1 if nth in ("last", "final") else 1 + (cal.ORDINALS.index(nth) - 1) * length
    if not 1 <= first <= first + length - 1 <= months:
        return None
    return cal.whole_month(year, first)[0], cal.whole_month(year, first + length - 1)[1]


def before_last(match: re.Match[str], scene: Scene) -> Days | None:
    """The week before last, the night before last"""
    unit = match["unit"].lower()
    if unit == "weekend":
        saturday = _weekend(scene, last=True)[0]
        return back(saturday, 7), back(saturday, 6)
    return one(back(scene.today, 2)) if unit in PARTS else calendar_unit(unit, scene.today, 2)


def _weekend(scene: Scene, *, last: bool) -> Days:
    today = scene.today
    over = last and today.weekday() >= _SATURDAY
    saturday = cal.recent_weekday("Saturday", back(today, 2) if over else today)
    return saturday, ahead(saturday, 1)


def weekend(_: re.Match[str], scene: Scene) -> Days | None:
    """The last Saturday and the Sunday after it."""
    return _weekend(scene, last=False)


def word(match: re.Match[str], scene: Scene) -> Days | None:
    """Yesterday, today, tonight, last night, overnight, the day before yesterday"""
    said, today = match["word"].lower(), scene.today
    if said.endswith("before yesterday"):
        return one(back(today, 2))
    if said in ("yesterday", "last evening"):
        return one(back(today, 1))
    if said in ("overnight", "last night"):
        return back(today, 1), today
    return one(today)


def anniversary(match: re.Match[str], scene: Scene) -> Days | None:
    """The second anniversary of what happened two years back"""
    said = match["n"].lower()
    year = scene.anchor[1].year - cal.number(said)
    return one(cal.day_of(year, scene.anchor[1].month, scene.anchor[1].day))


def in_the_night(_: re.Match[str], scene: Scene) -> Days | None:
    """In the night: the one around the day that the sentence has told, or the last"""
    day = scene.anchor[1] if scene.fresh and scene.wide is None else scene.today
    if day != scene.today and scene.part in ("afternoon", "evening", "late"):
        return day, ahead(day, 1)
    return back(day, 1), day


def night_out(_: re.Match[str], scene: Scene) -> Days | None:
    """Before the night was out: that day and the next"""
    return scene.anchor[0], ahead(scene.anchor[0], 1)


def later_part(_: re.Match[str], scene: Scene) -> Days | None:
    """In the evening it was Kharkiv's turn: of the day that the paragraph has told"""
    return one(scene.anchor[1]) if scene.fresh and scene.wide is None else None
