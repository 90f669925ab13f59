"""What a client asks for: the same words in every endpoint, in streams, in exports and in the page's address."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from schemas.values import UNKNOWN_COUNTRY
from schemas.vocabulary import EventType, Factuality, IncidentStatus, Outcome, TargetKind, WeaponKind
from services.api.model.facts import Facts, day_number
from services.api.model.words import asked_words, has_words, match_expression

Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
Any_ = Literal["any"]
Box = tuple[float, float, float, float]
_NUMBER = r"-?\d{1,3}(\.\d{1,12})?"
BOX = rf"^{_NUMBER}(,{_NUMBER}){{3}}$"
_MOST = 50


def _box(value: Any) -> Any:
    """`west,south,east,north` in degrees; west may lie east of east: the box crosses the date line then."""
    if not isinstance(value, str):
        return value
    if not re.fullmatch(BOX, value, re.ASCII):
        raise ValueError("four numbers are wanted: west,south,east,north")
    west, south, east, north = map(float, value.split(","))
    if not (abs(west) <= 180 and abs(east) <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004  # degrees
        raise ValueError("degrees are wanted: west and east within 180, south and north within 90, south first")
    return value


def _day(value: Any) -> Any:
    """Days are written as such: pydantic would take a number for seconds since 1970."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        raise ValueError("a day is wanted: 2022-01-31")
    return value


Day = Annotated[date, BeforeValidator(_day)]
Boxed = Annotated[str, BeforeValidator(_box), Field(json_schema_extra={"pattern": BOX})]


def _many(what: Any) -> Any:
    return Annotated[tuple[what, ...], Field(max_length=_MOST)]


