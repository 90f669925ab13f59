"""The consumer kit on a real broker: nothing is lost, what was not done with comes again, poison stops nobody."""

from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

import pytest

from schemas.articles import ArticleEvent
from schemas.counts import CountChanged
from schemas.topics import ARTICLES, COUNTS
from services.common.admin import BrokerFault
from services.common.envelope import Envelope, sealed
from services.common.settings import Settings
from tallywire.consume import DeadLetters, Delivery, Gone, Handling, Letter, MemoryFile, OtherVersion, Subscription
from tallywire.kafka import whole_topic
from tests.builders import (
    article_ingested,
    article_withdrawn,
    count_changed,
    incident_resolved,
    statistic_compared,
)
from tests.consuming import Topics, numbered

pytestmark = [pytest.mark.integration, pytest.mark.timeout(120)]
IDS = [f"i{number}" for number in range(30)]


@pytest.fixture
def topics(bootstrap: str, namespace: str) -> Topics:
    """Fresh topics with thirty incidents on them."""
    made = Topics.made(bootstrap, namespace)
    made.tell(*numbered(30))
    return made


def _ids(topics: Topics, group: str = "g") -> list[str]:
    with topics.incidents(group).deliveries() as deliveries:
        return [delivery.event.incident_id for delivery in deliveries]


def test_a_group_reads_everything_once_and_goes_on_from_there(topics: Topics) -> None:
    assert sorted(_ids(topics)) == sorted(IDS)
    assert _ids(topics) == []
    topics.tell(incident_resolved(incident_id="late"))
    assert _ids(topics) == ["late"]
    assert sorted(_ids(topics, "another")) == sorted([*IDS, "late"])


def test_what_was_in_hand_when_the_loop_was_left_comes_again(topics: Topics) -> None:
    with topics.incidents().deliveries() as deliveries:
        first = [delivery.event.incident_id for delivery in islice(deliveries, 5)]
    broken: list[str] = []
    with pytest.raises(RuntimeError, match="full"):
        _fail_at_first(topics, broken)
    rest = _ids(topics)
    assert sorted([*first[:4], *rest]) == sorted(IDS)
    assert broken[0] in rest


def _fail_at_first(topics: Topics, broken: list[str]) -> None:
    with topics.incidents().deliveries() as deliveries:
        for delivery in deliveries:
            broken.append(delivery.event.incident_id)
            raise RuntimeError("the disk is full")


def test_done_says_so_without_asking_for_more(topics: Topics) -> None:
    with topics.incidents().deliveries() as deliveries:
        first = next(iter(deliveries))
        deliveries.done()
    assert first.event.incident_id not in _ids(topics)


def test_the_same_event_once_more_is_dropped_and_a_new_revision_is_not(topics: Topics) -> None:
    topics.tell(*numbered(30), incident_resolved(incident_id="i3", revision=2))
    assert sorted(_ids(topics)) == sorted([*IDS, "i3"])


def test_a_memory_on_disk_knows_what_was_handled_before(topics: Topics, tmp_path: Path) -> None:
    wanted = replace(topics.incidents(), memory=partial(MemoryFile, tmp_path / "seen"))
    with wanted.deliveries() as deliveries:
        assert len(list(deliveries)) == 30
    topics.tell(*numbered(31))
    with wanted.deliveries() as deliveries:
        assert [delivery.event.incident_id for delivery in deliveries] == ["i30"]


def test_only_what_was_asked_for_is_delivered(topics: Topics) -> None:
    wanted = replace(topics.incidents(), where=lambda incident: incident.incident_id.endswith("7"))
    with wanted.deliveries() as deliveries:
        assert sorted(delivery.event.incident_id for delivery in deliveries) == ["i17", "i27", "i7"]
    topics.tell(statistic_compared(), count_changed(), topic=COUNTS.name)
    with Subscription(CountChanged, "counts", topics.settings, until_end=True).deliveries() as counts:
        assert [delivery.event.key for delivery in counts] == ["2022-01-03|IQ|"]
    topics.tell(article_ingested(), article_withdrawn(), topic=ARTICLES.name)
    with Subscription(ArticleEvent, "desk", topics.settings, until_end=True).deliveries() as articles:
        assert [delivery.event.revision for delivery in articles] == [1, 2]


def test_tombstones_come_to_whom_they_are_wanted_by(topics: Topics) -> None:
    topics.put([Envelope(b"i3", b"", ())])
    wanted = replace(topics.incidents(), tombstones=True)
    with wanted.deliveries() as deliveries:
        changes = list(deliveries.changes())
    assert [change.key for change in changes if isinstance(change, Gone)] == ["i3"]
    assert len(changes) == 31
    gone: list[str] = []
    handling = Handling(replace(wanted, group="other"), lambda _: None, gone=lambda change: gone.append(change.key))
    assert handling.run() == 30
    assert gone == ["i3"]
    assert len(_ids(topics, "without")) == 30


