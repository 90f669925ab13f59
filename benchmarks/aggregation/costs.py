"""What a report costs, from its bytes to the rows that change, without Kafka: processor time of one core.

The tables are dictionaries; all else is what the service runs.
"""

from collections.abc import Iterator, Sequence
from statistics import mean, median
from typing import Final, NamedTuple

from benchmarks.aggregation.copies import MADE
from benchmarks.aggregation.desk import Desk
from benchmarks.aggregation.news import COUNTRIES, MILLION, NOW, arriving, crowded, retold
from benchmarks.aggregation.state import State, state_of
from benchmarks.clock import seconds
from services.aggregation.agents import CAUTIOUS
from services.aggregation.domain.heard import Place

NEW: Final = 1000
MILLI: Final = 1000.0
HEADS: Final = (
    "incidents remembered",
    "who stands where, s",
    "busiest page opens, s",
    "a report, ms: median",
    "mean",
    "1 in 100",
    "mean, to the first's",
    "reports a second",
    "200 together",
)
Line = tuple[str, ...]


class Cost(NamedTuple):
    """Milliseconds of reports."""

    median: float
    mean: float
    slow: float

    @classmethod
    def of(cls, took: Sequence[float]) -> "Cost":
        """Of these times in seconds."""
        ordered = sorted(one * MILLI for one in took)
        return cls(median(ordered), mean(ordered), ordered[int(len(ordered) * 0.99)])


class Growth:
    """What a report of the newest month costs, the more incidents are remembered."""

    def __init__(self, total: int = MILLION) -> None:
        """Of a world of so many incidents in ten years."""
        self._total, self._first = total, 0.0

    def line(self, count: int, state: State) -> Line:
        """The costs where the newest `count` incidents are remembered."""
        desk, clearance = Desk(state), Desk(state, CAUTIOUS)
        known = min(count, MADE)  # what is older may be a copy, in which no report belongs
        news, more = arriving(2 * NEW, self._total, known), arriving(6 * NEW, self._total, known, seed=2)
        list(desk.costs(news[:NEW]))  # the pages in use are open
        cost = Cost.of(list(desk.costs(news[NEW:])))
        list(clearance.costs(more[: 3 * NEW]))
        together = list(clearance.costs(more[3 * NEW :]))
        self._first = self._first or cost.mean
        return (
            f"{count:,} of {self._total:,}",
            f"{desk.opening:.2f}",
            _busiest(state),
            f"{cost.median:.1f}",
            f"{cost.mean:.1f}",
            f"{cost.slow:.0f}",
            f"{cost.mean / self._first:.2f}",
            f"{MILLI / cost.mean:,.0f}",
            f"{1 / mean(together):,.0f}",
        )


def _busiest(state: State) -> str:
    """How long it takes to open the newest page of the country with most reports."""
    shelf = state.tables(1).shelf
    shelf.told()
    place = Place(COUNTRIES[0], NOW.year * 12 + NOW.month - 1)
    took = seconds(lambda: shelf.page(place))
    return f"{took:.1f} ({len(shelf.page(place).standing):,} reports)"


def worst() -> Iterator[tuple[str, str]]:
    """Milliseconds of a report where much hangs together."""
    for count in (30, 100, 300):
        desk = Desk(state_of(crowded(count)))
        first, *rest = desk.costs(crowded(40, first=count))
        yield f"a report of a day with {count} incidents in its country", _told(first, rest)
    for count in (25, 100, 200):
        told_by = retold(count + 20)
        desk = Desk(state_of(told_by[:count]))
        first, *rest = desk.costs(told_by[count:])
        yield f"a report of an incident that {count} wires told", _told(first, rest)


def _told(first: float, rest: Sequence[float]) -> str:
    then = f"{mean(rest) * MILLI:.1f} ms (mean), {max(rest) * MILLI:.0f} ms (most)"
    return f"{first * MILLI:.0f} ms the first, which opens the page; then {then}"
