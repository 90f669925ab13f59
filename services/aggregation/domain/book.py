"""The book of one country: what its reports come to, page by page.

`hear` takes reports in; what they change is on the pages at once, and nowhere else until somebody tells the world and
remembers it. If that fails, the pages must be closed: opened again, they are what is remembered.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from schemas.counts import Bucket
from schemas.incidents import IncidentResolved
from schemas.reports import ReportEvent
from schemas.vocabulary import IncidentStatus
from services.aggregation.domain.heard import Heard, Month, now_heard
from services.aggregation.domain.merging import Standing
from services.aggregation.domain.page import Page


@dataclass(slots=True)
class Change:
    """What some events alter."""

    before: list[IncidentResolved] = field(default_factory=list)
    after: list[IncidentResolved] = field(default_factory=list)
    touched: set[Bucket] = field(default_factory=set)
    """The buckets whose value may have changed."""

    def snapshots(self) -> Iterator[IncidentResolved]:
        """What consumers must be told: new or altered incidents, and what became of those that are no more."""
        return snapshots(self.before, self.after)


class Book:
    """What was reported of one country."""

    def __init__(self, page: Callable[[Month], Page], recall: Callable[[str], Heard | None]) -> None:
        """A book of which `page` opens the pages, and `recall` tells what is remembered of a report."""
        self.page, self._recall = page, recall
        self.heard: dict[str, Heard] = {}
        """The reports of which this book heard something new, as they are now."""
        self.repeated: set[str] = set()
        """The reports of which it heard again what is known."""

    def hear(self, events: Iterable[ReportEvent]) -> Change:
        """What these events, in their order, alter."""
        known: dict[str, Heard | None] = {}
        for event in events:
            before = self._known(event.report_id)
            now = now_heard(before, event)
            if now is None:
                self.repeated.add(event.report_id)
            else:
                known.setdefault(event.report_id, before)
                self.heard[event.report_id] = now
        change = Change()
        for month, reports in self._by_page(known).items():
            turn = self.page(month).update(reports)
            change.before += turn.before
            change.after += turn.after
            change.touched |= turn.touched
        return change

    def _known(self, report_id: str) -> Heard | None:
        return self.heard.get(report_id) or self._recall(report_id)

    def _by_page(self, known: dict[str, Heard | None]) -> dict[Month, dict[str, Standing | None]]:
        """Which reports come to stand on which page, and which leave it, given what was known of them before."""
        moves: dict[Month, dict[str, Standing | None]] = {}
        for report_id, before in known.items():
            now = self.heard[report_id]
            if before and before.month is not None:
                moves.setdefault(before.month, {})[report_id] = None
            if now.month is not None:
                moves.setdefault(now.month, {})[report_id] = now.standing
        return dict(sorted(moves.items()))


def snapshots(old: Iterable[IncidentResolved], new: Iterable[IncidentResolved]) -> Iterator[IncidentResolved]:
    """New or altered incidents, and what became of those that are no more."""
    before = {incident.incident_id: incident for incident in old}
    after = {incident.incident_id: incident for incident in new}
    heirs = {ref.report_id: incident.incident_id for incident in after.values() for ref in incident.reports}
    ended = {i: _ended(incident, heirs) for i, incident in before.items() if i not in after}
    for incident_id, incident in after.items():
        replaced = sorted(i for i, one in ended.items() if one.merged_into == incident_id)
        if before.get(incident_id) != incident or replaced:
            yield incident.model_copy(update={"supersedes": tuple(replaced)})
    yield from ended.values()


def _ended(incident: IncidentResolved, heirs: dict[str, str]) -> IncidentResolved:
    """The last word on an incident that is no more: most of its reports may live on in another."""
    left = [heirs[ref.report_id] for ref in incident.reports if ref.report_id in heirs]
    heir = max(sorted(set(left)), key=left.count, default=None)
    return incident.model_copy(
        update={
            "status": IncidentStatus.MERGED_INTO if heir else IncidentStatus.WITHDRAWN,
            "merged_into": heir,
            "reports": (),
            "corroboration": 0,
        }
    )
