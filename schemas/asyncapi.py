"""The AsyncAPI 3.0.0 document: the topics and events for whoever wants to subscribe, and for tools that draw them."""

from collections.abc import Iterable
from typing import Any

from schemas.events import Event
from schemas.headers import DEAD_LETTER_HEADERS, EVENT_HEADERS, Header
from schemas.json_schema import JsonObject, definitions
from schemas.topics import CONSUMED, DEAD_LETTER_PARTITIONS, EVENTS, TOPICS, Topic

VERSION = "1.0.0"
"""The version of the contract, not of the program: it grows with what is added to events and topics."""

KAFKA = {"bindingVersion": "0.5.0"}
RAW = "raw"
DEAD_LETTER = "dead-letter"


def asyncapi() -> JsonObject:
    """The whole document, complete in itself: every `$ref` stays inside it."""
    return {
        "asyncapi": "3.0.0",
        "info": _info(),
        "defaultContentType": "application/json",
        "servers": {"local": {"host": "localhost:9092", "protocol": "kafka", "description": "A broker of your own."}},
        "channels": {topic.name: _channel(topic) for topic in TOPICS}
        | {topic.dead_letters: _dead_letter_channel(topic) for topic in CONSUMED},
        "operations": dict(_operations()),
        "components": {"messages": _messages(), "schemas": _schemas()},
    }


def _info() -> JsonObject:
    return {
        "title": "Tallywire",
        "version": VERSION,
        "description": "Armed incidents read out of news wires, and their running counts, as events over Kafka. "
        "Delivery is at least once, in order within a key: drop what repeats a `ce_id`.",
        "license": {"name": "Apache-2.0"},
    }


def _channel(topic: Topic) -> JsonObject:
    return {
        "address": topic.name,
        "summary": topic.summary,
        "messages": {name: _ref("components", "messages", name) for name in _message_names(topic)},
        "bindings": _topic_binding(topic.partitions, topic.cleanup),
    }


def _dead_letter_channel(topic: Topic) -> JsonObject:
    return {
        "address": topic.dead_letters,
        "summary": f"What could not be read from {topic.name}.",
        "messages": {DEAD_LETTER: _ref("components", "messages", DEAD_LETTER)},
        "bindings": _topic_binding(DEAD_LETTER_PARTITIONS, "delete"),
    }


def _topic_binding(partitions: int, cleanup: str) -> JsonObject:
    return {"kafka": {"partitions": partitions, "topicConfiguration": {"cleanup.policy": [cleanup]}} | KAFKA}


def _operations() -> Iterable[tuple[str, JsonObject]]:
    for topic in TOPICS:
        for producer in topic.producers:
            yield _operation(producer, "send", topic.name, _message_names(topic))
        for consumer in topic.consumers:
            yield _operation(consumer, "receive", topic.name, _message_names(topic))
        for consumer in topic.processors:
            yield _operation(consumer, "send", topic.dead_letters, (DEAD_LETTER,))


def _operation(who: str, action: str, channel: str, messages: Iterable[str]) -> tuple[str, JsonObject]:
    return f"{who.replace(' ', '-')}.{action}.{channel}", {
        "action": action,
        "channel": _ref("channels", channel),
        "messages": [_ref("channels", channel, "messages", name) for name in messages],
        "tags": [{"name": who}],
    }


def _message_names(topic: Topic) -> tuple[str, ...]:
    return tuple(event.model_fields["type"].default for event in topic.events) or (RAW,)


def _messages() -> JsonObject:
    events = {
        name: _event_message(name, event, topic)
        for topic in TOPICS
        for name, event in zip(_message_names(topic), topic.events, strict=False)
    }
    return events | {RAW: _raw_message(), DEAD_LETTER: _dead_letter_message()}


def _event_message(name: str, event: type[Event], topic: Topic) -> JsonObject:
    return {
        "name": name,
        "title": event.__name__,
        "summary": (event.__doc__ or "").partition("\n")[0],
        "contentType": "application/json",
        "headers": {
            "allOf": [
                _ref("components", "schemas", "EventHeaders"),
                {"type": "object", "properties": {"ce_type": {"const": name}}},
            ]
        },
        "payload": _ref("components", "schemas", event.__name__),
        "bindings": _key_binding({"type": "string", "minLength": 1, "description": topic.key}),
    }


def _raw_message() -> JsonObject:
    return {
        "name": RAW,
        "title": "Wire as delivered",
        "summary": "One wire in the JSON of whoever delivers it; no header is asked for.",
        "contentType": "application/json",
        "payload": {"description": "Any JSON that an ingest parser knows."},
        "bindings": _key_binding({"type": "string", "description": "source"}),
    }


def _dead_letter_message() -> JsonObject:
    return {
        "name": DEAD_LETTER,
        "title": "Dead letter",
        "summary": "Key, value and headers as they came, and headers that say where from and what was wrong.",
        "contentType": "application/octet-stream",
        "headers": _ref("components", "schemas", "DeadLetterHeaders"),
        "payload": {"description": "The bytes that could not be read."},
        "bindings": _key_binding({"description": "The key as it came."}),
    }


def _key_binding(key: JsonObject) -> JsonObject:
    return {"kafka": {"key": key} | KAFKA}


def _schemas() -> JsonObject:
    shared = definitions(tuple(EVENTS.values()), ref_template="#/components/schemas/{model}")
    headers = {
        "EventHeaders": _headers_schema(EVENT_HEADERS),
        "DeadLetterHeaders": _headers_schema(DEAD_LETTER_HEADERS),
    }
    return {name: _draft_07(schema) for name, schema in shared.items()} | headers


def _headers_schema(headers: tuple[Header, ...]) -> JsonObject:
    return {
        "type": "object",
        "required": [header.name for header in headers if header.required],
        "properties": {header.name: _header_schema(header) for header in headers},
    }


def _header_schema(header: Header) -> JsonObject:
    pattern = {"pattern": header.pattern} if header.pattern else {}
    return {"type": "string", "description": header.meaning} | pattern


def _draft_07(node: Any) -> Any:
    """AsyncAPI speaks draft 07, where words beside a `$ref` are not heard: put the reference into `allOf`."""
    if isinstance(node, list):
        return [_draft_07(item) for item in node]
    if not isinstance(node, dict):
        return node
    inner = {word: _draft_07(value) for word, value in node.items()}
    if "$ref" in inner and len(inner) > 1:
        return {"allOf": [{"$ref": inner.pop("$ref")}]} | inner
    return inner


def _ref(*steps: str) -> JsonObject:
    return {"$ref": "#/" + "/".join(steps)}
