"""Positions and cursors: what they hold comes back, and what comes from elsewhere is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.model.cursors import WrongCursor, cursor, key_of
from services.api.model.positions import PARTS, Position, WrongPosition, log_of

OFFSETS = st.lists(st.integers(0, 2**63 - 1), min_size=len(PARTS), max_size=len(PARTS)).map(tuple)
POSITIONS = st.builds(Position, st.integers(0, 2**32 - 1), OFFSETS)


@given(POSITIONS)
def test_a_position_comes_back_from_its_text(position: Position) -> None:
    assert Position.of_text(position.text) == position


@given(st.text(max_size=200))
def test_no_other_text_is_a_position(text: str) -> None:
    with pytest.raises(WrongPosition):
        Position.of_text(text)


@given(POSITIONS, st.integers(0, 10**6), st.sampled_from("ABCabc019_-"))
def test_a_position_with_another_letter_is_none(position: Position, at: int, letter: str) -> None:
    text = position.text
    at %= len(text) - 1
    changed = text[:at] + letter + text[at + 1 :]
    if changed != text:
        with pytest.raises(WrongPosition):
            Position.of_text(changed)


@given(OFFSETS, OFFSETS)
def test_a_joined_position_is_behind_both(a: tuple[int, ...], b: tuple[int, ...]) -> None:
    joined = Position(1, a).joined(Position(1, b))
    assert joined.covers(Position(1, a))
    assert joined.covers(Position(1, b))
    assert all(at in (x, y) for at, x, y in zip(joined.offsets, a, b, strict=True))


def test_topics_that_were_made_anew_are_another_log() -> None:
    assert log_of({"a": "1", "b": "2"}) == log_of({"b": "2", "a": "1"}) != log_of({"a": "1", "b": "3"})


@given(st.text(), st.integers(-(2**40), 2**40), st.text(st.characters(exclude_categories=["Cs"])))
def test_a_cursor_is_of_one_question(question: str, day: int, identity: str) -> None:
    text = cursor(question, (day, identity))
    assert key_of(question, text, (int, str)) == (day, identity)
    with pytest.raises(WrongCursor, match="not of this question"):
        key_of(question + "!", text, (int, str))


@given(st.text(max_size=300))
def test_no_other_text_is_a_cursor(text: str) -> None:
    with pytest.raises(WrongCursor):
        key_of("all", text, (int, str))
