"""What a change of a JSON Schema would break, for readers that stay as they are and for events already written.

Events are kept for ever and services are upgraded one after the other, so both ways have to hold: a reader of yesterday
reads the events of today, and the reader of today reads the events of yesterday. The comparison is strict rather than
clever: what it cannot show to be harmless (say, another pattern) it reports.
"""

from collections.abc import Iterable, Iterator
from typing import Any

JsonObject = dict[str, Any]

READERS = "older readers"
WRITERS = "older events"
REMEDY = "make a new version of the type"

_LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains")
_UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains")
_ANY_NAME = "additionalProperties"
_EXACT = (
    *("$ref", _ANY_NAME, "allOf", "contains", "contentEncoding", "contentMediaType", "dependentRequired"),
    *("dependentSchemas", "else", "format", "if", "multipleOf", "not", "pattern", "patternProperties", "prefixItems"),
    *("propertyNames", "then", "unevaluatedProperties", "uniqueItems"),
)
_KINDS = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}


def breaking(old_schema: JsonObject, new_schema: JsonObject) -> list[str]:
    """Every change from the old schema to the new that breaks somebody, with whom and why; empty if none does."""
    return list(_changes("", _without_references(old_schema), _without_references(new_schema)))


def _changes(path: str, old: JsonObject, new: JsonObject) -> Iterator[str]:
    before, after = _alternatives(old), _alternatives(new)
    for kind in sorted(before.keys() - after.keys()):
        yield _report(WRITERS, path, f"can no longer be of type {kind}")
    for kind in sorted(after.keys() - before.keys()):
        yield _report(READERS, path, f"may now be of type {kind}")
    for kind in sorted(before.keys() & after.keys()):
        yield from _changes_of_one_kind(path, before[kind], after[kind])


def _changes_of_one_kind(path: str, old: JsonObject, new: JsonObject) -> Iterator[str]:
    yield from _values(path, old, new)
    yield from _bounds(path, old, new)
    yield from _exact(path, old, new)
    yield from _fields(path, old, new)
    if "items" in old or "items" in new:
        yield from _changes(f"{path}[]", old.get("items", {}), new.get("items", {}))
    if isinstance(old.get(_ANY_NAME), dict) and isinstance(new.get(_ANY_NAME), dict):
        yield from _changes(f"{path}{{}}", old[_ANY_NAME], new[_ANY_NAME])


def _values(path: str, old: JsonObject, new: JsonObject) -> Iterator[str]:
    """A closed list of values: an older reader refuses a value that it does not know."""
    before, after = _closed_list(old), _closed_list(new)
    if before is None and after is not None:
        yield _report(WRITERS, path, f"is now limited to {_words(after)}")
    if before is not None and after is None:
        yield _report(READERS, path, "may now have any value")
    for value in _missing(before, after):
        yield _report(WRITERS, path, f"no longer allows {value!r}")
    for value in _missing(after, before):
        yield _report(READERS, path, f"may now be {value!r}, which they do not know")


def _bounds(path: str, old: JsonObject, new: JsonObject) -> Iterator[str]:
    for word in (*_LOWER, *_UPPER):
        before, after = old.get(word), new.get(word)
        if before == after:
            continue
        narrower = before is None or (after is not None and (after > before) == (word in _LOWER))
        yield _report(WRITERS if narrower else READERS, path, f"has {word} {after} instead of {before}")


def _exact(path: str, old: JsonObject, new: JsonObject) -> Iterator[str]:
    for word in _EXACT:
        before, after = old.get(word), new.get(word)
        if before == after or (word == _ANY_NAME and isinstance(before, dict) and isinstance(after, dict)):
            continue
        change = f"has another {word}: {new.get(word)!r} instead of {old.get(word)!r}"
        if word in new:
            yield _report(WRITERS, path, change)
        if word in old:
            yield _report(READERS, path, change)


def _fields(path: str, old: JsonObject, new: JsonObject) -> Iterator[str]:
    before, after = old.get("properties", {}), new.get("properties", {})
    needed, needs = set(old.get("required", ())), set(new.get("required", ()))
    for name in sorted(before.keys() - after.keys()):
        loss = "and they require it" if name in needed else "and they would take its default for the truth"
        yield _report(READERS, _at(path, name), f"is gone or renamed, {loss}")
    for name in sorted(needs - needed):
        yield _report(WRITERS, _at(path, name), "is now required")
    for name in sorted((needed - needs) & after.keys()):
        yield _report(READERS, _at(path, name), "may now be left out")
    for name in sorted(before.keys() & after.keys()):
        yield from _default(_at(path, name), before[name], after[name])
        yield from _changes(_at(path, name), before[name], after[name])


def _default(path: str, old: JsonObject, new: JsonObject) -> Iterator[str]:
    if "default" in old and "default" in new and not _same_default(old["default"], new["default"]):
        change = f"left out now means {new['default']!r} instead of {old['default']!r}"
        yield _report(WRITERS, path, change)


def _same_default(old: Any, new: Any) -> bool:
    """Fields that were added inside a default value change nothing for those who do not know them."""
    if isinstance(old, dict) and isinstance(new, dict):
        return all(_same_default(old[name], new[name]) for name in old.keys() & new.keys())
    return type(old) is type(new) and bool(old == new)


def _without_references(schema: JsonObject) -> JsonObject:
    resolved: JsonObject = _resolved(schema, schema.get("$defs", {}), ())
    return resolved


def _resolved(node: Any, definitions: JsonObject, trail: tuple[str, ...]) -> Any:
    """Every `$ref` replaced by what it names; one that comes back to itself stays, or there were no end."""
    if isinstance(node, list):
        return [_resolved(item, definitions, trail) for item in node]
    if not isinstance(node, dict):
        return node
    reference = node.get("$ref")
    if isinstance(reference, str) and reference not in trail:
        named = definitions[reference.rpartition("/")[2]]
        beside = {word: value for word, value in node.items() if word != "$ref"}
        return _resolved(named | beside, definitions, (*trail, reference))
    return {word: _resolved(value, definitions, trail) for word, value in node.items() if word != "$defs"}


def _alternatives(node: JsonObject) -> dict[str, JsonObject]:
    """The schema's alternatives by the JSON type that each allows; further ones of a type are numbered."""
    found: dict[str, JsonObject] = {}
    for option in _options(node):
        kind, same = _kind(option), 1
        while (name := kind if same == 1 else f"{kind} ({same})") in found:
            same += 1
        found[name] = option
    return found


def _options(node: JsonObject) -> Iterator[JsonObject]:
    choices = node.get("anyOf") or node.get("oneOf")
    kinds = node.get("type")
    if choices:
        for choice in choices:
            yield from _options(choice)
    elif isinstance(kinds, list):
        yield from (node | {"type": kind} for kind in kinds)
    else:
        yield node


def _kind(option: JsonObject) -> str:
    values = _closed_list(option)
    deduced = _KINDS.get(type(values[0]), "null") if values else "anything"
    return str(option.get("type", deduced))


def _closed_list(node: JsonObject) -> list[Any] | None:
    if "const" in node:
        return [node["const"]]
    values = node.get("enum")
    return None if values is None else list(values)


def _missing(values: list[Any] | None, among: list[Any] | None) -> list[Any]:
    return [value for value in values or () if among is not None and value not in among]


def _words(values: Iterable[Any]) -> str:
    return ", ".join(repr(value) for value in values)


def _at(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _report(whom: str, path: str, change: str) -> str:
    return f"{whom}: `{path or 'event'}` {change} ({REMEDY})"
