"""What an incident counts in, and cells as folds of the incidents that stand."""

import random
from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.counts import Bucket, Facets
from schemas.incidents import Attributed, IncidentResolved, ReportRef
from schemas.values import Casualties, Location, Period, Range, Target, Weapon
from schemas.vocabulary import EventType, Facet, Factuality, IncidentStatus, Outcome, Stance, TargetKind, WeaponKind
from services.aggregation.domain.cells import Cell, net
from services.aggregation.domain.counting import buckets, folded, recounted, share
from services.aggregation.domain.spans import CLOSEST, Level, extent, level
from tests.builders import PUBLISHED_AT, incident_resolved

ACTORS = ("Kataib", "Liwa", "unknown gunmen")
DOERS = (Stance.CLAIMED, Stance.BLAMED, Stance.SUSPECTED)


def days(first: str, last: str) -> Period:
    return Period(earliest=date.fromisoformat(first), latest=date.fromisoformat(last))


def told_by(*sources: str) -> tuple[ReportRef, ...]:
    return tuple(
        ReportRef(report_id=f"r{n}", article_id=f"a{n}", article_revision=1, source=source, published_at=PUBLISHED_AT)
        for n, source in enumerate(sources)
    )


def in_iraq(first: str, last: str | None = None, admin1: str | None = "Baghdad") -> IncidentResolved:
    return incident_resolved(occurred=days(first, last or first), location=Location(country="IQ", admin1=admin1))


def keys(incident: IncidentResolved) -> set[str]:
    return {bucket.key for bucket in buckets(incident)}


def periods(longest: int) -> st.SearchStrategy[Period]:
    """Periods of up to `longest` days more than one, in a few months around a year's end."""
    first = st.dates(date(2021, 11, 20), date(2022, 2, 10))
    return st.builds(
        lambda day, more: Period(earliest=day, latest=day + timedelta(more)), first, st.integers(0, longest)
    )


tolls = (
    st.none() | st.builds(Range, min=st.integers(0, 3)) | st.sampled_from([Range(min=1, max=2), Range(min=0, max=0)])
)
locations = st.none() | st.builds(
    Location, country=st.sampled_from(["IQ", None]), admin1=st.sampled_from(["Baghdad", "Anbar|West", None])
)


ANY_TIME = st.none() | periods(40)


def incidents(occurred: st.SearchStrategy[Any] = ANY_TIME) -> st.SearchStrategy[IncidentResolved]:
    return st.builds(
        incident_resolved,
        occurred=occurred,
        location=locations,
        event_type=st.sampled_from(EventType),
        outcome=st.sampled_from(Outcome),
        factuality=st.sampled_from([Factuality.OCCURRED, Factuality.OCCURRED, Factuality.POSSIBLE]),
        status=st.sampled_from([IncidentStatus.STANDING, IncidentStatus.STANDING, IncidentStatus.WITHDRAWN]),
        weapon=st.builds(Weapon, kind=st.sampled_from(WeaponKind)),
        targets=st.lists(st.builds(Target, kind=st.sampled_from(TargetKind)), max_size=3).map(tuple),
        casualties=st.builds(Casualties, killed=tolls, wounded=tolls),
        attributions=st.lists(
            st.builds(Attributed, stance=st.sampled_from(Stance), actor=st.none() | st.sampled_from(ACTORS)),
            max_size=2,
        ).map(tuple),
        reports=st.lists(st.sampled_from("abcd"), min_size=1, max_size=4).map(lambda names: told_by(*names)),
    )


def test_a_day_counts_in_its_week_and_month_and_in_its_region() -> None:
    assert keys(in_iraq("2022-01-03")) == {
        "2022-01-03|IQ|",
        "2022-01-03|IQ|Baghdad",
        "2022-W01|IQ|",
        "2022-01|IQ|",
        "2022-01|IQ|Baghdad",
    }


def test_what_has_no_region_counts_in_its_country_alone() -> None:
    assert keys(in_iraq("2022-01-03", admin1=None)) == {"2022-01-03|IQ|", "2022-W01|IQ|", "2022-01|IQ|"}


