"""The AsyncAPI document is valid by the official schema, holds together, and says what the topics say."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from jsonschema import Draft7Validator
from referencing import Registry

from schemas.export import ROOT, asyncapi
from schemas.headers import DEAD_LETTER_HEADERS, EVENT_HEADERS
from schemas.topics import CONSUMED, EVENTS, TOPICS
from services.common.envelope import sealed
from services.common.letters import Origin, headers_of_dead
from tests import builders
from tests.contract import official

JsonObject = dict[str, Any]
DOCUMENT: JsonObject = json.loads((ROOT / "docs" / "asyncapi.json").read_text(encoding="utf-8"))
EXAMPLES = sorted((ROOT / "schemas" / "examples").glob("*/*.json"))


@pytest.fixture(scope="module")
def by_the_book() -> Draft7Validator:
    # An empty registry of one's own keeps the validator from ever asking the network for a `$ref`.
    return Draft7Validator(official.asyncapi_schema(), registry=Registry())


def test_the_document_is_valid_by_the_official_schema(by_the_book: Draft7Validator) -> None:
    assert [fault.message for fault in by_the_book.iter_errors(DOCUMENT)] == []


def test_the_official_schema_sees_what_is_wrong(by_the_book: Draft7Validator) -> None:
    for path, wrong in {
        "asyncapi": "2.6.0",
        "info.title": None,
        "channels.wire~counts~v1.bindings.kafka.partitions": 0,
        "channels.wire~counts~v1.bindings.kafka.topicConfiguration.cleanup~policy": "compact",
        "channels.wire~counts~v1.adress": "wire.counts.v1",
        "operations.ingest~receive~wire~intake~v1.action": "publish",
        "components.messages.count~changed~v1.payload.$ref": 1,
        "components.messages.count~changed~v1.bindings.kafka.bindingVersion": "9.9.9",
        "components.schemas.Range.properties.min.type": "whole number",
    }.items():
        assert not by_the_book.is_valid(_with(path, wrong)), path


def test_a_copy_that_is_not_the_official_schema_is_refused(tmp_path: Path) -> None:
    schema = official.asyncapi_schema()
    schema["required"].remove("info")
    with ZipFile(tmp_path / "another.whl", "w") as wheel:
        wheel.writestr(official.MEMBER, json.dumps(schema))
    with pytest.raises(official.NotThere, match="does not carry the official schema"):
        official.asyncapi_schema(tmp_path)


def test_a_machine_that_cannot_fetch_the_schema_hears_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(official, "REQUIREMENTS", tmp_path / "missing.txt")
    with pytest.raises(official.NotThere, match=r"needed once from the package index.*missing\.txt"):
        official.asyncapi_schema(tmp_path)


def test_every_reference_leads_to_something_in_the_document() -> None:
    references = list(_references(DOCUMENT))
    assert references
    for reference in references:
        _followed(reference)


def test_the_messages_of_an_operation_are_among_those_of_its_channel() -> None:
    for operation in DOCUMENT["operations"].values():
        channel = operation["channel"]["$ref"]
        assert operation["messages"]
        assert all(message["$ref"].startswith(f"{channel}/messages/") for message in operation["messages"])


def test_there_is_a_channel_for_every_topic_and_for_the_dead_letters_of_those_that_are_read() -> None:
    names = [topic.name for topic in TOPICS] + [topic.dead_letters for topic in CONSUMED]
    assert set(DOCUMENT["channels"]) == set(names)
    assert [DOCUMENT["channels"][name]["address"] for name in names] == names


def test_channels_tell_partitions_and_compaction_as_the_topics_do() -> None:
    for topic in TOPICS:
        kafka = DOCUMENT["channels"][topic.name]["bindings"]["kafka"]
        assert kafka["partitions"] == topic.partitions
        assert kafka["topicConfiguration"] == {"cleanup.policy": [topic.cleanup]}


def test_every_writer_sends_and_every_reader_receives() -> None:
    told = {
        (operation["tags"][0]["name"], operation["action"], _followed(operation["channel"]["$ref"])["address"])
        for operation in DOCUMENT["operations"].values()
    }
    writes = {(who, "send", topic.name) for topic in TOPICS for who in topic.producers}
    reads = {(who, "receive", topic.name) for topic in TOPICS for who in topic.consumers}
    letters = {(who, "send", topic.dead_letters) for topic in TOPICS for who in topic.processors}
    assert told == writes | reads | letters


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_payload_of_a_message_is_the_event(path: Path) -> None:
    payload = DOCUMENT["components"]["messages"][path.parent.name]["payload"]
    validator = Draft7Validator({**payload, "components": DOCUMENT["components"]})
    event = json.loads(path.read_text(encoding="utf-8"))
    assert [fault.message for fault in validator.iter_errors(event)] == []
    assert not validator.is_valid({**event, "type": "another.thing.v1"})


@pytest.mark.parametrize("name", EVENTS)
def test_the_headers_are_those_that_services_write(name: str) -> None:
    headers = DOCUMENT["components"]["messages"][name]["headers"]
    validator = Draft7Validator({**headers, "components": DOCUMENT["components"]})
    event = next(event for event in _plain_events() if name == event.model_dump()["type"])
    written = {key: value.decode() for key, value in sealed(event, "ingest").headers}
    assert [fault.message for fault in validator.iter_errors(written)] == []
    assert set(written) <= {header.name for header in EVENT_HEADERS}
    assert not validator.is_valid({**written, "ce_type": "another.thing.v1"})
    assert not validator.is_valid({key: value for key, value in written.items() if key != "ce_id"})


def test_dead_letters_carry_the_headers_that_services_write() -> None:
    origin = Origin("wire.intake.v1", 0, 7)
    written = {key: value.decode() for key, value in headers_of_dead(origin, (), "ingest", ValueError("no"), "0.1.0")}
    schema = DOCUMENT["components"]["schemas"]["DeadLetterHeaders"]
    assert Draft7Validator(schema).is_valid(written)
    assert set(written) == {header.name for header in DEAD_LETTER_HEADERS}


def test_the_document_is_the_same_however_often_it_is_made() -> None:
    assert asyncapi() == asyncapi() == DOCUMENT


def _plain_events() -> Iterator[Any]:
    for kind in EVENTS.values():
        yield getattr(builders, "_".join(kind.model_fields["type"].default.split(".")[:2]))()


def _with(path: str, value: Any) -> JsonObject:
    """The document with another value at the path (steps part at dots, `~` is a dot within a step)."""
    document = deepcopy(DOCUMENT)
    *steps, last = (step.replace("~", ".") for step in path.split("."))
    place: Any = document
    for step in steps:
        place = place[step]
    place[last] = value
    return document


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from (value for word, value in node.items() if word == "$ref")
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            yield from _references(item)


def _followed(reference: str) -> Any:
    place: Any = DOCUMENT
    for step in reference.removeprefix("#/").split("/"):
        place = place[step]
    return place
