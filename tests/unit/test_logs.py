"""What is logged about a message says which it was."""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest

from services.common.logs import about, set_up

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def message(**headers: str) -> Any:
    told = [(name, value.encode()) for name, value in headers.items()]
    return SimpleNamespace(topic="wire.reports.v1", partition=3, offset=17, headers=told)


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What the root logger writes as JSON; its other handlers are away meanwhile."""
    root, out = logging.getLogger(), StringIO()
    others, root.handlers = root.handlers, [logging.StreamHandler(out)]
    set_up("extraction", "json")
    yield out
    root.handlers = others


def lines(out: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_line_tells_its_message_and_the_ids_that_came_with_it(written: StringIO) -> None:
    log = logging.getLogger("tallywire")
    with about(message(ce_id="e-1", traceparent=TRACE)):
        log.warning("trying %s again", "it")
    log.warning("alone")
    first, second = lines(written)
    assert first.pop("time").startswith("20")
    assert first == {
        "level": "WARNING", "logger": "tallywire", "message": "trying it again", "service": "extraction",
        "topic": "wire.reports.v1", "partition": 3, "offset": 17, "event_id": "e-1", "trace_id": TRACE.split("-")[1],
    }  # fmt: skip
    assert second.keys() == {"time", "level", "logger", "message", "service"}


@pytest.mark.parametrize("trace", ["", "-", "00", "00-\n-x", "\x00"])
def test_a_broken_trace_is_no_trouble(written: StringIO, trace: str) -> None:
    with about(message(traceparent=trace)):
        logging.getLogger("tallywire").warning("a line\nand another")
    assert [line["message"] for line in lines(written)] == ["a line\nand another"]
