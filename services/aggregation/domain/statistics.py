"""What wires say of numbers of attacks, compared with the cells of the same time, country and kinds."""

from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache

from schemas.counts import Bucket
from schemas.reports import StatisticReported
from schemas.statistics import Kind, StatisticCompared
from schemas.values import Range
from schemas.vocabulary import EventType, Facet, StatisticStatus, WeaponKind
from services.aggregation.domain.cells import Cell
from services.aggregation.domain.spans import month, week

LONGEST_DAYS = 36_525
"""Longer periods than a century are not compared: they would be thousands of cells."""
_WEEK = 7
_WORDS = {Facet.EVENT_TYPE: frozenset(EventType), Facet.WEAPON: frozenset(WeaponKind)}


def compared(statistic: StatisticReported, cell_of: Callable[[Bucket], Cell]) -> StatisticCompared:
    """The statistic beside what is counted here. The revision is for whoever publishes it to set."""
    claim = _claim(statistic)
    cells = [cell_of(bucket) for bucket in buckets_behind(statistic)]
    return claim.model_copy(update={"own": _sum(_number(cell, claim.kinds) for cell in cells) if cells else None})


def withdrawn(statistic: StatisticReported) -> StatisticCompared:
    """What is told of a statistic that stands no more."""
    return _claim(statistic).model_copy(update={"status": StatisticStatus.WITHDRAWN})


def buckets_behind(statistic: StatisticReported) -> tuple[Bucket, ...]:
    """The buckets that it is compared with: a change of one changes the comparison. None if it cannot be made here."""
    kinds, unknown = kinds_of(statistic.of)
    if len(statistic.countries) != 1 or (unknown and not kinds):
        return ()
    return tuple(Bucket(span=span, country=statistic.countries[0]) for span in _spans(statistic))


def kinds_of(words: Iterable[str]) -> tuple[tuple[Kind, ...], tuple[str, ...]]:
    """What the words are called here, an event type before a weapon; and those that are neither."""
    kinds: dict[Kind, None] = {}
    unknown: dict[str, None] = {}
    for word in words:
        plain = "_".join(word.lower().replace("-", " ").split())
        facet = next((facet for facet, known in _WORDS.items() if plain in known), None)
        if facet:
            kinds[Kind(facet=facet, value=plain)] = None
        else:
            unknown[word] = None
    return tuple(kinds), tuple(unknown)


@lru_cache(maxsize=4_096)
def cover(first: date, last: date) -> tuple[str, ...]:
    """The fewest days, weeks and months that make up these days exactly, in order."""
    start, end = first.toordinal(), last.toordinal() + 1
    best = {end: (0, 0)}  # from each day on: how many spans there are, and minus the length of the first
    for at in range(end - 1, start - 1, -1):
        lengths = _lengths(date.fromordinal(at))
        best[at] = min((best[at + length][0] + 1, -length) for length in lengths if at + length <= end)
    chosen = []
    while start < end:
        length = -best[start][1]
        chosen.append(_name(date.fromordinal(start), length))
        start += length
    return tuple(chosen)


def _lengths(day: date) -> list[int]:
    """How many days the spans have that begin on the day."""
    days = [monthrange(day.year, day.month)[1]] if day.day == 1 else []
    return [*days, _WEEK, 1] if day.weekday() == 0 else [*days, 1]


def _name(day: date, length: int) -> str:
    if length == 1:
        return day.isoformat()
    return week(day) if length == _WEEK else month(day)


def _spans(statistic: StatisticReported) -> tuple[str, ...]:
    period = statistic.period
    if period is None or (period.latest - period.earliest).days > LONGEST_DAYS:
        return ()
    return cover(period.earliest, period.latest)


def _claim(statistic: StatisticReported) -> StatisticCompared:
    kinds, unknown = kinds_of(statistic.of)
    told = statistic.model_dump(exclude={"type", "evidence", "extractor"})
    status = StatisticStatus.STANDING
    return StatisticCompared(**told, revision=1, status=status, spans=_spans(statistic), kinds=kinds, unknown=unknown)


def _number(cell: Cell, kinds: tuple[Kind, ...]) -> tuple[int, int]:
    """How many of the incidents are of one of the kinds, at least and at most.

    Every incident has one event type and one weapon: kinds of one facet add up, of two they may be the same incidents.
    """
    if not kinds:
        return cell.total.incidents, cell.total.incidents
    sums = [sum(cell.number(kind.facet, kind.value) for kind in kinds if kind.facet == facet) for facet in _WORDS]
    return max(sums), min(sum(sums), cell.total.incidents)


def _sum(numbers: Iterable[tuple[int, int]]) -> Range:
    lows, highs = zip(*numbers, strict=True)
    return Range(min=sum(lows), max=sum(highs))
