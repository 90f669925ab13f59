import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.ingest.domain.text.language import UNKNOWN, language_of

ENGLISH = "A drone struck a fuel depot near the harbour on Wednesday, and officials said that nobody was hurt. "
GERMAN = "Eine Drohne traf am Mittwoch ein Treibstofflager am Hafen, und niemand wurde verletzt, sagte die Polizei. "
FRENCH = "Un drone a frappé mercredi un dépôt de carburant près du port, et personne n'a été blessé, selon la police. "
RUSSIAN = "Беспилотник ударил в среду по складу топлива у порта, никто не пострадал, сообщили власти города. "
ARABIC = "ضربت طائرة مسيرة يوم الأربعاء مستودعا للوقود قرب الميناء ولم يصب أحد بأذى حسب الشرطة. "


@pytest.mark.parametrize(
    ("text", "language"), [(ENGLISH, "en"), (GERMAN, "de"), (FRENCH, "fr"), (RUSSIAN, "ru"), (ARABIC, "ar")]
)
def test_a_text_that_declares_nothing_is_known_by_its_words(text: str, language: str) -> None:
    assert language_of(text * 4, None) == language


@pytest.mark.parametrize("declared", ["en", "EN", "en-US", "en_GB", " en "])
def test_what_is_declared_stands_as_its_primary_tag(declared: str) -> None:
    assert language_of(ENGLISH * 4, declared) == "en"


def test_a_long_text_that_is_clearly_something_else_is_believed_more_than_its_declaration() -> None:
    assert language_of(GERMAN * 10, "en") == "de"


def test_near_kin_are_told_apart_by_who_declares_them() -> None:
    assert language_of(ENGLISH * 10, "pcm") == "pcm"


def test_a_short_text_is_what_it_declares() -> None:
    assert language_of("Drohne trifft Hafen", "en") == "en"


def test_a_short_text_that_declares_nothing_is_english_if_its_letters_are() -> None:
    assert language_of("Rebels kill 5", None) == "en"
    assert language_of("Ж", None) == UNKNOWN


@pytest.mark.parametrize("text", ["", "12:30", "!", "..."])
def test_a_text_without_words_is_what_it_declares_or_unknown(text: str) -> None:
    assert language_of(text, "fr") == "fr"
    assert language_of(text, None) == UNKNOWN


@pytest.mark.parametrize("declared", ["", "english language", "x", "-", "und", "mul", "\ud800"])
def test_a_declaration_that_is_no_tag_is_none(declared: str) -> None:
    assert language_of(GERMAN * 4, declared) == "de"


@settings(deadline=None)
@given(st.text(), st.none() | st.text())
def test_any_text_has_a_tag(text: str, declared: str | None) -> None:
    assert language_of(text, declared).isalpha()
