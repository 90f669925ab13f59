"""A briefing counts what the week had, beside the week before, and says what it leaves out."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.alerts import UpsurgeEvent
from schemas.values import Period, Range
from schemas.vocabulary import EventType, Factuality, IncidentStatus, UpsurgeEnd
from tallywire.briefing import telling
from tallywire.briefing.briefing import Briefing, briefing
from tallywire.briefing.page import page
from tallywire.briefing.poster import poster
from tallywire.briefing.weeks import Week
from tallywire.exports import Entry
from tests.builders import upsurge_detected, upsurge_ended
from tests.exported import any_entry, drones, nowhere, usual

WEEK = Week.of("2022-W01")
AS_OF = datetime(2022, 1, 10, 12, tzinfo=UTC)


def _told(entries: list[Entry], *upsurges: UpsurgeEvent, country: str | None = None) -> Briefing:
    return briefing(entries, upsurges, WEEK, country, AS_OF)


def _on(first: str, last: str | None = None, **told: object) -> Entry:
    days = Period(earliest=date.fromisoformat(first), latest=date.fromisoformat(last or first))
    return drones(incident_id=f"{first}{last}{told}", occurred=days, **told)


@pytest.mark.parametrize(
    ("text", "monday", "words"),
    [
        ("2022-W01", "2022-01-03", "3 to 9 January 2022"),
        ("2022-W05", "2022-01-31", "31 January to 6 February 2022"),
        ("2020-W53", "2020-12-28", "28 December 2020 to 3 January 2021"),
    ],
)
def test_a_week_is_that_of_the_iso_calendar(text: str, monday: str, words: str) -> None:
    week = Week.of(text)
    assert (str(week.monday), week.words, str(week)) == (monday, words, text)
    assert Week.around(week.sunday) == week


@pytest.mark.parametrize("text", ["2021-W53", "2022-W00", "2022-1", "W01", "2022-W1", "0000-W01", "２０２２-W01"])
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"week"):
        Week.of(text)


def test_an_incident_counts_in_the_week_within_which_all_its_days_lie() -> None:
    told = _told(
        [
            _on("2022-01-03"),
            _on("2022-01-05", "2022-01-09"),
            _on("2022-01-08", "2022-01-10"),
            _on("2022-01-02"),
            nowhere(),
        ]
    )
    assert (told.now.incidents, told.before.incidents, told.loose) == (2, 1, 1)
    assert [number for _, number, _ in told.by_day] == [1, 0, 0, 0, 0, 0, 0]
    assert [before for _, _, before in told.by_day] == [0, 0, 0, 0, 0, 0, 1]
    assert telling.left_out(told) == "Not counted: 1 incident dated no closer than across an end of the week."


def test_a_night_is_its_first_day_as_in_the_counts() -> None:
    told = _told([_on("2022-01-09", "2022-01-10"), _on("2022-01-02", "2022-01-03")])
    assert (told.now.incidents, told.before.incidents, told.loose) == (1, 1, 0)
    assert [number for _, number, _ in told.by_day] == [0, 0, 0, 0, 0, 0, 1]


def test_only_what_stands_and_occurred_counts() -> None:
    entries = [
        _on("2022-01-04", status=IncidentStatus.WITHDRAWN),
        _on("2022-01-04", factuality=Factuality.DENIED),
        _on("2022-01-04"),
    ]
    assert _told(entries).now.incidents == 1


def test_tolls_add_up_and_are_open_if_one_is() -> None:
    now = _told([_on("2022-01-03"), _on("2022-01-04")]).now
    assert (now.killed, now.wounded) == (Range(min=4, max=8), Range(min=2))
    assert (now.disputed, now.countries, now.sources) == (2, 1, 1)


def test_a_country_is_told_of_alone_and_not_broken_down_by_country() -> None:
    told = _told(usual(), country="IQ")
    assert told.now.incidents == 1
    assert [breakdown.title for breakdown in told.breakdowns] == ["Kind", "Weapon", "Said to have done it"]
    everywhere = _told(usual())
    assert [(part.name, part.now) for part in everywhere.breakdowns[0].parts] == [("Iraq", 1), ("Russia", 1)]


def test_who_denies_did_not_do_it() -> None:
    assert [part.name for part in _told([drones()]).breakdowns[3].parts] == ["rogue fighters"]


def test_beyond_eight_values_the_rest_is_summed_up() -> None:
    kinds = _told([_on("2022-01-03", event_type=kind) for kind in list(EventType)[:9]]).breakdowns[1]
    assert len(kinds.parts) == 8
    assert kinds.others is not None
    assert (kinds.others.name, kinds.others.now) == ("1 other", 1)


def test_an_upsurge_is_told_if_it_had_some_of_the_week_and_as_it_was_last_told() -> None:
    over = upsurge_ended(revision=2, since=date(2021, 12, 20), last=date(2022, 1, 3))
    mistaken = upsurge_ended(upsurge_id="other", reason=UpsurgeEnd.CORRECTED)
    later = upsurge_detected(upsurge_id="later", since=date(2022, 1, 10))
    earlier = upsurge_ended(upsurge_id="earlier", since=date(2021, 12, 1), last=date(2022, 1, 2))
    assert _told([], upsurge_detected(), over, mistaken, later, earlier).upsurges == (over,)
    assert _told([], upsurge_detected(), country="SY").upsurges == ()
    assert telling.upsurge_words(over) == (
        "Iraq",
        "10 incidents in seven days, 0–5 are usual; since 2021-12-20, last on 2022-01-03",
    )


@given(st.lists(any_entry(), max_size=2))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_incidents_make_a_briefing(entries: list[Entry]) -> None:
    told = [entry for entry in entries if entry.incident.occurred]
    weeks = [Week.around(entry.incident.occurred.earliest) for entry in told if entry.incident.occurred]
    for week in [one for one in weeks if one.monday.year > 1 and one.monday.year < 9999] or [WEEK]:
        made = briefing(entries, (), week, None, AS_OF)
        assert page(made).endswith("</html>\n")
        assert poster(made).endswith("</svg>")
