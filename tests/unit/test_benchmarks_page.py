"""The page that `make bench` writes."""

from benchmarks.document import table, written

ORDER = ("One", "Two", "Three")


def test_a_part_that_is_measured_again_replaces_its_own_section_alone() -> None:
    page = written("", [("Three", "old three"), ("One", "old one\n\n### More\n\nof it")], ORDER)

    again = written(page, [("Three", "new three")], ORDER)

    assert again == page.replace("old three", "new three")


def test_sections_stand_in_their_order_and_what_was_never_measured_is_left_out() -> None:
    page = written(written("", [("Three", "c")], ORDER), [("One", "a")], ORDER)

    assert page.index("## One\n\na\n") < page.index("## Three\n\nc\n")
    assert "Two" not in page


def test_a_table_is_one_that_markdown_reads() -> None:
    assert table(("what", "s"), [("a", "1"), ("b", "2")]) == "| what | s |\n| --- | ---: |\n| a | 1 |\n| b | 2 |"
