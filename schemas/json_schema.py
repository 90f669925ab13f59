"""The JSON Schemas of the events: what a reader in any language may expect on the wire."""

from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from schemas.events import Event
from schemas.topics import EVENTS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
BASE = "https://tallywire.example/schemas"

JsonObject = dict[str, Any]


class _WithoutFieldTitles(GenerateJsonSchema):
    """Leaves out the titles that would only repeat the names of the fields."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 (pydantic names it so)
        """Never."""
        return False


def json_schemas() -> dict[str, JsonObject]:
    """The JSON Schema of every event, by its `type`."""
    return {name: _standalone(name, event) for name, event in sorted(EVENTS.items())}


def definitions(models: tuple[type[BaseModel], ...], ref_template: str) -> dict[str, JsonObject]:
    """The schemas of the models and of all that they hold, by class name, as they refer to each other."""
    _, shared = models_json_schema(
        [(model, "validation") for model in models],
        ref_template=ref_template,
        schema_generator=_WithoutFieldTitles,
    )
    schemas: dict[str, JsonObject] = shared["$defs"]
    for model in models:
        _require_type(schemas[model.__name__], model.model_fields)
    return schemas


def _standalone(name: str, event: type[Event]) -> JsonObject:
    schema = event.model_json_schema(schema_generator=_WithoutFieldTitles)
    _require_type(schema, event.model_fields)
    return {"$schema": DIALECT, "$id": f"{BASE}/{name}.json"} | schema


def _require_type(schema: JsonObject, fields: dict[str, FieldInfo]) -> None:
    """Our models default `type` for whoever builds one; on the wire it is always there and tells events apart."""
    if "type" in fields:
        schema["required"] = sorted({*schema.get("required", ()), "type"})
        schema["properties"]["type"].pop("default", None)
