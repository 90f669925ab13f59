"""A record as a line of text is the same record again."""

from hypothesis import given
from hypothesis import strategies as st

from tools.kept import Kept, line_of, record_of

PARTS = st.binary() | st.text().map(str.encode)
HEADERS = st.lists(st.tuples(st.text(), PARTS)).map(tuple)
RECORDS = st.builds(Kept, st.integers(0, 3), st.integers(0), st.none() | PARTS, st.none() | PARTS, HEADERS)


@given(RECORDS)
def test_a_record_comes_back_byte_for_byte(record: Kept) -> None:
    line = line_of(record)
    assert record_of(line) == record
    assert "\n" not in line


def test_text_stays_readable_and_its_size_is_that_of_its_parts() -> None:
    record = Kept(0, 1, b"Kyiv", "“Київ”".encode(), (("ce_id", b"one"),))
    assert '"value": "“Київ”"' in line_of(record)
    assert record.size == 4 + 14 + 5 + 3


def test_an_absent_value_is_no_empty_one() -> None:
    gone, empty = Kept(0, 1, b"k", None, ()), Kept(0, 1, b"k", b"", ())
    assert (record_of(line_of(gone)).value, record_of(line_of(empty)).value) == (None, b"")
