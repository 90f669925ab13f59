"""The models of today keep the promises of the last release, and the comparison would see it if they did not."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest

from schemas.compat import breaking
from schemas.export import broken_promises, json_schemas, released
from schemas.topics import EVENTS

JsonObject = dict[str, Any]
BOUNDS = {"minimum", "maximum", "minLength", "maxLength"}
Mutation = Callable[[JsonObject], Iterator[JsonObject]]


def test_nothing_that_was_released_is_broken() -> None:
    assert broken_promises(released(), json_schemas()) == []


def test_every_type_of_a_release_has_a_snapshot_under_its_own_name() -> None:
    assert {schema["properties"]["type"]["const"]: name for name, schema in released().items()} == {
        name: name for name in released()
    }
    assert released(), "schemas/released is empty: python -m schemas.export --release"


def test_a_released_type_that_is_gone_is_reported() -> None:
    current = json_schemas()
    del current["count.changed.v1"]
    assert broken_promises(json_schemas(), current) == ["count.changed.v1: the type is gone, but stored events have it"]


def test_a_type_of_its_own_breaks_nothing() -> None:
    assert broken_promises(json_schemas(), json_schemas() | {"count.changed.v2": {"type": "object"}}) == []


def _objects(schema: JsonObject) -> Iterator[JsonObject]:
    """Every object in the schema that has fields: the event itself and each of its parts."""
    yield schema
    yield from (part for part in schema.get("$defs", {}).values() if "properties" in part)


def _removed_fields(schema: JsonObject) -> Iterator[JsonObject]:
    for nth, part in enumerate(_objects(schema)):
        for name in part["properties"]:
            mutant = deepcopy(schema)
            del list(_objects(mutant))[nth]["properties"][name]
            yield mutant


def _renamed_fields(schema: JsonObject) -> Iterator[JsonObject]:
    for nth, part in enumerate(_objects(schema)):
        for name in part["properties"]:
            mutant = deepcopy(schema)
            fields = list(_objects(mutant))[nth]["properties"]
            fields[f"{name}_renamed"] = fields.pop(name)
            yield mutant


def _new_required_fields(schema: JsonObject) -> Iterator[JsonObject]:
    for nth, _ in enumerate(_objects(schema)):
        mutant = deepcopy(schema)
        part = list(_objects(mutant))[nth]
        part["properties"]["added"] = {"type": "string"}
        part["required"] = [*part.get("required", ()), "added"]
        yield mutant


def _other_types(schema: JsonObject) -> Iterator[JsonObject]:
    for nth, part in enumerate(_objects(schema)):
        for name in part["properties"]:
            mutant = deepcopy(schema)
            list(_objects(mutant))[nth]["properties"][name] = {"type": "boolean"}
            yield mutant


def _other_values(schema: JsonObject) -> Iterator[JsonObject]:
    for name, part in schema.get("$defs", {}).items():
        if "enum" in part:
            more, fewer = deepcopy(schema), deepcopy(schema)
            more["$defs"][name]["enum"].append("unheard_of")
            fewer["$defs"][name]["enum"].pop()
            yield from (more, fewer)


def _other_bounds(schema: JsonObject) -> Iterator[JsonObject]:
    for nth, node in enumerate(_nodes(schema)):
        for word in BOUNDS & node.keys():
            mutant = deepcopy(schema)
            list(_nodes(mutant))[nth][word] += 1
            yield mutant


def _nodes(node: Any) -> Iterator[JsonObject]:
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            yield from _nodes(item)


MUTATIONS: tuple[Mutation, ...] = (
    _removed_fields,
    _renamed_fields,
    _new_required_fields,
    _other_types,
    _other_values,
    _other_bounds,
)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__.strip("_"))
@pytest.mark.parametrize("name", EVENTS)
def test_every_breaking_change_anywhere_in_a_schema_is_seen(name: str, mutation: Mutation) -> None:
    schema = json_schemas()[name]
    mutants = list(mutation(schema))
    assert all(mutant != schema for mutant in mutants)
    assert [mutant for mutant in mutants if not breaking(schema, mutant)] == []


def test_each_mutation_finds_something_to_change() -> None:
    assert all(list(mutation(json_schemas()["incident.reported.v1"])) for mutation in MUTATIONS)


@pytest.mark.parametrize("name", EVENTS)
def test_an_optional_field_may_be_added_anywhere(name: str) -> None:
    schema = json_schemas()[name]
    wider = deepcopy(schema)
    for part in _objects(wider):
        part["properties"]["added"] = {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None}
    assert wider != schema
    assert breaking(schema, wider) == []