def test_poison_goes_to_the_dead_letters_and_reading_goes_on(topics: Topics) -> None:
    newer = incident_resolved().model_dump_json().replace("incident.resolved.v1", "incident.resolved.v2").encode()
    poison = [b"{", newer, b'{"type": "incident.resolved.v1"}', b'{"type": "moon.landed.v1"}', b"[" * 10_000]
    topics.put(Envelope(b"k", value, (("ce_id", b"x"),)) for value in poison)
    topics.tell(incident_resolved(incident_id="after"))
    with closing(DeadLetters(topics.settings, "chat.dlq", "chat")) as dead:
        handled: list[str] = []
        read = replace(topics.incidents(), unreadable=dead)
        assert Handling(read, lambda delivery: handled.append(delivery.event.incident_id)).run() == 31
    assert sorted(handled) == sorted([*IDS, "after"])
    letters = list(whole_topic(topics.settings, topics.settings.named("chat.dlq")))
    assert sorted(letter.value for letter in letters) == sorted(poison)
    told = {letter.value: dict(letter.headers) for letter in letters}
    assert told[newer]["ce_id"] == b"x"
    assert told[newer]["dlq.error.class"] == OtherVersion.__name__.encode()
    assert b"incident.resolved.v1" in told[newer]["dlq.error.message"]
    assert told[b"{"]["dlq.stage"] == b"chat"


def test_a_hook_that_fails_ends_the_reading_before_the_poison(topics: Topics) -> None:
    topics.put([Envelope(b"k", b"{", ())])

    def full(letter: Letter) -> None:
        raise OSError("no space for letters")

    for _ in range(2):
        with (
            pytest.raises(OSError, match="no space"),
            replace(topics.incidents(), unreadable=full).deliveries() as all_,
        ):
            list(all_)


def test_a_handler_is_called_again_then_given_up_and_reading_goes_on(topics: Topics) -> None:
    calls: list[str] = []
    letters: list[Letter] = []

    def fragile(delivery: Delivery[object]) -> None:  # type: ignore[type-var]
        calls.append(delivery.event.incident_id)  # type: ignore[attr-defined]
        if calls[-1] == "i5" or (calls[-1] == "i6" and calls.count("i6") < 2):
            raise ValueError(f"cannot take {calls[-1]}")

    handling = Handling(topics.incidents(), fragile, failed=letters.append, attempts=3, first_wait=0.01)  # type: ignore[arg-type]
    assert handling.run() == 29
    assert (calls.count("i5"), calls.count("i6"), len(calls)) == (3, 2, 33)
    assert [letter.key for letter in letters] == [b"i5"]
    assert "cannot take i5" in str(letters[0])
    assert _ids(topics) == []


def test_without_a_hook_a_failing_handler_ends_it_and_the_event_comes_again(topics: Topics) -> None:
    def broken(delivery: object) -> None:
        raise ValueError("never works")

    with pytest.raises(ValueError, match="never works"):
        Handling(topics.incidents(), broken, attempts=1).run()
    assert sorted(_ids(topics)) == sorted(IDS)


def test_a_stopped_handling_leaves_what_it_was_trying(topics: Topics) -> None:
    def broken(delivery: object) -> None:
        raise ValueError("not now")

    handling = Handling(topics.incidents(), broken, first_wait=60)
    assert handling.run(began=lambda deliveries: deliveries.stop()) == 0
    assert sorted(_ids(topics)) == sorted(IDS)


def test_a_missing_topic_and_an_absent_broker_are_told_in_a_line(bootstrap: str, namespace: str) -> None:
    with (
        pytest.raises(BrokerFault, match="tallywire topics"),
        Topics(Settings(kafka_bootstrap=bootstrap, namespace=namespace)).incidents().deliveries(),
    ):
        pass
    with (
        pytest.raises(BrokerFault, match="no Kafka broker answers"),
        Topics(Settings(kafka_bootstrap="127.0.0.1:1")).incidents().deliveries(),
    ):
        pass


def test_a_delivery_tells_where_it_came_from(topics: Topics) -> None:
    trace = f"00-{'a' * 32}-{'b' * 16}-01"
    topics.put([sealed(incident_resolved(incident_id="traced"), "aggregation", trace)])
    with topics.incidents().deliveries() as deliveries:
        delivery = next(d for d in deliveries if d.event.incident_id == "traced")
    assert delivery.trace is not None
    assert delivery.trace[3:35] == "a" * 32
    assert delivery.key == "traced"
    assert delivery.origin.topic.endswith("wire.incidents.v1")
    assert delivery.written_at.year >= 2022
    assert delivery.identity.startswith("/tallywire/aggregation\n")
