"""Writes the tables of docs/scaling.md: `python -m tools.scaling`, again whenever a figure or an assumption changed."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Final

from schemas.topics import PARTITIONS
from tools import scaling_figures as told
from tools.scaling_figures import PLACES, Place
from tools.scaling_needs import DAY, HOUR, Needs

PAGE: Final = Path(__file__).parents[1] / "docs" / "scaling.md"
TABLE: Final = re.compile(r"(<!-- (\w+):begin -->\n).*?(<!-- \2:end -->)", re.DOTALL)
MOST: Final = 1e12
"""Articles a day, more than there will ever be."""

Row = tuple[str, Callable[[Needs], str]]


def rounded(number: float) -> str:
    """Two digits that count, and no more: the rest would be a claim."""
    if number >= 10:
        return f"{float(f'{number:.2g}'):,.0f}"
    return f"{Decimal(f'{number:.2g}'):f}"


def size(number: float) -> str:
    """Bytes for people."""
    unit, power = next((unit for unit in (("TB", 1e12), ("GB", 1e9)) if number >= unit[1]), ("MB", 1e6))
    return f"{rounded(number / power)} {unit}"


def duration(seconds: float) -> str:
    """A time for people."""
    units = (("days", DAY), ("h", HOUR), ("min", 60.0))
    unit, one = next((unit for unit in units if seconds >= 2 * unit[1]), ("s", 1.0))
    return f"{rounded(seconds / one)} {unit}"


ROWS: Final[tuple[Row, ...]] = (
    ("feeds", lambda n: f"{n.place.feeds:,.0f}"),
    ("articles a day", lambda n: f"{n.place.articles_a_day:,.0f}"),
    ("articles a second, at the peak", lambda n: rounded(n.articles)),
    ("cores for ingest, with its polls", lambda n: rounded(n.ingest_cores)),
    ("cores for extraction", lambda n: rounded(n.extraction_cores)),
    ("reports a second, at the peak", lambda n: rounded(n.reports)),
    ("cores for aggregation", lambda n: rounded(n.aggregation_cores)),
    ("wires that tell of one incident", lambda n: rounded(n.wires_an_incident)),
    ("incidents a year", lambda n: rounded(n.incidents_a_year)),
    ("on the broker after a year, one copy", lambda n: size(n.broker_bytes)),
    ("aggregation's tables on disk, all workers", lambda n: size(n.disk_bytes)),
    ("the api's file, each replica", lambda n: size(n.api_bytes)),
    ("a text is known for", lambda n: duration(n.known_days * DAY)),
    ("the busiest country's month opens in", lambda n: duration(n.page_seconds)),
    ("four workers start from nothing in", lambda n: duration(n.recovery_seconds)),
    ("a month's money, a year being kept", lambda n: rounded(n.cost)),
)


@dataclass(frozen=True, slots=True)
class Limit:
    """Something that ends: how full it is (1: it ends here), and what would have to change."""

    what: str
    fullness: Callable[[Needs], float]
    change: str


LIMITS: Final = (
    Limit(
        "ingest knows the texts of six days",
        lambda n: told.SKETCH_DAYS.value / (told.SKETCHES.value / n.place.articles_a_day),
        "sketches shared out and kept on disk, in place of one log in every worker's memory (decision 7)",
    ),
    Limit(
        "a month of the busiest country opens before its worker is taken for dead",
        lambda n: n.page_seconds / n.assumed.stalled_seconds,
        "pages opened from the incidents found before, not from reports; copies kept as a number; shorter pages",
    ),
    Limit(
        "all columns of a year in ten seconds",
        lambda n: n.columns_seconds / 10,
        "columns by month, made when they change; another store than one SQLite file in each replica (decision 13)",
    ),
    Limit(
        "a start from nothing within an hour",
        lambda n: n.recovery_seconds / HOUR,
        "standbys (there: `STANDBYS`), or copies of the stores taken while they run; more partitions",
    ),
    Limit(
        f"{PARTITIONS} workers of ingest",
        lambda n: n.articles / told.INGEST_RATE.value / PARTITIONS,
        "the same",
    ),
    Limit(
        f"{PARTITIONS} workers of extraction",
        lambda n: n.extraction_cores / PARTITIONS,
        "more `PARTITIONS`, and a rebuild that shares the log of articles out anew",
    ),
    Limit(
        "the busiest country on one core",
        lambda n: n.busiest_core,
        "countries shared out by region, with a second step that merges across them (decision 2)",
    ),
)


def reached(limit: Limit, like: Needs) -> float:
    """At how many articles a day something ends, all else being assumed alike."""
    low, high = 1.0, MOST
    while high / low > 1.001:
        middle = (low * high) ** 0.5
        full = limit.fullness(replace(like, place=replace(like.place, articles_a_day=middle))) > 1
        low, high = (low, middle) if full else (middle, high)
    return low


def needs_table() -> list[str]:
    """A column for each place."""
    needs = [Needs(place) for place in PLACES]
    heads = ["", *(place.name for place in PLACES)]
    rows = [[name, *(told_of(one) for one in needs)] for name, told_of in ROWS]
    return [_line(heads), _line(["---"] + ["---:"] * len(PLACES)), *map(_line, rows)]


def limits_table() -> list[str]:
    """A line for each limit, the nearest first."""
    like = Needs(Place("", 0, 0))
    found = sorted((reached(limit, like), limit.what, limit.change) for limit in LIMITS)
    heads = _line(["what ends", "articles a day", "what would have to change"])
    return [heads, "| --- | ---: | --- |", *(_line([what, rounded(number), change]) for number, what, change in found)]


def with_tables(page: str) -> str:
    """The page with its tables made anew."""
    tables = {"needs": needs_table(), "limits": limits_table()}
    return TABLE.sub(lambda found: "\n".join([found[1].rstrip(), *tables[found[2]], found[3]]), page)


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Writes the page."""
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(PAGE)


if __name__ == "__main__":
    main()
