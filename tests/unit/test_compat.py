"""Every kind of change of a schema, with whom it breaks."""

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from schemas.compat import REMEDY, breaking

JsonObject = dict[str, Any]
TOLL = {"type": "integer", "minimum": 0}
NAME = {"type": "string"}


def event(required: tuple[str, ...] = (), **fields: Any) -> JsonObject:
    return {"type": "object", "properties": fields, "required": list(required)}


HARMLESS = {
    "nothing": (event(toll=TOLL), event(toll=TOLL)),
    "an added optional field": (event(toll=TOLL), event(toll=TOLL, name=NAME)),
    "an added optional field inside": (event(place=event()), event(place=event(name=NAME))),
    "an added optional field under names of any kind": (
        {"type": "object", "additionalProperties": event(toll=TOLL)},
        {"type": "object", "additionalProperties": event(toll=TOLL, name=NAME)},
    ),
    "a field that a default value has now too": (
        event(weapon={**event(kind=NAME), "default": {"kind": "unknown"}}),
        event(weapon={**event(kind=NAME, count=TOLL), "default": {"kind": "unknown", "count": None}}),
    ),
    "other words of description": ({**NAME, "description": "old", "title": "Old"}, {**NAME, "description": "new"}),
    "the same values in another order": ({"enum": ["hit", "missed"]}, {"enum": ["missed", "hit"]}),
    "the same alternatives in another order": (
        {"anyOf": [TOLL, {"type": "null"}]},
        {"anyOf": [{"type": "null"}, TOLL]},
    ),
    "the same alternatives written shorter": ({"anyOf": [NAME, {"type": "null"}]}, {"type": ["string", "null"]}),
    "a part moved behind a reference": (
        event(toll=TOLL),
        {**event(toll={"$ref": "#/$defs/Toll"}), "$defs": {"Toll": TOLL}},
    ),
}


@pytest.mark.parametrize(("old", "new"), HARMLESS.values(), ids=HARMLESS)
def test_harmless(old: JsonObject, new: JsonObject) -> None:
    assert breaking(old, new) == []


# what changes: (old, new, what older readers meet, what older events meet)
BREAKING: dict[str, tuple[JsonObject, JsonObject, str, str]] = {
    "a required field removed": (event(("toll",), toll=TOLL), event(), "`toll` is gone", ""),
    "an optional field removed": (event(toll=TOLL), event(), "`toll` is gone", ""),
    "a field renamed": (event(toll=TOLL), event(tolls=TOLL), "`toll` is gone or renamed", ""),
    "a required field renamed": (
        event(("toll",), toll=TOLL),
        event(("tolls",), tolls=TOLL),
        "`toll` is gone or renamed",
        "`tolls` is now required",
    ),
    "a new required field": (event(), event(("toll",), toll=TOLL), "", "`toll` is now required"),
    "a field now required": (event(toll=TOLL), event(("toll",), toll=TOLL), "", "`toll` is now required"),
    "a field no longer required": (event(("toll",), toll=TOLL), event(toll=TOLL), "`toll` may now be left out", ""),
    "a value added": ({"enum": ["hit"]}, {"enum": ["hit", "foiled"]}, "may now be 'foiled'", ""),
    "a value removed": ({"enum": ["hit", "foiled"]}, {"enum": ["hit"]}, "", "no longer allows 'foiled'"),
    "another constant": ({"const": "v1"}, {"const": "v2"}, "may now be 'v2'", "no longer allows 'v1'"),
    "values closed": (NAME, {**NAME, "enum": ["hit"]}, "", "is now limited to 'hit'"),
    "values opened": ({**NAME, "enum": ["hit"]}, NAME, "may now have any value", ""),
    "another type": (NAME, TOLL, "may now be of type integer", "can no longer be of type string"),
    "null allowed": (TOLL, {"anyOf": [TOLL, {"type": "null"}]}, "may now be of type null", ""),
    "null forbidden": ({"anyOf": [TOLL, {"type": "null"}]}, TOLL, "", "can no longer be of type null"),
    "a second object allowed": (
        {"anyOf": [event(a=NAME)]},
        {"anyOf": [event(a=NAME), event(b=NAME)]},
        "may now be of type object (2)",
        "",
    ),
    "a higher minimum": (TOLL, {**TOLL, "minimum": 1}, "", "has minimum 1 instead of 0"),
    "a lower minimum": (TOLL, {**TOLL, "minimum": -1}, "has minimum -1 instead of 0", ""),
    "a new maximum": (TOLL, {**TOLL, "maximum": 9}, "", "has maximum 9 instead of None"),
    "no maximum any more": ({**TOLL, "maximum": 9}, TOLL, "has maximum None instead of 9", ""),
    "a longer text": ({**NAME, "maxLength": 2}, {**NAME, "maxLength": 3}, "has maxLength 3 instead of 2", ""),
    "a new pattern": (NAME, {**NAME, "pattern": "a"}, "", "has another pattern: 'a'"),
    "no pattern any more": ({**NAME, "pattern": "a"}, NAME, "has another pattern: None", ""),
    "another pattern": (
        {**NAME, "pattern": "a"},
        {**NAME, "pattern": "b"},
        "has another pattern: 'b'",
        "has another pattern: 'b'",
    ),
    "a day that is now a time": (
        {**NAME, "format": "date"},
        {**NAME, "format": "date-time"},
        "has another format",
        "has another format",
    ),
    "another default": (
        event(kind={**NAME, "default": "a"}),
        event(kind={**NAME, "default": "b"}),
        "",
        "`kind` left out now means 'b' instead of 'a'",
    ),
    "other items": (
        event(tolls={"type": "array", "items": TOLL}),
        event(tolls={"type": "array", "items": NAME}),
        "`tolls[]` may now be of type string",
        "`tolls[]` can no longer be of type integer",
    ),
    "other values under names of any kind": (
        event(tolls={"type": "object", "additionalProperties": TOLL}),
        event(tolls={"type": "object", "additionalProperties": NAME}),
        "`tolls{}` may now be of type string",
        "`tolls{}` can no longer be of type integer",
    ),
    "a change deep inside, behind references": (
        {**event(place={"$ref": "#/$defs/Place"}), "$defs": {"Place": event(lat={"type": "number", "maximum": 90})}},
        {**event(place={"$ref": "#/$defs/Place"}), "$defs": {"Place": event(lat={"type": "number", "maximum": 89})}},
        "",
        "`place.lat` has maximum 89 instead of 90",
    ),
    "a closed object": (event(), {**event(), "additionalProperties": False}, "", "has another additionalProperties"),
}


