"""Why a report stands among the others of its incident."""

from schemas.incidents import ReportRef
from schemas.reports import IncidentReported
from services.aggregation.domain.accounts import account
from services.aggregation.domain.joining import references
from services.aggregation.domain.likeness import likeness, points
from tests.unit.aggregation.told import report


def joined(*reports: IncidentReported) -> tuple[ReportRef, ...]:
    return references(reports, {one.article_id: one.article_id for one in reports})


def test_a_report_that_stands_alone_was_not_joined() -> None:
    assert [ref.likeness for ref in joined(report(1))] == [None]


def test_each_names_the_report_that_is_most_like_it_and_the_points() -> None:
    one, vague = report(1, outcome="hit"), report(3, day=1, to=7)
    other = report(2, outcome="hit", weapon={"kind": "drone"})
    refs = joined(one, vague, other)
    assert refs[0].likeness is not None
    assert refs[0].likeness.to == "report-2"
    assert refs[0].likeness.points == points(account(one), account(other))
    assert refs[0].likeness.score == likeness(account(one), account(other))


def test_who_says_the_same_was_joined_to_the_first_who_said_it() -> None:
    refs = joined(report(1), report(2), report(3))
    assert [ref.likeness.to for ref in refs if ref.likeness] == ["report-2", "report-1", "report-1"]
