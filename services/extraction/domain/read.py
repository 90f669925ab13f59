"""Reads the armed incidents out of one article: a pure function of its words and the day of publication."""

from dataclasses import dataclass
from typing import Final

from schemas.articles import ArticleText
from schemas.reports import IncidentReported, StatisticReported
from services.extraction.domain import text
from services.extraction.domain.identity import EXTRACTOR
from services.extraction.domain.mentions import Mention, mentions
from services.extraction.domain.odds import Models
from services.extraction.domain.page import Page, laid_out
from services.extraction.domain.reports import reported
from services.extraction.domain.setting import is_about_something_else, passed_over
from services.extraction.domain.statistics import statistics
from services.extraction.domain.stories import stories

__all__ = ["EXTRACTOR", "Reading", "UnsupportedLanguage", "read"]

_LANGUAGE: Final = "en"


@dataclass(frozen=True, slots=True)
class Reading:
    """What an article reports."""

    incidents: tuple[IncidentReported, ...] = ()
    statistics: tuple[StatisticReported, ...] = ()


class UnsupportedLanguage(ValueError):
    """The article is not in a language that can be read."""


def read(article: ArticleText, learned: Models | None = None) -> Reading:
    """The incidents and statistics of an article, in the order in which it tells them.

    `learned` stands in for the models that come with the package (`tools/learn.py` judges new ones so).

    Raises:
        UnsupportedLanguage: the article is not in English, by its label or by its words.
    """
    if not article.language.lower().startswith(_LANGUAGE):
        raise UnsupportedLanguage(
            f"cannot read language {article.language!r}: only English is read; hand in a translation with language='en'"
        )
    if not article.body.strip() or text.is_kill_notice(article.text):
        return Reading()
    if not text.looks_english(article.text):
        raise UnsupportedLanguage(
            f"labelled {article.language!r}, but the words are not English: give its own language, or a translation"
        )
    page = laid_out(article, learned)
    counted = statistics(article, page)
    if is_about_something_else(page):
        return Reading((), counted)
    return Reading(reported(article, stories(page, body_then_headline(page))), counted)


def body_then_headline(page: Page) -> list[Mention]:
    """The headline sums up what the body tells: read last, it can only add."""
    headline = [s for s in page.sentences if s.paragraph == 0]
    body = [s for s in page.sentences if s.paragraph > 0]
    return [m for s in (*body, *headline) if not passed_over(page, s) for m in mentions(page, s)]
