"""What each pattern of date_rules.py means: from a match and its scene to the first and the last day, or None."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.extraction.domain import calendar_words as cal
from services.extraction.domain.calendar_words import Days, back


@dataclass(frozen=True, slots=True)
class Scene:
    """What a date is read against: the publication, the last day mentioned, and the last year mentioned.

    `told` is the year that the same sentence has told already: "on June 12 of that year ..., and on June 23 ..."
    """

    published: datetime
    anchor: Days
    year: int
    told: int | None = None

    @property
    def today(self) -> date:
        """The day of publication, local time."""
        return self.published.date()


def one(day: date | None) -> Days | None:
    """A single day as a stretch of days."""
    return (day, day) if day else None


def _said_year(match: re.Match[str], scene: Scene) -> int | None:
    """The year that stands beside a month: a number, "last year", "that year"."""
    said = match["year"]
    if said is None or said[0].isdigit():
        return int(said) if said else None
    lower = said.lower()
    if lower in ("last year", "this year"):
        return scene.today.year - (lower == "last year")
    return scene.year - (lower == "the previous year")


def _dated(scene: Scene, year: int | None, month: int, day: str) -> date | None:
    year = year or scene.told
    if year is not None:
        return cal.day_of(year, month, cal.number(day))
    return cal.recent_day(month, cal.number(day), scene.today)


def _between(first: date | None, last: date | None) -> Days | None:
    return (first, last) if first and last and first <= last else one(first)


def iso(match: re.Match[str], _: Scene) -> Days | None:
    """2020-01-03"""
    return one(cal.day_of(int(match["year"]), int(match["month"]), int(match["day"])))


def month_day(match: re.Match[str], scene: Scene) -> Days | None:
    """January 3, 2020; Feb 15; March 3-5; "June 12 of that year"."""
    year, month = _said_year(match, scene), cal.month_number(match["month"])
    first = _dated(scene, year, month, match["day"])
    if not match["day2"] or first is None:
        return one(first)
    month2 = cal.month_number(match["month2"]) if match["month2"] else month
    return _between(first, _dated(scene, first.year, month2, match["day2"]))


def day_month(match: re.Match[str], scene: Scene) -> Days | None:
    """3 January 2020; between 3 and 5 March"""
    year, month = _said_year(match, scene), cal.month_number(match["month"])
    first = _dated(scene, year, month, match["day"])
    if not match["day2"] or first is None:
        return one(first)
    return _between(first, _dated(scene, first.year, month, match["day2"]))


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


def weeks_ago_on(match: re.Match[str], scene: Scene) -> Days | None:
    """A week ago, on Sunday"""
    return one(cal.recent_weekday(match["weekday"], back(scene.today, 7 * cal.number(match["n"]))))


def weekday_range(match: re.Match[str], scene: Scene) -> Days | None:
    """Monday and Tuesday; "between Monday and Wednesday"."""
    last = cal.recent_weekday(match["last"], scene.today)
    return cal.recent_weekday(match["first"], last), last


def weekday(match: re.Match[str], scene: Scene) -> Days | None:
    """Wednesday; "last Thursday"; "Thursday of last week"."""
    which = (match["which"] or "").lower()
    if which in ("next", "coming", "every", "each"):
        return None
    if match["week"]:
        monday = cal.whole_week(back(scene.today, 7))[0]
        return one(monday + timedelta(days=cal.weekday_number(match["weekday"])))
    return one(cal.recent_weekday(match["weekday"], back(scene.today, 1 if which else 0)))


def month(match: re.Match[str], scene: Scene) -> Days | None:
    """In February; "last March"; "early May 2017"; "the end of July"; "April of last year"."""
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


def season(match: re.Match[str], scene: Scene) -> Days | None:
    """Last spring; "the summer of 2019"."""
    year = _said_year(match, scene)
    lead, word = match["lead"].lower(), match["season"]
    if year is not None:
        return cal.season(word, year)
    if lead == "the":
        return None  # "the spring offensive"
    latest = cal.season(word, scene.today.year)
    past = latest[0] > scene.today or (lead == "last" and latest[1] >= scene.today)
    return cal.season(word, scene.today.year - past)


def holiday(match: re.Match[str], scene: Scene) -> Days | None:
    """New Year's Day and other days of the year with a name"""
    return one(cal.recent_day(*cal.HOLIDAYS[match["day"].lower()], scene.today))


def year(match: re.Match[str], _: Scene) -> Days | None:
    """In 2019"""
    return cal.whole_year(int(match["year"]))