def test_a_night_counts_under_its_first_day_also_at_the_turn_of_the_year() -> None:
    assert keys(in_iraq("2021-12-31", "2022-01-01", None)) == {"2021-12-31|IQ|", "2021-W52|IQ|", "2021-12|IQ|"}


def test_an_interval_counts_in_the_week_and_the_month_that_hold_it_but_in_no_day() -> None:
    assert keys(in_iraq("2022-01-10", "2022-01-16")) == {
        "2022-01-10/2022-01-16|IQ|",
        "2022-01-10/2022-01-16|IQ|Baghdad",
        "2022-W02|IQ|",
        "2022-01|IQ|",
        "2022-01|IQ|Baghdad",
    }


def test_an_interval_across_weeks_and_months_counts_only_under_itself() -> None:
    assert keys(in_iraq("2022-01-27", "2022-02-02", None)) == {"2022-01-27/2022-02-02|IQ|"}


def test_what_is_undated_or_nowhere_counts_as_such() -> None:
    assert keys(incident_resolved()) == {"undated-2022-01|ZZ|"}


@pytest.mark.parametrize(("told", "counted"), [("Anbar|West", "Anbar|West"), ("Al\nAnbar", "Al Anbar"), ("\x00", "")])
def test_a_region_of_any_name_is_counted(told: str, counted: str) -> None:
    key = f"undated-2022-01|IQ|{counted}"
    assert key in keys(incident_resolved(location=Location(country="IQ", admin1=told)))


@pytest.mark.parametrize(
    "incident",
    [
        incident_resolved(status=IncidentStatus.WITHDRAWN),
        incident_resolved(status=IncidentStatus.MERGED_INTO, merged_into="i2"),
        incident_resolved(factuality=Factuality.POSSIBLE),
        incident_resolved(factuality=Factuality.DENIED),
    ],
)
def test_only_what_stands_and_occurred_counts(incident: IncidentResolved) -> None:
    assert buckets(incident) == ()


@given(incidents())
def test_an_incident_counts_once_at_each_level(incident: IncidentResolved) -> None:
    levels = Counter((_closest(bucket), bucket.admin1 is None) for bucket in buckets(incident))
    assert set(levels.values()) <= {1}
    assert not levels or levels["closest", True] == 1


@given(incidents(periods(40)))
def test_every_span_holds_the_days_of_what_counts_in_it(incident: IncidentResolved) -> None:
    assert incident.occurred is not None
    night = (incident.occurred.latest - incident.occurred.earliest).days <= 1
    last = incident.occurred.earliest if night else incident.occurred.latest
    for bucket in buckets(incident):
        held = extent(bucket.span)
        assert held[0] <= incident.occurred.earliest
        assert last <= held[1]


@given(st.lists(incidents(), max_size=8), st.lists(incidents(), max_size=8), st.randoms(use_true_random=False))
def test_any_order_of_adding_and_taking_out_equals_a_fresh_fold(
    stay: list[IncidentResolved], go: list[IncidentResolved], chance: random.Random
) -> None:
    moves = [(n, incident) for n, incident in enumerate([*stay, *go])]
    chance.shuffle(moves)
    cells: defaultdict[Bucket, Cell] = defaultdict(Cell)
    waiting: list[IncidentResolved] = []
    for n, incident in moves:
        cells.update(recounted(cells.__getitem__, added=[incident]))
        waiting += [incident] if n >= len(stay) else []
        if waiting and chance.random() < 0.5:
            cells.update(recounted(cells.__getitem__, removed=[waiting.pop()]))
    cells.update(recounted(cells.__getitem__, removed=waiting))
    assert {bucket: cell for bucket, cell in cells.items() if not cell.empty} == folded(stay)


@given(st.lists(incidents(), max_size=8), st.lists(incidents(), max_size=3))
def test_only_cells_that_differ_are_recounted(there: list[IncidentResolved], told: list[IncidentResolved]) -> None:
    cells = folded(there)
    assert recounted(lambda bucket: cells.get(bucket, Cell()), removed=there[:2] + told, added=told + there[:2]) == {}


