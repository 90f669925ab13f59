"""What has the words of an attack and tells of none; and what only looks peaceful."""

from datetime import UTC, datetime

import pytest

from schemas.articles import ArticleIngested
from services.extraction.domain.mentions import mentions
from services.extraction.domain.page import laid_out
from services.extraction.domain.setting import passed_over

NONE = [
    "The country fired an intercontinental missile on Monday that flew for 69 minutes before it splashed into the sea.",
    "A ballistic missile was launched at dawn, falling into the sea after about 600 km.",
    "The navy launched a cruise missile from a submarine in a test of a new warhead.",
    "More than 6,000 people have been killed since 2009 in the three provinces.",
    "Some 310 guerrillas were killed last year, the ministry said.",
    "The insurgency has cost more than 9,000 lives in the hills of Nagaland.",
    "Thirty people were killed near Kaduna when a petrol tanker overturned.",
    "Eleven villagers were killed in Kunar by the earthquake.",
    "The kidnapping of foreigners in Sokoto is an aim of the bandits.",
    "Kidnapping for ransom is rife in Zamfara.",
    "The army and the rebels stopped shooting at each other in Cauca on Friday.",
    "The guerrillas suspended their attacks on Sunday in Cauca.",
    "Soldiers shot in the air in Kabul on Sunday.",
    "Policemen fired into the air to scatter a crowd in Bhopal on Monday.",
    "The Taliban seized power in Kabul in 2021.",
    "Two F-16 fighters led it away from Athens on Monday.",
    "More than 900 people were killed by the earthquakes in Khorasan, the Taliban said.",
    "The Taliban has been fighting since 1994 for a state of its own.",
    "A short-range missile was shot from the east coast, falling into the sea after about 400 km.",
    "Helicopters were out over Jasper while rain fell on the town.",
    "The bombs had been lying in the mud of the harbour at Kiel since the Second World War.",
]
ATTACKS = [
    ("A missile fell into the sea near a tanker off Hodeidah on Monday.", "shelling", "missile"),
    ("Rebels fired two missiles at the port of Aden, and one fell into the sea.", "shelling", "missile"),
    ("Two guards were shot dead near Yala on Friday.", "armed_attack", "small_arms"),
    ("Three miners were abducted near Zamfara on Sunday.", "abduction", "unknown"),
    ("A mine killed two farmers near Kherson on Tuesday.", "bombing", "mine"),
    ("The abduction on Monday of 30 pupils in Kaduna is a threat to all, the minister said.", "abduction", "unknown"),
    ("Some 40 villagers have been killed near Solhan since Friday.", "attack", ""),
    # who comes in behind the bomb gives the type, who is named first the weapon
    ("A car bomb blew open the gate of the bank and gunmen ran in, in Kabul on Monday.", "armed_attack", "car_bomb"),
    ("Gunmen and a suicide bomber entered a clinic in Herat on Monday.", "armed_attack", "small_arms"),
    (
        "Gunmen held the inn in Kismayo for a day after a bomb had opened its gate.",
        "armed_attack",
        "small_arms",
    ),
    ("Gunmen burst into a radio station in Quito and took its staff hostage.", "armed_attack", "small_arms"),
    ("Gunmen set off a car bomb outside a police station in Quetta on Monday.", "bombing", "car_bomb"),
    ("A van drove into the yard of the embassy in Dushanbe and blew up.", "suicide_bombing", "car_bomb"),
    # shots in a gunfight, shots at a power station
    ("An officer was shot in a gunfight with robbers in Cebu on Monday.", "armed_clash", "small_arms"),
    ("Gunfire at a substation near Raleigh cut the power on Saturday.", "arson_sabotage", "small_arms"),
    ("Some 80 people were rounded up on 3 March by suspected insurgents near Dikwa.", "abduction", "unknown"),
]


def article_of(sentence: str) -> ArticleIngested:
    return ArticleIngested(
        article_id="t1",
        revision=1,
        source="Coast Wire",
        published_at=datetime(2022, 3, 11, 18, tzinfo=UTC),
        headline="News of the day",
        dateline="NAIROBI",
        language="en",
        body=sentence,
    )


def told(sentence: str) -> list[tuple[str, str]]:
    """Type and weapon of all that the sentence tells of for certain."""
    page = laid_out(article_of(sentence))
    found = [m.core for s in page.sentences if s.paragraph and not passed_over(page, s) for m in mentions(page, s)]
    return [(c.sense, c.weapon) for c in found if c and not c.doubt]


@pytest.mark.parametrize("sentence", NONE)
def test_what_is_no_attack_is_not_read_as_one(sentence: str) -> None:
    assert told(sentence) == []


@pytest.mark.parametrize(("sentence", "sense", "weapon"), ATTACKS)
def test_what_is_one_is_read_with_its_type_and_weapon(sentence: str, sense: str, weapon: str) -> None:
    assert (sense, weapon) in told(sentence)
