"""The dates that a text mentions, resolved against its publication: "late on Tuesday", "two days earlier", "in May"."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from schemas.values import Period
from services.extraction.domain.calendar_words import Days, back
from services.extraction.domain.date_readers import Scene
from services.extraction.domain.date_rules import RULES, Reader
from services.extraction.domain.folding import fold

_INNER_NAME = re.compile(r"\(\?P<\w+>")
_WINDOW = 70
_SENTENCE_END = re.compile(r"[a-z\d]\. |\n")
_PART_AFTER = re.compile(r"(?:'s)?,? (?:at )?(?P<part>morning|afternoon|evening|night|noon|midday|dawn|lunchtime)\b")
_PART_BEFORE = re.compile(
    r"\b(?P<part>dawn|morning|noon|midday|afternoon|evening|dusk|night|midnight|early hours|small hours|early|late"
    r"|lunchtime|rush hour|daybreak|sunrise|sunset)(?: of| on| to|,)?(?: the)? $",
    re.IGNORECASE,
)
_PART_INSIDE = re.compile(r"\b(overnight|tonight|night|morning|evening|afternoon|dawn)\b", re.IGNORECASE)
_SPOKEN = {"early hours": "night", "small hours": "night", "midday": "noon", "lunchtime": "noon", "daybreak": "dawn",
           "sunrise": "dawn", "sunset": "dusk", "overnight": "night", "tonight": "night"}  # fmt: skip
_TO_COME = re.compile(
    r"\b(?:will|would be|due|scheduled|set for|is set|are set|planned for|slated|is to|are to|upcoming)\b[^.;]*$"
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date with the offsets of its words in the text."""

    start: int
    end: int
    period: Period


@dataclass(frozen=True, slots=True)
class _Grammar:
    """All rules as one pattern that finds, and each rule's own that reads."""

    finder: re.Pattern[str]
    rules: dict[str, tuple[re.Pattern[str], Reader]]


@cache
def _grammar() -> _Grammar:
    whole = "|".join(f"(?P<{name}>{_INNER_NAME.sub('(?:', pattern)})" for name, (pattern, _) in RULES.items())
    rules = {name: (re.compile(pattern), reader) for name, (pattern, reader) in RULES.items()}
    return _Grammar(re.compile(rf"(?<![\w.,-])(?:{whole})"), rules)


def date_mentions(text: str, published: datetime) -> tuple[DateMention, ...]:
    """The dates of a text in order; none is later than the day of publication, which is taken as local time."""
    folded, grammar = fold(text), _grammar()
    today = published.date()
    scene = Scene(published, (today, today), today.year)
    found: list[DateMention] = []
    for hit in grammar.finder.finditer(folded):
        pattern, read = grammar.rules[hit.lastgroup or ""]
        match = pattern.match(folded, hit.start())
        if found and _SENTENCE_END.search(folded, found[-1].end, hit.start()):
            scene = replace(scene, told=None)
        days = read(match, scene) if match else None
        mention = _mention(folded, hit, days, published) if days else None
        if match and mention:
            found.append(mention)
            scene = _moved_on(scene, mention.period, match)
    return tuple(found)


def _moved_on(scene: Scene, period: Period, match: re.Match[str]) -> Scene:
    """The scene for the next date; a day or a night is what "the same day" will mean from here on."""
    near = (period.latest - period.earliest).days <= 1
    told = period.earliest.year if match.groupdict().get("year") else scene.told
    return replace(
        scene,
        anchor=(period.earliest, period.latest) if near else scene.anchor,
        year=period.earliest.year,
        told=told,
    )


def _mention(folded: str, hit: re.Match[str], days: Days, published: datetime) -> DateMention | None:
    before = folded[max(0, hit.start() - _WINDOW) : hit.start()]
    if _TO_COME.search(before) and days[1] >= back(published.date(), 7):
        return None
    after = _PART_AFTER.match(folded, hit.end())
    part = _part_of_day(before, hit.group(), after)
    earliest, latest = _not_later(days, published, part)
    if earliest > published.date():
        return None
    return DateMention(
        start=hit.start(),
        end=after.end() if after else hit.end(),
        period=Period(earliest=earliest, latest=latest, time_of_day=part),
    )


def _part_of_day(before: str, said: str, after: re.Match[str] | None) -> str | None:
    """Morning, evening, night, ... as told after, within or before the date."""
    match = _PART_BEFORE.search(before)
    inside = _PART_INSIDE.search(said)
    part = after["part"] if after else inside.group(1) if inside else match["part"] if match else None
    return _SPOKEN.get(part.lower(), part.lower()) if part else None


def _not_later(days: Days, published: datetime, part: str | None) -> Days:
    """Days that end with the publication; the evening of a day whose noon is still to come was a week ago."""
    today: date = published.date()
    earliest, latest = days
    if earliest == latest == today and part == "evening" and published.hour < 12:  # noqa: PLR2004
        return back(today, 7), back(today, 7)
    return earliest, min(latest, today)


def local_publication(published_at: datetime, timezone: str | None) -> datetime:
    """The moment of publication on the clocks of a zone; without a known zone, on its own."""
    if timezone is None or published_at.tzinfo is None:
        return published_at
    try:
        return published_at.astimezone(ZoneInfo(timezone))
    except (ZoneInfoNotFoundError, ValueError):
        return published_at
