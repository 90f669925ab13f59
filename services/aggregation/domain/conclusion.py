"""What a number of reports comes to in the end, worked out at once: what the running service must come to as well."""

from collections.abc import Iterable
from typing import NamedTuple

from schemas.counts import CountChanged
from schemas.events import Event
from schemas.incidents import IncidentResolved
from schemas.reports import ReportEvent, StatisticReported
from schemas.statistics import StatisticCompared
from services.aggregation.domain.cells import Cell
from services.aggregation.domain.counting import folded
from services.aggregation.domain.heard import Heard, Place, now_heard, published_day
from services.aggregation.domain.merging import Standing
from services.aggregation.domain.numbers import numbers
from services.aggregation.domain.page import Page
from services.aggregation.domain.plausible import is_plausible
from services.aggregation.domain.statistics import compared
from services.aggregation.domain.watch import Alert, standing


class Conclusion(NamedTuple):
    """What stands in the end: pages by place, incidents by id, counts by bucket, upsurges by id."""

    pages: dict[Place, Page]
    incidents: dict[str, IncidentResolved]
    counts: dict[str, CountChanged]
    alerts: dict[str, Alert]
    statistics: dict[str, StatisticCompared]
    """The statistics that stand, by key, beside the counts."""


def concluded(events: Iterable[Event]) -> Conclusion:
    """What these events about reports come to; what cannot be is passed over, as the service buries it."""
    heard: dict[str, dict[str, Heard]] = {}
    now: dict[str, int] = {}
    for event in events:
        if isinstance(event, ReportEvent) and is_plausible(event):
            known = heard.setdefault(event.key, {})
            if fresh := now_heard(known.get(event.report_id), event):
                known[event.report_id] = fresh
                now[event.key] = max(now.get(event.key, 0), published_day(fresh))
    pages = _pages(heard)
    incidents = {one.incident_id: one for page in pages.values() for one in page.incidents.values()}
    cells = folded(incidents.values())
    series = numbers(cells)
    alerts = [
        alert
        for country, day in now.items()
        for alert in standing({one: daily for one, daily in series.items() if one.country == country}, day)
    ]
    counts = {bucket.key: cell.count(bucket) for bucket, cell in cells.items()}
    statistics = [
        compared(one.report, lambda bucket: cells.get(bucket, Cell()))
        for known in heard.values()
        for one in known.values()
        if isinstance(one.report, StatisticReported)
    ]
    by_id = {alert.upsurge_id: alert for alert in alerts}
    return Conclusion(pages, incidents, counts, by_id, {one.key: one for one in statistics})


def _pages(heard: dict[str, dict[str, Heard]]) -> dict[Place, Page]:
    on_page: dict[Place, dict[str, Standing]] = {}
    for country, known in heard.items():
        for report_id, one in known.items():
            if one.standing:
                on_page.setdefault(Place(country, one.month), {})[report_id] = one.standing
    return {place: Page(reports) for place, reports in on_page.items()}