def test_more_than_is_in_cannot_be_taken_out() -> None:
    one = share(in_iraq("2022-01-03"))
    with pytest.raises(ValueError, match="taken out"):
        Cell().plus(net([one, one, *[one.negative()] * 3]))


@given(st.lists(incidents(periods(1)), max_size=12))
def test_days_add_up_to_their_month_in_all_but_sources(known: list[IncidentResolved]) -> None:
    cells = folded(known)
    added: dict[Bucket, Cell] = {}
    for bucket in cells:
        if level(bucket.span) in CLOSEST:
            month = bucket.model_copy(update={"span": bucket.span[:7]})
            there = [share(i) for i in known if bucket in buckets(i)]
            added[month] = added.get(month, Cell()).plus(net(there))
    assert added == {bucket: cell for bucket, cell in cells.items() if level(bucket.span) == Level.MONTH}


@given(st.lists(incidents(), max_size=8))
def test_kinds_weapons_and_outcomes_add_up_to_the_tally(known: list[IncidentResolved]) -> None:
    for bucket, cell in folded(known).items():
        count = cell.count(bucket)
        for facet in (Facet.EVENT_TYPE, Facet.WEAPON, Facet.OUTCOME):
            tallies = getattr(count.by, facet).values()
            assert sum(tally.incidents for tally in tallies) == count.tally.incidents
            assert sum(tally.killed.min for tally in tallies) == count.tally.killed.min


@given(st.lists(incidents(), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_what_is_told_of_a_cell_does_not_depend_on_the_order(
    known: list[IncidentResolved], chance: random.Random
) -> None:
    told = {cell.count(bucket).model_dump_json() for bucket, cell in folded(known).items()}
    chance.shuffle(known)
    assert told == {cell.count(bucket).model_dump_json() for bucket, cell in folded(known).items()}


def test_a_cell_tells_tolls_sources_and_every_facet() -> None:
    first = incident_resolved(
        outcome=Outcome.HIT,
        weapon=Weapon(kind=WeaponKind.ROCKET),
        targets=(Target(name="base", kind=TargetKind.MILITARY), Target(name="hangar", kind=TargetKind.MILITARY)),
        casualties=Casualties(killed=Range(min=2, max=3), wounded=Range(min=5)),
        attributions=(
            Attributed(stance=Stance.BLAMED, actor="Kataib"),
            Attributed(stance=Stance.DENIED, actor="Liwa"),
        ),
        reports=told_by("a", "b", "a"),
    )
    second = incident_resolved(casualties=Casualties(killed=Range(min=1, max=1)), reports=told_by("b", "c"))
    count = net([share(first), share(second)]).count(Bucket(span="undated-2022-01", country="ZZ"))
    assert (count.tally.incidents, count.tally.sources) == (2, 3)
    assert (count.tally.killed, count.tally.wounded) == (Range(min=3, max=4), Range(min=5, max=None))
    assert {facet: {value: tally.incidents for value, tally in by.items()} for facet, by in count.by} == {
        "event_type": {"drone_strike": 2},
        "weapon": {"rocket": 1, "unknown": 1},
        "outcome": {"hit": 1, "unknown": 1},
        "actor": {"Kataib": 1},
        "target_kind": {"military": 1},
    }
    assert count.by.outcome["unknown"].sources == 2


@pytest.mark.parametrize("stance", Stance)
def test_an_actor_counts_where_the_deed_is_claimed_blamed_or_suspected(stance: Stance) -> None:
    incident = incident_resolved(attributions=(Attributed(stance=stance, actor="Kataib"),))
    assert net([share(incident)]).number(Facet.ACTOR, "Kataib") == int(stance in DOERS)


def _closest(bucket: Bucket) -> str:
    return "closest" if level(bucket.span) in CLOSEST else level(bucket.span)


def test_counts_are_told_apart_by_every_facet() -> None:
    assert list(Facets.model_fields) == list(Facet)
