"""The lexicons: what an editor may rely on."""

import re

import pytest

from services.extraction.domain import patterns
from services.extraction.domain.lexicon import actor_aliases, hits


def words(text: str, layer: int) -> list[str]:
    return [text[h.start : h.end] for h in hits(text, text.lower())[layer]]


def test_the_longest_word_wins() -> None:
    assert words("A drone strike hit the school", 0) == ["drone strike", "hit"]


def test_layers_may_overlap() -> None:
    assert words("A drone strike hit the police station", 2) == ["police station"]


def test_words_are_whole() -> None:
    assert words("The bombastic shellfish was minor", 0) == []


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("Hashd al-Shaabi", "Popular Mobilization Forces (PMF)"),
        ("Daesh", "Islamic State"),
        ("Ansar Allah", "Houthis (Houthi movement)"),
        ("TTP", "Tehreek-e-Taliban Pakistan (TTP)"),
        ("al-Shabaab", "al Shabaab"),
    ],
)
def test_a_group_goes_by_many_names(alias: str, name: str) -> None:
    assert actor_aliases()[alias.lower()] == name


def test_initials_must_stand_in_capitals() -> None:
    assert words("the eta of the ship", 1) == []


def test_every_turn_of_phrase_compiles_and_is_bounded() -> None:
    unbounded = re.compile(r"(?<!\\)(?:[).]|\[\^[^\]]{1,20}\])[*+]")
    for rule, phrases in patterns._phrases().items():
        for phrase, told in phrases.items():
            source = [told.get("before", ""), *told["any"], told.get("after", "")]
            assert not unbounded.search(" ".join(source)), (rule, phrase)
            assert patterns._compiled(f"{rule}.{phrase}").pattern
