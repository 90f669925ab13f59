"""The running counts: `wire.counts.v1`."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.events import Event
from schemas.values import CountryCode, Range, Text, Value
from schemas.vocabulary import Facet


class Bucket(Value):
    """What is counted: incidents of one `value` of a facet, in one country, in one span of time.

    `span` is an ISO 8601 day (`2022-01-03`), an interval of days for what is dated no closer
    (`2022-01-03/2022-01-09`), `undated`, or `all`.
    """

    span: Annotated[str, Field(pattern=r"^(all|undated|\d{4}-\d{2}-\d{2}(/\d{4}-\d{2}-\d{2})?)$")]
    country: CountryCode
    facet: Facet
    value: Text

    @property
    def key(self) -> str:
        """`2022-01-03|IQ|event_type|drone_strike`"""
        return f"{self.span}|{self.country}|{self.facet}|{self.value}"


class Tally(Value):
    """How many incidents, and how many persons were killed and wounded in them."""

    incidents: Annotated[int, Field(ge=0)]
    killed: Range
    wounded: Range


class CountChanged(Event):
    """The value of one bucket; a later `revision` replaces the earlier."""

    type: Literal["count.changed.v1"] = "count.changed.v1"
    bucket: Bucket
    revision: Annotated[int, Field(ge=1)]
    tally: Tally

    @property
    def event_id(self) -> str:
        """One revision of the bucket."""
        return f"{self.bucket.key}:{self.revision}"

    @property
    def key(self) -> str:
        """The newest value of a bucket outlives compaction."""
        return self.bucket.key

    @property
    def subject(self) -> str:
        """The bucket."""
        return self.bucket.key
