"""Where reports of one incident differ, and who says what."""

from schemas.reports import IncidentReported
from services.aggregation.domain.disagreements import MOST_NAMED, MOST_VALUES, disagreements
from tests.unit.aggregation.told import report


def found(*reports: IncidentReported) -> dict[str, list[tuple[str, int]]]:
    return {one.field: [(said.value, said.number) for said in one.values] for one in disagreements(reports)}


def killed(number: int, low: int, high: int | None) -> IncidentReported:
    return report(number, casualties={"killed": {"min": low, "max": high}})


def test_who_agrees_does_not_disagree() -> None:
    assert disagreements([report(1), report(2)]) == ()


def test_each_value_is_told_with_who_told_it_first_the_commonest_first() -> None:
    (tolls,) = disagreements([killed(1, 2, 2), killed(2, 3, None), killed(3, 3, None)])
    assert [(said.value, said.number, said.report_ids) for said in tolls.values] == [
        ("3 or more", 2, ("report-2", "report-3")),
        ("2", 1, ("report-1",)),
    ]


def test_what_is_left_open_is_no_other_value() -> None:
    told = report(1, outcome="hit", weapon={"kind": "drone"}, casualties={"killed": {"min": 1, "max": 2}})
    open_ = report(2, event_type="other", outcome="unknown", weapon={"kind": "unknown"}, occurred=None)
    assert found(told, open_) == {}


def test_a_week_does_not_contradict_a_day_but_another_night_does() -> None:
    assert found(report(1, day=3), report(2, day=1, to=7)) == {}
    assert found(report(1, day=3), report(2, day=3, to=4)) == {
        "occurred": [("2022-01-03", 1), ("2022-01-03/2022-01-04", 1)]
    }


def test_places_differ_when_they_are_no_neighbours() -> None:
    assert found(report(1, place=0), report(2, place=1)) == {}
    assert found(report(1, place=0), report(2, place=3)) == {}
    assert found(report(1, place=0), report(2, place=2)) == {"location": [("place 0", 1), ("place 2", 1)]}


def test_only_the_values_told_most_are_listed() -> None:
    (tolls,) = disagreements([killed(n, n, n) for n in range(30)] + [killed(n, 99, 99) for n in range(30)])
    assert len(tolls.values) == MOST_VALUES
    assert (tolls.values[0].value, tolls.values[0].number, len(tolls.values[0].report_ids)) == ("99", 30, MOST_NAMED)
