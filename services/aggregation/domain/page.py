"""One page of a country's book: what was reported of one month, and the incidents and counts that follow from it.

Everything on a page is a fold over the reports that stand on it: a page made of the remembered reports equals one that
heard them one by one, in any order.
"""

from collections.abc import Mapping
from typing import NamedTuple

from schemas.counts import Bucket
from schemas.incidents import IncidentResolved
from services.aggregation.domain.accounts import Account, accounts
from services.aggregation.domain.cells import Cell
from services.aggregation.domain.clusters import Cluster, Clusters
from services.aggregation.domain.counting import recounted
from services.aggregation.domain.merging import Standing, merged


class Turn(NamedTuple):
    """What one update of a page changed: incidents as they were, as they are, and buckets whose counts changed."""

    before: list[IncidentResolved]
    after: list[IncidentResolved]
    touched: set[Bucket]


class Page:
    """What stands on a page."""

    def __init__(self, standing: Mapping[str, Standing] | None = None) -> None:
        """The page that follows from these reports, by id."""
        self.standing: dict[str, Standing] = {}
        self.incidents: dict[Cluster, IncidentResolved] = {}
        self.cells: dict[Bucket, Cell] = {}
        self._account_of: dict[str, Account] = {}
        self._members: dict[Account, dict[str, str]] = {}
        self._of_article: dict[str, set[str]] = {}
        self._clusters = Clusters()
        self.update(standing or {})

    def update(self, reports: Mapping[str, Standing | None]) -> Turn:
        """Takes in that these reports stand, or stand no longer; what that changes."""
        touched = self._accounted(reports)
        told = {account: frozenset(self._members.get(account, {}).values()) for account in touched}
        ended, began = self._clusters.update(told)
        same = {cluster for cluster in ended & began if cluster.isdisjoint(touched)}
        before = [self.incidents.pop(cluster) for cluster in ended - same]
        fresh = {cluster: self._merged(cluster) for cluster in began - same}
        self.incidents |= fresh
        return self._counted(before, list(fresh.values()))

    def _accounted(self, reports: Mapping[str, Standing | None]) -> set[Account]:
        """Places the reports; the accounts that come, go or are told otherwise."""
        articles = set()
        for report_id, standing in reports.items():
            articles |= {one.report.article_id for one in (self.standing.get(report_id), standing) if one}
            self._put(report_id, standing)
        touched = {self._account_of[report_id] for report_id in reports if report_id in self._account_of}
        for report_id in reports.keys() - self.standing.keys():
            self._place(report_id, "", None)
        for article in articles:
            siblings = [self.standing[report_id].report for report_id in self._of_article.get(article, ())]
            for report_id, account in accounts(siblings).items():
                was = self._account_of.get(report_id)
                if was != account:
                    touched |= {account} | ({was} if was else set())
                    self._place(report_id, article, account)
                elif report_id in reports:
                    touched.add(account)
        return touched

    def _put(self, report_id: str, standing: Standing | None) -> None:
        if was := self.standing.pop(report_id, None):
            self._of_article[was.report.article_id].discard(report_id)
            if not self._of_article[was.report.article_id]:
                del self._of_article[was.report.article_id]
        if standing:
            self.standing[report_id] = standing
            self._of_article.setdefault(standing.report.article_id, set()).add(report_id)

    def _place(self, report_id: str, article: str, account: Account | None) -> None:
        if was := self._account_of.pop(report_id, None):
            del self._members[was][report_id]
            if not self._members[was]:
                del self._members[was]
        if account:
            self._account_of[report_id] = account
            self._members.setdefault(account, {})[report_id] = article

    def _merged(self, cluster: Cluster) -> IncidentResolved:
        return merged(self.standing[report_id] for account in cluster for report_id in self._members[account])

    def _counted(self, before: list[IncidentResolved], after: list[IncidentResolved]) -> Turn:
        cells = recounted(lambda bucket: self.cells.get(bucket, Cell()), before, after)
        for bucket, cell in cells.items():
            if cell.empty:
                self.cells.pop(bucket, None)
            else:
                self.cells[bucket] = cell
        return Turn(before, after, set(cells))
