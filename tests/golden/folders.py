"""Where annotated wires stand: ours, those kept unseen, and the shared ones, which are not in every checkout."""

from functools import cache
from pathlib import Path

from services.extraction.domain.read import Reading
from tools.gold import Gold, gold_wires, read_by
from tools.scoring import SHARED

HERE = Path(__file__).parent
OWN = (HERE / "demo", HERE / "wires")
UNSEEN = HERE / "unseen"
SERIES = (HERE / "series", HERE / "unseen_series")
"""Story lines, to judge merging by: nothing is learned from either, and the second is an examination."""
ALL = tuple(
    folder
    for folder in (*OWN, UNSEEN, *SERIES, SHARED / "seed", SHARED / "wires", SHARED / "series")
    if folder.is_dir()
)


@cache
def wires_of(folder: Path) -> tuple[Gold, ...]:
    """The annotated wires of a folder."""
    return tuple(gold_wires([folder]))


@cache
def readings_of(folder: Path) -> tuple[Reading, ...]:
    """What the package reads in them, wire by wire."""
    return tuple(read_by(gold) for gold in wires_of(folder))
