"""The numbers a day of a series, read off the cells of days."""

from collections.abc import Iterable, Mapping
from datetime import date

from schemas.alerts import Series
from schemas.counts import Bucket
from schemas.vocabulary import Facet, SeriesKind
from services.aggregation.domain.cells import Cell
from services.aggregation.domain.counting import bucket_of
from services.aggregation.domain.spans import Level, level

_FACETS = {SeriesKind.ACTOR: Facet.ACTOR, SeriesKind.WEAPON: Facet.WEAPON}


def number(cells: Mapping[Bucket, Cell], series: Series, day: int) -> int:
    """How many incidents of the series happened on a day (an ordinal), by the cells of its month."""
    region = series.value if series.kind == SeriesKind.ADMIN1 else None
    cell = cells.get(bucket_of(date.fromordinal(day).isoformat(), series.country, region))
    if cell is None:
        return 0
    facet = _FACETS.get(series.kind)
    return cell.number(facet, series.value or "") if facet else cell.total.incidents


def numbers(cells: Mapping[Bucket, Cell]) -> dict[Series, dict[int, int]]:
    """The numbers a day of every series in these cells."""
    found: dict[Series, dict[int, int]] = {}
    for bucket, cell in cells.items():
        if level(bucket.span) == Level.DAY:
            day = date.fromisoformat(bucket.span).toordinal()
            for series in _series_in(bucket, cell):
                found.setdefault(series, {})[day] = number(cells, series, day)
    return found


def _series_in(bucket: Bucket, cell: Cell) -> Iterable[Series]:
    if bucket.admin1:
        return [Series(country=bucket.country, kind=SeriesKind.ADMIN1, value=bucket.admin1)]
    kinds = {facet: kind for kind, facet in _FACETS.items()}
    marked = [
        Series(country=bucket.country, kind=kinds[facet], value=value)
        for facet, value in cell.by
        if facet in kinds and (facet, value) != (Facet.WEAPON, "unknown")
    ]
    return [Series(country=bucket.country, kind=SeriesKind.TOTAL), *marked]
