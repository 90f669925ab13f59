"""What aggregation tells the world and remembers, and what a crash between any two writes leaves."""

import random
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.alerts import UpsurgeDetected, UpsurgeEnded
from schemas.counts import CountChanged
from schemas.events import Event
from schemas.incidents import IncidentResolved
from schemas.reports import IncidentReported, IncidentRetracted
from schemas.statistics import StatisticCompared
from schemas.values import Range
from schemas.vocabulary import UpsurgeEnd
from services.aggregation.domain.conclusion import concluded
from services.aggregation.domain.watch import Alert
from tests.builders import statistic_reported, statistic_retracted
from tests.unit.aggregation.histories import histories
from tests.unit.aggregation.told import report, retraction
from tests.unit.aggregation.worlds import NAMES, World, live

History = list[IncidentReported | IncidentRetracted]
OWN_WAY = {"revision", "supersedes"}
"""What a row says of how it came about: it is no part of what stands."""


def standing(rows: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    found = [IncidentResolved.model_validate_json(row) for row in rows.values()]
    return {one.incident_id: one.model_dump(exclude=OWN_WAY) for one in found if one.status == "standing"}


def counted(rows: dict[str, bytes]) -> dict[str, Any]:
    found = [CountChanged.model_validate_json(row) for row in rows.values()]
    return {one.key: one.model_dump(exclude=OWN_WAY) for one in found if one.tally.incidents}


def undated(alert: Alert) -> dict[str, Any]:
    return alert.model_dump(exclude=OWN_WAY)


def told(alerts: list[Event]) -> dict[str, dict[str, Any]]:
    """The upsurges that a reader of all alerts knows of."""
    newest = {alert.upsurge_id: alert for alert in alerts if isinstance(alert, UpsurgeDetected | UpsurgeEnded)}
    gone = {i for i, one in newest.items() if isinstance(one, UpsurgeEnded) and one.reason == UpsurgeEnd.CORRECTED}
    return {i: undated(one) for i, one in newest.items() if i not in gone}


def expected(history: History) -> tuple[dict[str, Any], dict[str, Any]]:
    end = concluded(history)
    return (
        {one.incident_id: one.model_dump(exclude=OWN_WAY) for one in end.incidents.values()},
        {count.key: count.model_dump(exclude=OWN_WAY) for count in end.counts.values()},
    )


@given(
    histories(),
    st.lists(st.integers(1, 40), max_size=6),
    st.randoms(use_true_random=False),
    st.booleans(),
    st.sampled_from([(10**9, 0), (1, 0), (1, 1)]),
)
@settings(max_examples=60, deadline=None)
async def test_however_often_aggregation_dies_it_comes_to_what_its_reports_say(
    history: History, crashes: list[int], chance: random.Random, disk: bool, room: tuple[int, int]
) -> None:
    world, acknowledged = World(chance, disk=disk), 0
    for lives in crashes:
        world.lives = lives
        acknowledged = await live(world, history, acknowledged, *room)
        acknowledged = chance.randint(0, acknowledged)  # what was acknowledged may not have been committed
    world.lives = 10**9
    assert await live(world, history, acknowledged, *room) == len(history)
    assert (standing(world.broker["incidents"]), counted(world.broker["counts"])) == expected(history)

    assert told(world.alerts) == {alert.upsurge_id: undated(alert) for alert in concluded(history).alerts.values()}

    stranger = World(chance)  # another worker gets the partition: it has what the broker has, and hears it all again
    stranger.broker = world.broker
    await live(stranger, history, 0)
    assert (standing(stranger.broker["incidents"]), counted(stranger.broker["counts"])) == expected(history)


@given(histories(), st.integers(1, 40), st.randoms(use_true_random=False), st.booleans())
@settings(max_examples=40, deadline=None)
async def test_what_is_told_again_after_a_crash_has_the_same_id_only_if_it_is_equal(
    history: History, lives: int, chance: random.Random, disk: bool
) -> None:
    world = World(chance, lives, disk)
    acknowledged = await live(world, history, 0)
    reached = {name: dict(rows) for name, rows in world.broker.items()}
    world.told.clear()
    world.lives = 10**9
    await live(world, history, acknowledged)
    by_id = {(name, key, revision(row)): row for name in ("incidents", "counts") for key, row in reached[name].items()}
    for name, key, row in world.told:
        if name in ("incidents", "counts"):
            assert by_id.setdefault((name, key, revision(row)), row) == row


def revision(row: bytes) -> int:
    return int(CountChanged.model_validate_json(row).revision if b"count.changed" in row else _incident(row).revision)


def _incident(row: bytes) -> IncidentResolved:
    return IncidentResolved.model_validate_json(row)


async def test_revisions_grow_with_every_change_and_with_nothing_else() -> None:
    world = World(random.Random(1))
    one, other = report(1), report(2)
    await live(world, [one], 0)
    await live(world, [one, one, other], 0)
    (row,) = world.broker["incidents"].values()
    assert _incident(row).revision == 2


async def test_a_name_that_looks_like_a_revision_is_none() -> None:
    world, name = World(random.Random(1)), '"revision":7,"x":"'
    where = {"name": name, "country": "IQ", "admin1": name, "lat": 33.3, "lon": 44.4, "precision": "city"}
    told = [report(n, location=where, report_id=f"{name}{n}", source=f"{name}{n}") for n in (1, 2)]
    for heard in (told[:1], told, told):
        await live(world, heard, 0)
    assert {revision(row) for name in ("incidents", "counts") for row in world.broker[name].values()} == {2}


async def test_an_incident_names_those_that_it_took_the_place_of() -> None:
    world = World(random.Random(1))
    await live(world, [report(2)], 0)
    (old,) = world.broker["incidents"]
    await live(world, [report(1)], 0)
    rows = {key: _incident(row) for key, row in world.broker["incidents"].items()}
    (new,) = rows.keys() - {old}
    assert (rows[old].status, rows[old].merged_into, rows[new].supersedes) == ("merged_into", new, (old,))
    await live(world, [report(3)], 0)
    assert _incident(world.broker["incidents"][new]).supersedes == (old,)


def upsurge() -> History:
    """Seven incidents of a day, of which one is taken back when the next news comes, weeks later."""
    places = [
        {"name": f"town {n}", "country": "IQ", "lat": 30.0 + n, "lon": 44.0, "precision": "city"} for n in range(7)
    ]
    history: History = [report(n, location=place) for n, place in enumerate(places)]
    return [*history, retraction(history[0], 2), report(30, day=25)]  # type: ignore[arg-type]


@given(st.lists(st.integers(1, 40), max_size=4), st.randoms(use_true_random=False), st.booleans())
@settings(max_examples=20, deadline=None)
async def test_an_upsurge_is_told_whatever_is_killed_and_ended_by_the_next_news(
    crashes: list[int], chance: random.Random, disk: bool
) -> None:
    history = upsurge()
    world, acknowledged = World(chance, disk=disk), 0
    for lives in [*crashes, 10**9]:
        world.lives = lives
        acknowledged = await live(world, history, acknowledged)
    (ended,) = told(world.alerts).values()
    assert (ended["upsurge_id"], ended["reason"]) == ("2022-01-03|IQ|total|", "subsided")
    assert told(world.alerts) == {alert.upsurge_id: undated(alert) for alert in concluded(history).alerts.values()}
    by_id: dict[str, Event] = {}
    for alert in world.alerts:
        assert by_id.setdefault(alert.event_id, alert) == alert or crashes


class Behind(World):
    """A world in which the broker gets, of what nobody waited for, the rows of one table only."""

    ahead = ""

    def _reach(self, name: str, key: str, row: bytes | None) -> None:
        if name == self.ahead:
            super()._reach(name, key, row)


@pytest.mark.parametrize("ahead", NAMES)
async def test_an_upsurge_is_corrected_whichever_table_is_ahead_when_its_correction_is_cut_off(ahead: str) -> None:
    history = upsurge()
    expected = {alert.upsurge_id: undated(alert) for alert in concluded(history).alerts.values()}
    for lives, seed in product(range(40, 90), range(4)):
        world = Behind(random.Random(seed), lives)
        world.ahead = ahead
        acknowledged = await live(world, history, 0)
        world.lives = 10**9
        await live(world, history, acknowledged)
        assert told(world.alerts) == expected, (lives, seed)


async def test_a_statistic_is_kept_beside_the_counts_of_its_time_as_they_change_and_until_it_is_taken_back() -> None:
    month = {"earliest": "2022-01-01", "latest": "2022-01-31"}
    claim = statistic_reported(report_id="s1", article_id="a9", count={"min": 3}, of=("drone_strike",), period=month)
    history = [report(1), claim, report(2, place=2), report(3, place=3, factuality="possible")]
    world = World(random.Random(1))
    for one in history:
        await live(world, [one], 0)
    told = StatisticCompared.model_validate_json(world.broker["counts"]["statistic|s1"])
    assert (told.status, told.count.min, told.own, told.revision) == ("standing", 3, Range(min=2, max=2), 2)
    assert told.model_dump(exclude=OWN_WAY) == concluded(history).statistics[told.key].model_dump(exclude=OWN_WAY)

    await live(world, [statistic_retracted(report_id="s1", article_id="a9")], 0)
    told = StatisticCompared.model_validate_json(world.broker["counts"]["statistic|s1"])
    assert (told.status, told.revision) == ("withdrawn", 3)
    await live(world, [report(1, article_revision=2, factuality="denied")], 0)
    assert StatisticCompared.model_validate_json(world.broker["counts"]["statistic|s1"]) == told


async def test_what_was_put_away_changes_no_count_and_can_still_be_corrected() -> None:
    old = {"earliest": "2021-10-05", "latest": "2021-10-05"}
    history = [report(1, occurred=old), report(2, occurred=old), report(3), report(5)]
    world = World(random.Random(1))
    await live(world, history, 0)
    counts = counted(world.broker["counts"])
    await live(world, [report(3)], 0, hot_months=2)
    assert list(world.broker["archive"]) == [f"IQ|{2021 * 12 + 9}|0"]
    assert sorted(world.broker["reports"]) == ["report-3", "report-5"]

    corrected = report(1, occurred=old, article_revision=2, casualties={"killed": {"min": 3, "max": 3}})
    await live(world, [*history, corrected], 0, hot_months=2)
    assert counted(world.broker["counts"]) == expected([*history, corrected])[1] != counts
    await live(world, [retraction(report(2), 2)], 0, hot_months=2)
    assert standing(world.broker["incidents"]) == expected([*history, corrected, retraction(report(2), 2)])[0]
