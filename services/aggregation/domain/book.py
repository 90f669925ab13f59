"""The book of one country: what was heard, the incidents it makes, and their counts.

Everything follows from the reports that are remembered. `change` says what an event would alter and alters nothing;
`keep` makes it so, once the world has been told. A book opened from the remembered reports equals one that heard
them one by one, in any order.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from schemas.counts import Bucket
from schemas.incidents import IncidentResolved
from schemas.reports import IncidentReported, IncidentRetracted
from schemas.vocabulary import IncidentStatus
from services.aggregation.domain.accounts import Account, accounts
from services.aggregation.domain.cells import Cell
from services.aggregation.domain.clusters import Cluster, alike, clustered, region
from services.aggregation.domain.counting import folded, recounted
from services.aggregation.domain.merging import Standing, merged

LONGEST_SPAN_DAYS = 31
"""Reports dated no closer than this are compared only with each other: they would touch everything."""


class Heard(NamedTuple):
    """The newest thing heard about a report; `report` is None when it is retracted."""

    revision: int
    since: datetime | None
    report: IncidentReported | None


@dataclass(frozen=True, slots=True)
class Change:
    """What one event alters: the report as heard now, snapshots that differ, new cells of buckets."""

    report_id: str
    heard: Heard
    article_accounts: dict[str, Account]
    dissolved: tuple[Cluster, ...]
    formed: dict[Cluster, IncidentResolved]
    snapshots: tuple[IncidentResolved, ...]
    cells: dict[Bucket, Cell]


@dataclass(slots=True)
class Book:
    """All that is remembered of one country, and what follows from it."""

    heard: dict[str, Heard] = field(default_factory=dict)
    incidents: dict[Cluster, IncidentResolved] = field(default_factory=dict)
    cells: dict[Bucket, Cell] = field(default_factory=dict)
    account_of: dict[str, Account] = field(default_factory=dict)
    members: dict[Account, dict[str, str]] = field(default_factory=dict)
    by_article: dict[str, set[str]] = field(default_factory=dict)
    by_day: dict[int | None, set[Account]] = field(default_factory=dict)
    cluster_of: dict[Account, Cluster] = field(default_factory=dict)

    def change(self, event: IncidentReported | IncidentRetracted) -> Change | None:
        """What the event alters; None if as new a revision of this report was heard."""
        heard = now_heard(self.heard.get(event.report_id), event)
        if heard is None:
            return None
        view = _View(self, event, heard)
        formed = {
            cluster: merged(view.standing(report_id) for account in cluster for report_id in view.members(account))
            for cluster in view.clusters()
        }
        dissolved = tuple({self.cluster_of[a] for a in view.touched() if a in self.cluster_of})
        old, new = [self.incidents[c] for c in dissolved], list(formed.values())
        cells = recounted(lambda bucket: self.cells.get(bucket, Cell()), old, new)
        return Change(event.report_id, heard, view.after, dissolved, formed, tuple(snapshots(old, new)), cells)

    def keep(self, change: Change) -> None:
        """Makes the change part of the book."""
        self.heard[change.report_id] = change.heard
        for report_id in [change.report_id, *change.article_accounts]:
            self._place(report_id, change.article_accounts.get(report_id))
        for cluster in change.dissolved:
            del self.incidents[cluster]
            for account in cluster:
                self.cluster_of.pop(account, None)
        self._form(change.formed)
        self.cells.update(change.cells)
        for bucket in [b for b, cell in change.cells.items() if cell.empty]:
            del self.cells[bucket]

    @classmethod
    def opened(cls, heard: dict[str, Heard]) -> "Book":
        """The book that follows from what is remembered."""
        book = cls(heard=dict(heard))
        articles: dict[str, list[IncidentReported]] = {}
        for one in heard.values():
            if one.report:
                articles.setdefault(one.report.article_id, []).append(one.report)
        for reports in articles.values():
            for report_id, account in accounts(reports).items():
                book._place(report_id, account)
        book._form(book._all_clusters())
        book.cells = folded(book.incidents.values())
        return book

    def standing(self, report_id: str) -> Standing:
        """A report that stands."""
        return _standing(self.heard[report_id])

    def near(self, account: Account) -> Iterator[Account]:
        """The accounts that could be alike, by their days."""
        for day in days(account, margin=1):
            yield from self.by_day.get(day, ())

    def _all_clusters(self) -> dict[Cluster, IncidentResolved]:
        formed: dict[Cluster, IncidentResolved] = {}
        seen: set[Account] = set()
        for account in self.members:
            if account not in seen:
                here = region([account], self.near)
                seen |= here
                told = {a: frozenset(self.members[a].values()) for a in here}
                for cluster in clustered(here, told):
                    formed[cluster] = merged(self.standing(r) for a in cluster for r in self.members[a])
        return formed

    def _form(self, formed: dict[Cluster, IncidentResolved]) -> None:
        self.incidents.update(formed)
        for cluster in formed:
            self.cluster_of.update(dict.fromkeys(cluster, cluster))

    def _place(self, report_id: str, account: Account | None) -> None:
        """Moves a report to an account, or off the book."""
        old = self.account_of.pop(report_id, None)
        if old is not None:
            del self.members[old][report_id]
            if not self.members[old]:
                del self.members[old]
                for day in days(old):
                    self.by_day[day].discard(old)
        if account is not None:
            article_id = self.standing(report_id).report.article_id
            self.account_of[report_id] = account
            self.members.setdefault(account, {})[report_id] = article_id
            for day in days(account):
                self.by_day.setdefault(day, set()).add(account)
            self.by_article.setdefault(article_id, set()).add(report_id)


class _View:
    """The book as it would be after one event, without touching it."""

    def __init__(self, book: Book, event: IncidentReported | IncidentRetracted, heard: Heard) -> None:
        self.book, self.report_id, self.heard, self.article_id = book, event.report_id, heard, event.article_id
        siblings = book.by_article.get(event.article_id, set()) | {event.report_id}
        self.before = {r: book.account_of[r] for r in siblings if r in book.account_of}
        self.after = accounts(one.report for r in siblings if (one := self._heard(r)) and one.report)
        self._lost = Counter(self.before.values())
        self._gained = {account: report_id for report_id, account in self.after.items()}
        self.here = region(self._seeds(), self._near)

    def standing(self, report_id: str) -> Standing:
        """A report as it stands after the event."""
        return _standing(self._heard(report_id))

    def members(self, account: Account) -> dict[str, str]:
        """The reports of an account after the event, each with its article."""
        members = {r: a for r, a in self.book.members.get(account, {}).items() if r not in self.before}
        if account in self._gained:
            members[self._gained[account]] = self.article_id
        return members

    def touched(self) -> set[Account]:
        """All accounts whose incident may have been another before the event."""
        return self.here | set(self.before.values())

    def clusters(self) -> set[Cluster]:
        """The incidents around the event."""
        return clustered(self.here, {a: frozenset(self.members(a).values()) for a in self.here})

    def _seeds(self) -> set[Account]:
        """Where the event is felt: all of this article's accounts, and what was alike to one that vanished."""
        was = set(self.before.values())
        gone = {a for a in was if not self._alive(a)}
        return set(self.after.values()) | (was - gone) | {a for g in gone for a in self._near(g) if alike(g, a)}

    def _near(self, account: Account) -> Iterator[Account]:
        """The accounts after the event that could be alike."""
        yield from (a for a in self.book.near(account) if self._alive(a))
        around = set(days(account, margin=1))
        yield from (a for a in self._gained if a not in self.book.members and not around.isdisjoint(days(a)))

    def _alive(self, account: Account) -> bool:
        return account in self._gained or len(self.book.members.get(account, ())) > self._lost[account]

    def _heard(self, report_id: str) -> Heard | None:
        return self.heard if report_id == self.report_id else self.book.heard.get(report_id)


