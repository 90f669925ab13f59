"""Incidents as rows of plain columns: what CSV, Parquet and GeoJSON have in common."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from schemas.incidents import Attributed, IncidentResolved
from schemas.values import Location, Range, Target
from schemas.vocabulary import Stance
from tallywire.countries import country_name
from tallywire.exports.acled import geo_precision, time_precision, types_of
from tallywire.exports.entries import Entry

Cell = str | int | float | date | datetime | tuple[str, ...] | None
_RANK = (Stance.CLAIMED, Stance.BLAMED, Stance.SUSPECTED, Stance.DENIED)
_NOWHERE, _NOTHING = Location(), Target()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it holds, and how an incident fills it."""

    name: str
    holds: Literal["text", "whole", "number", "day", "moment", "texts"]
    of: Callable[[Entry], Cell]


def _place(entry: Entry) -> Location:
    return entry.incident.location or _NOWHERE


def _doer(incident: IncidentResolved) -> Attributed | None:
    """Who is tied most closely to the deed, if anybody is named."""
    named = [told for told in incident.attributions if told.actor and told.stance in _RANK]
    return min(named, key=lambda told: _RANK.index(told.stance), default=None)


def _actor(entry: Entry, field: Literal["actor", "stance", "by"]) -> str | None:
    doer = _doer(entry.incident)
    value = getattr(doer, field) if doer else None
    return None if value is None else str(value)


def _target(entry: Entry) -> Target:
    return next(iter(entry.incident.targets), _NOTHING)


def _low(value: Range | None) -> int | None:
    return value.min if value else None


def _high(value: Range | None) -> int | None:
    return value.max if value else None


def _day(entry: Entry, field: Literal["earliest", "latest"]) -> date | None:
    occurred = entry.incident.occurred
    return getattr(occurred, field) if occurred else None


def _sources(entry: Entry) -> tuple[str, ...]:
    return tuple(dict.fromkeys(report.source for report in entry.incident.reports))


def _links(entry: Entry) -> tuple[str, ...]:
    return tuple(dict.fromkeys(article.link for article in entry.articles if article.link))


COLUMNS: tuple[Column, ...] = (
    Column("event_id", "text", lambda e: e.incident.incident_id),
    Column("event_date", "day", lambda e: _day(e, "earliest")),
    Column("end_date", "day", lambda e: _day(e, "latest")),
    Column("time_precision", "whole", lambda e: time_precision(e.incident.occurred)),
    Column("event_type", "text", lambda e: types_of(e.incident)[0]),
    Column("sub_event_type", "text", lambda e: types_of(e.incident)[1]),
    Column("kind", "text", lambda e: str(e.incident.event_type)),
    Column("weapon", "text", lambda e: str(e.incident.weapon.kind)),
    Column("weapons_low", "whole", lambda e: _low(e.incident.weapon.count)),
    Column("weapons_high", "whole", lambda e: _high(e.incident.weapon.count)),
    Column("outcome", "text", lambda e: str(e.incident.outcome)),
    Column("factuality", "text", lambda e: str(e.incident.factuality)),
    Column("actor1", "text", lambda e: _actor(e, "actor")),
    Column("actor1_stance", "text", lambda e: _actor(e, "stance")),
    Column("actor1_named_by", "text", lambda e: _actor(e, "by")),
    Column("target", "text", lambda e: _target(e).name),
    Column("target_kind", "text", lambda e: str(_target(e).kind)),
    Column("iso", "text", lambda e: _place(e).country),
    Column("country", "text", lambda e: country_name(_place(e).country)),
    Column("admin1", "text", lambda e: _place(e).admin1),
    Column("location", "text", lambda e: _place(e).name),
    Column("latitude", "number", lambda e: _place(e).lat),
    Column("longitude", "number", lambda e: _place(e).lon),
    Column("geo_precision", "whole", lambda e: geo_precision(e.incident.location)),
    Column("source", "texts", _sources),
    Column("sources", "whole", lambda e: e.incident.corroboration),
    Column("fatalities", "whole", lambda e: _low(e.incident.casualties.killed)),
    Column("fatalities_high", "whole", lambda e: _high(e.incident.casualties.killed)),
    Column("wounded", "whole", lambda e: _low(e.incident.casualties.wounded)),
    Column("wounded_high", "whole", lambda e: _high(e.incident.casualties.wounded)),
    Column("confidence", "number", lambda e: e.incident.confidence),
    Column("notes", "text", lambda e: e.headline),
    Column("links", "texts", _links),
    Column("status", "text", lambda e: str(e.incident.status)),
    Column("revision", "whole", lambda e: e.incident.revision),
    Column("timestamp", "moment", lambda e: e.updated_at),
)
"""ACLED's names where there is something like it. `fatalities` and `wounded` are the least that the resolved toll has,
`_high` the most (empty: open, "at least"); of several actors `actor1` is whoever claims it, is blamed, or suspected."""
