"""Who is said to have done it: short sentences, and the stance and actor that they give."""

from datetime import UTC, datetime

import pytest

from schemas.articles import ArticleIngested
from services.extraction.domain.read import read

BOMB = "A car bomb went off in Kandahar on Wednesday and killed four people. "
TWO = "A bomb went off in Kandahar on Wednesday and killed two. Rockets hit a base in Herat on Thursday. "


def told(body: str, headline: str = "") -> list[set[tuple[str, str | None]]]:
    wire = ArticleIngested(
        article_id="a1",
        revision=1,
        source="Tigris Wire",
        published_at=datetime(2022, 3, 11, 18, tzinfo=UTC),
        headline=headline,
        dateline="KABUL",
        language="en",
        body=body,
    )
    incidents = read(wire).incidents
    assert all(e.quote == wire.text[e.start : e.end] for i in incidents for e in i.evidence)
    return [{(a.stance.value, a.actor) for a in i.attributions} for i in incidents]


@pytest.mark.parametrize(
    ("remark", "stance", "actor"),
    [
        ("The Taliban claimed responsibility.", "claimed", "Taliban"),
        ("The Taliban took credit for it on Telegram.", "claimed", "Taliban"),
        ("The Taliban, whose spokesman sent out a message, claimed the attack.", "claimed", "Taliban"),
        ("Responsibility was claimed by the Taliban.", "claimed", "Taliban"),
        ("The Taliban said their fighters had carried it out.", "claimed", "Taliban"),
        ("The Taliban owned up to it.", "claimed", "Taliban"),
        ("The Taliban acknowledged the attack.", "claimed", "Taliban"),
        ("It was the Taliban, by their own account.", "claimed", "Taliban"),
        ("Ansaru, an offshoot of Boko Haram, claimed it.", "claimed", "Ansaru"),
        ("A group calling itself Sons of the River claimed responsibility.", "claimed", "Sons of the River"),
        ('"We struck the convoy of the enemy," the Taliban\'s spokesman said.', "claimed", "Taliban"),
        ("The interior ministry blamed the Taliban.", "blamed", "Taliban"),
        ("Officials accused the Taliban of being behind it.", "blamed", "Taliban"),
        ("The Taliban were held responsible by the governor.", "blamed", "Taliban"),
        ("The governor pointed the finger at the Taliban.", "blamed", "Taliban"),
        ("Kabul holds the Taliban responsible.", "blamed", "Taliban"),
        ("It was the work of the Taliban, police said.", "blamed", "Taliban"),
        ("The governor said the Taliban were behind it.", "blamed", "Taliban"),
        ("The governor said that it was the Taliban.", "blamed", "Taliban"),
        ("Washington pointed at Iran.", "blamed", "Iran"),
        ("Officials suspect the Taliban.", "suspected", "Taliban"),
        ("The attack bore the hallmarks of the Taliban.", "suspected", "Taliban"),
        ("The Taliban are believed to be behind it.", "suspected", "Taliban"),
        ("The blast was put down to the Taliban.", "suspected", "Taliban"),
        ("The Taliban were widely blamed.", "suspected", "Taliban"),
        ("The Taliban denied involvement.", "denied", "Taliban"),
        ("The Taliban said they had nothing to do with it.", "denied", "Taliban"),
        ("The Taliban rejected the accusation.", "denied", "Taliban"),
        ("The Taliban called this a lie.", "denied", "Taliban"),
        ("The Taliban dismissed the charge as absurd.", "denied", "Taliban"),
        ("The army denied it.", "denied", "Afghanistan (army)"),
        ("Everyone holds the Taliban responsible.", "suspected", "Taliban"),
        ("The ministry said the attackers were militants of Islamic State.", "blamed", "Islamic State"),
        ("The government holds the army responsible.", "blamed", "Afghanistan (army)"),
        ("Neither side has claimed the attack.", "unattributed", None),
        ("The ministry did not know who had planted it.", "unattributed", None),
        ("No one has claimed responsibility.", "unattributed", None),
        ("There was no immediate claim.", "unattributed", None),
        ("The attack has not been claimed.", "unattributed", None),
        ("No group had come forward by nightfall.", "unattributed", None),
        ("It was not clear who had planted it.", "unattributed", None),
        ("Police could not say who was behind it.", "unattributed", None),
        ("It was too early to say who was responsible, he said.", "unattributed", None),
    ],
)
def test_a_remark_of_its_own_is_on_the_attack_told(remark: str, stance: str, actor: str | None) -> None:
    assert told(BOMB + remark)[0] == {(stance, actor)}


