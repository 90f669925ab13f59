"""Reports of annotated wires, and the incident that each tells: what merging is learned from and judged by."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from schemas.reports import IncidentReported
from tallywire.annotated import reports_of
from tools.gold import Gold, read_by
from tools.scoring import flat, scorer


@dataclass(frozen=True, slots=True)
class Told:
    """A report, the wire it comes from, and the annotator's key of the incident that it tells."""

    wire_id: str
    incident: str
    report: IncidentReported


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs of reports of different wires: linked by the gold, by somebody else, by both."""

    gold: int = 0
    found: int = 0
    both: int = 0

    def __add__(self, other: "Links") -> "Links":
        return Links(self.gold + other.gold, self.found + other.found, self.both + other.both)

    @property
    def precision(self) -> float:
        """The share of those found that is right."""
        return self.both / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that is found."""
        return self.both / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Their harmonic mean, as the scorer prints it."""
        return 2 * self.both / (self.gold + self.found) if self.gold + self.found else 0.0


def annotated(gold: Gold) -> list[Told]:
    """What the wire tells, as its annotator has it."""
    reports = reports_of(json.loads(gold.path.read_text(encoding="utf-8")))
    return _aligned(gold, reports)


def read(gold: Gold) -> list[Told]:
    """What is read in the wire, as far as the scorer finds it in the gold: the rest tells nothing about merging."""
    return _aligned(gold, read_by(gold).incidents)


def _aligned(gold: Gold, reports: Sequence[IncidentReported]) -> list[Told]:
    wanted = [scorer().flat(incident) for incident in gold.incidents]
    pairs = scorer().align(wanted, [flat(report) for report in reports])
    return [Told(gold.wire_id, gold.incidents[i]["incident"], reports[j]) for i, j in pairs]


def links(told: Iterable[Told], resolved: Mapping[str, object]) -> Links:
    """How well the ids of incidents, by report, agree with the gold; counted as the scorer counts links."""
    rows = [(one.wire_id, one.incident, resolved[one.report.report_id]) for one in told]
    gold, found, both = (_pairs(rows, parts) for parts in ((1,), (2,), (1, 2)))
    return Links(gold, found, both)


def _pairs(rows: Sequence[tuple[object, ...]], parts: tuple[int, ...]) -> int:
    """How many pairs of different wires have these parts in common."""
    together = Counter(tuple(row[n] for n in parts) for row in rows)
    in_one_wire = Counter(tuple(row[n] for n in (0, *parts)) for row in rows)
    return sum(n * (n - 1) // 2 for n in together.values()) - sum(n * (n - 1) // 2 for n in in_one_wire.values())


def story_lines(wires: Iterable[Gold]) -> list[frozenset[str]]:
    """The ids of wires in groups that share no incident: what is learned from the others can be tried on one."""
    lines: list[tuple[frozenset[str], frozenset[str]]] = []
    for wire in wires:
        line = frozenset([wire.wire_id]), frozenset(told["incident"] for told in wire.incidents)
        for other in [other for other in lines if other[1] & line[1]]:
            lines.remove(other)
            line = line[0] | other[0], line[1] | other[1]
        lines.append(line)
    return [ids for ids, _ in lines]


def wrongly(told: Sequence[Told], resolved: Mapping[str, object]) -> Iterator[tuple[Told, Told, bool]]:
    """Each pair of reports of different wires that is linked and should not be (True), or the other way round."""
    for n, a in enumerate(told):
        for b in told[:n]:
            joined = resolved[a.report.report_id] == resolved[b.report.report_id]
            if a.wire_id != b.wire_id and joined != (a.incident == b.incident):
                yield b, a, joined
