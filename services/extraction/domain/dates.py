"""The dates that a text mentions, resolved against its publication: "late on Tuesday", "two days earlier", "in May"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from itertools import chain
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from schemas.values import Period
from services.extraction.domain.calendar_words import Days, back
from services.extraction.domain.date_beginnings import FIRST_LETTERS, MAYBE
from services.extraction.domain.date_rules import ASIDES, RULES, SPANS, Reader
from services.extraction.domain.date_scene import Scene, moved_on, new_paragraph
from services.extraction.domain.folding import fold

_INNER_NAME = re.compile(r"\(\?P<\w+>")
_BEGIN = re.compile(MAYBE)
_WINDOW = 70
_SENTENCE_END = re.compile(r"[a-z\d]\.\"? |\n")
_SENTENCE_HEAD = re.compile(r"(?:^|[.!?]\"? |\n)(?:and |but )?$", re.IGNORECASE)
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
    r"\b(?:will|would be|due|scheduled|set for|is set|are set|planned for|slated|is to|are to|upcoming|are expected"
    r"|planned|scheduled|was to|were to|is expected|takes? place|begins|ends(?! of)|opens|starts)\b[^.;\n]*$"
)
_SETTLED = re.compile(r"\b(?:after|since|following|from) $")
_LONG_AGO = 180
_NIGHT_TO = re.compile(r"\b(?:overnight|night) (?:in)?to (?:the )?$", re.IGNORECASE)
_SINCE = re.compile(r"\bsince (?:(?:late|early) (?:on )?)?$", re.IGNORECASE)
_SINCE_WHAT = re.compile(r",? when\b|, the day")
_NAMES = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_NAME = re.compile(rf"\b{_NAMES}\b")
_CAPITALS = re.compile(rf"\b{_NAMES.upper()}\b")
_YEAR_LEADS_ON = re.compile(r",? (?:on|in|at) ")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date with the offsets of its words in the text."""

    start: int
    end: int
    period: Period


@cache
def _finder(first: str) -> re.Pattern[str]:
    """The rules that can begin with a letter, or with a digit for 0, as one pattern; compiled when first needed."""
    named = (
        (name, _INNER_NAME.sub("(?:", pattern)) for name, (pattern, _) in RULES.items() if first in FIRST_LETTERS[name]
    )
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in named) or r"(?!)")


@cache
def _rule(name: str) -> tuple[re.Pattern[str], Reader]:
    """A rule with its own named groups, and what it means."""
    pattern, read = RULES[name]
    return re.compile(pattern), read


def _plain(text: str) -> str:
    """Folded text; what was cabled in capitals in lower case, with the names of days and months as they are written."""
    lines = fold(text).split("\n")
    return "\n".join(_NAME.sub(_named, x.lower()) if x.isupper() else _CAPITALS.sub(_named, x) for x in lines)


def _named(match: re.Match[str]) -> str:
    return match.group().capitalize()


def _hits(folded: str) -> Iterator[re.Match[str]]:
    """The stretches that read as dates by their form."""
    end = 0
    for start in chain((0,), (m.end() for m in _BEGIN.finditer(folded))):
        if start < end or start == len(folded):
            continue
        first = folded[start].lower()
        hit = _finder("0" if first.isdigit() else first).match(folded, start) if first.isalnum() else None
        if hit:
            end = hit.end()
            yield hit


def date_mentions(text: str, published: datetime) -> tuple[DateMention, ...]:
    """The dates of a text in order; none is later than the day of publication, which is taken as local time."""
    folded = _plain(text)
    scene = Scene.at(published)
    found: list[DateMention] = []
    end = 0
    for hit in _hits(folded):
        scene = _read_on(scene, folded[max(0, end - 1) : hit.start()])
        end = hit.end()
        pattern, read = _rule(hit.lastgroup or "")
        match = pattern.match(folded, hit.start())
        days = read(match, scene) if match else None
        mention = _mention(folded, hit, days, published) if days else None
        if match and days and mention:
            found.append(mention)
            end = mention.end
            told = (days[0], min(days[1], published.date()))
            head = _SENTENCE_HEAD.search(folded, max(0, hit.start() - 6), hit.start()) is not None
            part = mention.period.time_of_day
            if head or hit.lastgroup not in ASIDES or told[0] >= scene.anchor[0]:
                span, year = hit.lastgroup in SPANS, _tells_year(match, folded)
                scene = moved_on(scene, told, part, opens=head, tells_year=year, span=span)
    return tuple(found)


def _read_on(scene: Scene, between: str) -> Scene:
    """The scene after the words that lead up to the next date."""
    if "\n" in between:
        return new_paragraph(replace(scene, told=None))
    return replace(scene, told=None) if scene.told and _SENTENCE_END.search(between) else scene


def _tells_year(match: re.Match[str], folded: str) -> bool:
    """Whether a date tells the year for the rest of its sentence: "May 3, 2019", "two years ago, on"."""
    groups = match.groupdict()
    if groups.get("year"):
        return True
    return (groups.get("unit") or "").lower() == "year" and bool(_YEAR_LEADS_ON.match(folded, match.end()))


def _mention(folded: str, hit: re.Match[str], days: Days, published: datetime) -> DateMention | None:
    before = folded[max(0, hit.start() - _WINDOW) : hit.start()]
    if _is_to_come(folded, hit, before, days, published.date()):
        return None
    after = _PART_AFTER.match(folded, hit.end())
    part = _part_of_day(before, hit.group(), after)
    earliest, latest = _not_later(_widened(folded, hit, before, days, published.date()), published, part)
    if earliest > min(latest, published.date()):
        return None
    return DateMention(
        start=hit.start(),
        end=after.end() if after else hit.end(),
        period=Period(earliest=earliest, latest=latest, time_of_day=part),
    )


def _is_to_come(folded: str, hit: re.Match[str], before: str, days: Days, today: date) -> bool:
    """As in "talks will be held on Friday": not the Friday that was."""
    yearless = hit.lastgroup in ("month_day", "day_month", "month") and not hit.group()[-4:].isdigit()
    if not (days[1] >= back(today, 7) or (yearless and days[1] < back(today, _LONG_AGO))):
        return False
    return (
        not folded.startswith("'s", hit.end())
        and not _SETTLED.search(before, max(0, len(before) - 11))
        and bool(_TO_COME.search(before))
    )


def _widened(folded: str, hit: re.Match[str], before: str, days: Days, today: date) -> Days:
    """The night to a day begins a day before; what has gone on since a day has not ended."""
    if days[0] != days[1] or folded.startswith("'s", hit.end()):
        return days
    if _NIGHT_TO.search(before, max(0, len(before) - 20)):
        return back(days[0], 1), days[1]
    if _SINCE.search(before, max(0, len(before) - 16)) and not _SINCE_WHAT.match(folded, hit.end()):
        return days[0], today
    return days


def _part_of_day(before: str, said: str, after: re.Match[str] | None) -> str | None:
    """Morning, evening, night, ... as told after, within or before the date."""
    match = _PART_BEFORE.search(before, max(0, len(before) - 24))
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
