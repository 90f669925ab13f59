"""Write docs/merging-quality.md: how well reports are recognised as one incident (`make merging`).

`--learn` first learns the points anew. Each story line is also merged by points that were learned from the others.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from services.aggregation.domain.likeness import Sign, learned_points
from tallywire.resolving import resolved
from tools import baselines, likeness_lessons, links
from tools.evaluate import GOLDEN
from tools.gold import Gold, gold_wires
from tools.likeness_lessons import GRADES, points_in_force
from tools.links import Links, Told
from tools.merging_mistakes import losses, mistakes
from tools.scoring import SHARED, NoScorer, scorer

DOCUMENT: Final = Path(__file__).parents[1] / "docs" / "merging-quality.md"
TEXT: Final = Path(__file__).with_name("merging-quality.md.in")
FOLDERS: Final = {
    "given wires": (SHARED / "series", SHARED / "wires", SHARED / "seed"),
    "own wires": (GOLDEN / "series", GOLDEN / "demo", GOLDEN / "wires"),
    "own unseen series": (GOLDEN / "unseen_series",),
}
UNSEEN: Final = "own unseen series"
MAY_BE_SHOWN: Final = "own wires"
FEWEST_LINKS: Final = 5
"""Story lines with fewer are only counted in the sums."""


@dataclass(frozen=True)
class Set:
    """Annotated wires, and what they tell: as their annotators have it, and as it is read."""

    wires: tuple[Gold, ...]

    @cached_property
    def tellings(self) -> dict[str, list[Told]]:
        """Reports with the incidents that they tell."""
        return {
            "annotated": [one for gold in self.wires for one in links.annotated(gold)],
            "read": [one for gold in self.wires for one in links.read(gold)],
        }

    @cached_property
    def lines(self) -> list[frozenset[str]]:
        """Its story lines of several wires."""
        return [line for line in links.story_lines(self.wires) if len(line) > 1]


def ids(told: Iterable[Told]) -> dict[str, object]:
    """The incident of each report, as merging has it."""
    return {report_id: one.incident_id for report_id, one in resolved(t.report for t in told).items()}


def left_out(lessons: Set) -> Iterator[tuple[frozenset[str], dict[str, Links]]]:
    """Each story line, merged by what the others teach."""
    for line in lessons.lines:
        with points_in_force(likeness_lessons.learned(lessons.tellings.values(), without=line)):
            yield line, {way: _links_of(line, told) for way, told in lessons.tellings.items()}


def _links_of(line: frozenset[str], told: Iterable[Told]) -> Links:
    mine = [one for one in told if one.wire_id in line]
    return links.links(mine, ids(mine))


def document(sets: dict[str, Set], lessons: Set) -> str:
    """The whole document."""
    by_line = list(left_out(lessons))
    shown = sets[MAY_BE_SHOWN].tellings
    parts = {
        "figures": _figures(sets, by_line),
        "lines": _lines(by_line),
        "points": _points(learned_points()),
        "losses": losses(lessons.tellings["annotated"], lessons.tellings["read"], ids),
        "mistakes": mistakes({way: (told, ids(told)) for way, told in shown.items()}),
    }
    text = TEXT.read_text(encoding="utf-8")
    for name, part in parts.items():
        text = text.replace(f"@{name}@", "\n".join(part))
    return text


def _figures(sets: dict[str, Set], by_line: Sequence[tuple[frozenset[str], dict[str, Links]]]) -> Iterator[str]:
    yield "| wires | reports | links | F1 | precision | recall | left out | day, kind | articles | articles, day |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for name, one in sets.items():
        for way, told in one.tellings.items():
            found = links.links(told, ids(told))
            apart = sum((of[way] for line, of in by_line if line & {w.wire_id for w in one.wires}), Links())
            cells = (
                f"{name} ({len(one.wires)})" if way == "annotated" else "", way, str(found.gold),
                *(f"{figure:.3f}" for figure in (found.f1, found.precision, found.recall)),
                f"{apart.f1:.3f}" if name != UNSEEN else "",
                *(f"{other.f1:.3f}" for other in _simply(one.wires, told)),
            )  # fmt: skip
            yield f"| {' | '.join(cells)} |"


def _simply(wires: Sequence[Gold], told: Sequence[Told]) -> Iterator[Links]:
    yield links.links(told, baselines.by_day_and_kind(told))
    yield baselines.by_article(wires, told)
    yield baselines.by_article_and_day(wires, told)


def _lines(by_line: Iterable[tuple[frozenset[str], dict[str, Links]]]) -> Iterator[str]:
    yield "| first wire | wires | annotated: links | F1 | read: links | F1 |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for line, found in sorted(by_line, key=lambda one: min(one[0])):
        if found["annotated"].gold >= FEWEST_LINKS:
            cells = [cell for of in found.values() for cell in (str(of.gold), f"{of.f1:.3f}")]
            yield f"| {min(line)} | {len(line)} | {' | '.join(cells)} |"


def _points(table: Mapping[Sign, float]) -> Iterator[str]:
    yield "| feature | points |"
    yield "| --- | --- |"
    for feature, grades in GRADES.items():
        yield f"| {feature} | {', '.join(f'{grade} {table[feature, grade]:+g}' for grade in grades)} |"


def main() -> None:
    """Measure, and write the document; without the wires and the scorer beside the project, say so and leave it."""
    try:
        scorer()
    except NoScorer as missing:
        raise SystemExit(f"merging: {missing}: docs/{DOCUMENT.name} stays as it is") from None
    sets = {name: Set(tuple(gold_wires(folders))) for name, folders in FOLDERS.items()}
    lessons = Set(tuple(gold for name, one in sets.items() if name != UNSEEN for gold in one.wires))
    if "--learn" in sys.argv:
        likeness_lessons.write(likeness_lessons.learned(lessons.tellings.values()))
        learned_points.cache_clear()
    DOCUMENT.write_text(document(sets, lessons), encoding="utf-8")
    print(f"docs/{DOCUMENT.name} written")


if __name__ == "__main__":
    main()
