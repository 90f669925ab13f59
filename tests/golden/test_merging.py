"""Reports of annotated wires come together as their annotators see it, at least as well as we have promised."""

from pathlib import Path

import pytest

from tallywire.resolving import resolved
from tests.golden.folders import HERE
from tools.gold import gold_wires
from tools.links import Told, annotated, links, read
from tools.scoring import SHARED, NoScorer, scorer

GIVEN = [SHARED / name for name in ("series", "wires", "seed")]
OWN = [HERE / name for name in ("series", "demo", "wires")]


def f1(told: list[Told]) -> float:
    found = resolved(one.report for one in told)
    return links(told, {report_id: one.incident_id for report_id, one in found.items()}).f1


@pytest.fixture(autouse=True)
def _scorer() -> None:
    try:
        scorer()
    except NoScorer as missing:
        pytest.skip(str(missing))


@pytest.mark.parametrize("folders", [GIVEN, OWN], ids=["given", "own"])
def test_from_annotated_incidents(folders: list[Path]) -> None:
    assert f1([one for gold in gold_wires(folders) for one in annotated(gold)]) >= 0.9


@pytest.mark.slow
@pytest.mark.parametrize("folders", [GIVEN, OWN], ids=["given", "own"])
def test_from_what_is_read(folders: list[Path]) -> None:
    assert f1([one for gold in gold_wires(folders) for one in read(gold)]) >= 0.75
