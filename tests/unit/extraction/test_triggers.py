"""What tells of an attack, and of what type: sentences of all the constructions that wires use."""

from datetime import UTC, datetime

import pytest

from schemas.articles import ArticleIngested
from services.extraction.domain.cores import VAGUE
from services.extraction.domain.mentions import mentions
from services.extraction.domain.page import Page, laid_out
from services.extraction.domain.setting import passed_over


def page_of(sentence: str) -> Page:
    article = ArticleIngested(
        article_id="t1",
        revision=1,
        source="Tigris Wire",
        published_at=datetime(2022, 3, 11, 18, tzinfo=UTC),
        headline="News of the day",
        dateline="KABUL",
        language="en",
        body=sentence,
    )
    return laid_out(article)


def told(sentence: str) -> list[tuple[str, str]]:
    """Type and weapon of all that the sentence tells of; vague types as `vague`."""
    page = page_of(sentence)
    found = [m.core for s in page.sentences if s.paragraph and not passed_over(page, s) for m in mentions(page, s)]
    return [("vague" if c.sense in VAGUE else c.sense, c.weapon or "unknown") for c in found if c and not c.doubt]


ATTACKS = [
    # munitions as subjects of verbs that damage
    ("A mine holed the freighter off Aden on Monday.", "bombing", "mine"),
    ("A missile punched a hole in the wall of the refinery near Basra.", "shelling", "missile"),
    ("Two shells tore open the roof of a school in Avdiivka.", "shelling", "artillery"),
    ("Grad rockets peppered the outskirts of Mykolaiv overnight.", "shelling", "rocket"),
    ("A Shahed plunged into an apartment block in Odesa on Friday.", "drone_strike", "drone"),
    ("Three Iskander missiles flattened a depot outside Kharkiv.", "shelling", "missile"),
    ("A mortar bomb came down on a bakery in Taiz.", "shelling", "mortar"),
    ("A Katyusha, which police said had come from an orchard, fell short of the base at Balad.", "shelling", "rocket"),
    ("An improvised device went off under a police lorry in Quetta.", "bombing", "ied"),
    ("A roadside bomb ripped through a minibus near Kandahar, killing six.", "bombing", "ied"),
    ("A limpet mine blew a hole in the tanker's side off Fujairah.", "bombing", "mine"),
    ("The bus ran over a landmine near Douentza on Tuesday.", "bombing", "mine"),
    ("A bomb that had been hidden in a flower pot exploded at Pattani market.", "bombing", "ied"),
    ("An oil tanker was struck by a sea drone in the Red Sea on Sunday.", "drone_strike", "drone"),
    # as objects of verbs that launch
    ("The militia loosed off a volley of rockets at the airport of Erbil.", "shelling", "rocket"),
    ("Gunners let fly with mortars at the village of Zaura on Monday.", "shelling", "mortar"),
    ("Somebody tossed a grenade into a bar in Bujumbura on Saturday night.", "grenade", "grenade"),
    ("Attackers hurled petrol bombs at a church in Minya.", "arson_sabotage", "arson"),
    ("The army rained shells on Homs on Thursday.", "shelling", "artillery"),
    # shot down, foiled
    ("Air defences knocked two drones out of the sky over Riyadh.", "drone_strike", "drone"),
    ("The destroyer swatted down a cruise missile off Hodeidah.", "shelling", "missile"),
    ("Sappers rendered a parcel bomb safe at the ministry in Athens.", "bombing", "ied"),
    ("A booby trap was taken apart by police in Mosul on Friday.", "bombing", "ied"),
    # nominalisations
    ("The shelling of Donetsk on Friday left five dead.", "shelling", "unknown"),
    ("A barrage of missiles on Kyiv killed three on Monday.", "shelling", "missile"),
    ("A car bombing in Mogadishu killed nine people on Saturday.", "bombing", "car_bomb"),
    ("The beheading of two farmers near Palma on Sunday was claimed by nobody.", "armed_attack", "knife"),
    ("A hostage-taking at a bank in Tripoli ended on Thursday.", "abduction", "unknown"),
    ("A shoot-out in Culiacan left four dead on Monday.", "armed_clash", "unknown"),
    # from the air
    ("Su-25s bombed the village of Zerdana on Tuesday.", "air_strike", "aircraft_bomb"),
    ("Mirage jets struck a camp near Kidal, killing thirty fighters.", "air_strike", "aircraft_bomb"),
    ("A convoy was hit by two Turkish F-16s near Sinjar on Friday.", "air_strike", "aircraft_bomb"),
    ("Helicopters strafed the market of Depayin on Saturday.", "air_strike", "aircraft_bomb"),
    ("The army dropped barrel bombs on Idlib on Wednesday.", "air_strike", "aircraft_bomb"),
    # men with guns and knives
    ("Gunmen fell upon a village near Djibo on Monday and killed eleven.", "armed_attack", "small_arms"),
    ("Gunmen sprayed a cafe in Nampula with bullets on Friday.", "armed_attack", "small_arms"),
    ("A judge was gunned down outside his home in Kabul.", "armed_attack", "small_arms"),
    ("Four policemen were cut down by snipers in Nangarhar on Tuesday.", "armed_attack", "small_arms"),
    ("Raiders shot up a bus station in Katsina on Sunday.", "armed_attack", "small_arms"),
    ("Militants waylaid a patrol near Diffa and killed two soldiers.", "armed_attack", "unknown"),
    ("Rebels set upon farm workers near Beni on Monday.", "armed_attack", "unknown"),
    ("A man hacked two teachers to death in Yala on Friday.", "armed_attack", "knife"),
    ("Two tourists were knifed in Marrakesh on Sunday.", "armed_attack", "knife"),
    ("A driver ploughed his lorry into a crowd of shoppers in Berlin.", "armed_attack", "other"),
    ("Soldiers and gunmen traded fire for an hour in Loikaw on Monday.", "armed_clash", "small_arms"),
    # abductions
    ("Bandits marched off 40 villagers from Kankara on Tuesday.", "abduction", "unknown"),
    ("Gunmen dragged three nuns from a convent in Kaduna on Monday.", "abduction", "small_arms"),
    ("Twelve pupils were taken from their dormitory in Afaka by armed men on Thursday.", "abduction", "small_arms"),
    ("Pirates boarded a tanker off Togo on Sunday and made off with five of the crew.", "abduction", "unknown"),
    ("A trawler was seized off Bosaso on Monday.", "abduction", "unknown"),
    # fire and sabotage
    ("A mosque in Umm al-Fahm was put to the torch on Friday.", "arson_sabotage", "arson"),
    ("Masked men burned a school down in Bamenda on Sunday.", "arson_sabotage", "arson"),
    ("Saboteurs cut the cables of a railway near Hamburg.", "arson_sabotage", "unknown"),
    # bombers
    ("A woman blew herself up at a checkpoint in Maiduguri.", "suicide_bombing", "suicide_vest"),
    ("A man detonated his vest among recruits in Aden on Saturday.", "suicide_bombing", "suicide_vest"),
    ("A bomber drove a lorry laden with explosives into the barracks of Gao.", "suicide_bombing", "car_bomb"),
    ("A pickup packed with explosives was driven at the gate of the hotel in Kismayo.", "suicide_bombing", "car_bomb"),
    ("A van blew up outside the town hall of Jamundi on Wednesday.", "bombing", "car_bomb"),
    ("Rebels blew a pipeline up near Saravena on Monday.", "bombing", "unknown"),
]

