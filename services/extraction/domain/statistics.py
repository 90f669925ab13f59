"""Numbers of attacks over a time: "at least 20 rocket attacks in May"."""

import re
from typing import Final

from schemas.articles import ArticleText
from schemas.reports import StatisticReported
from schemas.values import Evidence
from services.extraction.domain.attributions import speaker
from services.extraction.domain.identity import EXTRACTOR, digest
from services.extraction.domain.numbers import Quantity, ordinals
from services.extraction.domain.page import Page
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.text import Sentence

_FEWEST: Final = 3
_UNCOUNTED: Final = ("violence", "piracy", "sabotage", "robbery")
_SAYS: Final = re.compile(r"\b(?:according to|published by|said|says|reckons?|reported by|compiled by)\b")
_REACH: Final = 60
_COUNTED: Final = Pattern("statistics.counted")
_TIMES: Final = re.compile(r" times\b")
_NO_TIMES: Final = Pattern("statistics.no_times")
_OVER: Final = Pattern("statistics.over")
_FIRED: Final = Pattern("statistics.fired")
_LONG: Final = Pattern("statistics.long")
_AGAINST: Final = re.compile(r"\b(?:against|up from|down from|compared (?:with|to)|versus) $")
_AGAIN_AFTER: Final = Pattern("statistics.again_after")
_WHERE: Final = Pattern("statistics.where")
_WORLD: Final = Pattern("statistics.world")
_WORDS: Final = {
    "rocket": "rocket", "drone": "drone", "missile": "missile", "mortar": "mortar", "suicide": "suicide_bombing",
    "air strike": "air_strike", "airstrike": "air_strike", "air raid": "air_strike", "shelling": "shelling",
    "bombing": "bombing", "explosion": "bombing", "shooting": "armed_attack", "abduction": "abduction",
    "kidnapping": "abduction", "ambush": "armed_attack", "clash": "armed_clash", "grenade": "grenade",
    "mine": "mine", "knife": "knife", "arson": "arson_sabotage",
}  # fmt: skip


def statistics(article: ArticleText, page: Page) -> tuple[StatisticReported, ...]:
    """All counts of attacks that the article gives."""
    found = (
        _statistic(article, page, sentence, q)
        for sentence in page.sentences
        if sentence.paragraph
        for q in _numbers(page, sentence.start, sentence.end)
    )
    return tuple(found)


def is_counted(page: Page, start: int, end: int, at: int) -> bool:
    """Whether the attack named at an offset is one of a number of attacks."""
    return any(q.start - _REACH < at < q.end + _REACH for q in _numbers(page, start, end))


def _numbers(page: Page, start: int, end: int) -> list[Quantity]:
    if not _OVER.search(page.folded, start, end):
        return []
    counts = page.counts.between(start, end)
    long = _LONG.search(page.folded, start, end)
    plain = [
        q
        for q in counts
        if q.count.min >= _FEWEST
        and (_COUNTED.match(page.folded, q.end) or _is_times(page, q) or (long and _FIRED.match(page.folded, q.end)))
        and not _single(page, q)
    ]
    nth = [
        q
        for q in ordinals(page.folded, start, end)
        if q.count.min > _FEWEST and (m := _COUNTED.match(page.folded, q.end)) and not m["noun"].endswith("s")
    ]
    return [*plain, *_compared(page, counts, plain), *nth]


def _is_times(page: Page, q: Quantity) -> bool:
    """As in "attacked 42 times", and not "five times what it was"."""
    mark = _TIMES.match(page.folded, q.end)
    return mark is not None and not _NO_TIMES.match(page.folded, mark.end())


def _compared(page: Page, counts: tuple[Quantity, ...], told: list[Quantity]) -> list[Quantity]:
    """As in "665 incidents in 2020, against 2,258 in 2009": the number of another time."""
    if not told:
        return []
    later = [q for q in counts if q.start > told[-1].end and q.count.min >= _FEWEST]
    return [q for q in later if _AGAIN_AFTER.match(page.folded, q.end) or _is_against(page, q)]


def _is_against(page: Page, q: Quantity) -> bool:
    return (
        bool(_AGAINST.search(page.folded, max(0, q.start - 20), q.start)) and page.folded[q.end : q.end + 1] in ".,;)"
    )


def _single(page: Page, q: Quantity) -> bool:
    mark = _COUNTED.match(page.folded, q.end)
    return bool(mark and not mark["noun"].endswith("s") and mark["noun"] not in _UNCOUNTED)


def _statistic(article: ArticleText, page: Page, sentence: Sentence, q: Quantity) -> StatisticReported:
    start, end = sentence.start, sentence.end
    countries = _countries(page, start, end, q)
    days = page.dates.between(start, end)
    return StatisticReported(
        report_id=digest(
            article.article_id, "statistic", str(q.count.min), *countries, page.folded[q.start : q.end + 30]
        ),
        article_id=article.article_id,
        article_revision=article.revision,
        published_at=article.published_at,
        source=article.source,
        duplicate_of=article.duplicate_of,
        evidence=(
            Evidence(field="count", start=q.start, end=q.end, quote=page.text[q.start : q.end], rule="statistic"),
        ),
        extractor=EXTRACTOR,
        count=q.count,
        of=_of(page.folded[start:end]),
        countries=countries,
        period=days[0].period if days else None,
        by=speaker(page, start, end),
    )


def _countries(page: Page, start: int, end: int, q: Quantity) -> tuple[str, ...]:
    """Where the attacks were: places behind the number, or before it, but not who counted; none for the high seas."""
    says = _SAYS.search(page.folded, q.end, end)
    named = [m for m in page.places.between(start, says.start() if says else end) if m.place.country]
    held = [m for m in named if _WHERE.search(page.folded, max(start, m.start - 50), m.start)]
    behind = [m for m in held if m.start > q.start]
    chosen = behind or held
    if not chosen and _WORLD.search(page.folded, start, end):
        return ()
    if not chosen:
        loudest = max(page.scenes, key=lambda code: page.scenes[code], default=None)
        return tuple(dict.fromkeys(m.place.country for m in named if m.start > q.start and m.place.country)) or (
            (loudest,) if loudest else ()
        )
    return tuple(dict.fromkeys(m.place.country for m in chosen if m.place.country))


def _of(words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(kind for word, kind in _WORDS.items() if word in words))
