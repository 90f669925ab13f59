"""From a feed's item to the count in one trace, as a collector is told; and a collector that is away."""

from pathlib import Path

import pytest

from schemas.topics import COUNTS, INCIDENTS, Topic
from services.common.admin import create_topics
from services.common.envelope import trace_of
from services.common.settings import Settings
from tallywire.commands.batch import wires_in
from tallywire.commands.publish import published
from tallywire.commands.verify import ignored
from tallywire.kafka import whole_topic
from tallywire.lag import wait_until_caught_up
from tallywire.processes import free_ports, holds_within
from tallywire.stack import WORKERS, Stack
from tests.collecting import Collector, Told, collector, silence

pytestmark = [pytest.mark.integration, pytest.mark.slow, pytest.mark.timeout(240)]
WIRES = Path(__file__).parents[2] / "demo" / "wires"
FEEDS = """
[[folder]]
name = "desk"
source = "Harbourline News"
path = "{}"
pattern = "*.json"
"""


STOP_PATIENCE = 20.0
"""Of its own accord OpenTelemetry would try to send the last spans for 30 seconds."""


def traced(settings: Settings, topic: Topic) -> set[str]:
    """The traces and spans that the events of a topic came out of."""
    traces = (trace_of(record.headers) or "" for record in whole_topic(settings, settings.named(topic.name)))
    return {trace[3:-3] for trace in traces}


def way(told: Collector, last: Told) -> list[Told]:
    """The spans from the last one back to the first of its trace."""
    by_id = {span.id: span for span in told.spans if span.trace == last.trace}
    spans = [last]
    while spans[-1].parent in by_id:
        spans.append(by_id[spans[-1].parent])
    return spans


def test_an_item_is_one_trace_from_its_coming_to_the_count(bootstrap: str, namespace: str, tmp_path: Path) -> None:
    settings = Settings(kafka_bootstrap=bootstrap, namespace=namespace)
    create_topics(settings)
    folder, feeds = tmp_path / "desk", tmp_path / "feeds.toml"
    folder.mkdir()
    feeds.write_text(FEEDS.format(folder))
    with collector() as told:
        env = {"TALLYWIRE_TRACES": told.url, "TALLYWIRE_INGEST_FEEDS": str(feeds)}
        env |= {f"TALLYWIRE_INGEST_FOLDER_{name}_SECONDS": "0.2" for name in ("STABLE", "SCAN")}
        with Stack(bootstrap, tmp_path, namespace=namespace, workers=dict.fromkeys(WORKERS, 1), env=env):
            (folder / "one.json").write_bytes((WIRES / "harbour-0001.json").read_bytes())
            assert holds_within(90, lambda: bool(traced(settings, COUNTS)), every=0.5)
            assert wait_until_caught_up(settings, 60, ignored) == {}
        assert holds_within(10, lambda: bool(told.of("aggregation", "process")))
    for last in told.of("aggregation", "process"):
        assert [(span.service, span.name) for span in way(told, last)] == [
            ("aggregation", f"process {namespace}wire.reports.v1"),
            ("extraction", f"process {namespace}wire.articles.v1"),
            ("ingest", f"process {namespace}wire.intake.v1"),
            ("ingest", f"send {namespace}wire.intake.v1"),
        ]
        assert way(told, last)[-1].parent == ""
    caused = {f"{span.trace}-{span.id}" for span in told.of("aggregation", "process")}
    for topic in (INCIDENTS, COUNTS):
        assert traced(settings, topic) <= caused
    assert not any(span.failed for span in told.spans)


@pytest.mark.parametrize("silent", [True, False], ids=["silent", "gone"])
def test_a_collector_that_is_away_neither_stops_a_service_nor_its_ending(
    bootstrap: str, namespace: str, tmp_path: Path, silent: bool
) -> None:
    settings = Settings(kafka_bootstrap=bootstrap, namespace=namespace)
    create_topics(settings)
    with silence() as url:
        env = {"TALLYWIRE_TRACES": url if silent else f"http://127.0.0.1:{free_ports(1)[0]}"}
        # Spans of a few wires fill the queue, so that more must be dropped.
        env |= {"OTEL_BSP_MAX_QUEUE_SIZE": "8", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE": "4"}
        stack = Stack(bootstrap, tmp_path, namespace=namespace, workers=dict.fromkeys(WORKERS, 1), env=env)
        with stack:
            sent, failed = published(settings, wires_in([str(WIRES)], None), lambda _: None)
            assert (sent > 0, failed) == (True, 0)
            assert wait_until_caught_up(settings, 60, ignored) == {}
            assert traced(settings, COUNTS)
            assert stack.stop(patience=STOP_PATIENCE) == []
