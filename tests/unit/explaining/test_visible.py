"""What steers a terminal or the direction of writing is seen instead of obeyed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallywire.explaining.visible import in_a_line, visible


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain, “quoted” – Ñandú العراق 例\xa0えい\u3000", "plain, “quoted” – Ñandú العراق 例\xa0えい\u3000"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("windows\r\nlines", "windows\nlines"),
        ("\x1b[31mred\x07", "␛[31mred␇"),
        ("over\rwritten", "over␍written"),
        ("abc\u202edef\u2066", "abc⟨U+202E⟩def⟨U+2066⟩"),
        ("zero\u200bwidth\ufeff", "zero⟨U+200B⟩width⟨U+FEFF⟩"),
        ("\x7f\x9b31m", "␡⟨U+009B⟩31m"),
        ("lone \ud800 half", "lone ⟨U+D800⟩ half"),
        ("next\u2028line", "next⟨U+2028⟩line"),
        ("e\u0301 is a letter", "e\u0301 is a letter"),
        ("z" + "\u0300" * 300, "z" + "\u0300" * 4 + "⟨296 more accents⟩"),
    ],
)
def test_text_is_made_visible(text: str, seen: str) -> None:
    assert visible(text) == seen


@given(st.text())
def test_nothing_that_steers_is_left(text: str) -> None:
    left = {unicodedata.category(c) for c in visible(text) if c not in "\n\t"}
    assert left.isdisjoint({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@given(st.text(max_size=400), st.integers(2, 200))
def test_a_line_is_one_line(text: str, longest: int) -> None:
    assert "\n" not in in_a_line(text, longest)


def test_a_long_line_is_cut() -> None:
    assert in_a_line("word " * 100, 12) == "word word w…"
