"""When a number of incidents a day departs from its own past: upsurges as a function of the daily numbers.

Days are ordinals. A day is up if something happened on it and the week that it ends has more incidents than eight weeks
before let expect. Whole weeks are compared, so that weekdays do not matter. Two weeks between them are left out, as in
the CDC's EARS C2, lest an upsurge hides itself while it goes on. Nothing beyond eleven weeks matters, so that a changed
day is felt by the next eleven weeks only. An upsurge is a run of up days with less than a week between. How often that
deceives, and how soon it tells: docs/decisions/0009-upsurges.md, by tools/upsurges.py.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
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
    ups = [day for first, last in _runs(sorted(daily)) for day in _up_days(daily, first, last)]
    return tuple(Upsurge(first, last, ground(daily, first)) for first, last in _runs(ups))


def updated(known: Sequence[Upsurge], daily: Mapping[int, int], days: Iterable[int]) -> tuple[Upsurge, ...]:
    """The upsurges of a series, of which these were known before the numbers of some days changed.

    What is looked at is what these days reach, and a week on both sides: an upsurge that goes on there has an up day in
    that week, which the change does not touch.
    """
    for first, last in _stretches(days):
        around = range(first - WEEK - REACH, last + WEEK + 1)
        numbers = {day: number for day in around if (number := daily.get(day, 0))}
        touched = [one for one in known if one.last >= first - WEEK and one.since <= last + WEEK]
        known = (
            *(one for one in known if one.last < first - WEEK),
            *_rebuilt(touched, numbers, first, last),
            *(one for one in known if one.since > last + WEEK),
        )
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


def _rebuilt(known: Sequence[Upsurge], daily: Mapping[int, int], first: int, last: int) -> list[Upsurge]:
    """The upsurges of the days from first to last; what is known goes on before and after as it did."""
    ups = _up_days(daily, first - WEEK, last + WEEK)
    built = [Upsurge(begin, end, ground(daily, begin)) for begin, end in _runs(ups)]
    if known and known[0].since < first - WEEK:
        built[0] = built[0]._replace(since=known[0].since, ground=known[0].ground)
    if known and known[-1].last > last + WEEK:
        built[-1] = built[-1]._replace(last=known[-1].last)
    return built


def _up_days(daily: Mapping[int, int], first: int, last: int) -> Iterator[int]:
    start = first - REACH
    sums = [0, *accumulate(daily.get(day, 0) for day in range(start, last + 1))]
    for day in range(first, last + 1):
        end = day - start + 1
        number = sums[end] - sums[end - WEEK]
        if number >= FEWEST and daily.get(day, 0):
            ends = sums[end - REACH - 1 : end - WEEK * PAUSE : WEEK]
            usual = is_usual(number, ends[-1] - ends[0], WEEKS)
            if not usual and stands_out(number, [b - a for a, b in pairwise(ends)]):
                yield day


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
