"""docs/benchmarks.md: a section for each part of `make bench`, each with the day and the machine of its run."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

PAGE: Final = Path(__file__).parents[1] / "docs" / "benchmarks.md"
HEAD: Final = """\
# Benchmarks

Written by `make bench`; a part of it alone by `make bench ONLY=way,peers`, which leaves the other sections as they are.
Compare within a section only: what stands there was measured in one run, on the machine and day that it names.
"""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table, its figures to the right."""
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def written(page: str, sections: Iterable[tuple[str, str]], order: Sequence[str]) -> str:
    """The page with these sections, by their titles, in place of older ones; the others stay."""
    kept = dict(_sections(page))
    kept.update(sections)
    return "\n".join([HEAD, *(f"## {title}\n\n{kept[title].strip()}\n" for title in order if title in kept)])


def _sections(page: str) -> Iterable[tuple[str, str]]:
    _, *pieces = re.split(r"^## (.*)\n", page, flags=re.MULTILINE)
    return zip(pieces[::2], pieces[1::2], strict=True)
