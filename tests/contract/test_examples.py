"""The example files are kept for ever: whatever was once written to a topic stays readable."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from schemas.export import json_schemas
from schemas.topics import EVENTS

EXAMPLES = Path(__file__).parents[2] / "schemas" / "examples"
FILES = sorted(EXAMPLES.glob("*/*.json"))
SCHEMAS = json_schemas()


def _has_an_offset(text: object) -> bool:
    return not isinstance(text, str) or datetime.fromisoformat(text).tzinfo is not None


# jsonschema checks a date-time only with the help of another package.
formats = FormatChecker(["date"])
formats.checks("date-time", raises=ValueError)(_has_an_offset)


def _faults(event: dict[str, Any]) -> list[str]:
    validator = Draft202012Validator(SCHEMAS[event["type"]], format_checker=formats)
    return [fault.message for fault in validator.iter_errors(event)]


def _example(path: Path) -> dict[str, Any]:
    example: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return example


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
class TestEveryExample:
    def test_is_read_as_the_event_of_its_folder(self, path: Path) -> None:
        event = EVENTS[path.parent.name].model_validate_json(path.read_bytes())
        assert _example(path)["type"] == path.parent.name
        assert (event.event_id, event.key, event.subject) > ("", "", "")

    def test_is_valid_by_the_json_schema(self, path: Path) -> None:
        assert _faults(_example(path)) == []

    def test_is_the_same_event_once_written_and_read_again(self, path: Path) -> None:
        event = EVENTS[path.parent.name].model_validate_json(path.read_bytes())
        written = event.model_dump_json()
        assert type(event).model_validate_json(written) == event
        assert _faults(json.loads(written)) == []

    def test_quotes_as_many_characters_as_its_offsets_span(self, path: Path) -> None:
        for piece in _example(path).get("evidence", ()):
            assert len(piece["quote"]) == piece["end"] - piece["start"]


@pytest.mark.parametrize("name", EVENTS)
def test_every_type_has_a_minimal_a_full_and_a_newer_writers_example(name: str) -> None:
    found = {path.stem for path in FILES if path.parent.name == name}
    assert found >= {"minimal", "full", "with-fields-of-a-newer-writer"}


@pytest.mark.parametrize("name", EVENTS)
def test_the_minimal_example_says_only_what_is_required(name: str) -> None:
    example = _example(EXAMPLES / name / "minimal.json")
    assert set(example) == set(SCHEMAS[name]["required"])


@pytest.mark.parametrize("name", EVENTS)
def test_every_field_is_said_in_some_example(name: str) -> None:
    said = {field for path in FILES if path.parent.name == name for field in _example(path)}
    assert said >= set(SCHEMAS[name]["properties"])


def test_examples_of_retired_types_stay_readable() -> None:
    assert {path.parent.name for path in FILES} <= set(EVENTS)


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_without_a_required_field_is_refused_by_model_and_schema_alike(name: str) -> None:
    example = _example(EXAMPLES / name / "minimal.json")
    for field in set(example) - {"type"}:
        without = {key: value for key, value in example.items() if key != field}
        assert _faults(without)
        with pytest.raises(ValueError, match=field):
            EVENTS[name].model_validate(without)
