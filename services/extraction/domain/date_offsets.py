"""What the relative dates of date_rules.py mean: so long before the publication, or before the date told last."""

import re
from datetime import date, timedelta
from typing import Final

from services.extraction.domain import calendar_words as cal
from services.extraction.domain.calendar_words import Days, ahead, back
from services.extraction.domain.date_readers import one
from services.extraction.domain.date_scene import Scene

PARTS: Final = frozenset(("day", "night", "evening", "morning", "afternoon", "noon", "dawn"))
PAST: Final = {"hour": 1, "day": 1, "night": 1, "week": 7, "month": 30, "year": 365}
_LONG: Final = frozenset(("month", "year", "decade"))
_NEARLY_A_DAY: Final = 20
_HALVES: Final = {"week": (3, 4), "month": (9, 23), "year": (153, 213)}
"""Half a unit more in days: as exact as the words are."""
_VAGUE: Final = {"day": (2, 6), "night": (2, 6), "week": (14, 35), "month": (60, 240)}
"""From how many to how many days "a few" or "some" of a unit are."""
_UPON_DATE: Final = re.compile(r"(?:day|\d|night|morning|evening|afternoon|st|nd|rd|th),? $")
_DEFINITE: Final = re.compile(r" (?:the|that|this|these|those|his|her|its|their|it)\b")
_CLAUSE_STARTS: Final = re.compile(r"(?:^|[.!?:;]\"? |\n\W{0,3}|\b(?:and|but) )(?:only |just |barely |some |about )?$")
_AT_CLOCK: Final = re.compile(r",? at (?:about |around )?\d")


def calendar_unit(unit: str, day: date, steps: int) -> Days:
    """The calendar week, month or year so many steps before the one of a day."""
    if unit == "week":
        return cal.whole_week(back(day, 7 * steps))
    if unit == "month":
        return cal.whole_month(day.year, day.month - steps)
    return cal.whole_year(day.year - steps * (10 if unit == "decade" else 1))


def _moved(days: Days, by: int) -> Days:
    """Days so many days later, or earlier where the number is negative."""
    return (ahead(days[0], by), ahead(days[1], by)) if by > 0 else (back(days[0], -by), back(days[1], -by))


def _shifted(days: Days, unit: str, steps: int) -> Days:
    """Days moved by so many units; months and years lose the day."""
    if unit in _LONG:
        return calendar_unit(unit, days[1], -steps)
    return _moved(days, steps * {"week": 7, "fortnight": 14}.get(unit, 1))


def _from_story(scene: Scene, unit: str, steps: int, *, heads: bool = True) -> Days:
    """So many units from the date told last; what was told to the month only is not known to the day."""
    if unit in _LONG:
        short = unit != "month" or (scene.last[1] - scene.last[0]).days <= 31  # noqa: PLR2004
        return _shifted(scene.last if short and (heads or unit != "month") else scene.anchor, unit, steps)
    night = scene.night if unit == "night" else None
    return scene.wide or _shifted(night or scene.anchor, unit, steps)


def _between_days(base: Days, sign: int, near: int, far: int) -> Days:
    edges = sorted((_moved(base, sign * near), _moved(base, sign * far)))
    return edges[0][0], edges[1][1]


def offset_weekday(match: re.Match[str], scene: Scene) -> Days | None:
    """Nine days before Saturday; "the day after Monday's"."""
    base = cal.recent_weekday(match["weekday"], scene.today)
    count = cal.number(match["n"])
    return _shifted((base, base), match["unit"].lower(), -count if match["way"].lower() == "before" else count)


def hours(match: re.Match[str], scene: Scene) -> Days | None:
    """Hours later; "ten hours earlier": the same day, or the night where the hour told lies at its edge."""
    count, way = cal.number(match["n"]) if match["n"] else 0, match["way"].lower()
    minutes = match["unit"].lower().startswith("minute")
    if way == "ago":
        return one((scene.published - timedelta(hours=0 if minutes else count)).date())
    if minutes and way in ("before", "after") and match["stop"] is None:
        return None
    if minutes or count == 1 or scene.wide:
        return scene.wide or scene.anchor
    later = way in ("later", "on", "afterwards") or (way == "after" and match["stop"] is not None)
    if count >= _NEARLY_A_DAY:
        return _shifted(scene.anchor, "day", round(count / 24) * (1 if later else -1))
    at_clock = _AT_CLOCK.match(match.string, match.end()) is not None
    return scene.anchor if at_clock else _over_midnight(scene, later=later)


def _over_midnight(scene: Scene, *, later: bool) -> Days:
    """Hours after an evening or before a morning may lie on either side of midnight."""
    first, last = scene.anchor
    if first == last and later and scene.part in ("evening", "night", "late", "dusk"):
        return first, ahead(first, 1)
    if first == last and not later and scene.part in ("dawn", "morning", "early"):
        return back(first, 1), first
    return scene.anchor