class Filters(BaseModel):
    """Which incidents: repeated words are alternatives, different ones must all hold."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)

    since: Annotated[Day | None, Field(alias="from", description="happened on this day or later")] = None
    until: Annotated[Day | None, Field(alias="to", description="happened on this day or earlier")] = None
    country: Annotated[tuple[Country, ...], Field(max_length=_MOST, description="ISO 3166-1 alpha-2; ZZ: unknown")] = ()
    admin1: Annotated[tuple[Name, ...], Field(max_length=_MOST, description="region")] = ()
    bbox: Annotated[Boxed | None, Field(description="west,south,east,north; west > east crosses the date line")] = None
    kind: Annotated[tuple[EventType, ...], Field(max_length=_MOST)] = ()
    weapon: Annotated[tuple[WeaponKind, ...], Field(max_length=_MOST)] = ()
    actor: Annotated[tuple[Name, ...], Field(max_length=_MOST, description="who is said to have done it")] = ()
    outcome: Annotated[tuple[Outcome, ...], Field(max_length=_MOST)] = ()
    target_kind: Annotated[tuple[TargetKind, ...], Field(max_length=_MOST)] = ()
    factuality: Annotated[tuple[Factuality | Any_, ...], Field(min_length=1, max_length=_MOST)] = (Factuality.OCCURRED,)
    status: Annotated[tuple[IncidentStatus | Any_, ...], Field(min_length=1, max_length=_MOST)] = (
        IncidentStatus.STANDING,
    )
    min_sources: Annotated[int, Field(ge=0, le=1000, description="different sources at least")] = 0
    q: Annotated[Words | None, Field(description="words of place, actors, targets and headlines; beginnings do")] = None

    @property
    def box(self) -> Box | None:
        """The box in degrees: west, south, east, north."""
        if self.bbox is None:
            return None
        west, south, east, north = map(float, self.bbox.split(","))
        return west, south, east, north


def only(filters: Filters) -> Filters:
    """The filters alone, of a question that asks for a page of them as well."""
    return Filters.model_validate({_alias(n): getattr(filters, n) for n in Filters.model_fields})


def _alias(name: str) -> str:
    return Filters.model_fields[name].alias or name


_SETS = ("admin1", "kind", "weapon", "outcome", "factuality", "status")
_MARKS = {"actor": "actors", "target_kind": "target_kinds"}


def matches(filters: Filters, seen: Facts, words: Iterable[str]) -> bool:
    """Whether the incident is one of those asked for."""
    return (
        all(_among(getattr(filters, name), getattr(seen, name)) for name in _SETS)
        and _among(filters.country, seen.country or UNKNOWN_COUNTRY)
        and all(_any_among(getattr(filters, asked), getattr(seen, had)) for asked, had in _MARKS.items())
        and seen.sources >= filters.min_sources
        and _when(filters, seen)
        and _where(filters.box, seen)
        and (filters.q is None or has_words(filters.q, words))
    )


def _among(asked: tuple[str, ...], had: str | None) -> bool:
    return not asked or "any" in asked or had in asked


def _any_among(asked: tuple[str, ...], had: tuple[str, ...]) -> bool:
    return not asked or any(one in asked for one in had)


def _when(filters: Filters, seen: Facts) -> bool:
    if filters.since is None and filters.until is None:
        return True
    if seen.first is None or seen.last is None:
        return False
    return (filters.since is None or seen.last >= day_number(filters.since)) and (
        filters.until is None or seen.first <= day_number(filters.until)
    )


def _where(box: Box | None, seen: Facts) -> bool:
    if box is None:
        return True
    if seen.lat is None or seen.lon is None:
        return False
    west, south, east, north = box
    inside = west <= seen.lon <= east if west <= east else (seen.lon >= west or seen.lon <= east)
    return inside and south <= seen.lat <= north


def where(filters: Filters) -> tuple[str, list[Any]]:
    """The same as a condition on `incidents`, with its values."""
    parts: list[tuple[str, list[Any]]] = [
        *(_one_of(name, getattr(filters, name)) for name in _SETS),
        _one_of(f"coalesce(country, '{UNKNOWN_COUNTRY}')", filters.country),
        *(_marked(name, getattr(filters, name)) for name in _MARKS),
        *_within(filters),
    ]
    held = [(sql, values) for sql, values in parts if sql]
    return " AND ".join(sql for sql, _ in held) or "1", [value for _, values in held for value in values]


def _one_of(column: str, asked: tuple[str, ...]) -> tuple[str, list[Any]]:
    if not asked or "any" in asked:
        return "", []
    return f"{column} IN ({', '.join('?' * len(asked))})", [str(one) for one in asked]


def _marked(facet: str, asked: tuple[str, ...]) -> tuple[str, list[Any]]:
    if not asked:
        return "", []
    sql, values = _one_of("value", asked)
    return f"n IN (SELECT n FROM marks WHERE facet = ? AND {sql})", [facet, *values]


def _within(filters: Filters) -> Iterable[tuple[str, list[Any]]]:
    if filters.min_sources:
        yield "sources >= ?", [filters.min_sources]
    if filters.since:
        yield "last >= ?", [day_number(filters.since)]
    if filters.until:
        yield "first <= ?", [day_number(filters.until)]
    if filters.box:
        yield _boxed(filters.box)
    if filters.q is not None and asked_words(filters.q):
        yield "n IN (SELECT rowid FROM incident_words WHERE words MATCH ?)", [match_expression(filters.q)]


def _boxed(box: Box) -> tuple[str, list[Any]]:
    """By the R-tree, which rounds outwards; then exactly."""
    west, south, east, north = box
    spans = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    trees = " OR ".join("(west <= ? AND east >= ?)" for _ in spans)
    lons = " OR ".join("lon BETWEEN ? AND ?" for _ in spans)
    sql = (
        f"n IN (SELECT n FROM places WHERE ({trees}) AND south <= ? AND north >= ?) "
        f"AND ({lons}) AND lat BETWEEN ? AND ?"
    )
    tree_values = [value for one in spans for value in reversed(one)]
    return sql, [*tree_values, north, south, *(value for one in spans for value in one), south, north]
