"""Marks over a text: which stretch is which field's evidence, overlaps and all, without colours or tags."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from tallywire.explaining.shown import Card, Explanation

Kind = Literal["incident", "statistic", "passed"]


@dataclass(frozen=True, slots=True)
class Ref:
    """Where a mark leads: the row of a card, or a passage that was passed over (row 0)."""

    kind: Kind
    number: int
    row: int
    label: str

    @property
    def name(self) -> str:
        """As a reader sees it: `1` for the first incident, `S1` for the first statistic."""
        return {"incident": f"{self.number}", "statistic": f"S{self.number}", "passed": ""}[self.kind]

    @property
    def anchor(self) -> str:
        """Unique within a wire."""
        return f"{self.kind[0]}{self.number}-{self.row}"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text and all that it is evidence for."""

    number: int
    start: int
    end: int
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch over which the same marks lie, the longest (outermost) first; `ending` are those that end with it."""

    start: int
    end: int
    marks: tuple[Mark, ...]
    ending: tuple[Mark, ...]


def marks_of(explanation: Explanation) -> tuple[Mark, ...]:
    """All marks in the order of the text, one for each stretch; what lies outside the text is left out."""
    spans: defaultdict[tuple[int, int], dict[Ref, None]] = defaultdict(dict)
    for start, end, ref in _refs(explanation):
        if 0 <= start < end <= len(explanation.text):
            spans[start, end][ref] = None
    ordered = sorted(spans, key=lambda span: (span[0], -span[1]))
    return tuple(Mark(n, *span, tuple(spans[span])) for n, span in enumerate(ordered, 1))


def segments(first: int, last: int, marks: Sequence[Mark]) -> Iterator[Segment]:
    """The text from offset `first` to `last` in stretches without gap or overlap."""
    edges = {first, last, *(edge for m in marks for edge in (m.start, m.end) if first < edge < last)}
    waiting = sorted(marks, key=lambda m: m.start, reverse=True)
    lying: list[Mark] = []
    for start, end in pairwise(sorted(edges)):
        lying = [m for m in lying if m.end > start]
        while waiting and waiting[-1].start <= start:
            lying += [mark] if (mark := waiting.pop()).end > start else []
        outermost = sorted(lying, key=lambda m: (m.start - m.end, m.number))
        yield Segment(start, end, tuple(outermost), tuple(m for m in reversed(outermost) if m.end == end))


def _refs(explanation: Explanation) -> Iterator[tuple[int, int, Ref]]:
    kinds: tuple[tuple[Kind, tuple[Card, ...]], ...] = (
        ("incident", explanation.incidents),
        ("statistic", explanation.statistics),
    )
    for kind, cards in kinds:
        for card in cards:
            for n, row in enumerate(card.rows):
                for quote in row.quotes:
                    yield quote.start, quote.end, Ref(kind, card.number, n, row.label)
    for n, passage in enumerate(explanation.passed_over, 1):
        yield passage.start, passage.end, Ref("passed", n, 0, "passed over")
