"""What all reports of an incident say together: each rule."""

import random

import pytest

from schemas.incidents import IncidentResolved
from schemas.reports import IncidentReported
from services.aggregation.domain.choosing import MOST_LISTED
from services.aggregation.domain.merging import Standing, merged
from tests.unit.aggregation.told import report


def together(*reports: IncidentReported) -> IncidentResolved:
    return merged(Standing(one.published_at, one) for one in reports)


def kinds(*told: str) -> str:
    return together(*(report(n, event_type=kind) for n, kind in enumerate(told))).event_type


def toll(number: int, killed: int, most: int | None = None, **changes: object) -> IncidentReported:
    """Agencies tell it in the order of their numbers."""
    return report(number, casualties={"killed": {"min": killed, "max": most}}, **changes)  # type: ignore[arg-type]


def many(number: int) -> list[IncidentReported]:
    """Reports that differ in all that they can, as they came."""
    chance = random.Random(number)
    return [
        toll(
            n,
            chance.randint(0, 40),
            published_at=f"2022-01-{3 + n // 24:02d}T{n % 24:02d}:00:00Z",
            report_id=f"{chance.getrandbits(128):032x}",
            source=f"A news agency of some name, {n}",
            event_type=chance.choice(["shelling", "drone_strike", "air_strike", "other"]),
            outcome=chance.choice(["hit", "missed", "intercepted"]),
            targets=[{"name": f"barracks {chance.randint(0, 99)} of the army", "kind": "military"}],
            weapon={"kind": "rocket", "count": {"min": chance.randint(1, 9), "max": None}},
            attributions=[{"stance": "blamed", "actor": "Kataib Hezbollah", "by": f"official {n}"}],
        )
        for n in range(number)
    ]


def test_the_order_of_arrival_makes_no_difference() -> None:
    reports = many(12)
    assert all(together(*random.Random(seed).sample(reports, 12)) == together(*reports) for seed in range(5))


def test_the_commonest_kind_is_chosen() -> None:
    assert kinds("shelling", "air_strike", "air_strike") == "air_strike"


def test_no_kind_is_chosen_only_if_nobody_says_more() -> None:
    assert kinds("other", "other", "shelling") == "shelling"
    assert kinds("other", "other") == "other"


def test_a_kind_is_told_more_exactly_if_somebody_does() -> None:
    assert kinds("bombing", "bombing", "suicide_bombing") == "suicide_bombing"
    assert kinds("air_strike", "air_strike", "drone_strike") == "drone_strike"
    assert kinds("armed_attack", "armed_attack", "suicide_bombing") == "armed_attack"


def test_of_what_as_many_say_the_newer_is_taken() -> None:
    first, then = report(1, factuality="denied", outcome="missed"), report(2, factuality="occurred", outcome="hit")
    assert (together(first, then).factuality, together(first, then).outcome) == ("occurred", "hit")


def test_what_somebody_reports_as_a_fact_is_more_than_possible() -> None:
    assert (
        together(report(1), report(2, factuality="possible"), report(3, factuality="possible")).factuality == "occurred"
    )
    assert together(report(1, factuality="possible")).factuality == "possible"


def test_the_closest_date_is_chosen_and_the_commonest_of_those() -> None:
    incident = together(report(1, day=1, to=7), report(2, day=3, to=4), report(3, day=4), report(4, day=4))
    assert incident.occurred is not None
    assert (incident.occurred.earliest.day, incident.occurred.latest.day) == (4, 4)


def test_the_most_precise_place_is_chosen_by_majority_of_spots() -> None:
    def at(number: int, name: str, lat: float, precision: str = "site") -> IncidentReported:
        where = {"name": name, "country": "IQ", "lat": lat, "lon": 42.44, "precision": precision}
        return report(number, location=where)

    incident = together(
        at(1, "Anbar", 33.0, "admin1"), at(2, "Anbar", 33.0, "admin1"), at(3, "al-Baghdadi", 33.86),
        at(4, "Ain al-Asad base", 33.7856), at(5, "Al Asad", 33.786),
    )  # fmt: skip
    assert incident.location is not None
    assert incident.location.name == "Ain al-Asad base"


def test_a_toll_is_the_newest_and_beside_it_stands_the_range_of_all() -> None:
    incident = together(toll(1, 9, 9), toll(2, 14, 14), toll(3, 11, 11), report(4))
    assert (incident.casualties.killed, incident.casualties.wounded) == (toll(1, 11, 11).casualties.killed, None)
    assert incident.casualties_told == toll(1, 9, 14).casualties


def test_at_least_leaves_the_range_open() -> None:
    assert together(toll(1, 9), toll(2, 14, 14)).casualties_told == toll(1, 9).casualties


def test_a_toll_of_the_most_trusted_goes_before_newer_ones() -> None:
    trusted, newer, newest = toll(1, 9, trust=0.9), toll(2, 40, trust=0.2), toll(3, 50)
    assert together(trusted, newer, newest).casualties == trusted.casualties
    assert together(newer, newest).casualties == newest.casualties  # of whom nothing is said is trusted half


def test_attributions_of_all_stand_with_who_carries_them_and_denials_too() -> None:
    def says(number: int, stance: str) -> IncidentReported:
        return report(number, attributions=[{"stance": stance, "actor": "Hezbollah", "by": "the army"}])

    incident = together(says(1, "blamed"), says(2, "blamed"), says(3, "denied"))
    found = [(one.stance, one.carried_by) for one in incident.attributions]
    assert found == [("blamed", ("agency 1", "agency 2")), ("denied", ("agency 0",))]


def test_targets_are_named_once_however_they_are_written() -> None:
    def hit(number: int, name: str) -> IncidentReported:
        return report(number, targets=[{"name": name, "kind": "police"}])

    assert [t.name for t in together(hit(1, "Police post"), hit(2, "police post"), hit(3, "van")).targets] == [
        "Police post",
        "van",
    ]


def test_a_reprint_has_no_voice_and_is_no_source() -> None:
    original = toll(1, 5, 5)
    reprints = [toll(n, 6, 6, duplicate_of="article-1", outcome="hit") for n in (4, 5)]
    incident, alone = together(original, *reprints), together(original)
    assert (incident.casualties, incident.outcome, incident.corroboration) == (original.casualties, "unknown", 1)
    assert incident.disagreements == alone.disagreements == ()
    assert [ref.duplicate_of for ref in incident.reports] == [None, "article-1", "article-1"]


def test_corroboration_counts_sources_not_reports() -> None:
    assert together(report(1), report(2), report(4)).corroboration == 2  # agencies 1, 2 and 1 again


def test_the_id_stays_when_what_the_founder_says_is_corrected() -> None:
    founder, other = report(1, day=3), report(2, day=4, published_at="2022-01-05T09:00:00Z")
    corrected = report(1, day=4, article_revision=2, published_at="2022-01-06T09:00:00Z")
    before, after = (
        together(founder, other),
        merged([Standing(founder.published_at, corrected), Standing(other.published_at, other)]),
    )
    assert before.incident_id == after.incident_id == "IQ-2022-01-03-report-1"


def test_the_day_of_an_id_is_told_in_utc() -> None:
    late = report(1, published_at="2022-01-04T01:00:00+03:00")
    assert together(late).incident_id == "IQ-2022-01-03-report-1"


@pytest.mark.parametrize("number", [200])
def test_a_snapshot_stays_small_however_many_report(number: int) -> None:
    incident = together(*many(number))
    assert len(incident.model_dump_json()) < 150_000
    assert len(incident.targets) <= MOST_LISTED
    assert len(incident.attributions) <= MOST_LISTED
