"""Texts that nobody wrote for us to read: each gives a reading, or the one error that says why not, and ends."""

import random
import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.articles import ArticleIngested
from services.extraction.domain.read import Reading, UnsupportedLanguage, read
from tests.golden.extraction.test_golden import article
from tests.golden.extraction.test_properties import evidence_holds
from tests.golden.folders import OWN, wires_of

ENGLISH = "It was said that they had been there and that this is what the people of the town have to do with it. " * 3
"""So that what follows is not refused for its language."""
BOMB = "Two bombs killed at least 1,200 people in Kabul on Thursday, police said. The Taliban claimed it."
LONG = {
    "one word": "a",
    "the": "the ",
    "digits": "7",
    "numbers": "the 7 ",
    "numbers with commas": "the 1,000,",
    "quotes": '"',
    "quotes that open": 'the "said he, ',
    "curly quotes that open": "the “said he, ",
    "brackets that open": "the (",
    "places": "the Baghdad ",
    "dates": "on March 3, the ",
    "weekdays": "the Monday ",
    "actors": "the Taliban ",
    "tolls": "killed the 3 people and ",
    "ranges": "between 3 to ",
    "number words": "the twenty-one hundred thousand ",
    "initials": "the U.S. ",
    "no spaces": "Abombexplodedinthetown",
    "lines": "the\n\n",
    "control characters": "the\x01\x1b",
    "right to left": "the \u202eabc\u200f ",
    "capitals of two": "the İ ",
    "an incident without end": "and a bomb killed 2 people in Kabul and ",
    "capitals": "A BOMB EXPLODED IN KABUL ON THURSDAY. ",
    "incidents": BOMB + " ",
    "statistics": "at least 36 attacks in Iraq last year, according to the army, ",
    "semicolons": "the bomb; ",
    "spokesmen": "Gunmen attacked it. The Taliban spokesman Ahmad Khan said they did it. ",
    "remarks": "the Taliban spokesman Ahmad Khan said the group denied the attack. ",
}
MILLION = (
    "one word",
    "the",
    "digits",
    "numbers",
    "quotes",
    "places",
    "dates",
    "actors",
    "numbers with commas",
    "no spaces",
)
SMALL = (
    "KABUL (TW) - A suicide car bomber killed at least 1,200 people and wounded “dozens” at a U.S. base in Kabul on"
    " Thursday, Jan. 6, the Interior Ministry's spokesman said. \"No,\" said the Taliban: it wasn't theirs. Two days"
    " earlier three rockets hit Baghdad airport; none was hurt.\n\nAt least 36 attacks were counted last year.\n"
)
PIECES = st.one_of(
    st.text(max_size=40),
    st.text(alphabet=string.printable, max_size=40),
    st.sampled_from(
        ["\ud800", "\udfff\udc00", "\x00", "\u202e", "\u200b", "e\u0301", "İ", "\n\n", '"', "“", "(", " - ", "🚀"]
    ),
    st.sampled_from(
        [BOMB, "Gunmen attacked it.", "on Monday", "the same day", "at least", "Taliban", "; and", "1,0,0"]
    ),
)
WIRES = [gold.article for folder in OWN for gold in wires_of(folder)]


def wire(body: str, headline: str = "") -> ArticleIngested:
    return article({"dateline": "KABUL", "headline": headline, "body": body})


def is_read(told: ArticleIngested) -> bool:
    """Whether it gives a reading whose evidence holds, or is refused for its language."""
    try:
        reading = read(told)
    except UnsupportedLanguage as error:
        return "English" in str(error)
    return evidence_holds(told, reading)


@pytest.mark.parametrize("piece", LONG.values(), ids=LONG)
@pytest.mark.timeout(60)
def test_a_piece_over_and_over_is_read_to_its_end(piece: str) -> None:
    assert is_read(wire(ENGLISH + piece * (30_000 // len(piece))))


@pytest.mark.slow
@pytest.mark.parametrize("name", MILLION)
@pytest.mark.timeout(120)
def test_a_million_characters_are_read_to_their_end(name: str) -> None:
    assert is_read(wire(ENGLISH + LONG[name] * (1_000_000 // len(LONG[name]))))


@pytest.mark.parametrize("piece", ["a", '"', "the ", "KABUL - ", "(adds (", "Jan. "])
@pytest.mark.timeout(60)
def test_a_headline_may_be_as_long(piece: str) -> None:
    assert is_read(wire(BOMB, headline=piece * (30_000 // len(piece))))


@pytest.mark.timeout(120)
def test_a_wire_may_break_off_at_any_character() -> None:
    assert all(is_read(wire(SMALL[:at])) for at in range(len(SMALL)))


@pytest.mark.timeout(120)
def test_a_wire_may_begin_at_any_character() -> None:
    assert all(is_read(wire(SMALL[at:])) for at in range(len(SMALL)))


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\ud800", "\u202e", "\u200b", "\u0301", "İ", "\r", "\t", "🚀"])
@pytest.mark.timeout(60)
def test_a_strange_character_may_stand_anywhere(character: str) -> None:
    assert all(is_read(wire(SMALL[:at] + character + SMALL[at:])) for at in range(0, len(SMALL), 3))


@pytest.mark.parametrize("changed", [SMALL.upper(), SMALL.lower(), SMALL.title(), SMALL.swapcase(), SMALL[::-1]])
def test_a_wire_may_come_in_any_case_and_direction(changed: str) -> None:
    assert is_read(wire(changed))


@pytest.mark.parametrize("left_out", [" ", ".", ",", "\n", '"', "-", "aeiou", string.punctuation, string.digits])
def test_characters_may_be_lost_on_the_way(left_out: str) -> None:
    assert is_read(wire(SMALL.translate(dict.fromkeys(map(ord, left_out)))))


def test_a_wire_decoded_wrongly_is_read_all_the_same() -> None:
    assert is_read(wire(SMALL.encode("utf-8").decode("latin-1")))
    assert is_read(wire(SMALL.encode("utf-8").decode("ascii", errors="replace")))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(WIRES), st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.2), PIECES), max_size=5))
def test_a_wire_cut_and_pasted_is_read(told: ArticleIngested, edits: list[tuple[float, float, str]]) -> None:
    body = told.body
    for where, length, piece in edits:
        at = int(where * len(body))
        body = body[:at] + piece + body[at + int(length * len(body)) :]
    assert is_read(told.model_copy(update={"body": body}))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(WIRES), st.randoms(use_true_random=False))
def test_sentences_in_any_order_are_read(told: ArticleIngested, chance: random.Random) -> None:
    sentences = told.body.split(". ")
    chance.shuffle(sentences)
    assert is_read(told.model_copy(update={"body": ". ".join(sentences)}))


def test_another_language_is_refused_however_long() -> None:
    with pytest.raises(UnsupportedLanguage):
        read(wire("Bei einem Angriff auf einen Markt wurden am Donnerstag vier Menschen getötet. " * 1000))


@pytest.mark.parametrize("body", ["", " ", "\n\n\n", "\x00", ".", '"', "- ", "(", "KABUL (TW) - "])
def test_hardly_any_text_tells_nothing(body: str) -> None:
    assert read(wire(body)) == Reading()
