"""What wires say of numbers of attacks, beside our own counts: on `wire.counts.v1`."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from schemas.articles import ArticleId, Revision
from schemas.counts import Span
from schemas.events import Event
from schemas.values import CountryCode, Period, Range, Text, Value
from schemas.vocabulary import Facet, StatisticStatus


class Kind(Value):
    """One value of a facet by which counts are told apart."""

    facet: Facet
    value: Text


class StatisticCompared(Event):
    """A statistic that a wire reports, and what is counted here for the same; a later `revision` replaces the earlier.

    `own` is what the cells of `spans` come to for `kinds` in its one country: a range where kinds of two facets may be
    the same incidents. For several countries it is not known in one place: add up the buckets of `spans` in each of
    `countries` (in all of them, if there are none). Nor is it without a period, or if no word of `of` is known here.
    What is dated no closer than across these spans is in none of them.
    """

    type: Literal["statistic.compared.v1"] = "statistic.compared.v1"
    report_id: Text
    revision: Annotated[int, Field(ge=1)]
    status: StatisticStatus
    article_id: ArticleId
    article_revision: Revision
    source: Text
    published_at: AwareDatetime
    duplicate_of: ArticleId | None = None
    count: Range
    of: tuple[str, ...] = ()
    countries: tuple[CountryCode, ...] = ()
    period: Period | None = None
    by: str | None = None
    spans: Annotated[
        tuple[Span, ...], Field(description="the fewest days, weeks and months that make up the period")
    ] = ()
    kinds: Annotated[
        tuple[Kind, ...], Field(description="what the words of `of` are called here; none of them: all incidents")
    ] = ()
    unknown: Annotated[tuple[str, ...], Field(description="words of `of` that are no kind here")] = ()
    own: Annotated[Range | None, Field(description="how many incidents are counted here")] = None

    @property
    def event_id(self) -> str:
        """One revision of the comparison."""
        return f"{self.key}:{self.revision}"

    @property
    def key(self) -> str:
        """`statistic|<report_id>`: no bucket has such a key, for none has such a span."""
        return f"statistic|{self.report_id}"

    @property
    def subject(self) -> str:
        """The report."""
        return self.report_id

    @property
    def time(self) -> AwareDatetime:
        """When the wire was published."""
        return self.published_at
