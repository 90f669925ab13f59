"""What a subscription means, and what a consumer is told of messages that it cannot read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.alerts import UpsurgeEvent
from schemas.articles import ArticleEvent
from schemas.events import Event
from schemas.incidents import IncidentResolved
from schemas.statistics import StatisticCompared
from services.common.settings import Settings
from tallywire.consume import NotAnEventOfOurs, OtherVersion, Subscription
from tallywire.consume.letters import read
from tests.builders import any_event, incident_resolved


@pytest.mark.parametrize(
    ("kind", "topic"),
    [
        (IncidentResolved, "wire.incidents.v1"),
        (StatisticCompared, "wire.counts.v1"),
        (ArticleEvent, "wire.articles.v1"),
        (UpsurgeEvent, "wire.alerts.v1"),
    ],
)
def test_the_kind_of_event_tells_the_topic(kind: type[Event], topic: str) -> None:
    assert [found.name for found in Subscription(kind, "g", Settings()).topics] == [topic]


@pytest.mark.parametrize("wrong", [{"group": ""}, {"batch": 0}, {"handling_seconds": 0}])
def test_a_subscription_that_cannot_work_is_refused_at_once(wrong: dict[str, object]) -> None:
    told: dict[str, object] = {"kind": IncidentResolved, "group": "g", "settings": Settings()}
    with pytest.raises(ValueError, match="wants a group"):
        _ = Subscription(**{**told, **wrong}).topics  # type: ignore[arg-type]


def test_an_event_of_no_topic_is_refused() -> None:
    class MoonLanded(IncidentResolved):
        """Nobody tells of it."""

    with pytest.raises(ValueError, match="MoonLanded is on no topic"):
        _ = Subscription(MoonLanded, "g", Settings()).topics


@pytest.mark.parametrize("number", ["0", "2", "17"])
def test_another_version_is_told_with_what_is_read_here(number: str) -> None:
    other = incident_resolved().model_dump_json().replace("resolved.v1", f"resolved.v{number}").encode()
    with pytest.raises(OtherVersion, match=rf"incident\.resolved\.v{number} .* \(incident\.resolved\.v1\)"):
        read(other)


@pytest.mark.parametrize("value", [b"[]", b'{"type": 3}', b'{"type": "moon.landed.v1"}', b"\xff", b"[" * 100_000])
def test_what_is_no_event_is_told_apart_from_another_version(value: bytes) -> None:
    with pytest.raises(NotAnEventOfOurs):
        read(value)


@given(any_event())
def test_every_event_of_ours_is_read(event: Event) -> None:
    assert read(event.model_dump_json().encode()) == event


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(value: bytes) -> None:
    with pytest.raises((NotAnEventOfOurs, OtherVersion)):
        read(value)
