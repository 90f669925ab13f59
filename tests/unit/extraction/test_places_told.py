"""Places told without a name, in another spelling, or by a name that is no place in this text."""

import pytest

from services.extraction.domain.places import load_gazetteer

# text | words of the mention > country precision lat lon
TOLD = [
    ("A bomb exploded in the Turkish capital on Sunday.", "Turkish capital > TR city 39.92 32.85"),
    ("Shells fell on the capital of Somalia.", "capital of Somalia > SO city 2.04 45.34"),
    ("Iraq is in shock. Rockets fell on the capital on Monday, Iraqi police said.", "the capital > IQ city 33.34 44.4"),
    ("Fighting reached the capital of Helmand province in Afghanistan.",
     "capital of Helmand province > AF city 31.6 64.36"),
    ("Gunmen struck in Afghanistan's Helmand. In the provincial capital a bomb went off.",
     "provincial capital > AF city 31.6 64.36"),
    ("A patrol was hit near the Iraqi-Syrian border.", "Iraqi-Syrian border > IQ admin1 34.4 41.0"),
    ("Pakistani troops were attacked near the border with Afghanistan, Pakistan's army said.",
     "border with Afghanistan > PK admin1 33.3 70.0"),
    ("Mali's army lost ten men in the country's north.", "the country's north > ML admin1 18.3 0.2"),
    ("Syria said a convoy was attacked in the northeast of the country.",
     "northeast of the country > SY admin1 36.5 40.6"),
    ("Drones flew towards Erbil in Iraq and fell at the airport.", "at the airport > IQ site 36.24 43.96"),
    ("Gunmen seized the village of Dan-Sadaw in Nigeria.", "Dan-Sadaw > NG city 11.3 6.49"),
    ("Bandits raided Dansadau in Nigeria.", "Dansadau > NG city 11.3 6.49"),
    ("Al Shabaab stormed Aadan Yabaal in Somalia.", "Aadan Yabaal > SO city 3.81 46.35"),
    ("Bombers struck at Wazir Akbar Khan mosque in Kabul, Afghanistan.",
     "Wazir Akbar Khan mosque > AF site 34.53 69.19"),
    ("Missiles hit the Abqaiq oil processing plant in Saudi Arabia.",
     "Abqaiq oil processing plant > SA site 25.94 49.68"),
    ("A tanker was boarded 60 nautical miles north of Bosaso in Somalia.",
     "60 nautical miles north > - admin1 12.28 49.18"),
    ("BOMBERS STRUCK A SHRINE IN SAMARRA ON WEDNESDAY, POLICE IN IRAQ SAID.", "SAMARRA > IQ city 34.2 43.87"),
]  # fmt: skip

NO_PLACE = [
    ("The USS Mason shot down a missile. The Mason was unhurt, the United States said.", "Mason"),
    ("Syria was calm, news agency SANA quoted a source, though Yemen was not.", "SANA"),
    ("Milan Kovac led the gunmen, said Italy.", "Milan"),
    ("Sofia Petrova, a nurse from Bulgaria, was hurt.", "Sofia"),
    ("President Suarez of Colombia spoke. Suarez blamed rebels.", "Suarez"),
    ("The Turkish capital punishment debate went on.", "capital"),
]


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_a_place_is_found_without_its_usual_name(text: str, expected: str) -> None:
    words, meant = expected.split(" > ")
    country, precision, lat, lon = meant.split()

    found = {text[m.start : m.end]: m.place for m in load_gazetteer().mentions(text)}

    place = next(place for name, place in found.items() if words in name)
    assert (place.country or "-", place.precision) == (country, precision)
    assert abs(place.lat - float(lat)) < 0.3
    assert abs(place.lon - float(lon)) < 0.4


@pytest.mark.parametrize(("text", "name"), NO_PLACE)
def test_ships_people_and_agencies_are_no_places(text: str, name: str) -> None:
    assert not any(name in text[m.start : m.end] for m in load_gazetteer().mentions(text))


def test_of_two_towns_of_a_name_the_one_near_the_others_is_meant() -> None:
    text = "Gunmen took travellers at Buruku and Birnin Gwari in Kaduna state, Nigeria."

    place = next(m.place for m in load_gazetteer().mentions(text) if text[m.start : m.end] == "Buruku")

    assert abs(place.lat - 10.63) < 0.3
