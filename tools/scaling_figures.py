"""What `tools/scaling.py` computes from: measured figures, each with where it is told, and what is assumed."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure, and the document of the project that tells it in these words."""

    value: float
    where: str
    said: str


DEMO: Final = "tests/e2e/released/0.1.0/about.json"

READ_SECONDS: Final = Measured(0.0104, "docs/extraction.md", "a wire takes 10.4 ms of a core")
"""Of one core, for a wire."""
INGEST_RATE: Final = Measured(161, "docs/ingest.md", "one process takes 161 stories a second")
INGEST_CPU_RATE: Final = Measured(174, "docs/ingest.md", "174 for a second of its processor time")
FEEDS_HELD: Final = Measured(10_000, "docs/ingest.md", "10,000 quiet feeds are 70 MB")
FEEDS_BYTES: Final = Measured(70e6, "docs/ingest.md", "10,000 quiet feeds are 70 MB")
POLLING_SECONDS: Final = Measured(56, "docs/ingest.md", "asked every hour each, 56 CPU seconds an hour")
"""For so many feeds, in an hour."""
SKETCH_BYTES: Final = Measured(2000, "docs/decisions/0007-repeats-by-one-log.md", "about 2 kB each")
SKETCHES: Final = Measured(300_000, "docs/decisions/0007-repeats-by-one-log.md", "no more than 300,000")
SKETCH_DAYS: Final = Measured(6, "docs/decisions/0007-repeats-by-one-log.md", "the sketches of six days")

AGGREGATION_SECONDS: Final = Measured(
    4.2 / 1000, "docs/decisions/0014-tables-on-disk.md", "for 4.2 and 3.8 CPU seconds"
)
RETOLD_SECONDS: Final = Measured(0.021 / 200, "docs/aggregation.md", "100 wires told, 21 ms with 200")
"""A report costs this for each wire that told of its incident before."""
PAGE_REPORTS: Final = Measured(5577, "docs/aggregation.md", "5.6 s for 5,577 reports")
PAGE_SECONDS: Final = Measured(5.6, "docs/aggregation.md", "5.6 s for 5,577 reports")
"""To open a page, a country's month, of so many reports."""
RECOVERY_ROWS: Final = Measured(17_000, "docs/decisions/0014-tables-on-disk.md", "some 17,000 rows a second")

WIRES_AN_INCIDENT: Final = Measured(2.06, "benchmarks/aggregation/news.py", "(1, 2, 3, 4, 5), (45, 25, 15, 9, 6)")
"""In the benchmark that the next five are of."""
INCIDENTS_ON_DISK: Final = Measured(98_000, "docs/decisions/0014-tables-on-disk.md", "| 98,000 | memory |")
DISK_BYTES: Final = Measured(196 * 2**20, "docs/decisions/0014-tables-on-disk.md", "| 472 MiB | 196 MiB |")
REPORT_ROWS_BYTES: Final = Measured(1700, "docs/decisions/0014-tables-on-disk.md", "1.7 of reports")
SNAPSHOT_BYTES: Final = Measured(2000, "docs/decisions/0014-tables-on-disk.md", "2.0 of its snapshot")
COUNTS_BYTES: Final = Measured(1300, "docs/decisions/0014-tables-on-disk.md", "1.3 of counts")

API_INCIDENTS: Final = Measured(50_000, "docs/api.md", "250,000 messages that make 50,000 incidents")
API_BYTES: Final = Measured(187e6, "docs/api.md", "are 187 MB on disk")
API_COLUMNS_SECONDS: Final = Measured(1.0, "docs/api.md", "all 50,000 1.0 s with packing")

INTAKE_BYTES: Final = Measured(40935 / 48, DEMO, '"wire.intake.v1": { "records": 48, "bytes": 40935 }')
ARTICLE_BYTES: Final = Measured(53455 / 48, DEMO, '"wire.articles.v1": { "records": 48, "bytes": 53455 }')
REPORT_BYTES: Final = Measured(104698 / 60, DEMO, '"wire.reports.v1": { "records": 60, "bytes": 104698 }')
"""Of a record on the topic, with its key and headers, in the demo."""


@dataclass(frozen=True, slots=True)
class Assumed:
    """What nobody measured here: replace it by what is known of your own feeds, machines and prices."""

    reports_an_article: float = 0.05
    """News of all kinds; of a war's own agencies it is nearer to one."""
    incidents_a_day: float = 2000
    """That happen in all the world and are told of: more wires tell of the same ones, not of more."""
    busiest_country: float = 0.25
    """Its share of all reports: one country is one worker's."""
    peak: float = 3
    """The busiest hour's rate, to the day's mean."""
    copies: float = 3
    """Of everything on the broker."""
    stalled_seconds: float = 300
    """TALLYWIRE_STALLED_SECONDS: a worker that opens a page for longer is taken for dead, and started again."""
    core_month: float = 20
    gigabyte_month: float = 0.1
    """Prices, in any money."""


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to run it: how many feeds it follows, and how many articles a day they bring."""

    name: str
    feeds: float
    articles_a_day: float


PLACES: Final = (
    Place("a laptop", 200, 10_000),
    Place("one server", 10_000, 300_000),
    Place("10 million", 180_000, 10e6),
    Place("every site", 1e6, 50e6),
)
"""180,000 feeds are what Media Cloud follows; the numbers for every news site on earth are a guess."""
