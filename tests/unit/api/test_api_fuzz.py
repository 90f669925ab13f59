"""The API, asked whatever its own OpenAPI document allows, and more: it never fails, and answers as documented."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from services.api.model.files import writer_connection
from services.api.model.writer import Writer, in_order
from tests import builders
from tests.readmodel import LOG, Log
from tests.serving import app_over

EXAMPLES = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    # What fails is told as it is: shrinking takes minutes.
    phases=[Phase.explicit, Phase.generate],
)
UNSAYABLE = [positive_data_acceptance]
"""The document cannot say that south comes before north, or whose cursor it must be."""
REFUSALS = schemathesis.Config.from_dict({"checks": {"negative_data_rejection": {"expected-statuses": ["414", "422"]}}})
"""Wrong parameters are named, and what is longer than any question need be is not read."""
APART = ("/api/v1/stream", "/api/v1/export/incidents.parquet")
"""Tested elsewhere: the one has no end, the other starts a database each time."""


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Any]:
    told = [
        builders.article_ingested(),
        builders.incident_reported(),
        builders.incident_resolved(occurred=builders.DAY, location=builders.BAGHDAD),
        builders.count_changed(),
        builders.upsurge_detected(),
        builders.upsurge_ended(upsurge_id="u2"),
        builders.statistic_compared(),
    ]
    with closing(writer_connection(tmp_path / "m")) as connection:
        writer = Writer(connection, LOG)
        writer.take(in_order(Log().add(*told).records))
        app, _ = app_over(tmp_path / "m", writer)
        yield schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, config=REFUSALS)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_no_question_makes_it_fail_and_every_answer_is_as_documented(document: Any, mode: GenerationMode) -> None:
    asked = []
    for found in document.get_all_operations():
        operation = found.ok()
        # Where no parameter is documented none can be wrong.
        if operation.path in APART or (mode is GenerationMode.NEGATIVE and not len(operation.query)):
            continue

        @EXAMPLES
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Any) -> None:
            case.call_and_validate(excluded_checks=UNSAYABLE)

        ask()
        asked.append(operation.path)
    assert len(asked) >= 6
