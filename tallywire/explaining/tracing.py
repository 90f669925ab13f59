"""The reading of a wire once more, with what it decided on the way written down."""

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.articles import ArticleText
from services.extraction.domain.beginnings import newness
from services.extraction.domain.mentions import Mention
from services.extraction.domain.page import Page, laid_out
from services.extraction.domain.read import body_then_headline
from services.extraction.domain.setting import other_subject, passed_over
from services.extraction.domain.signs import signs
from services.extraction.domain.stories import EVEN, stories
from services.extraction.domain.story import Story
from services.extraction.domain.text import Sentence


@dataclass(frozen=True, slots=True)
class Judged:
    """A mention of a deed, how likely it tells of something new, and the signs of that."""

    mention: Mention
    chance: float
    signs: tuple[str, ...]

    @property
    def begins(self) -> bool:
        """Whether it is likely enough to begin an incident."""
        return self.chance >= EVEN


@dataclass(frozen=True, slots=True)
class Trace:
    """The page, its stories in the order of the reports, what was judged by start and end, and sentences put aside."""

    page: Page
    stories: tuple[Story, ...]
    judged: Mapping[tuple[int, int], Judged]
    aside: tuple[Sentence, ...]
    subject: str | None


def traced(article: ArticleText) -> Trace:
    """How a wire was read that can be read."""
    page = laid_out(article)
    if subject := other_subject(page):
        return Trace(page, (), {}, (), subject)
    judged: dict[tuple[int, int], Judged] = {}

    def judge(page: Page, mention: Mention, told: list[Story], last: int) -> float:
        chance = newness(page, mention, told, last)
        judged[mention.start, mention.end] = Judged(mention, chance, tuple(signs(page, mention, told, last)))
        return chance

    found = stories(page, body_then_headline(page), judge)
    aside = (s for s in page.sentences if passed_over(page, s) and page.core.between(s.start, s.end))
    return Trace(page, found, judged, tuple(aside), None)
