"""The parts that events are made of: frozen values without identity."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from schemas.vocabulary import Precision, Stance, TargetKind, WeaponKind

CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2")]
Text = Annotated[str, Field(min_length=1)]

UNKNOWN_COUNTRY = "ZZ"
"""The key of reports whose country is unknown (reserved by ISO 3166 for users)."""


class Value(BaseModel):
    """A frozen value; fields that a newer writer added are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Range(Value):
    """A count between `min` and `max`, both included; `max` is None for "at least"."""

    min: Annotated[int, Field(ge=0)]
    max: Annotated[int, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.max is not None and self.max < self.min:
            raise ValueError(f"max {self.max} is below min {self.min}")
        return self


class Period(Value):
    """Days in local time at the place, both included."""

    earliest: date
    latest: date
    time_of_day: str | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.latest < self.earliest:
            raise ValueError(f"latest {self.latest} is before earliest {self.earliest}")
        return self


class Location(Value):
    """Where: the most precise place that is named. Degrees are WGS84."""

    name: str | None = None
    country: CountryCode | None = None
    admin1: str | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    precision: Precision | None = None


class Weapon(Value):
    """What with, and how many munitions or devices were used or attempted."""

    kind: WeaponKind = WeaponKind.UNKNOWN
    count: Range | None = None


class Target(Value):
    """What was attacked: its name in the wire, and its kind."""

    name: str | None = None
    kind: TargetKind = TargetKind.UNKNOWN


class Casualties(Value):
    """Persons killed and wounded, attackers left out where the wire tells them apart; None: not stated."""

    killed: Range | None = None
    wounded: Range | None = None


class Attribution(Value):
    """Who is said to have done it, how surely, and by whom (`by` is None: the wire itself)."""

    stance: Stance
    actor: str | None = None
    by: str | None = None


class Evidence(Value):
    """The words that fill a field: `quote` is the text between the offsets `start` and `end`.

    Offsets count characters (code points) of headline + newline + body.
    """

    field: str
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    quote: str
    rule: str | None = None
