"""The towns' table as one block: every line is there, in order, and nothing of its neighbours."""

from hypothesis import given
from hypothesis import strategies as st

from services.extraction.domain.atlas import Lines

WORDS = st.text(st.characters(exclude_characters="\n", codec="utf-8"), max_size=12)


@given(st.lists(WORDS, max_size=20))
def test_lines_are_what_was_written(written: list[str]) -> None:
    lines = Lines.of("".join(f"{line}\n" for line in ["header", *written]).encode())
    assert list(lines) == written
    assert len(lines) == len(written)
    assert [lines[n] for n in range(len(lines))] == written
