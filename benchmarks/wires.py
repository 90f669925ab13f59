"""What is read in the measurements: every annotated wire there is, and long articles made of our own."""

from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from schemas.articles import ArticleIngested
from tools.gold import gold_wires
from tools.scoring import SHARED

GOLDEN: Final = Path(__file__).parents[1] / "tests" / "golden"
OURS: Final = (GOLDEN / "demo", GOLDEN / "wires")
OTHERS: Final = (GOLDEN / "unseen", SHARED / "seed", SHARED / "wires", SHARED / "series")
"""Those that stand beside the project are measured where they are there."""


def ours() -> list[ArticleIngested]:
    """The bundled and the own wires."""
    return [gold.article for gold in gold_wires(OURS)]


def everything() -> list[ArticleIngested]:
    """Every annotated wire."""
    return [gold.article for gold in gold_wires((*OURS, *OTHERS))]


def article_of(length: int, wires: Sequence[ArticleIngested]) -> ArticleIngested:
    """The first wire with the bodies of all, over and over, up to a length in characters."""
    paragraphs = cycle(wire.body for wire in wires)
    enough = islice(paragraphs, length // min(len(wire.body) for wire in wires) + 1)
    return wires[0].model_copy(update={"body": "\n\n".join(enough)[:length]})