def _standing(heard: Heard | None) -> Standing:
    """Only reports that stand have an account: that another is asked for is a fault of ours."""
    if heard is None or heard.report is None or heard.since is None:
        raise LookupError("this report does not stand")
    return Standing(heard.since, heard.report)


def now_heard(known: Heard | None, event: IncidentReported | IncidentRetracted) -> Heard | None:
    """What is known of a report after the event; None if as new a revision of it was heard."""
    if known and known.revision >= event.article_revision:
        return None
    since = known.since if known else None
    if isinstance(event, IncidentRetracted):
        return Heard(event.article_revision, since, None)
    first = min(since, event.published_at) if since else event.published_at
    return Heard(event.article_revision, first, event.model_copy(update={"evidence": ()}))


def days(account: Account, margin: int = 0) -> Iterable[int | None]:
    """The days under which an account is found; None for what is undated or too vaguely dated."""
    if account.earliest is None or account.latest is None or account.latest - account.earliest > LONGEST_SPAN_DAYS:
        return [None]
    return range(account.earliest - margin, account.latest + margin + 1)


def snapshots(old: list[IncidentResolved], new: list[IncidentResolved]) -> Iterator[IncidentResolved]:
    """What consumers must be told: new or altered incidents, and what became of those that are no more."""
    before = {incident.incident_id: incident for incident in old}
    after = {incident.incident_id: incident for incident in new}
    yield from (incident for i, incident in after.items() if before.get(i) != incident)
    for incident_id, incident in before.items():
        if incident_id not in after:
            yield _ended(incident, new)


def _ended(incident: IncidentResolved, new: list[IncidentResolved]) -> IncidentResolved:
    told = {ref.report_id for ref in incident.reports}
    heirs = [(len(told & {ref.report_id for ref in one.reports}), one.incident_id) for one in new]
    shared, heir = max(heirs, default=(0, ""))
    return incident.model_copy(
        update={
            "status": IncidentStatus.MERGED_INTO if shared else IncidentStatus.WITHDRAWN,
            "merged_into": heir if shared else None,
            "reports": (),
            "corroboration": 0,
        }
    )
