"""Marks cut a text into stretches, overlaps and all, and lose nothing of it."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from tallywire.explaining.marks import Mark, Ref, marks_of, segments
from tallywire.explaining.shown import Card, Explanation, Passage, Quote, Row

TEXT = "Rockets hit a base\nTwo rockets hit Ain al-Asad on Monday."
WHAT, WHERE = Ref("incident", 1, 0, "what"), Ref("incident", 2, 0, "where")


def explanation(*cards: Card, passed_over: tuple[Passage, ...] = ()) -> Explanation:
    at = datetime(2022, 1, 5, tzinfo=UTC)
    return Explanation("w1", "wire", at, "Rockets hit a base", TEXT, incidents=cards, passed_over=passed_over)


def card(number: int, *rows: tuple[str, int, int]) -> Card:
    told = (Row(label, "x", (Quote(start, end, TEXT[start:end], "rule"),)) for label, start, end in rows)
    return Card(number, "title", 0.5, tuple(told))


def stretches(text: str, *spans: tuple[int, int]) -> list[tuple[str, list[int]]]:
    marks = [Mark(n, start, end, (WHAT,)) for n, (start, end) in enumerate(spans, 1)]
    return [(text[s.start : s.end], [m.number for m in s.marks]) for s in segments(0, len(text), marks)]


def test_a_text_without_marks_is_one_stretch() -> None:
    assert stretches("abc") == [("abc", [])]


def test_a_mark_cuts_the_text_in_three() -> None:
    assert stretches("abcde", (1, 3)) == [("a", []), ("bc", [1]), ("de", [])]


def test_marks_that_overlap_share_a_stretch_the_longer_outside() -> None:
    assert stretches("abcdef", (0, 3), (2, 6)) == [("ab", [1]), ("c", [2, 1]), ("def", [2])]


def test_a_mark_within_a_mark_lies_inside_it() -> None:
    assert stretches("abcdef", (0, 6), (2, 4)) == [("ab", [1]), ("cd", [1, 2]), ("ef", [1])]


def test_fields_with_the_same_words_share_one_mark() -> None:
    marks = marks_of(explanation(card(1, ("what", 19, 34), ("with what", 19, 34)), card(2, ("what", 19, 34))))
    assert [[(ref.number, ref.label) for ref in mark.refs] for mark in marks] == [
        [(1, "what"), (1, "with what"), (2, "what")]
    ]


def test_what_was_passed_over_is_marked_too() -> None:
    marks = marks_of(explanation(passed_over=(Passage(23, 30, "rockets", "a plan"),)))
    assert [(m.start, m.end, m.refs[0].kind, m.refs[0].anchor) for m in marks] == [(23, 30, "passed", "p1-0")]


def test_evidence_outside_the_text_makes_no_mark() -> None:
    assert marks_of(explanation(card(1, ("what", 5, 5), ("when", 50, 5000)))) == ()


def test_anchors_are_told_apart() -> None:
    refs = [Ref(kind, n, row, "") for kind in ("incident", "statistic", "passed") for n in (1, 2) for row in (0, 1)]
    assert len({ref.anchor for ref in refs}) == len(refs)


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda s: (s[0], s[0] + s[1])), max_size=12)


@given(spans=SPANS, first=st.integers(0, 20), length=st.integers(1, 40))
def test_stretches_cover_the_text_once_and_each_mark_wholly(
    spans: list[tuple[int, int]], first: int, length: int
) -> None:
    marks = [Mark(n, start, end, (WHAT, WHERE)) for n, (start, end) in enumerate(spans, 1)]
    last = first + length
    found = list(segments(first, last, marks))
    assert [at for s in found for at in range(s.start, s.end)] == list(range(first, last))
    for mark in marks:
        under = {at for s in found if mark in s.marks for at in range(s.start, s.end)}
        assert under == set(range(max(first, mark.start), min(last, mark.end)))
        ends = [s.end for s in found if mark in s.ending]
        assert ends == ([mark.end] if first < mark.end <= last else [])