@pytest.mark.parametrize(("old", "new", "readers", "events"), BREAKING.values(), ids=BREAKING)
def test_breaking(old: JsonObject, new: JsonObject, readers: str, events: str) -> None:
    found = breaking(old, new)
    assert all(line.endswith(f"({REMEDY})") for line in found)
    _told_of("older readers:", readers, found)
    _told_of("older events:", events, found)


def _told_of(whom: str, change: str, found: list[str]) -> None:
    told = [line for line in found if line.startswith(whom)]
    assert len(told) == bool(change), found
    assert all(change in line for line in told)


def test_a_schema_that_holds_itself_is_compared_to_an_end() -> None:
    tree = {**event(parts={"type": "array", "items": {"$ref": "#/$defs/Part"}}), "$defs": {}}
    tree["$defs"]["Part"] = event(part={"$ref": "#/$defs/Part"}, toll=TOLL)
    taller = json.loads(json.dumps(tree))
    taller["$defs"]["Part"]["properties"]["toll"]["minimum"] = 1
    assert breaking(tree, tree) == []
    assert breaking(tree, taller) == [f"older events: `parts[].toll` has minimum 1 instead of 0 ({REMEDY})"]


values = [None, -1, 0, 1, 2, "", "a", "ab", "b", [], ["a"], [1], {}, {"a": 1}, {"a": "a"}, {"b": 0}, {"a": 1, "b": 0}]
leaves = st.sampled_from(
    [
        {"type": "integer"},
        {"type": "integer", "minimum": 0},
        {"type": "integer", "minimum": 1, "maximum": 1},
        {"type": "null"},
        {"type": "string"},
        {"type": "string", "minLength": 1},
        {"type": "string", "enum": ["a"]},
        {"type": "string", "enum": ["a", "b"]},
        {"type": "string", "pattern": "^a"},
        {"const": "a"},
        {"type": "array", "items": {"type": "string"}},
        {"type": "array", "maxItems": 0},
    ]
)
nullable = leaves.map(lambda leaf: {"anyOf": [leaf, {"type": "null"}]} if leaf != {"type": "null"} else leaf)
fields = st.dictionaries(st.sampled_from("ab"), leaves | nullable)
objects = st.builds(
    lambda told, needed: event(tuple(sorted(needed & told.keys())), **told), fields, st.sets(st.sampled_from("ab"))
)
some_schema = leaves | nullable | objects


@given(some_schema, some_schema)
def test_what_is_reported_harmless_is_read_both_ways(old: JsonObject, new: JsonObject) -> None:
    found = breaking(old, new)
    if not any(line.startswith("older events") for line in found):
        assert _written_by(old) == [value for value in _written_by(old) if _reads(new, value)]
    if not any(line.startswith("older readers") for line in found):
        assert _written_by(new) == [value for value in _written_by(new) if _reads(old, value)]


def _reads(schema: JsonObject, value: Any) -> bool:
    return bool(Draft202012Validator(schema).is_valid(value))


def _written_by(schema: JsonObject) -> list[Any]:
    """The values that a writer of the schema writes: valid ones, without fields that the schema does not have."""
    known = schema.get("properties", {})
    return [v for v in values if _reads(schema, v) and not (isinstance(v, dict) and v.keys() - known.keys())]


@given(some_schema, st.randoms(use_true_random=False))
def test_the_order_of_words_does_not_matter(schema: JsonObject, chance: random.Random) -> None:
    words = list(schema.items())
    chance.shuffle(words)
    assert breaking(schema, dict(words)) == []
