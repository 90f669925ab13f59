"""Names of places as wires write them, and what they must stand for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.extraction.domain.folding import fold, name_key
from services.extraction.domain.places import demonym_country, load_gazetteer

# text | what is named, as "name in the text > country precision lat lon"; "-" for no place at all
NAMED = [
    ("Rockets hit Erbil, Iraq, on Monday.", "Erbil > IQ city 36.2 44.0"),
    ("A blast shook Tripoli, Lebanon.", "Tripoli > LB city 34.4 35.8"),
    ("Shells fell on Tripoli as Libya's rival forces fought.", "Tripoli > LY city 32.9 13.2"),
    ("Iraqi police said a bomb went off in Samarra.", "Samarra > IQ city 34.2 43.89"),
    ("Russian police said a bomb went off in Samara.", "Samara > RU city 53.21 50.14"),
    ("Clashes in Syria's Hama province killed two.", "Hama > SY admin1 35.2 37.2"),
    ("A base in the western Iraqi province of Anbar was hit.", "Anbar > IQ admin1 33.0 41.7"),
    ("A drone struck Erbil's airport.", "Erbil's airport > IQ site 36.24 43.96"),
    ("Rockets landed near the airport of Aden in Yemen.", "airport of Aden > YE site 12.83 45.03"),
    ("Rockets landed at Baghdad International Airport.", "Baghdad International Airport > IQ site 33.26 44.23"),
    ("Rockets targeted Ain al-Asad airbase.", "Ain al-Asad airbase > IQ site 33.79 42.44"),
    ("Rockets targeted the al-Asad base in Iraq.", "al-Asad base > IQ site 33.79 42.44"),
    ("Rockets targeted Ain al Assad in Iraq.", "Ain al Assad > IQ site 33.79 42.44"),
    ("An attack in northeast Syria was foiled.", "northeast Syria > SY admin1 36.5 40.6"),
    ("Drones were downed in western Iraq.", "western Iraq > IQ admin1 33.0 41.7"),
    ("Shelling continued in eastern Ukraine.", "eastern Ukraine > UA admin1 48.5 37.9"),
    ("Jihadists attacked a post in northern Mali.", "northern Mali > ML admin1 18.3 0.2"),
    ("Gunmen struck in south-western Niger.", "south-western Niger > NE admin1 14.0 1.6"),
    ("Gunmen struck in the north-east of Nigeria.", "north-east of Nigeria > NG admin1 11.8 13.0"),
    ("Fighters attacked a village in western Uganda.", "western Uganda > UG admin1 1.3 31.0"),
    ("A missile hit a ship in the Red Sea.", "Red Sea > - admin1 14.5 42.0"),
    ("A tanker was attacked in the Strait of Hormuz.", "Strait of Hormuz > - admin1 26.57 56.25"),
    ("A bulk carrier burned in the Gulf of Aden.", "Gulf of Aden > - admin1 12.3 45.5"),
    ("A mine holed a tanker off the coast of Hodeidah.", "Hodeidah > YE city 14.8 42.95"),
    ("Russia attacked Kherson and the Kherson region.", "Kherson > UA city 46.64 32.62"),
    ("Russia shelled the Kherson region of Ukraine.", "Kherson > UA admin1 46.6 33.4"),
    ("Gunmen raided Kankara in Nigeria's Katsina state.", "Kankara > NG city 11.93 7.41"),
    ("Fighters seized Mocimboa da Praia in Mozambique.", "Mocimboa da Praia > MZ city -11.35 40.35"),
    ("Insurgents beheaded villagers in Cabo Delgado.", "Cabo Delgado > MZ admin1 -12.3 39.3"),
    ("A bomb exploded at a church on Jolo island in the Philippines.", "Jolo > PH city 6.05 121.0"),
    ("Bandits killed ten in Zamfara.", "Zamfara > NG admin1 12.1 6.3"),
    ("Troops clashed with rebels near Rutshuru in eastern Congo.", "Rutshuru > CD city -1.19 29.45"),
    ("A car bomb exploded in Cúcuta, Colombia.", "Cúcuta > CO city 7.89 -72.5"),
    ("Rockets hit Al-Hawijah in Iraq.", "Al-Hawijah > IQ city 35.32 43.77"),
    ("Rockets hit el-Hawija in Iraq.", "el-Hawija > IQ city 35.32 43.77"),
    ("A bomb went off in Sana’a, Yemen.", "Sana’a > YE city 15.35 44.2"),
    ("Gunmen attacked Deir al-Zor in Syria.", "Deir al-Zor > SY city 35.33 40.14"),
    ("Gunmen attacked Deir ez-Zour, Syria.", "Deir ez-Zour > SY city 35.33 40.14"),
    ("KYIV, Ukraine (AP) - Drones fell.", "KYIV > UA city 50.45 30.52"),
    ("A bomber struck in Nice, France.", "Nice > FR city 43.7 7.27"),
    ("A knife attack in Reading, England, killed three.", "Reading > GB city 51.45 -0.97"),
    ("Rebels in Myanmar's Rakhine state attacked police.", "Rakhine > MM admin1 20.0 93.7"),
    ("The Taliban attacked Bagram air base in Afghanistan.", "Bagram air base > AF site 34.95 69.27"),
    ("Two policemen died in Lakki Marwat, Pakistan.", "Lakki Marwat > PK city 32.6 70.9"),
    ("Maoists attacked a patrol in India's Chhattisgarh state.", "Chhattisgarh > IN admin1 21.3 81.9"),
    ("Drones hit the Zaporizhzhia nuclear power plant.", "Zaporizhzhia nuclear power plant > UA site 47.51 34.59"),
    ("A blast was heard at the port of Latakia in Syria.", "port of Latakia > SY site 35.53 35.77"),
    ("Shabaab fighters overran a base at El Adde in Somalia.", "base at El Adde > SO site 3.0 41.95"),
    ("Kurdish fighters were bombed in the Qandil Mountains.", "Qandil Mountains > IQ admin1 36.54 45.0"),
]

NOWHERE = [
    "The Islamic State of Iraq claimed the attack.",
    "The Kurdistan Workers' Party denied it.",
    "Washington said it would respond.",
    "Moscow accused Kyiv of lying.",
    "Tehran's foreign ministry denied it.",
    "The Pentagon and the White House declined to comment.",
    "Police said the officers were safe.",
    "Most of the wounded were sent home in March.",
    "Victoria Nuland spoke to reporters.",
    "Gen. Austin Miller commanded the forces.",
    "Nobody was hurt, said Lloyd Austin.",
    "The Iraqi army and Turkish jets were blamed.",
    "On Monday in May or on Nov. 3 they came.",
    "Lashkar-e-Taiba and Boko Haram were named.",
]


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_a_name_stands_for_the_place_that_the_text_means(text: str, expected: str) -> None:
    name, meant = expected.split(" > ")
    country, precision, lat, lon = meant.split()

    mentions = load_gazetteer().mentions(text)

    place = next(m.place for m in mentions if text[m.start : m.end] == name)
    assert (place.country or "-", place.precision) == (country, precision)
    assert abs(place.lat - float(lat)) < 0.3
    assert abs(place.lon - float(lon)) < 0.4


@pytest.mark.parametrize("text", NOWHERE)
def test_what_is_no_place_is_left_alone(text: str) -> None:
    found = [m.place.name for m in load_gazetteer().mentions(text) if m.place.precision != "country"]

    assert found == []


def test_the_dateline_decides_between_towns_of_one_name() -> None:
    text = "Gunmen opened fire in Tripoli on Friday."

    by_dateline = {
        d: load_gazetteer().mentions(text, d)[0].place.country for d in ("BEIRUT, Lebanon", "BENGHAZI, Libya")
    }

    assert by_dateline == {"BEIRUT, Lebanon": "LB", "BENGHAZI, Libya": "LY"}


def test_a_dateline_has_a_time_zone() -> None:
    gazetteer = load_gazetteer()

    assert gazetteer.timezone("ERBIL") == "Asia/Baghdad"
    assert gazetteer.timezone("KABUL/WASHINGTON") == "Asia/Kabul"
    assert gazetteer.timezone(None) is None


def test_demonyms_speak_of_their_country() -> None:
    assert [demonym_country(w) for w in ("Iraqi", "Somalis", "Turkish", "table")] == ["IQ", "SO", "TR", None]


def test_transliterations_share_a_key() -> None:
    assert len({name_key(n) for n in ("Al-Hawijah", "al Hawija", "el-Hawija")}) == 1
    assert name_key("Deir ez-Zor") == name_key("Deir al-Zor")


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from([*"AaéЖ.,-'\n( )", "Erbil", "Iraq", "al-", "northern ", "'s ", "airport", "of "])).map(
        "".join
    )
)
def test_mentions_stand_within_the_text_in_order_and_apart(text: str) -> None:
    mentions = load_gazetteer().mentions(text, text)

    edges = [edge for m in mentions for edge in (m.start, m.end)]
    assert edges == sorted(edges)
    assert all(0 <= m.start < m.end <= len(text) for m in mentions)


@pytest.mark.parametrize("unit", ["a-", "A-", "Al-", "Erbil ", "of the ", "0", "'", "U.S. ", "(", "é", "north of "])
@pytest.mark.timeout(60)
def test_hostile_texts_are_read_to_their_end(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert all(m.end <= len(text) for m in load_gazetteer().mentions(text))