def offset(match: re.Match[str], scene: Scene) -> Days | None:
    """Two days ago (from publication); "a day earlier", "two days later" (from the date before)"""
    unit, way, count = match["unit"].lower(), match["way"].lower(), cal.number(match["n"])
    base = (scene.today, scene.today) if way == "ago" else scene.anchor
    sign = 1 if way in ("later", "on", "passed") else -1
    if (match["half"] or match["half2"]) and unit in _HALVES:
        less, more = _HALVES[unit]
        days = count * PAST[unit]
        return _between_days(base, sign, days + less, days + more)
    if match["exact"]:
        return _to_the_day(base[1], unit, count, match["exact"].lower())
    if way == "ago":
        return _shifted(base, unit, -count)
    return _from_story(scene, unit, sign * count, heads=_heads_clause(match))


def _to_the_day(day: date, unit: str, count: int, exact: str) -> Days | None:
    if unit in ("day", "week", "fortnight", "night"):
        return _shifted((day, day), unit, -count)
    months = count * (12 if unit == "year" else 1)
    days = cal.whole_month(day.year, day.month - months)
    if exact.endswith("month"):
        return days
    found = cal.day_of(days[0].year, days[0].month, day.day)
    return cal.whole_week(found) if found and exact.endswith("week") else one(found)


def half(match: re.Match[str], scene: Scene) -> Days | None:
    """Half a day later, half a year ago"""
    unit, way = match["unit"].lower(), match["way"].lower()
    base = (scene.today, scene.today) if way == "ago" else scene.anchor
    later = way == "later"
    if unit == "day":
        return (base[0], ahead(base[1], 1)) if later else (back(base[0], 1), base[1])
    return _between_days(base, 1 if later else -1, *_HALVES[unit])


def less_than_a_day(match: re.Match[str], scene: Scene) -> Days | None:
    """Less than a day earlier"""
    first, last = scene.anchor
    if match["way"].lower() in ("later", "on"):
        return first, ahead(first, 1)
    return back(last, 1), last


def vague(match: re.Match[str], scene: Scene) -> Days | None:
    """A few days earlier, several weeks ago, some days later"""
    unit, way = match["unit"].lower(), match["way"].lower()
    base = (scene.today, scene.today) if way == "ago" else scene.anchor
    return _between_days(base, 1 if way == "later" else -1, *_VAGUE[unit])


def offset_clause(match: re.Match[str], scene: Scene) -> Days | None:
    """Two days after B, and B is two days back; "two days after that", "the day before" count from the date told.

    At the head of a sentence "two days after the raid" counts on from the raid, which was told before.
    """
    unit, way, count = match["unit"].lower(), match["way"].lower(), cal.number(match["n"])
    head = _heads_clause(match)
    soft = match["soft"] is not None and (way == "before" or match["n"].lower() == "the")
    definite = head and _DEFINITE.match(match.string, match.end()) is not None
    known = match["stop"] is not None or soft or definite
    if way == "since":
        return _shifted((scene.today, scene.today), unit, -count)
    if match["exact"]:
        return _to_the_day(scene.anchor[1], unit, count, match["exact"].lower())
    if match["n"].lower() == "the" and unit == "week" and way == "before" and known:
        return cal.whole_week(back(scene.anchor[0], 7))
    if way == "before":
        to_come = not known and (match["n"].lower() != "the" or _upon_date(match))
        return _from_story(scene, unit, count if to_come else -count, heads=head)
    return _from_story(scene, unit, count if known else -count, heads=head)


def _heads_clause(match: re.Match[str]) -> bool:
    return _CLAUSE_STARTS.search(match.string, max(0, match.start() - 14), match.start()) is not None


def _upon_date(match: re.Match[str]) -> bool:
    """As in "on 21 October, the day before its reopening": the reopening comes after."""
    return _UPON_DATE.search(match.string, max(0, match.start() - 12), match.start()) is not None


def same_day(_: re.Match[str], scene: Scene) -> Days | None:
    """Earlier in the day."""
    return scene.wide or scene.anchor


def same(match: re.Match[str], scene: Scene) -> Days | None:
    """The same day; "that month"."""
    unit = match["unit"].lower()
    if unit == "month":
        return cal.whole_month(scene.month.year, scene.month.month)
    if unit == "year":
        return cal.whole_year(scene.year)
    if unit == "weekend":
        saturday = cal.recent_weekday("Saturday", min(ahead(scene.anchor[1], 1), scene.today))
        return saturday, ahead(saturday, 1)
    return scene.wide or (scene.anchor if unit in PARTS else calendar_unit(unit, scene.anchor[1], 0))


def previous(match: re.Match[str], scene: Scene) -> Days | None:
    """The previous evening; "the preceding month"."""
    unit = match["unit"].lower()
    if unit == "weekend":
        saturday = cal.recent_weekday("Saturday", back(scene.anchor[0], 1))
        return saturday, ahead(saturday, 1)
    if unit in PARTS:
        return _from_story(scene, "day", -1)
    return calendar_unit(unit, (scene.last if unit in _LONG else scene.anchor)[1], 1)


def following(match: re.Match[str], scene: Scene) -> Days | None:
    """The next morning; "the following week"."""
    unit = match["unit"].lower()
    return _from_story(scene, "day", 1) if unit in PARTS else calendar_unit(unit, scene.anchor[1], -1)
