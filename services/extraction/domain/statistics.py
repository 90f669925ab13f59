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
_REACH: Final = 60
_COUNTED: Final = Pattern("statistics.counted")
_TIMES: Final = re.compile(r" times\b")
_OVER: Final = Pattern("statistics.over")
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
    plain = [
        q
        for q in counts
        if q.count.min >= _FEWEST
        and (_COUNTED.match(page.folded, q.end) or _TIMES.match(page.folded, q.end))
        and not _single(page, q)
    ]
    nth = [
        q
        for q in ordinals(page.folded, start, end)
        if q.count.min > _FEWEST and (m := _COUNTED.match(page.folded, q.end)) and not m["noun"].endswith("s")
    ]
    return [*plain, *nth]


def _single(page: Page, q: Quantity) -> bool:
    mark = _COUNTED.match(page.folded, q.end)
    return bool(mark and not mark["noun"].endswith("s") and mark["noun"] != "violence")


def _statistic(article: ArticleText, page: Page, sentence: Sentence, q: Quantity) -> StatisticReported:
    start, end = sentence.start, sentence.end
    countries = tuple(dict.fromkeys(m.place.country for m in page.places.between(start, end) if m.place.country))
    main = tuple(m.place.country for m in page.places.items[:3] if m.place.country)[:1]
    days = page.dates.between(start, end)
    return StatisticReported(
        report_id=digest(
            article.article_id, "statistic", str(q.count.min), *(countries or main), page.folded[q.start : q.end + 30]
        ),
        article_id=article.article_id,
        article_revision=article.revision,
        published_at=article.published_at,
        source=article.source,
        evidence=(
            Evidence(field="count", start=q.start, end=q.end, quote=page.text[q.start : q.end], rule="statistic"),
        ),
        extractor=EXTRACTOR,
        count=q.count,
        of=_of(page.folded[start:end]),
        countries=countries or main,
        period=days[0].period if days else None,
        by=speaker(page, start, end),
    )


def _of(words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(kind for word, kind in _WORDS.items() if word in words))
