"""What the weekdays of date_rules.py mean: the last such day, or the one beside a date that was told."""

import re
from datetime import date, timedelta

from services.extraction.domain import calendar_words as cal
from services.extraction.domain.calendar_words import Days, back
from services.extraction.domain.date_readers import one
from services.extraction.domain.date_scene import Scene, said_year

_WEEK = 7
_NAMED = re.compile(r"\b(?:bloody|black|cyber|super|fat|good|holy|earlier|coming|next|future) $", re.IGNORECASE)
_DEMONSTRATIVE = re.compile(
    r"(?:^|[.;,:!?]\"? |\n|\b(?:on|of|by|until|till|since|from|through|before|after|for|late|early|evening|morning"
    r"|night) )$",
    re.IGNORECASE,
)
_ENDS = (",", ".", ";", ":", ")", "")
_PRAYER = re.compile(r"'?s? (?:prayers?|sermon|mass)\b", re.IGNORECASE)


def night_between(match: re.Match[str], scene: Scene) -> Days | None:
    """The night from Tuesday to Wednesday; "Tuesday night into Wednesday"."""
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


def into_the_night(match: re.Match[str], scene: Scene) -> Days | None:
    """Through Sunday and into the small hours"""
    first = cal.recent_weekday(match["first"], scene.today)
    return first, min(scene.today, cal.ahead(first, 1))


def weeks_ago_on(match: re.Match[str], scene: Scene) -> Days | None:
    """A week ago, on Sunday; a week ago Sunday"""
    return one(cal.recent_weekday(match["weekday"], back(scene.today, _WEEK * cal.number(match["n"]))))


def weekday_ago(match: re.Match[str], scene: Scene) -> Days | None:
    """On Sunday, two weeks ago; on Wednesday, four days before"""
    count, today = cal.number(match["n"]), scene.today
    if match["unit"].lower() == "week":
        return one(cal.recent_weekday(match["weekday"], back(today, _WEEK * count)))
    base = today if match["way"].lower() == "ago" else scene.anchor[0]
    counted = back(base, count)
    return one(counted if counted.weekday() == cal.weekday_number(match["weekday"]) else _recent(match, scene))


def weekdays_ago(match: re.Match[str], scene: Scene) -> Days | None:
    """Two Sundays ago"""
    last = cal.recent_weekday(match["weekday"], back(scene.today, 1))
    return one(back(last, _WEEK * (cal.number(match["n"]) - 1)))


def weekday_range(match: re.Match[str], scene: Scene) -> Days | None:
    """Monday and Tuesday; "between Monday and Wednesday"."""
    last = cal.recent_weekday(match["last"], scene.today)
    return cal.recent_weekday(match["first"] or match["first2"], last), last


def _recent(match: re.Match[str], scene: Scene) -> date:
    return cal.recent_weekday(match["weekday"], scene.today)


def weekday(match: re.Match[str], scene: Scene) -> Days | None:
    """Wednesday; "last Thursday"; "last Tuesday week"."""
    before = match.string[max(0, match.start() - 9) : match.start()]
    if _NAMED.search(before):
        return None
    if _PRAYER.match(match.string, match.end()) and scene.anchor[0] < back(scene.today, _WEEK):
        return None  # "at Friday prayer" of a day long past
    which = (match["which"] or "").lower()
    found = cal.recent_weekday(match["weekday"], back(scene.today, 1 if which else 0))
    return one(back(found, _WEEK) if match["week"] else found)


def weekday_of_week(match: re.Match[str], scene: Scene) -> Days | None:
    """Thursday of last week; "the Friday of the week before last"; "Monday this week"."""
    which = match["which"].lower()
    if which.startswith(("this", "last")):
        base = back(scene.today, _WEEK if which.startswith("last") else 0)
    elif which.endswith("before last"):
        base = back(scene.today, 2 * _WEEK)
    elif which.startswith("that") or "same" in which:
        base = scene.anchor[0]
    else:
        base = cal.ahead(scene.anchor[0], _WEEK) if "following" in which else back(scene.anchor[0], _WEEK)
    return one(cal.ahead(cal.whole_week(base)[0], cal.weekday_number(match["weekday"])))


def told_weekday(match: re.Match[str], scene: Scene) -> Days | None:
    """That Sunday, the same Sunday: the one nearest to the date told; "the previous Friday", "the next Monday"."""
    which, number = match["which"].lower(), cal.weekday_number(match["weekday"])
    first, last = scene.anchor
    if "previous" in which or "preceding" in which:
        return one(cal.recent_weekday(match["weekday"], back(first, 1)))
    if "following" in which or "next" in which:
        return one(cal.ahead(last, (number - last.weekday() - 1) % _WEEK + 1))
    if which == "that" and not _points_back(match):
        return one(_recent(match, scene))  # "said that Sunday's raid ..."
    near = cal.recent_weekday(match["weekday"], min(cal.ahead(last, 3), scene.today))
    told = (day for day in (near, _recent(match, scene), *reversed(scene.days)) if day.weekday() == number)
    return one(next((day for day in told if day in scene.days), near))


def _points_back(match: re.Match[str]) -> bool:
    """Whether "that Sunday" is a day told before, and "that" no conjunction."""
    before = match.string[max(0, match.start() - 12) : match.start()]
    return bool(_DEMONSTRATIVE.search(before)) or match.string[match.end() : match.end() + 1] in _ENDS


def weekday_beside(match: re.Match[str], scene: Scene) -> Days | None:
    """The Friday before; "the Sunday before last"; "the Monday after"."""
    way, number = match["way"].lower(), cal.weekday_number(match["weekday"])
    if way.endswith("last"):
        return one(back(cal.recent_weekday(match["weekday"], back(scene.today, 1)), _WEEK))
    if way == "before":
        return one(cal.recent_weekday(match["weekday"], back(scene.anchor[0], 1)))
    return one(cal.ahead(scene.anchor[1], (number - scene.anchor[1].weekday() - 1) % _WEEK + 1))


def nth_of_month(match: re.Match[str], scene: Scene) -> Days | None:
    """The first Saturday of December; "the last Sunday of May"."""
    if match["which"]:
        last = match["which"].lower() == "last"
        base = scene.month if match["which"].lower() in ("that", "the") else scene.today
        days = cal.whole_month(base.year, base.month - last)
    else:
        days = _month_of(match, scene)
    nth = match["nth"].lower()
    if nth in ("last", "final"):
        return one(cal.recent_weekday(match["weekday"], days[1]))
    first = cal.recent_weekday(match["weekday"], days[0].replace(day=_WEEK))
    return one(cal.ahead(first, _WEEK * (cal.ORDINALS.index(nth) - 1)))


def _month_of(match: re.Match[str], scene: Scene) -> Days:
    number, year = cal.month_number(match["month"]), said_year(match, scene) or scene.told
    return cal.whole_month(year, number) if year else cal.recent_month(number, scene.today)


def weekday_in_month(match: re.Match[str], scene: Scene) -> Days | None:
    """A Sunday in May: the month; "the Friday at the end of January": the only one there"""
    days, edge = _month_of(match, scene), (match["edge"] or match["edge2"] or "").lower()
    if edge not in cal.EDGES:
        return days
    first, last = cal.edge_of(days, edge)
    day = cal.recent_weekday(match["weekday"], last)
    return one(day) if (last - first).days < _WEEK and day >= first else (first, last)


def unknown(_: re.Match[str], __: Scene) -> Days | None:
    """Every Friday, next Monday, on a Sunday: no day that could be told"""
    return None
