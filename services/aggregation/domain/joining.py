"""Why each report of an incident was joined: what it has in common with the one that is most like it."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from schemas.incidents import Likeness, ReportRef
from schemas.reports import IncidentReported
from services.aggregation.domain.accounts import Account, account
from services.aggregation.domain.likeness import points
from services.aggregation.domain.linkage import score

MOST_COMPARED: Final = 16
"""Different accounts with which each is compared, those told first: an incident told by hundreds stays cheap."""


def references(told: Sequence[IncidentReported], speaker: Mapping[str, str]) -> tuple[ReportRef, ...]:
    """The reports as they were told, with the article that speaks for each, and its likeness to the closest other."""
    by_account: dict[Account, list[str]] = {}
    mine = [account(report) for report in told]
    for report, its in zip(told, mine, strict=True):
        by_account.setdefault(its, []).append(report.report_id)
    compared = list(by_account)[:MOST_COMPARED]
    why = {its: _closest(its, compared, by_account) for its in by_account}
    return tuple(_reference(report, speaker, why[its]) for report, its in zip(told, mine, strict=True))


def _closest(its: Account, compared: Sequence[Account], told: Mapping[Account, Sequence[str]]) -> tuple[Likeness, ...]:
    """The likeness to the first report that is most like the account, and to the next one that may stand in for it."""
    if len(told[its]) > 1:
        return tuple(_likeness(its, its, report_id) for report_id in told[its][:2])
    scores = [(found, other) for other in compared if other != its and (found := score(its, other)) is not None]
    if not scores:
        return ()
    best = max(scores, key=lambda scored: scored[0])[1]
    return (_likeness(its, best, told[best][0]),)


def _likeness(its: Account, other: Account, report_id: str) -> Likeness:
    given = _points(its, other)
    return Likeness(to=report_id, score=sum(given.values()), points=dict(given))


@lru_cache(maxsize=50_000)
def _points(its: Account, other: Account) -> Mapping[str, float]:
    """The points of two that are asked about again with each report of their incident."""
    return points(its, other)


def _reference(report: IncidentReported, speaker: Mapping[str, str], why: Sequence[Likeness]) -> ReportRef:
    original = speaker[report.article_id]
    return ReportRef(
        report_id=report.report_id,
        article_id=report.article_id,
        article_revision=report.article_revision,
        source=report.source,
        published_at=report.published_at,
        duplicate_of=original if original != report.article_id else None,
        likeness=next((likeness for likeness in why if likeness.to != report.report_id), None),
    )
