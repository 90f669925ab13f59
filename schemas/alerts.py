"""What stands out in the counts: `wire.alerts.v1`."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from schemas.events import Event
from schemas.values import CountryCode, Range, Text, Value
from schemas.vocabulary import SeriesKind, UpsurgeEnd


class Series(Value):
    """A number of incidents a day, by the day they happened: of a country, or of what `value` names within it."""

    country: CountryCode
    kind: SeriesKind
    value: Text | None = None


class Ground(Value):
    """Why a day is taken for part of an upsurge, so that anybody can work it out again."""

    days: Annotated[tuple[int, ...], Field(description="incidents on each of the seven days up to this one")]
    weeks: Annotated[
        tuple[int, ...],
        Field(description="incidents in each of eight weeks, oldest first; two weeks lie between them and the days"),
    ]
    number: Annotated[int, Field(ge=0, description="incidents in the seven days")]
    expected: Annotated[float, Field(ge=0, description="as many are expected in seven days, going by the eight weeks")]
    usual: Annotated[Range, Field(description="within this range the number lies in 95 of 100 weeks")]
    tail: Annotated[float, Field(ge=0, le=1, description="the chance that it is as high as it is, or higher")]


class UpsurgeEvent(Event):
    """What all events about an upsurge carry; a later `revision` replaces the earlier, of whichever type."""

    upsurge_id: Text
    revision: Annotated[int, Field(ge=1)]
    series: Series
    since: Annotated[date, Field(description="the first day on which the number of the last seven days stood out")]
    ground: Annotated[Ground, Field(description="what was found on that day")]

    @property
    def event_id(self) -> str:
        """One revision of the upsurge."""
        return f"{self.upsurge_id}:{self.revision}"

    @property
    def key(self) -> str:
        """A country's alerts are in order."""
        return self.series.country

    @property
    def subject(self) -> str:
        """The upsurge."""
        return self.upsurge_id


class UpsurgeDetected(UpsurgeEvent):
    """A country, region, actor or weapon departs from its own past, and still does."""

    type: Literal["upsurge.detected.v1"] = "upsurge.detected.v1"


class UpsurgeEnded(UpsurgeEvent):
    """An upsurge is over, or is none after all. One that was over when it was found has only this event."""

    type: Literal["upsurge.ended.v1"] = "upsurge.ended.v1"
    last: Annotated[date, Field(description="the last day on which the number stood out")]
    reason: UpsurgeEnd
    continued_as: Annotated[Text | None, Field(description="the upsurge that corrections made of it")] = None
