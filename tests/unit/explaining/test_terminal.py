"""The explanation on a terminal: labels tell everything without colours, and nothing steers the terminal."""

import io
import re
from dataclasses import replace

import pytest
from rich.console import Console

from tallywire.explaining.shown import Explanation
from tallywire.explaining.text import marked, shown
from tests.unit.explaining.samples import TEXT, sample
from tests.unit.explaining.test_page import HOSTILE, hostile


def printed(explanation: Explanation, width: int = 80, *, colours: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=colours, color_system="256" if colours else None)
    console.print(shown(explanation))
    return out.getvalue()


def test_marks_stand_behind_their_words() -> None:
    assert marked(sample()).plain.splitlines()[1] == (
        "Two rockets[1 how many] hit[1 what] Ain al-Asad[1 where] on Monday, wounding one[1 wounded]."
    )


def test_the_text_without_labels_is_the_text_of_the_wire() -> None:
    assert re.sub(r"\[(?:S?\d+ [a-z ]+|passed over)\]", "", marked(sample()).plain) == TEXT


@pytest.mark.parametrize("width", [20, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(len(line) for line in printed(sample(), width).splitlines()) <= width


def test_everything_is_told_in_words() -> None:
    told = " ".join(printed(sample(), 120).split())
    for words in (
        "incident 1 shelling (2 rocket)", "confidence 0.83", "“rockets hit” – a weapon and a verb", "not said killed",
        "Is it new? yes (90% likely)", "it gives a day ×2.0", "it is short ÷1.3", "next: Baghdad, IQ (20%)",
        "1 lesser signs together ×1.0", "statistic 1 36 attacks", "“A third may follow” – a threat",
    ):  # fmt: skip
        assert words in told


def test_a_note_is_shown() -> None:
    assert "A drill." in printed(replace(sample(), note="A drill."))


@pytest.mark.parametrize("words", [*HOSTILE, "[bold red]markup[/] :bomb: [link=x]"])
def test_hostile_words_are_text(words: str) -> None:
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", printed(hostile(words)))
    if words.startswith("[bold"):
        assert words in printed(hostile(words))


def test_colours_are_the_only_thing_that_steers() -> None:
    coloured = printed(sample(), colours=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == printed(sample())
