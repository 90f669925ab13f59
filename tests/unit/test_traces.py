"""Spans: whose child each is, what is told of it, and what happens where nobody is told."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from schemas.topics import ARTICLES, INTAKE
from services.common.envelope import sealed, trace_of
from services.common.settings import Settings
from services.common.stream import Read
from services.common.traces import UNTOLD, traces
from tests.builders import article_ingested
from tests.collecting import Collector, collector
from tests.unit.test_stream import Arrived, Letterbox, Message, attend

TRACE, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
PARENT = f"00-{TRACE}-{SPAN}-01"


@dataclass
class Dealt:
    """What a collector was told of two messages, `a` and one that cannot be read; and what they might cause."""

    told: Collector
    caused: list[str | None]


async def dealt_with(*messages: Message, most: int) -> Dealt:
    caused: list[str | None] = []

    async def handler(batch: Sequence[Read]) -> None:
        caused.extend(read.trace for read in batch)

    with collector() as told:
        own = traces("extraction", Settings(traces=told.url, namespace="n."))
        arrived = [Arrived(message) for message in messages]
        await attend(arrived, lambda message: message.value.decode("ascii"), handler, Letterbox(), most, traces=own)
        own.end()
    return Dealt(told, caused)


def message(value: bytes, offset: int, trace: str = PARENT) -> Message:
    headers = (("traceparent", trace.encode()), ("ce_id", b"e%d" % offset))
    return Message(value, f"n.{ARTICLES.name}", 3, offset, headers=headers)


@pytest.mark.parametrize("most", [1, 10])
async def test_each_message_has_a_span_whose_id_is_that_of_what_it_causes(most: int) -> None:
    dealt = await dealt_with(message(b"a", 7), message(b"\xff", 8), most=most)
    good, bad = sorted(dealt.told.spans, key=lambda span: int(span.attributes["messaging.kafka.offset"]))
    assert dealt.caused == [f"00-{TRACE}-{good.id}-01"]
    assert {(span.trace, span.parent) for span in (good, bad)} == {(TRACE, SPAN)}
    assert (good.failed, bad.failed, bad.attributes["error.type"]) == (False, True, "UnicodeDecodeError")
    assert dealt.told.paths == {"/v1/traces"}
    assert (good.service, good.name) == ("extraction", "process n.wire.articles.v1")
    assert good.attributes == {
        "messaging.system": "kafka",
        "messaging.operation.name": "process",
        "messaging.operation.type": "process",
        "messaging.destination.name": "n.wire.articles.v1",
        "messaging.destination.partition.id": "3",
        "messaging.kafka.offset": 7,
        "messaging.consumer.group.name": "n.tallywire-extraction",
        "messaging.message.id": "e7",
    }


async def test_of_a_trace_that_its_beginner_does_not_record_nobody_is_told() -> None:
    dealt = await dealt_with(message(b"a", 1, f"00-{TRACE}-{SPAN}-00"), message(b"b", 2), most=1)
    assert [span.attributes["messaging.kafka.offset"] for span in dealt.told.spans] == [2]
    passed_on = dealt.caused[0] or ""
    assert passed_on.split("-")[1::2] == [TRACE, "00"]


async def test_what_was_left_to_another_worker_is_not_told_of() -> None:
    left = message(b"a", 1)
    left.generation_id -= 1
    assert (await dealt_with(left, message(b"b", 2), most=1)).told.of("extraction", "process")[0].id
    assert len((await dealt_with(left, most=1)).told.spans) == 0


def test_what_comes_from_outside_begins_a_trace() -> None:
    with collector() as told:
        own = traces("ingest", Settings(traces=f"{told.url}/", namespace="n."))
        span = own.sending(INTAKE, "harbour-1")
        span.end()
        own.end()
    (only,) = told.spans
    assert (only.name, only.parent, only.attributes["messaging.message.id"]) == (
        "send n.wire.intake.v1",
        "",
        "harbour-1",
    )
    assert span.trace.startswith(f"00-{only.trace}-{only.id}-")


def test_what_a_message_causes_carries_on_its_trace_where_nobody_is_told_too() -> None:
    span = UNTOLD.handling(message(b"a", 7))
    assert span.trace.split("-")[1] == TRACE
    assert span.trace.split("-")[2] != SPAN
    assert trace_of(sealed(article_ingested(), "ingest", span.trace).headers) == span.trace


def test_where_nobody_is_told_nothing_of_the_sdk_is_imported() -> None:
    script = "import sys, services.ingest.app; sys.exit(any(name.startswith('opentelemetry.') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_a_program_without_what_traces_take_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(ValueError, match=r"TALLYWIRE_TRACES is set, but .+ is missing: install tallywire\[tracing\]"):
        traces("ingest", Settings(traces="http://127.0.0.1:4318"))
