"""The api on a real broker: killed, cut off from it, with topics made anew, it says what the topics say."""

import json
import random
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import timedelta
from http.client import HTTPResponse
from pathlib import Path
from typing import Any

import pytest

from schemas.events import Event
from schemas.incidents import ReportRef
from schemas.topics import INCIDENTS, TOPICS
from services.api.model.positions import READ
from services.common.admin import administration, create_topics
from services.common.envelope import sealed
from services.common.settings import Settings
from tallywire.broker import LocalBroker
from tallywire.kafka import producer
from tallywire.lag import api_lag
from tallywire.processes import holds_within
from tallywire.stack import Stack
from tests import builders
from tests.readmodel import contents
from tests.serving import asked, opened_url

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]
MODEL = Path("data") / "api" / "api" / "model" / "model.sqlite"


def world(number: int, seed: int = 1) -> Iterator[Event]:
    """So many incidents, each told by articles, revised now and then."""
    chance = random.Random(seed)
    for n in range(number):
        article = f"a{n % (number // 2 + 1)}"
        published = builders.PUBLISHED_AT + timedelta(minutes=n)
        told = {"article_id": article, "revision": n + 1, "published_at": published}
        yield builders.article_revised(**told, headline=f"Strike {n} in Baghdad")
        yield builders.incident_reported(report_id=f"r{n % 50}", article_id=article, article_revision=n + 1)
        ref = ReportRef(
            report_id=f"r{n % 50}", article_id=article, article_revision=1, source="w", published_at=published
        )
        where = builders.BAGHDAD if chance.random() < 0.7 else None
        yield builders.incident_resolved(
            incident_id=f"i{n % (number // 3 + 1)}", revision=n + 1, location=where, reports=(ref,)
        )
        yield builders.count_changed(revision=n + 1)
        if chance.random() < 0.1:
            yield builders.article_withdrawn(article_id=f"a{n % 7}", revision=n + 2)


def publish(settings: Settings, events: Iterable[Event]) -> None:
    """Puts events on their topics; all are there when this returns."""
    with closing(producer(settings)) as writer:
        for event in events:
            envelope = sealed(event, "tests")
            topic = next(topic.name for topic in TOPICS if type(event) in topic.events)
            writer.send(
                settings.named(topic), key=envelope.key, value=envelope.value, headers=[*map(tuple, envelope.headers)]
            )
        writer.flush(timeout=60)


def stack_of(settings: Settings, folder: Path) -> Stack:
    env = {"TALLYWIRE_API_HEARTBEAT_SECONDS": "1", "TALLYWIRE_API_STALE_SECONDS": "3"}
    return Stack(settings.kafka_bootstrap, folder, namespace=settings.namespace, workers={"api": 1}, env=env)


def is_even(settings: Settings, stack: Stack) -> bool:
    return api_lag(settings, stack.url("api")) == 0


def read_so_far(path: Path) -> int:
    try:
        with closing(sqlite3.connect(path)) as db:
            return int(db.execute("SELECT coalesce(sum(next), 0) FROM offsets").fetchone()[0])
    except sqlite3.Error:
        return 0


@pytest.fixture
def settings(bootstrap: str, namespace: str) -> Settings:
    made = Settings(kafka_bootstrap=bootstrap, namespace=namespace)
    create_topics(made)
    return made


def test_killed_in_the_middle_again_and_again_it_ends_as_a_fresh_one(settings: Settings, tmp_path: Path) -> None:
    events = list(world(2500))
    publish(settings, events)
    killed, fresh = stack_of(settings, tmp_path / "killed"), stack_of(settings, tmp_path / "fresh")
    model, chance, seen = killed.folder / MODEL, random.Random(7), [0]
    while seen[-1] < len(events) and len(seen) < 60:
        killed.workers["api"].start()
        holds_within(30, lambda: read_so_far(model) > seen[-1], every=0.01)
        time.sleep(chance.random() * 0.05)  # a quick machine has read it all in half a second
        killed.kill("api")
        seen.append(read_so_far(model))
    stopped_within = [at for at in seen if 0 < at < len(events)]
    assert len(stopped_within) >= 3, seen
    for stack in (killed, fresh):
        stack.start()
        assert holds_within(60, lambda stack=stack: is_even(settings, stack))  # type: ignore[misc]
        stack.stop()
    assert contents(model) == contents(fresh.folder / MODEL)


