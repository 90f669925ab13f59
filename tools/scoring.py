"""The project's scorer, loaded from beside the project, over readings: it is not ours, so it is never copied here."""

import importlib.util
import json
import tempfile
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from schemas.reports import IncidentReported
from services.extraction.domain.read import Reading

SHARED: Final = Path(__file__).parents[2] / "shared" / "eval"
SCORER: Final = SHARED / "score.py"


class NoScorer(Exception):
    """The scorer is not beside the project."""


@cache
def scorer() -> Any:
    """The scorer as a module.

    Raises:
        NoScorer: it is not there.
    """
    spec = importlib.util.spec_from_file_location("score", SCORER)
    if spec is None or spec.loader is None or not SCORER.exists():
        raise NoScorer("the scorer (../shared/eval/score.py) is not beside the project")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def flat(incident: IncidentReported) -> dict[str, Any]:
    """An incident as the scorer looks at it: one value a slot, None where it says nothing."""
    found: dict[str, Any] = scorer().flat(incident.model_dump(mode="json"))
    return found


def figures(wires: Iterable[Path], readings: Mapping[str, Reading]) -> dict[str, Any]:
    """The scorer's figures on some annotated wires; readings by the wire's id, each wire's file being named by it."""
    with tempfile.TemporaryDirectory() as folder:
        gold, lines = Path(folder) / "gold", []
        gold.mkdir()
        for wire in wires:
            (gold / wire.name).symlink_to(wire.resolve())
            lines.append(_line(wire.stem, readings[wire.stem]))
        read = Path(folder) / "read.jsonl"
        read.write_text("\n".join(lines), encoding="utf-8")
        score: dict[str, Any] = scorer().score(gold, read)
        return score


def _line(article_id: str, reading: Reading) -> str:
    incidents = [i.model_dump(mode="json") for i in reading.incidents]
    statistics = [s.model_dump(mode="json") for s in reading.statistics]
    return json.dumps({"article_id": article_id, "incidents": incidents, "statistics": statistics})
