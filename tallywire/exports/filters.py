"""Which incidents are wanted: the same names as in the API and in the page's address, `country=IQ&kind=bombing`."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal, Self
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from schemas.incidents import IncidentResolved
from schemas.values import CountryCode, Location
from schemas.vocabulary import DOERS, EventType, Factuality, IncidentStatus, Outcome, TargetKind, WeaponKind
from services.common.envelope import faults
from tallywire.exports.entries import Entry

_SEVERAL = frozenset({"country", "admin1", "kind", "weapon", "actor", "outcome", "target_kind"})
Degrees = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


class WrongFilter(ValueError):
    """A filter that is unknown or has a value that it cannot have; the text names it."""


class Filters(BaseModel):
    """What an incident must be; values of one filter are alternatives, filters hold together."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    from_: date | None = Field(None, alias="from")
    to: date | None = None
    country: tuple[CountryCode, ...] = ()
    admin1: tuple[str, ...] = ()
    bbox: tuple[Degrees, Degrees, Degrees, Degrees] | None = None
    """West, south, east, north; west of more than east crosses the date line."""
    kind: tuple[EventType, ...] = ()
    weapon: tuple[WeaponKind, ...] = ()
    actor: tuple[str, ...] = ()
    outcome: tuple[Outcome, ...] = ()
    target_kind: tuple[TargetKind, ...] = ()
    factuality: Factuality | Literal["any"] = Factuality.OCCURRED
    status: IncidentStatus | Literal["any"] = IncidentStatus.STANDING
    min_sources: int = Field(0, ge=0)
    q: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ and self.to and self.to < self.from_:
            raise ValueError("`to` is before `from`")
        if self.bbox and self.bbox[1] > self.bbox[3]:
            raise ValueError("bbox: south is north of north")
        return self

    @classmethod
    def of(cls, queries: Iterable[str]) -> Self:
        """The filters that are written like an address's query, in one piece or several.

        Raises:
            WrongFilter: one is unknown, or has a value that it cannot have.
        """
        told: dict[str, Any] = {}
        for query in queries:
            for name, value in _pairs(query):
                if name in _SEVERAL:
                    told.setdefault(name, []).append(value)
                elif name in told:
                    raise WrongFilter(f"{name}: it is given twice")
                else:
                    told[name] = value.split(",") if name == "bbox" else value
        try:
            return cls.model_validate(told)
        except ValidationError as error:
            raise WrongFilter(faults(error)) from error

    def take(self, entry: Entry) -> bool:
        """Whether the incident is wanted."""
        incident = entry.incident
        return (
            self.status in ("any", incident.status)
            and self.factuality in ("any", incident.factuality)
            and incident.corroboration >= self.min_sources
            and self._as_told(incident)
            and self._when(incident)
            and self._where(incident.location or Location())
            and self._said(entry)
        )

    def _as_told(self, incident: IncidentResolved) -> bool:
        asked: tuple[tuple[tuple[str, ...], set[str]], ...] = (
            (self.kind, {incident.event_type}),
            (self.weapon, {incident.weapon.kind}),
            (self.outcome, {incident.outcome}),
            (self.actor, {told.actor for told in incident.attributions if told.actor and told.stance in DOERS}),
            (self.target_kind, {target.kind for target in incident.targets}),
        )
        return all(not wanted or not told.isdisjoint(wanted) for wanted, told in asked)

    def _when(self, incident: IncidentResolved) -> bool:
        occurred = incident.occurred
        if occurred is None:
            return self.from_ is None and self.to is None
        return occurred.latest >= (self.from_ or date.min) and occurred.earliest <= (self.to or date.max)

    def _where(self, place: Location) -> bool:
        named = (not self.country or place.country in self.country) and (not self.admin1 or place.admin1 in self.admin1)
        if not named or self.bbox is None:
            return named
        if place.lat is None or place.lon is None:
            return False
        west, south, east, north = self.bbox
        across = place.lon >= west or place.lon <= east
        return south <= place.lat <= north and (across if west > east else west <= place.lon <= east)

    def _said(self, entry: Entry) -> bool:
        """Whether each word of `q` is in the names of places, actors and targets, or in a headline."""
        if not self.q:
            return True
        incident, place = entry.incident, entry.incident.location or Location()
        told = [
            place.name,
            place.admin1,
            *(a.actor for a in incident.attributions),
            *(t.name for t in incident.targets),
        ]
        words = " ".join([*filter(None, told), *(a.headline for a in entry.articles)]).casefold()
        return all(word in words for word in self.q.casefold().split())


def _pairs(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query, keep_blank_values=True, strict_parsing=True)
    except ValueError as error:
        raise WrongFilter(f"{query!r} is no filter: write name=value, as country=IQ") from error