@pytest.mark.parametrize(
    ("body", "stance", "actor"),
    [
        ("Taliban gunmen stormed a police post in Kandahar on Wednesday.", "blamed", "Taliban"),
        ("A Taliban attack killed six policemen in Kandahar on Wednesday.", "blamed", "Taliban"),
        ("Six policemen were killed by the Taliban in Kandahar on Wednesday.", "blamed", "Taliban"),
        ("Fighters of the Taliban shot dead six policemen in Kandahar on Wednesday.", "blamed", "Taliban"),
        ("Suspected Taliban gunmen shot dead six policemen in Kandahar.", "suspected", "Taliban"),
        ("Iran fired missiles at a camp in Herat on Wednesday.", "blamed", "Iran"),
        ("Turkish jets bombed a village near Dahuk on Wednesday.", "blamed", "Turkey"),
        ("Ukraine shot down 15 drones that Russia had sent at Kyiv on Wednesday.", "blamed", "Russia"),
        ("Armed bandits invaded a village near Gusau on Wednesday and killed six people.", "blamed", "Armed bandits"),
        ("A U.S. drone strike killed three men in Herat on Wednesday.", "blamed", "United States"),
        ("Turkish jets bombed a village near Dahuk on Wednesday, the Turkish army said.", "claimed", "Turkey"),
    ],
)
def test_who_does_it_is_named_in_the_telling(body: str, stance: str, actor: str) -> None:
    assert told(body)[0] == {(stance, actor)}


@pytest.mark.parametrize(
    "body",
    [
        "Six Taliban fighters were killed by a bomb in Kandahar on Wednesday.",
        "A bomb hit a Taliban convoy in Kandahar on Wednesday and killed six.",
        "A bomb went off in Taliban-held Kandahar on Wednesday and killed six.",
        "Rockets hit a base of the U.S.-led coalition in Herat on Wednesday.",
        "Turkish soldiers were hit by rockets near Dahuk on Wednesday.",
        BOMB + "The Taliban neither confirmed nor denied it.",
        BOMB + "Police did not say who the bombers were.",
        BOMB + "The ministry accused the Taliban of sheltering criminals.",
    ],
)
def test_victims_holders_and_silence_are_no_attribution(body: str) -> None:
    assert told(body)[0] == set()


def test_two_states_share_a_noun() -> None:
    body = "American and British jets bombed a port near Hodeidah on Wednesday."
    assert told(body)[0] == {("blamed", "United States"), ("blamed", "United Kingdom")}


def test_the_first_of_two_is_the_first_of_the_paragraph() -> None:
    assert told(TWO + "The Taliban claimed the first.") == [{("claimed", "Taliban")}, set()]


def test_a_denial_goes_to_the_attack_of_which_its_speaker_was_accused() -> None:
    body = "A bomb went off in Kandahar on Wednesday and killed two. Officials blamed the Taliban.\n\n"
    body += "Rockets hit a base in Herat on Thursday and killed three.\n\nThe Taliban denied involvement."
    assert told(body) == [{("blamed", "Taliban"), ("denied", "Taliban")}, set()]


def test_a_claim_outweighs_the_plain_telling() -> None:
    body = "Taliban gunmen stormed a police post in Kandahar on Wednesday. The Taliban claimed the raid."
    assert told(body)[0] == {("claimed", "Taliban")}


def test_an_accusation_and_its_denial_stand_together() -> None:
    body = BOMB + "The governor blamed the Taliban, who denied it."
    assert told(body)[0] == {("blamed", "Taliban"), ("denied", "Taliban")}


def test_a_remark_goes_to_the_attack_just_told() -> None:
    assert told(TWO + "The Taliban claimed the rockets.") == [set(), {("claimed", "Taliban")}]


def test_a_remark_on_both_goes_to_both() -> None:
    assert told(TWO + "The Taliban claimed both.") == [{("claimed", "Taliban")}] * 2


def test_a_day_says_which_attack_is_meant() -> None:
    body = TWO + "\n\nNobody has claimed Wednesday's attack."
    assert told(body) == [{("unattributed", None)}, set()]


def test_a_group_named_before_is_meant_by_its_noun() -> None:
    body = "Al-Shabaab has stepped up its attacks. " + BOMB + "\n\nThe group claimed responsibility."
    assert told(body)[0] == {("claimed", "al Shabaab")}
