"""Write docs/extraction-quality.md: how well wires are read, by the scorer beside the project (`make eval`).

Wires from which the models were learned are read twice: by the models as they are shipped, and by models learned
without them (`tools.learn.cross_read`: each sixth by what the rest teach).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from services.extraction.domain.read import EXTRACTOR, Reading
from tools.calibration import Judged, bins, brier_score, calibration_error, judged
from tools.gold import Gold, gold_wires, read_by
from tools.learn import FOLDS, cross_read
from tools.mistakes import mistakes
from tools.scoring import SHARED, NoScorer, figures, scorer

GOLDEN: Final = Path(__file__).parents[1] / "tests" / "golden"
DOCUMENT: Final = Path(__file__).parents[1] / "docs" / "extraction-quality.md"
TEXT: Final = Path(__file__).with_name("extraction-quality.md.in")
LEARNED_FROM: Final = {
    "the seed wire": SHARED / "seed",
    "development wires": SHARED / "wires",
    "merging series": SHARED / "series",
    "bundled wires": GOLDEN / "demo",
    "own wires": GOLDEN / "wires",
}
UNSEEN: Final = GOLDEN / "unseen"
MAY_BE_SHOWN: Final = (GOLDEN / "demo", GOLDEN / "wires")
"""Examples of errors come from these alone: the others are not ours to print, or must not be known."""
KINDS_SHOWN: Final = 20
Readings = Mapping[str, Reading]


@dataclass(frozen=True, slots=True)
class Sets:
    """All annotated wires and their readings by wire id: as shipped (of all), and by models that had not seen them."""

    learned_from: Mapping[str, Sequence[Gold]]
    unseen: Sequence[Gold]
    shipped: Readings
    crossed: Readings

    @property
    def lessons(self) -> list[Gold]:
        """All wires from which the models were learned."""
        return [gold for wires in self.learned_from.values() for gold in wires]


def read_all() -> Sets:
    """Every annotated wire, read."""
    learned_from = {name: list(gold_wires([folder])) for name, folder in LEARNED_FROM.items()}
    lessons, unseen = [gold for wires in learned_from.values() for gold in wires], list(gold_wires([UNSEEN]))
    shipped = {gold.wire_id: read_by(gold) for gold in (*lessons, *unseen)}
    return Sets(learned_from, unseen, shipped, cross_read(lessons))


def document(sets: Sets) -> str:
    """The whole document."""
    parts = {
        "extractor": EXTRACTOR,
        "folds": str(FOLDS),
        "figures": "\n".join(_figures(sets)),
        "slots": "\n".join(_slots(sets)),
        "calibration": "\n".join(_calibration(sets)),
        "mistakes": "\n".join(_mistakes(sets)),
    }
    text = TEXT.read_text(encoding="utf-8")
    for name, part in parts.items():
        text = text.replace(f"@{name}@", part)
    return text


def _score(wires: Sequence[Gold], readings: Readings) -> dict[str, Any]:
    return figures([gold.path for gold in wires], readings)


def _figures(sets: Sets) -> Iterator[str]:
    yield "| wires | incidents | models | detection F1 | precision | recall | all slots F1 | statistics | left silent |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for name, wires in {**sets.learned_from, "all of these": sets.lessons}.items():
        yield _row(name, wires, "as shipped", sets.shipped)
        yield _row("", wires, "cross-validated", sets.crossed)
    yield _row("own unseen wires", sets.unseen, "as shipped", sets.shipped)


def _row(name: str, wires: Sequence[Gold], by: str, readings: Readings) -> str:
    score = _score(wires, readings)
    found, slots, counted = score["detection"], score["slots"], score["statistics"]
    what = (f"{name} ({len(wires)})", str(found["gold"])) if name else ("", "")
    of_statistics = f"{counted['f1']:.2f}" if counted["gold"] else ""
    silent = score["silence"].replace("/", " of ") if not score["silence"].endswith("/0") else ""
    told = (f"{found['f1']:.3f}", f"{found['p']:.3f}", f"{found['r']:.3f}", f"{slots['f1']:.3f}", of_statistics, silent)
    return _line(*what, by, *told)


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _slots(sets: Sets) -> Iterator[str]:
    lessons = _score(sets.lessons, sets.crossed)["by_slot"]
    unseen = _score(sets.unseen, sets.shipped)["by_slot"]
    yield "| slot | filled in the gold | precision | recall | F1 | unseen: filled | precision | recall | F1 |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for slot, known in lessons.items():
        cells = [cell for one in (known, unseen[slot]) for cell in (str(one["gold"]), *_prf(one))]
        yield _line(slot, *cells)


def _prf(one: dict[str, float]) -> tuple[str, ...]:
    return tuple(f"{one[name]:.2f}" for name in ("p", "r", "f1"))


def _calibration(sets: Sets) -> Iterator[str]:
    lessons = [one for gold in sets.lessons for one in judged(gold, sets.crossed[gold.wire_id])]
    unseen = [one for gold in sets.unseen for one in judged(gold, sets.shipped[gold.wire_id])]
    yield "| confidence | read | mean confidence | share right | unseen: read | mean confidence | share right |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    others = {one.low: one for one in bins(unseen)}
    for one in bins(lessons):
        other = others.get(one.low)
        beside = (str(other.number), f"{other.confidence:.2f}", f"{other.right:.2f}") if other else ("0", "", "")
        told = (str(one.number), f"{one.confidence:.2f}", f"{one.right:.2f}")
        yield _line(f"above {one.low:g} to {one.high:g}", *told, *beside)
    yield _line("all", *_means(lessons), *_means(unseen))
    yield ""
    for name, read in (("Cross-validated", lessons), ("Unseen wires", unseen)):
        yield (
            f"- {name}: Brier score {brier_score(read):.3f}, expected calibration error {calibration_error(read):.3f};"
            f" who always said the share that is right would have a Brier score of {_flat_brier(read):.3f}."
        )


def _means(read: Sequence[Judged]) -> tuple[str, str, str]:
    right = sum(one.right for one in read) / len(read)
    return str(len(read)), f"{sum(one.confidence for one in read) / len(read):.2f}", f"{right:.2f}"


def _flat_brier(read: Sequence[Judged]) -> float:
    right = sum(one.right for one in read) / len(read)
    return right * (1 - right)


def _mistakes(sets: Sets) -> Iterator[str]:
    cases: dict[str, list[str]] = defaultdict(list)
    for gold in sets.lessons:
        if gold.path.parent in MAY_BE_SHOWN:
            for mistake in mistakes(gold, sets.crossed[gold.wire_id]):
                cases[mistake.kind].append(mistake.case)
    ranked = sorted(cases.items(), key=lambda item: (-len(item[1]), item[0]))
    yield "| number | kind | for example |"
    yield "| --- | --- | --- |"
    shown: set[str] = set()
    for kind, found in ranked[:KINDS_SHOWN]:
        # The shortest, but not one wire over and over.
        case = min(found, key=lambda case: (case.partition(":")[0] in shown, len(case), case))
        shown.add(case.partition(":")[0])
        yield _line(str(len(found)), kind, case.replace("|", "\\|"))
    rest = sum(len(found) for _, found in ranked[KINDS_SHOWN:])
    yield _line(str(rest), f"{max(len(ranked) - KINDS_SHOWN, 0)} rarer kinds", "")


def main() -> None:
    """Measure, and write the document; without the wires and the scorer beside the project, say so and leave it."""
    try:
        scorer()
    except NoScorer as missing:
        raise SystemExit(f"evaluate: {missing}: docs/{DOCUMENT.name} stays as it is") from None
    DOCUMENT.write_text(document(read_all()), encoding="utf-8")
    print(f"docs/{DOCUMENT.name} written")


if __name__ == "__main__":
    main()
