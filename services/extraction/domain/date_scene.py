"""What a date is read against: the publication, and the dates that the story has told so far."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from services.extraction.domain.calendar_words import Days

_NIGHT = 1
_MONTH = 31
_YEAR = 366
_REMEMBERED = 6


@dataclass(frozen=True, slots=True)
class Scene:
    """The publication and what was told last.

    `anchor` is the last day or night, and `part` its hour ("evening"); `wide` is a month or season told since, from
    which "a day later" cannot be counted to the day. `night` is the last from one day to the next, `days` the last few
    days, `month` the last date no longer than a month, `last` the last of any length. `year` is the last year told,
    `told` the one that the sentence itself has told. `fresh`: the paragraph has told a day.
    """

    published: datetime
    anchor: Days
    month: date
    last: Days
    year: int
    part: str | None = None
    wide: Days | None = None
    told: int | None = None
    fresh: bool = False
    night: Days | None = None
    days: tuple[date, ...] = ()

    @classmethod
    def at(cls, published: datetime) -> "Scene":
        """The scene before anything was told."""
        today = published.date()
        return cls(published, (today, today), today, (today, today), today.year)

    @property
    def today(self) -> date:
        """The day of publication, local time."""
        return self.published.date()


def moved_on(scene: Scene, days: Days, part: str | None, *, opens: bool, tells_year: bool, span: bool) -> Scene:
    """The scene after a date; `opens`: it stands at the head of its sentence; `span`: a stretch, however short."""
    length = (days[1] - days[0]).days
    told = days[0].year if tells_year else scene.told
    year = days[0].year if tells_year or days[0].year != scene.today.year else scene.year
    scene = replace(scene, last=days, year=year, told=told)
    if span:
        return scene
    if length <= _NIGHT:
        night = days if length else scene.night
        told_days = (*scene.days[-_REMEMBERED:], days[1])
        return replace(scene, anchor=days, month=days[1], part=part, wide=None, fresh=True, night=night, days=told_days)
    wide = days if length < _YEAR and (opens or not scene.fresh) else scene.wide
    return replace(scene, wide=wide, month=days[1] if length <= _MONTH else scene.month)


def new_paragraph(scene: Scene) -> Scene:
    """Later paragraphs may count on from the last day, but no longer from a month."""
    return replace(scene, wide=None, fresh=False, night=None)


def said_year(match: re.Match[str], scene: Scene) -> int | None:
    """The year that stands beside a month: a number, "last year", "that year"."""
    said = match.groupdict().get("year")
    if said is None or said[0].isdigit():
        return int(said) if said else None
    lower = said.lower()
    if lower in ("last year", "this year"):
        return scene.today.year - (lower == "last year")
    if "previous" in lower or "before" in lower or "earlier" in lower:
        return scene.year - 1
    return scene.year + ("following" in lower or "next" in lower or "later" in lower)