def test_topics_that_were_made_anew_make_the_model_anew(settings: Settings, tmp_path: Path) -> None:
    publish(settings, world(30))
    with stack_of(settings, tmp_path) as stack:
        assert holds_within(30, lambda: is_even(settings, stack))
        api = f"{stack.url('api')}/api/v1"
        assert asked(f"{api}/incidents").json["total"] == 11
        with opened_url(f"{api}/stream", {}) as stream:
            heard = Heard(stream)
            with administration(settings) as client:
                client.delete_topics([settings.named(topic.name) for topic in READ])
                holds_within(20, lambda: settings.named(INCIDENTS.name) not in client.list_topics())
            create_topics(settings)
            publish(settings, [builders.incident_resolved(incident_id="another")])
            assert holds_within(90, lambda: _ids(api) == ["another"], every=0.5), stack.workers["api"].log.read_text()
            assert holds_within(5, lambda: "reset" in heard.kinds())
        assert asked(f"{api}/status").json["generation"] == 1
        assert "it is made anew" in stack.workers["api"].log.read_text()


def test_a_stream_goes_on_after_the_api_was_killed(settings: Settings, tmp_path: Path) -> None:
    told = [builders.incident_resolved(incident_id=f"i{n}") for n in range(60)]
    publish(settings, told[:20])
    with stack_of(settings, tmp_path) as stack:
        assert holds_within(30, lambda: is_even(settings, stack))
        url = f"{stack.url('api')}/api/v1/stream?events=incident"
        with opened_url(url) as stream:
            first = Heard(stream)
            assert holds_within(5, lambda: bool(first.last_id))
            publish(settings, told[20:40])
            assert holds_within(10, lambda: len(first.incidents()) >= 7)
            stack.kill("api")
        publish(settings, told[40:])
        stack.restart("api")
        heard = first.incidents()
        with opened_url(url, {"Last-Event-ID": first.id_of(len(heard))}) as stream:
            second = Heard(stream)
            assert holds_within(20, lambda: len(heard) + len(second.incidents()) >= 40)
            time.sleep(1.5)
            assert sorted(heard + second.incidents()) == sorted(one.incident_id for one in told[20:])


@pytest.mark.slow
def test_a_broker_that_goes_away_is_told_of_until_it_is_back(tmp_path: Path) -> None:
    with LocalBroker(tmp_path / "broker") as broker:
        settings = Settings(kafka_bootstrap=broker.bootstrap)
        create_topics(settings)
        publish(settings, [builders.incident_resolved()])
        with stack_of(settings, tmp_path) as stack:
            api = f"{stack.url('api')}/api/v1"
            assert holds_within(30, lambda: _ids(api) == ["i1"])
            with opened_url(f"{api}/stream") as stream:
                heard = Heard(stream)
                broker.kill()
                assert holds_within(20, lambda: asked(f"{api}/incidents").json["as_of"]["stale"])
                assert _ids(api) == ["i1"]
                assert asked(f"{stack.url('api')}/ready").status == 200
                assert holds_within(10, lambda: heard.kinds()[-1] == "state" and heard.datas()[-1]["stale"])
                broker.start()
                publish(settings, [builders.incident_resolved(incident_id="i2")])
                assert holds_within(60, lambda: len(_ids(api)) == 2)
                assert holds_within(20, lambda: not asked(f"{api}/incidents").json["as_of"]["stale"])
                assert heard.incidents() == ["i2"]


def _ids(api: str) -> list[str]:
    return [one["incident_id"] for one in asked(f"{api}/incidents?limit=500").json["items"]]


class Heard:
    """What comes on a stream, gathered by a thread of its own."""

    def __init__(self, stream: HTTPResponse) -> None:
        self.events: list[tuple[str, str, Any]] = []
        self.last_id = ""
        self._stream = stream
        threading.Thread(target=self._gather, daemon=True).start()

    def kinds(self) -> list[str]:
        return [event for event, _, _ in self.events]

    def datas(self) -> list[Any]:
        return [data for _, _, data in self.events]

    def incidents(self) -> list[str]:
        return [data["incident"]["incident_id"] for event, _, data in self.events if event == "incident"]

    def id_of(self, number: int) -> str:
        """The id of so manieth incident."""
        return [identity for event, identity, _ in self.events if event == "incident"][number - 1]

    def _gather(self) -> None:
        event = identity = ""
        try:
            for line in self._stream:
                name, _, value = line.decode().rstrip("\n").partition(": ")
                if name == "event":
                    event = value
                elif name == "id":
                    identity = self.last_id = value
                elif name == "data":
                    self.events.append((event, identity, json.loads(value)))
        except (OSError, ValueError, AttributeError):
            return
