"""Wires in, incidents and counts out, on a real broker with real processes."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from schemas.counts import CountChanged
from schemas.incidents import IncidentResolved
from schemas.topics import ARTICLES, INCIDENTS, INTAKE
from services.common.admin import administration, create_topics
from services.common.envelope import opened
from services.common.settings import Settings
from tallywire.commands.verify import articles, differences, ignored
from tallywire.kafka import newest, producer, whole_topic
from tallywire.lag import wait_until_caught_up
from tallywire.oracle import outcome_of
from tallywire.stack import Stack

pytestmark = [pytest.mark.integration, pytest.mark.timeout(240)]

WIRE = {
    "id": "test-0001",
    "source": "Harbourline News",
    "published_at": "2022-01-06T09:00:00+03:00",
    "headline": "Rockets hit air base north of Baghdad",
    "dateline": "BAGHDAD",
    "body": "BAGHDAD (Harbourline) - Four rockets hit Balad air base north of Baghdad on Wednesday, killing two "
    "soldiers and wounding five, a security official said.",
}


@dataclass
class System:
    """The running services, and the command line against them."""

    settings: Settings

    def tallywire(self, *words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        env = {
            "TALLYWIRE_KAFKA_BOOTSTRAP": self.settings.kafka_bootstrap,
            "TALLYWIRE_NAMESPACE": self.settings.namespace,
            "PATH": "/usr/bin:/bin",
        }
        command = [sys.executable, "-m", "tallywire", *words]
        return subprocess.run(command, input=stdin, capture_output=True, env=env, timeout=120, check=False)

    def publish(self, *wires: dict[str, Any]) -> None:
        done = self.tallywire("publish", "-", stdin="\n".join(json.dumps(wire) for wire in wires).encode())
        assert done.returncode == 0, done.stderr.decode()
        assert wait_until_caught_up(self.settings, 60, ignored) == {}

    def deliver(self, topic: str, value: bytes) -> None:
        writer = producer(self.settings)
        writer.send(self.settings.named(topic), key=b"Harbourline News", value=value).get(timeout=30)
        writer.close()
        assert wait_until_caught_up(self.settings, 60, ignored) == {}

    def standing(self) -> list[IncidentResolved]:
        found = newest(whole_topic(self.settings, self.settings.named(INCIDENTS.name))).values()
        events = [event for event in map(opened, found) if isinstance(event, IncidentResolved)]
        return [event for event in events if event.status == "standing"]

    def verified(self) -> bool:
        return not list(differences(self.settings, outcome_of(articles(self.settings))))


@pytest.fixture
def system(bootstrap: str, namespace: str, tmp_path: Path) -> Iterator[System]:
    settings = Settings(kafka_bootstrap=bootstrap, namespace=namespace)
    create_topics(settings)
    with Stack(bootstrap, tmp_path, namespace=namespace):
        yield System(settings)


def test_a_wire_is_read_corrected_and_killed(system: System) -> None:
    system.publish(WIRE)
    (incident,) = system.standing()
    assert (incident.event_type, incident.weapon.kind) == ("shelling", "rocket")
    assert incident.casualties.killed is not None
    assert incident.casualties.killed.min == 2

    corrected = {"id": "test-0002", "revises": "test-0001", "published_at": "2022-01-06T10:00:00+03:00"}
    system.publish(WIRE | corrected | {"body": WIRE["body"].replace("killing two", "killing three")})
    (incident,) = system.standing()
    assert incident.casualties.killed is not None
    assert (incident.casualties.killed.min, len(incident.reports)) == (3, 1)
    assert system.verified()

    kill = {
        "id": "test-0003",
        "revises": "test-0002",
        "published_at": "2022-01-06T11:00:00+03:00",
        "status": "canceled",
    }
    system.publish(WIRE | kill)
    assert system.standing() == []
    assert system.verified()


def test_what_comes_twice_counts_once(system: System) -> None:
    system.publish(WIRE, WIRE)
    system.publish(WIRE)
    assert len(list(whole_topic(system.settings, system.settings.named(ARTICLES.name)))) == 1
    (incident,) = system.standing()
    assert len(incident.reports) == 1
    done = system.tallywire("verify")
    assert (done.returncode, done.stdout[:23]) == (0, b"verify: 0 differences o"), done.stderr


def test_the_unreadable_is_buried_with_its_reason_and_the_rest_is_read(system: System) -> None:
    system.deliver(INTAKE.name, b'{"id": "not a wire \xff"}')
    system.deliver(ARTICLES.name, b'{"type": "article.ingested.v7"}')
    french = {
        "language": "fr",
        "id": "test-0009",
        "headline": "Des roquettes",
        "body": "Quatre roquettes sont tombees.",
    }
    system.publish(WIRE, WIRE | french)
    assert len(system.standing()) == 1

    listed = system.tallywire("dlq", "list").stdout.decode().splitlines()
    assert len(listed) == 3
    assert any("broken UTF-8" in line and "wire.intake.v1" in line for line in listed)
    assert any("article.ingested.v7" in line for line in listed)
    assert any("UnsupportedLanguage" in line and "fr" in line for line in listed)
    shown = system.tallywire("dlq", "show", "intake", "0").stdout
    assert b"dlq.error.message: broken UTF-8" in shown
    assert b"not a wire" in shown


def test_the_log_of_articles_rebuilds_what_runs_and_a_damaged_row_is_found(system: System) -> None:
    system.publish(WIRE, WIRE | {"id": "test-0002", "source": "Tidewater Press"})
    done = system.tallywire("rebuild")
    assert (done.returncode, done.stdout[:22]) == (0, b"rebuild: 0 differences"), done.stderr

    (incident,) = system.standing()
    damaged = incident.model_copy(update={"corroboration": 9, "revision": incident.revision + 1})
    writer = producer(system.settings)
    topic = system.settings.named(INCIDENTS.name)
    writer.send(topic, key=damaged.key.encode(), value=damaged.model_dump_json().encode())
    writer.close()
    done = system.tallywire("rebuild")
    assert (done.returncode, b"incidents: " + damaged.key.encode() in done.stdout) == (1, True)
    with administration(system.settings) as client:
        assert not [topic for topic in client.list_topics() if f"{system.settings.namespace}rebuild-" in topic]


def test_a_replayed_letter_comes_back_if_nothing_was_mended(system: System) -> None:
    system.deliver(INTAKE.name, b"{}")
    assert b"1 dead letters" in system.tallywire("dlq", "replay", "intake").stdout
    assert wait_until_caught_up(system.settings, 60, ignored) == {}
    (waiting,) = system.tallywire("dlq", "list").stdout.decode().splitlines()
    assert "#1" in waiting
    assert b"dlq.attempts: 2" in system.tallywire("dlq", "show", "intake", "1").stdout


def test_tail_shows_what_happened_in_words_and_as_json(system: System) -> None:
    system.publish(WIRE)
    told = system.tallywire("tail", "incidents", "--from", "earliest", "--until-end", "--country", "iq").stdout.decode()
    assert "shelling (4 rocket)" in told
    counts = system.tallywire("tail", "counts", "--from", "earliest", "--until-end", "--json").stdout.splitlines()
    assert {"2022-01-05|IQ|"} <= {CountChanged.model_validate_json(line).key for line in counts}
    assert system.tallywire("tail", "incidents", "--from", "earliest", "--until-end", "--country", "FR").stdout == b""


def test_every_service_lives_and_ends_cleanly_when_asked(bootstrap: str, namespace: str, tmp_path: Path) -> None:
    settings = Settings(kafka_bootstrap=bootstrap, namespace=namespace)
    create_topics(settings)
    with Stack(bootstrap, tmp_path, namespace=namespace) as stack:
        System(settings).publish(WIRE)
        for name in stack.workers:
            with urlopen(f"{stack.url(name)}/live", timeout=5) as answer:  # noqa: S310  # our own http address
                assert json.load(answer)["live"] is True
        processes = [worker.process for worker in stack.workers.values()]
        assert stack.stop() == []
        assert [process.returncode for process in processes if process] == [0, 0, 0, 0]
    assert System(settings).verified()
