"""What a place needs: pure arithmetic over the figures of tools/scaling_figures.py."""

from dataclasses import dataclass, field
from typing import Final

from schemas.topics import PARTITIONS
from tools import scaling_figures as told
from tools.scaling_figures import Assumed, Place

DAY: Final = 86_400.0
HOUR: Final = 3600.0
MONTH_DAYS: Final = 30
YEAR_DAYS: Final = 365


@dataclass(frozen=True, slots=True)
class Needs:
    """Rates at the peak, in seconds; cores of the machine that the figures are of; bytes after a year."""

    place: Place
    assumed: Assumed = field(default_factory=Assumed)

    @property
    def articles(self) -> float:
        """At the peak."""
        return self.place.articles_a_day / DAY * self.assumed.peak

    @property
    def reports(self) -> float:
        """At the peak."""
        return self.articles * self.assumed.reports_an_article

    @property
    def reports_a_day(self) -> float:
        """How many articles of a day tell of an incident."""
        return self.place.articles_a_day * self.assumed.reports_an_article

    @property
    def wires_an_incident(self) -> float:
        """As many as in the benchmark, and more only when all incidents of the world are told of."""
        return max(told.WIRES_AN_INCIDENT.value, self.reports_a_day / self.assumed.incidents_a_day)

    @property
    def incidents_a_year(self) -> float:
        """How many are remembered after a year."""
        return self.reports_a_day * YEAR_DAYS / self.wires_an_incident

    @property
    def ingest_cores(self) -> float:
        """For articles and polls."""
        polls = self.place.feeds / told.FEEDS_HELD.value * told.POLLING_SECONDS.value / HOUR
        return self.articles / told.INGEST_CPU_RATE.value + polls

    @property
    def extraction_cores(self) -> float:
        """For reading alone."""
        return self.articles * told.READ_SECONDS.value

    @property
    def aggregation_cores(self) -> float:
        """For all countries; a report costs the more, the more wires told its incident."""
        a_report = max(told.AGGREGATION_SECONDS.value, self.wires_an_incident * told.RETOLD_SECONDS.value)
        return self.reports * a_report

    @property
    def busiest_core(self) -> float:
        """What the worker of the busiest country needs, of the one core that it can use."""
        return self.aggregation_cores * self.assumed.busiest_country

    @property
    def page_seconds(self) -> float:
        """How long the busiest country's month takes to open, if only in proportion to its reports."""
        page = self.reports_a_day * MONTH_DAYS * self.assumed.busiest_country
        return page / told.PAGE_REPORTS.value * told.PAGE_SECONDS.value

    @property
    def known_days(self) -> float:
        """How long a text is known, so that a copy of it is told from news."""
        return min(told.SKETCH_DAYS.value, told.SKETCHES.value / self.place.articles_a_day)

    @property
    def broker_bytes(self) -> float:
        """Of one copy."""
        logs = told.INTAKE_BYTES.value + told.ARTICLE_BYTES.value
        reports = told.REPORT_BYTES.value + told.REPORT_ROWS_BYTES.value / told.WIRES_AN_INCIDENT.value
        tables = (told.SNAPSHOT_BYTES.value + told.COUNTS_BYTES.value) * self.incidents_a_year
        return (self.place.articles_a_day * logs + self.reports_a_day * reports) * YEAR_DAYS + tables

    @property
    def disk_bytes(self) -> float:
        """Of aggregation's tables, in proportion to their rows on the broker."""
        of_reports = told.REPORT_ROWS_BYTES.value
        of_others = told.SNAPSHOT_BYTES.value + told.COUNTS_BYTES.value
        packed = told.DISK_BYTES.value / told.INCIDENTS_ON_DISK.value / (of_reports + of_others)
        reports = self.reports_a_day * YEAR_DAYS / told.WIRES_AN_INCIDENT.value
        return packed * (of_reports * reports + of_others * self.incidents_a_year)

    @property
    def recovery_seconds(self) -> float:
        """For a start from nothing: rows of reports and snapshots alone, a quarter of them for each of four workers."""
        rows = self.reports_a_day * YEAR_DAYS + self.incidents_a_year
        return rows / PARTITIONS / told.RECOVERY_ROWS.value

    @property
    def api_bytes(self) -> float:
        """Of each replica's file."""
        return self.incidents_a_year / told.API_INCIDENTS.value * told.API_BYTES.value

    @property
    def columns_seconds(self) -> float:
        """What the page's columns of a year take to make."""
        return self.incidents_a_year / told.API_INCIDENTS.value * told.API_COLUMNS_SECONDS.value

    @property
    def cores(self) -> float:
        """Of the three services that work."""
        return self.ingest_cores + self.extraction_cores + self.aggregation_cores

    @property
    def cost(self) -> float:
        """A month, when a year is kept."""
        kept = self.broker_bytes * self.assumed.copies + self.disk_bytes + self.api_bytes
        return self.cores * self.assumed.core_month + kept / 1e9 * self.assumed.gigabyte_month
