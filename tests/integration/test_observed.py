"""What operators see of the running services: metrics, liveness, and logs that name the message."""

import json
from functools import partial
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from schemas.topics import ARTICLES, INTAKE, REPORTS
from services.common.admin import create_topics
from services.common.settings import Settings
from tallywire.commands.batch import wires_in
from tallywire.commands.publish import published
from tallywire.kafka import producer
from tallywire.processes import holds_within
from tallywire.stack import SERVICES, Stack
from tests.serving import asked

pytestmark = [pytest.mark.integration, pytest.mark.timeout(180)]
WIRES = Path(__file__).parents[2] / "demo" / "wires"


def metrics(stack: Stack, service: str) -> dict[str, float]:
    """The samples of a service by name and labels."""
    families = text_string_to_metric_families(asked(f"{stack.url(service)}/metrics").body.decode())
    return {
        " ".join([one.name, *(one.labels[label] for label in sorted(one.labels) if label != "le")]): one.value
        for family in families
        for one in family.samples
    }


def told(stack: Stack, service: str, name: str, value: float) -> bool:
    return metrics(stack, service).get(name) == value


def caught_up(stack: Stack, service: str, topic: str) -> bool:
    found = metrics(stack, service)
    return not any(found[f"tallywire_lag {partition} {topic}"] for partition in range(4))


def test_operators_see_what_was_dealt_with_and_what_was_not(bootstrap: str, namespace: str, tmp_path: Path) -> None:
    settings = Settings(kafka_bootstrap=bootstrap, namespace=namespace)
    create_topics(settings)
    with Stack(bootstrap, tmp_path, namespace=namespace, env={"TALLYWIRE_LOG_FORMAT": "json"}) as stack:
        sent, failed = published(settings, wires_in([str(WIRES)], None), lambda _: None)
        assert (sent > 0, failed) == (True, 0)
        writer = producer(settings)
        for topic in (ARTICLES, REPORTS):
            writer.send(settings.named(topic.name), key=b"k", value=b"\xff").get(timeout=20)
        writer.close()
        taken = f"tallywire_messages_total handled {INTAKE.name}"
        assert holds_within(60, partial(told, stack, "ingest", taken, sent))
        for service, topic in (("extraction", ARTICLES), ("aggregation", REPORTS)):
            dead = f"tallywire_dead_letters_total UnreadableEvent {topic.name}"
            assert holds_within(60, partial(told, stack, service, dead, 1))
            assert holds_within(30, partial(caught_up, stack, service, settings.named(topic.name)))
            found = metrics(stack, service)
            assert (found["tallywire_ready"], found["tallywire_standstill_seconds"]) == (1, 0)
            messages, batches = (found[f"tallywire_{what}_seconds_count {topic.name}"] for what in ("age", "handling"))
            assert messages >= batches > 0
        for service in SERVICES:
            assert asked(f"{stack.url(service)}/live").json["live"]
        log = [json.loads(line) for line in stack.workers["extraction"].log.read_text().splitlines()]
    buried = next(line for line in log if "dead letter" in line["message"])
    assert (buried["service"], buried["topic"]) == ("extraction", settings.named(ARTICLES.name))
