"""When a number of incidents a day departs from its own past: upsurges as a function of the daily numbers.

Days are ordinals. A day is up if something happened on it and the week that it ends has more incidents than eight weeks
before let expect. Whole weeks are compared, so that weekdays do not matter. Two weeks between them are left out, as in
the CDC's EARS C2, lest an upsurge hides itself while it goes on. Nothing beyond eleven weeks matters, so that a changed
day is felt by the next eleven weeks only. An upsurge is a run of up days with less than a week between. How often that
deceives, and how soon it tells: docs/decisions/0009-upsurges.md, by tools/upsurges.py.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from schemas.alerts import Ground
from schemas.values import Range
from services.aggregation.domain.predictive import is_usual, predictive

WEEK = 7
WEEKS = 8
PAUSE = 2
REACH = WEEK * (WEEKS + PAUSE + 1) - 1
"""A day's number decides on itself and so many days after it."""
ALPHA = 1e-3
FEWEST = 5
USUAL_SHARE = 0.95


Between = Callable[[int, int], Mapping[int, int]]
"""The numbers of a series from one day to another; days that are not in it have none."""


class Upsurge(NamedTuple):
    """A run of up days, from `since` to `last`, with what was found on the first."""

    since: int
    last: int
    ground: Ground

    def over(self, now: int) -> bool:
        """Whether the week after its last up day has passed; `now` is the newest day of which there is news."""
        return now > self.last + WEEK


def upsurges(daily: Mapping[int, int]) -> tuple[Upsurge, ...]:
    """All upsurges of a series, first to last."""
    return _built(daily, since=0)


def updated(known: Sequence[Upsurge], between: Between, days: Iterable[int]) -> tuple[Upsurge, ...]:
    """The upsurges of a series, of which these were known before the numbers of some days changed.

    What is looked at is what these days reach, a week on both sides, and all of the upsurges that lie in it. So what is
    known need not fit the numbers as they were: after a crash it may be ahead of them, and of days that come again.
    """
    for first, last in _stretches(days):
        low, high = _reach(known, first - WEEK, last + WEEK)
        built = _built(between(low - REACH, high), since=low)
        known = (*(one for one in known if one.last < low), *built, *(one for one in known if one.since > high))
    return tuple(known)


def ground(daily: Mapping[int, int], day: int) -> Ground:
    """What is found on a day: the week that it ends, and what the eight before it let expect."""
    numbers = [daily.get(one, 0) for one in range(day - REACH, day + 1)]
    *weeks, number = (sum(numbers[at : at + WEEK]) for at in range(0, len(numbers), WEEK))
    expected = predictive(weeks[:WEEKS])
    low, high = expected.range(USUAL_SHARE)
    return Ground(
        days=tuple(numbers[-WEEK:]),
        weeks=tuple(weeks[:WEEKS]),
        number=number,
        expected=round(expected.mean, 2),
        usual=Range(min=low, max=high),
        tail=float(f"{expected.tail(number):.3g}"),
    )


def stands_out(number: int, weeks: Sequence[int]) -> bool:
    """Whether so many incidents in a week are too many to be chance, after these weeks."""
    return predictive(weeks).tail(number) < ALPHA


def _reach(known: Sequence[Upsurge], low: int, high: int) -> tuple[int, int]:
    """The days from low to high, and those of all upsurges that lie in them."""
    within = [one for one in known if one.last >= low and one.since <= high]
    wider = min([low, *(one.since for one in within)]), max([high, *(one.last for one in within)])
    return wider if wider == (low, high) else _reach(known, *wider)


def _built(daily: Mapping[int, int], since: int) -> tuple[Upsurge, ...]:
    """The upsurges that begin on this day or later, as far as the numbers reach."""
    return tuple(Upsurge(first, last, ground(daily, first)) for first, last in _runs(_up_days(daily, since)))


def _up_days(daily: Mapping[int, int], since: int) -> Iterator[int]:
    for day in sorted(day for day, number in daily.items() if number and day >= since):
        number = _week(daily, day)
        if number < FEWEST:
            continue
        weeks = [_week(daily, day - WEEK * back) for back in range(WEEKS + PAUSE, PAUSE, -1)]
        if not is_usual(number, sum(weeks), WEEKS) and stands_out(number, weeks):
            yield day


def _week(daily: Mapping[int, int], day: int) -> int:
    """The number of the week that ends with this day."""
    return sum(daily.get(one, 0) for one in range(day - WEEK + 1, day + 1))


def _runs(days: Iterable[int]) -> list[tuple[int, int]]:
    """First and last day of each run of days with less than a week between."""
    runs: list[tuple[int, int]] = []
    for day in days:
        if runs and day - runs[-1][1] <= WEEK:
            runs[-1] = runs[-1][0], day
        else:
            runs.append((day, day))
    return runs


def _stretches(days: Iterable[int]) -> list[tuple[int, int]]:
    """What the days reach; stretches that are less than two weeks apart are one."""
    stretches: list[tuple[int, int]] = []
    for day in sorted(days):
        if stretches and day - stretches[-1][1] <= 2 * WEEK:
            stretches[-1] = stretches[-1][0], day + REACH
        else:
            stretches.append((day, day + REACH))
    return stretches