NONE = [
    "Shares in the drone maker shot up 4 percent on Thursday.",
    "The bomb disposal unit was called to the station in Lyon and found nothing.",
    "The minister opened a gold mine near Geita on Monday.",
    "The film was shot in Tunis in May.",
    "Snow bombarded the passes of Lebanon while hail and gusts of 100 kph closed roads.",
    "Four men were sentenced on murder charges in Lagos on Tuesday.",
    "Teachers in Harare went on strike on Monday.",
    "The striker fired home a free kick from thirty metres in the derby.",
    "Frigates opened fire on a floating target south of Karachi in a naval exercise.",
    "A gas explosion killed five in a restaurant in Tehran.",
    "The government approved the sale of 200 missiles to Jordan.",
    "Two patients were taken to hospital in Lahore after the accident.",
    "The army took away the wreck on Monday.",
    "The opening shot of the campaign was a speech in Basra.",
]


@pytest.mark.parametrize(("sentence", "kind", "weapon"), ATTACKS)
def test_an_attack_is_seen_with_its_type_and_weapon(sentence: str, kind: str, weapon: str) -> None:
    assert told(sentence) == [(kind, weapon)]


@pytest.mark.parametrize("sentence", NONE)
def test_what_only_sounds_like_an_attack_is_none(sentence: str) -> None:
    assert told(sentence) == []
