"""The running counts: `wire.counts.v1`."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.events import Event
from schemas.values import CountryCode, Range, Text, Value

Span = Annotated[
    str,
    Field(
        pattern=r"^(undated-\d{4}-\d{2}|\d{4}-W\d{2}|\d{4}-\d{2}|\d{4}-\d{2}-\d{2}(/\d{4}-\d{2}-\d{2})?)$",
        description="an ISO 8601 day `2022-01-03`, week `2022-W01` or month `2022-01`; the first and last day of what "
        "is dated no closer, `2022-01-03/2022-01-14`; or what is undated, by the month in which it was published, "
        "`undated-2022-01`",
    ),
]
Admin1 = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f-\x9f]+$", description="any name without control characters")]


class Bucket(Value):
    """What is counted: the incidents of one span of time in one country, or in one of its regions."""

    span: Span
    country: CountryCode
    admin1: Admin1 | None = None

    @property
    def key(self) -> str:
        """`2022-01-03|IQ|Baghdad`, or `2022-01-03|IQ|` for the whole country.

        Neither span nor country holds a bar, so whatever follows the second one is the region, bars and all.
        """
        return self.key_for(self.span, self.country, self.admin1)

    @staticmethod
    def key_for(span: str, country: str, admin1: str | None) -> str:
        """The key of a bucket that need not be made for it: who looks for many has no use for checked fields."""
        return f"{span}|{country}|{admin1 or ''}"

    @classmethod
    def of_key(cls, key: str) -> "Bucket":
        """The bucket that has this key.

        Raises:
            ValueError: none has.
        """
        span, country, admin1 = key.split("|", 2)
        return cls(span=span, country=country, admin1=admin1 or None)


class Tally(Value):
    """How many incidents, how many persons were killed and wounded in them, and how many sources tell of them."""

    incidents: Annotated[int, Field(ge=0)]
    killed: Range
    wounded: Range
    sources: Annotated[
        int, Field(ge=0, description="different ones; one that only repeats another's text is none. They do not add up")
    ]


class Facets(Value):
    """The incidents of a bucket told apart by each facet, with a tally for each value that occurs.

    Every incident has one event type, weapon and outcome, so these add up; it may have no actor or target, or several.
    """

    event_type: dict[Text, Tally] = Field(default={})
    weapon: dict[Text, Tally] = Field(default={})
    outcome: dict[Text, Tally] = Field(default={})
    actor: dict[Text, Tally] = Field(default={})
    target_kind: dict[Text, Tally] = Field(default={})


class CountChanged(Event):
    """The value of one bucket; a later `revision` replaces the earlier."""

    type: Literal["count.changed.v1"] = "count.changed.v1"
    bucket: Bucket
    revision: Annotated[int, Field(ge=1)]
    tally: Tally
    by: Facets = Facets()

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
