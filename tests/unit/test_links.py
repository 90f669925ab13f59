"""How merging is judged and learned: the counting, not the figures."""

from tests.unit.aggregation.told import report
from tools.links import Links, Told, links, wrongly


def told(*pairs: tuple[str, str]) -> list[Told]:
    return [
        Told(wire, incident, report(n, article_id=wire, report_id=f"r{n}")) for n, (wire, incident) in enumerate(pairs)
    ]


def test_links_are_pairs_of_different_wires() -> None:
    three = told(("a", "x"), ("b", "x"), ("b", "x"), ("c", "y"))
    assert links(three, {"r0": 1, "r1": 1, "r2": 2, "r3": 1}) == Links(gold=2, found=3, both=1)


def test_figures_of_links() -> None:
    found = Links(gold=4, found=2, both=1) + Links(gold=0, found=2, both=1)
    assert (found.precision, found.recall, found.f1) == (0.5, 0.5, 0.5)
    assert Links().f1 == 0.0


def test_missing_and_wrong_links_are_told() -> None:
    three = told(("a", "x"), ("b", "x"), ("c", "y"))
    cases = [(a.wire_id, b.wire_id, joined) for a, b, joined in wrongly(three, {"r0": 1, "r1": 2, "r2": 2})]
    assert cases == [("a", "b", False), ("b", "c", True)]
