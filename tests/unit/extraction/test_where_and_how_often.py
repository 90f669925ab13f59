"""Small wires beside where their incidents happened, and how many they are."""

import pytest

from schemas.articles import ArticleIngested
from schemas.reports import IncidentReported
from services.extraction.domain.read import read


def incidents(body: str, dateline: str, headline: str = "") -> tuple[IncidentReported, ...]:
    return read(
        ArticleIngested(
            article_id="a", revision=1, source="TW", published_at="2022-03-11T18:00:00+03:00", language="en",
            headline=headline, dateline=dateline, body=body,
        )
    ).incidents  # fmt: skip


@pytest.mark.parametrize(
    ("dateline", "body", "place"),
    [
        ("LAGOS", "Gunmen killed three people at a market in Katsina state on Thursday, police said.", "Katsina"),
        (
            "NAIROBI",
            "Gunmen killed three people at a market in northern Kenya on Thursday.",
            "northern Kenya",
        ),
        ("WASHINGTON", "Gunmen killed three people at a market in Yemen on Thursday, police said.", "Yemen"),
        ("BAGHDAD", "A car bomb killed four people outside a bank in Mosul on Thursday, police said.", "Mosul"),
        ("KYIV", "A missile hit a school in Kharkiv on Thursday, the governor told reporters in Poltava.", "Kharkiv"),
    ],
)
def test_the_deed_s_own_words_say_where_not_the_dateline(dateline: str, body: str, place: str) -> None:
    (incident,) = incidents(f"{dateline} (TW) - {body}", dateline)
    assert incident.location is not None
    assert incident.location.name == place


@pytest.mark.parametrize(
    ("body", "days"),
    [
        ("Two drones hit the base at Erbil in Iraq on Monday and again on Tuesday, the army said.", [7, 8]),
        ("An oil duct was blown up on Monday near Kirkuk in Iraq and on Thursday in Basra.", [7, 10]),
        ("Rockets hit the airport of Mosul in Iraq on Monday and two more on Wednesday.", [7, 9]),
        ("Rockets hit the airport of Mosul in Iraq on Monday, and on Tuesday the minister said so.", [7]),
    ],
)
def test_a_day_more_is_an_attack_more(body: str, days: list[int]) -> None:
    found = incidents(f"BAGHDAD (TW) - {body}", "BAGHDAD")
    assert [incident.occurred.earliest.day for incident in found if incident.occurred] == days


@pytest.mark.parametrize(
    "body",
    [
        "North Korea fired a ballistic missile from near Pyongyang on Thursday in a test; it splashed into the sea.",
        "More than 2,000 people were killed by the earthquake that flattened villages near Herat on Thursday.",
        "The group threatened on Thursday to bomb the airport of Mosul if its men were not set free.",
    ],
)
def test_tests_quakes_and_threats_are_no_attacks(body: str) -> None:
    assert incidents(f"TOKYO (TW) - {body}", "TOKYO") == ()
