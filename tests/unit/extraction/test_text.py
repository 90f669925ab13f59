"""Sentences and what of a wire is no sentence."""

import pytest

from services.extraction.domain.text import folded, is_kill_notice, looks_english, sentences


def split(body: str) -> list[str]:
    return [s.text for s in sentences(f"Headline\n{body}", 8) if s.paragraph]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("One fell. Two fell.", ["One fell.", "Two fell."]),
        ("U.S. jets flew on Jan. 8 last year. They hit it.", ["U.S. jets flew on Jan. 8 last year.", "They hit it."]),
        ("It was 2 a.m. by then.", ["It was 2 a.m. by then."]),
        ("He lives in the U.S. The house was hit.", ["He lives in the U.S.", "The house was hit."]),
        ("“It fell.” He ran.", ["“It fell.”", "He ran."]),
        ("Gen. J. Doe spoke to Mr. Roe.", ["Gen. J. Doe spoke to Mr. Roe."]),
        ("A first.\n\nA second.", ["A first.", "A second."]),
    ],
)
def test_a_text_is_split_into_its_sentences(body: str, expected: list[str]) -> None:
    assert split(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "KABUL, Jan 5 (TW) - Rockets fell.",
        "KABUL — Rockets fell.",
        "(ADDS toll, quotes)\n\nKABUL (TW) -- Rockets fell.",
        "Rockets fell.\n\nMORE TO FOLLOW",
        "QUETTA, July 12: Rockets fell.",
    ],
)
def test_datelines_and_furniture_are_no_sentences(body: str) -> None:
    assert split(body) == ["Rockets fell."]


def test_offsets_are_those_of_the_whole_text() -> None:
    text = "Headline\nKABUL (TW) - Rockets fell. No one was hurt."
    assert all(text[s.start : s.end] == s.text for s in sentences(text, 8))


def test_folding_keeps_every_offset() -> None:
    assert len(folded("İSTANBUL “blast”")) == len("İSTANBUL “blast”")


def test_a_text_without_an_end_is_cut() -> None:
    assert max(len(s.text) for s in sentences("h\n" + "word " * 5000, 1)) <= 1500


def test_a_kill_notice_is_known() -> None:
    assert is_kill_notice("KILL - Blast in X\nEDITORS: KILL KILL KILL")


def test_a_wire_about_killing_is_no_kill_notice() -> None:
    assert not is_kill_notice("Rockets kill two\nTwo people were killed.")


def test_other_languages_do_not_look_english() -> None:
    german = (
        "Bei einem Angriff auf einen Markt wurden nach Angaben der Polizei am Donnerstag vier Menschen getötet und " * 3
    )
    assert not looks_english(german)
