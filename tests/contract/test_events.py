"""What every event and topic promises, whatever it tells."""

import json
import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from schemas.counts import Bucket
from schemas.events import Event
from schemas.json_schema import json_schemas
from schemas.topics import CONSUMED, EVENTS, TOPICS, Topic
from tests import builders

PLAIN: tuple[Event, ...] = (
    builders.article_ingested(),
    builders.article_revised(),
    builders.article_withdrawn(),
    builders.incident_reported(),
    builders.incident_retracted(),
    builders.statistic_reported(),
    builders.statistic_retracted(),
    builders.incident_resolved(),
    builders.count_changed(),
    builders.statistic_compared(),
    builders.upsurge_detected(),
    builders.upsurge_ended(),
)
each_plain_event = pytest.mark.parametrize("event", PLAIN, ids=lambda event: event.type)
each_kind = pytest.mark.parametrize("kind", EVENTS.values(), ids=EVENTS)
each_topic = pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)


def _typed_subclasses(kind: Any) -> set[Any]:
    found = {sub for child in kind.__subclasses__() for sub in _typed_subclasses(child)}
    # Answers of the api, which add fields to an event, are none.
    children = (child for child in kind.__subclasses__() if child.__module__.startswith("schemas."))
    return found | {child for child in children if "type" in child.model_fields}


@each_plain_event
class TestEveryEvent:
    def test_cannot_be_changed(self, event: Event) -> None:
        for field in type(event).model_fields:
            with pytest.raises(ValidationError, match="frozen"):
                setattr(event, field, None)

    def test_passes_over_the_fields_of_a_newer_writer(self, event: Event) -> None:
        newer = json.loads(event.model_dump_json()) | {"added_later": {"deep": [1]}}
        assert type(event).model_validate_json(json.dumps(newer)) == event

    def test_is_no_event_of_another_type(self, event: Event) -> None:
        for kind in EVENTS.values():
            if kind is not type(event):
                with pytest.raises(ValidationError, match="type"):
                    kind.model_validate(event.model_dump())


@each_kind
class TestAnyEvent:
    @given(data=st.data())
    def test_is_the_same_once_written_and_read_again(self, kind: type[Event], data: st.DataObject) -> None:
        event = data.draw(builders.events(kind))
        written = event.model_dump_json()
        assert kind.model_validate_json(written) == event
        assert kind.model_validate_json(written).model_dump_json() == written

    @given(data=st.data())
    def test_has_an_id_a_key_and_a_subject_that_its_content_decides(
        self, kind: type[Event], data: st.DataObject
    ) -> None:
        event = data.draw(builders.events(kind))
        again = kind.model_validate_json(event.model_dump_json())
        told = (event.event_id, event.key, event.subject)
        assert all(told)
        assert told == (again.event_id, again.key, again.subject)
        assert event.time == again.time

    @given(data=st.data())
    def test_is_valid_where_values_are_passed_as_json(self, kind: type[Event], data: st.DataObject) -> None:
        event = data.draw(builders.events(kind))
        assert kind.model_validate(event.model_dump(mode="json")) == event


names = st.text("a:1|", min_size=1, max_size=5)
revisions = st.integers(1, 20)
spans = st.sampled_from(["undated-2022-01", "2022-01", "2022-W01", "2022-01-03", "2022-01-03/2022-01-14"])
countries = st.sampled_from(["IQ", "SY"])
regions = st.none() | names


@given(st.tuples(names, revisions), st.tuples(names, revisions))
def test_two_revisions_or_articles_never_share_an_id(first: tuple[str, int], second: tuple[str, int]) -> None:
    ids = {builders.article_ingested(article_id=name, revision=nth).event_id for name, nth in (first, second)}
    assert len(ids) == len({first, second})


@given(st.builds(Bucket, span=spans, country=countries, admin1=regions))
def test_a_key_names_its_bucket_whatever_the_region_is_called(bucket: Bucket) -> None:
    assert Bucket.of_key(bucket.key) == bucket


@pytest.mark.parametrize("name", ["", "a\nb", "\x00", "a\x7f", "\x85"])
def test_no_region_is_called_by_nothing_or_by_control_characters(name: str) -> None:
    with pytest.raises(ValidationError, match="admin1"):
        Bucket(span="2022-01", country="IQ", admin1=name)


@pytest.mark.parametrize("key", ["", "2022-01", "2022-01|IQ", "all|IQ|", "2022-01|Iraq|"])
def test_what_is_no_key_names_no_bucket(key: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Bucket.of_key(key)


def test_a_later_revision_is_another_event_of_the_same_key() -> None:
    for build in (builders.article_revised, builders.incident_resolved, builders.count_changed, builders.upsurge_ended):
        second, third = build(revision=2), build(revision=3)
        assert second.event_id != third.event_id
        assert second.key == third.key


def test_a_report_and_its_retraction_by_the_same_revision_are_two_events_in_order() -> None:
    report, retraction = builders.incident_reported(article_revision=2), builders.incident_retracted()
    assert report.event_id != retraction.event_id
    assert report.key == retraction.key


@each_kind
def test_a_type_names_a_thing_what_happened_to_it_and_a_version(kind: type[Event]) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z]+ed\.v[1-9][0-9]*|[a-z]+\.withdrawn\.v[1-9][0-9]*", _type_of(kind))


@each_kind
def test_every_event_type_travels_on_one_topic(kind: type[Event]) -> None:
    assert Counter(event for topic in TOPICS for event in topic.events)[kind] == 1


def test_no_event_is_left_without_a_topic() -> None:
    assert set(EVENTS.values()) == _typed_subclasses(Event)
    assert all(_type_of(kind) == name for name, kind in EVENTS.items())
    assert set(json_schemas()) == set(EVENTS)


def test_there_is_a_builder_for_every_event() -> None:
    assert [type(event) for event in PLAIN] == list(EVENTS.values())


def test_no_two_topics_have_one_name() -> None:
    names = [topic.name for topic in TOPICS] + [topic.dead_letters for topic in TOPICS]
    assert len(names) == len(set(names))


@each_topic
class TestEveryTopic:
    def test_is_named_after_what_travels_on_it(self, topic: Topic) -> None:
        assert re.fullmatch(r"wire\.[a-z]+\.v[1-9][0-9]*", topic.name)

    def test_has_a_writer_and_says_what_it_is_for(self, topic: Topic) -> None:
        assert all(topic.producers)
        assert topic.producers
        assert topic.key
        assert topic.summary.endswith(".")

    def test_has_dead_letters_if_a_service_makes_something_of_it(self, topic: Topic) -> None:
        assert (topic in CONSUMED) == bool(set(topic.consumers) - {"api"})
        assert topic.dead_letters == f"{topic.name}.dlq"

    def test_has_the_partitions_that_all_have(self, topic: Topic) -> None:
        # Faust wants a stream and the tables that it writes to be co-partitioned.
        assert topic.partitions == TOPICS[0].partitions


def _type_of(kind: type[Event]) -> Any:
    return kind.model_fields["type"].default
