"""What of a table is read back in bulk."""

from faust.types import TP
from hypothesis import given
from hypothesis import strategies as st

from services.common.recovery import FEW, Span, missing

ONE, OTHER = TP("rows", 0), TP("rows", 1)
OFFSETS = st.integers(0, 10_000)


def test_a_store_that_has_nothing_wants_all_that_the_broker_has() -> None:
    assert missing({ONE: 40}, {ONE: 5_000}, {ONE: None}) == {ONE: Span(40, 5_000)}


def test_a_store_goes_on_behind_the_last_row_that_it_has() -> None:
    assert missing({ONE: 0}, {ONE: 5_000}, {ONE: 99}) == {ONE: Span(100, 5_000)}


def test_a_few_rows_are_left_to_faust() -> None:
    assert missing({ONE: 0, OTHER: 0}, {ONE: FEW // 2, OTHER: FEW // 2}, {}) == {}
    assert len(missing({ONE: 0, OTHER: 0}, {ONE: FEW, OTHER: 1}, {})) == 2


@given(oldest=OFFSETS, end=OFFSETS, known=st.none() | OFFSETS)
def test_no_row_is_asked_for_twice_or_passed_over(oldest: int, end: int, known: int | None) -> None:
    span = missing({ONE: oldest}, {ONE: end}, {ONE: known}).get(ONE)
    wanted = set(range(oldest, end)) - (set(range(known + 1)) if known is not None else set())
    assert set(range(span.first, span.end)) == wanted if span else len(wanted) <= FEW
