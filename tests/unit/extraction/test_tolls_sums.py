"""Tolls that are sums, parts, revisions, rivals, or none at all."""

import pytest

from schemas.articles import ArticleIngested
from services.extraction.domain.page import laid_out
from services.extraction.domain.tolls import Toll, tolls

Told = dict[str, tuple[int, int | None]]


def found(body: str) -> tuple[Toll, ...]:
    published = "2022-03-11T18:00:00+00:00"
    wire = ArticleIngested(article_id="a", revision=1, source="s", published_at=published, headline="", body=body)
    return tolls(laid_out(wire), 0, len(wire.text))


def told(body: str) -> Told:
    return {t.kind: (t.count.min, t.count.max) for t in found(body) if not t.attackers}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Gunmen shot dead five soldiers and two policemen.", {"killed": (7, 7)}),
        ("Five soldiers and two policemen were killed.", {"killed": (7, 7)}),
        ("Two nurses and a driver died.", {"killed": (3, 3)}),
        ("Eight guards, a cook and two children were killed.", {"killed": (11, 11)}),
        ("A couple and their three children were killed.", {"killed": (5, 5)}),
        ("A woman, her husband and their baby died.", {"killed": (3, 3)}),
        ("They shot dead the mayor and his two bodyguards.", {"killed": (3, 3)}),
        ("His wife and two daughters were hurt.", {"wounded": (3, 3)}),
        ("The raid killed at least four soldiers and three villagers.", {"killed": (7, None)}),
    ],
)
def test_people_listed_with_one_verb_are_added(body: str, expected: Told) -> None:
    assert told(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The attack left 12 dead, including four children.", {"killed": (12, 12)}),
        ("Seven people, two of them soldiers, died.", {"killed": (7, 7)}),
        ("They killed nine people: four women and five men.", {"killed": (9, 9)}),
        ("A shell killed six, the deputy mayor and the head of the school among them.", {"killed": (6, 6)}),
        ("The dead included two children.", {}),
        ("Among the dead were two children.", {}),
        ("Nine people were hurt, three of them seriously.", {"wounded": (9, 9)}),
    ],
)
def test_parts_are_not_added_to_the_whole(body: str, expected: Told) -> None:
    assert told(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Nearly 40 perished.", {"killed": (40, 40)}),
        ("A policeman succumbed to his injuries.", {"killed": (1, 1)}),
        ("Four soldiers lost their lives and eleven suffered burns.", {"killed": (4, 4), "wounded": (11, 11)}),
        ("It claimed the lives of at least 22.", {"killed": (22, None)}),
        ("Some 30 people were taken to a hospital.", {"wounded": (30, 30)}),
        ("Twelve people were treated for smoke.", {"wounded": (12, 12)}),
        ("The driver was lightly hurt.", {"wounded": (1, 1)}),
        ("Her husband was killed.", {"killed": (1, 1)}),
        ("The blast sent seven people to hospital.", {"wounded": (7, 7)}),
        ("More than a dozen soldiers were slain.", {"killed": (12, None)}),
        ("Half a dozen guards were injured.", {"wounded": (6, 6)}),
        ("Gunmen took nine passengers off a bus and killed them.", {"killed": (9, 9)}),
    ],
)
def test_many_words_for_dying_and_being_hurt(body: str, expected: Told) -> None:
    assert told(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "The war has killed 30,000 people since 2014.",
        "In twelve years the movement has killed 820 people.",
        "Dozens were killed or wounded.",
        "If one soldier dies, there will be an answer.",
        "Several people were hurt.",
        "They had planned to kill two ministers.",
        "A wounded soldier spoke from his bed.",
    ],
)
def test_what_is_no_toll_of_an_attack(body: str) -> None:
    assert told(body) == {}


@pytest.mark.parametrize(
    ("body", "victims", "attackers"),
    [
        ("Five people, including the attacker, were killed.", {(4, 4)}, {(1, 1)}),
        ("The attack killed seven people, including two of the gunmen.", {(5, 5)}, {(2, 2)}),
        ("A bomber killed himself and four others.", {(4, 4)}, set()),
        ("Ten militants and three soldiers were killed.", {(3, 3)}, {(10, 10)}),
        ("Two assailants were shot dead by guards.", set(), {(2, 2)}),
    ],
)
def test_attackers_are_counted_apart(body: str, victims: set[tuple[int, int]], attackers: set[tuple[int, int]]) -> None:
    sides = {s: {(t.count.min, t.count.max) for t in found(body) if t.attackers is s} for s in (False, True)}
    assert sides == {False: victims, True: attackers}


def test_a_revised_toll_is_marked() -> None:
    assert [(t.count.min, t.revised) for t in found("Two more died in hospital, bringing the death toll to nine.")][
        -1
    ] == (9, True)


def test_an_overtaken_toll_is_marked() -> None:
    assert [t.early for t in found("An early count had given ten dead.")] == [True]


def test_another_account_counts_the_same_dead() -> None:
    counted = found("Three people died, police said; a hospital counted five.")
    assert [(t.kind, t.count.min) for t in counted] == [("killed", 3), ("killed", 5)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The governor put the number of the dead at one hundred.", {"killed": (100, 100)}),
        ("Four policemen embraced martyrdom on Monday.", {"killed": (4, 4)}),
        ("The assault cost the army 17 men.", {"killed": (17, 17)}),
        ("It killed a husband and wife on their way home.", {"killed": (2, 2)}),
        ("The number of people killed in the raid rose to 155.", {"killed": (155, 155)}),
        ("All 17 hands are safe.", {"killed": (0, 0), "wounded": (0, 0)}),
        ("It fell in a field and no harm was done.", {"killed": (0, 0), "wounded": (0, 0)}),
        ("Four sailors are presumed to have been killed.", {}),
        ("No casualties had come to light by noon.", {}),
        ("A teacher and a child of five were killed.", {"killed": (2, 2)}),
        ("On 8 December a guard was killed.", {"killed": (1, 1)}),
    ],
)
def test_tolls_in_other_words(body: str, expected: Told) -> None:
    assert told(body) == expected
