"""The seed wire, scored by the program that came with it, where the shared references lie beside the tree."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from schemas.articles import ArticleIngested
from services.extraction.domain.read import read

EVAL = Path(__file__).parents[3] / ".." / "shared" / "eval"


@pytest.fixture
def seed() -> Path:
    folder = EVAL / "seed"
    if not folder.is_dir():
        pytest.skip("the seed wire is not in this checkout: ../shared/eval is missing")
    return folder


def prediction(path: Path) -> dict[str, Any]:
    wire = json.loads(path.read_text(encoding="utf-8"))
    reading = read(ArticleIngested.model_validate({**wire, "article_id": wire["id"], "revision": 1}))
    return {
        "article_id": wire["id"],
        "incidents": [incident.model_dump(mode="json") for incident in reading.incidents],
        "statistics": [statistic.model_dump(mode="json") for statistic in reading.statistics],
    }


def test_the_seed_wire_is_read_to_95_percent(seed: Path, tmp_path: Path) -> None:
    predictions = tmp_path / "predictions.jsonl"
    predictions.write_text("\n".join(json.dumps(prediction(path)) for path in sorted(seed.glob("*.json"))))
    command = [sys.executable, str(EVAL / "score.py"), str(seed), str(predictions), "--json"]
    scored = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert scored["detection"]["f1"] == 1.0
    assert scored["slots"]["f1"] >= 0.95
    assert scored["statistics"]["f1"] == 1.0
