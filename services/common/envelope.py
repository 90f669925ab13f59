"""Events to Kafka messages and back: CloudEvents 1.0, binary content mode, with a W3C trace context."""

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import TypeAdapter, ValidationError

from schemas.events import Event
from schemas.topics import EVENTS

Headers = tuple[tuple[str, bytes], ...]
_TRACE_PARENT = re.compile(r"00-(?P<trace>[0-9a-f]{32})-[0-9a-f]{16}-(?P<flags>[0-9a-f]{2})")
_TYPE = TypeAdapter(dict[str, object])


class UnreadableEvent(ValueError):
    """A message that holds no event of a known type; the text says why."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message as Kafka carries it."""

    key: bytes
    value: bytes
    headers: Headers


def sealed(event: Event, source: str, trace: str | None = None) -> Envelope:
    """The event in its envelope; `source` names the writer, `trace` is the traceparent of the span that caused it."""
    kind, writer = _attributes(type(event), source)
    headers: Headers = (
        ("content-type", b"application/json"),
        ("ce_specversion", b"1.0"),
        ("ce_id", event.event_id.encode()),
        ("ce_type", kind),
        ("ce_source", writer),
        ("ce_subject", event.subject.encode()),
        ("traceparent", (trace or continued(None)).encode()),
    )
    if event.time:
        headers += (("ce_time", event.time.isoformat().encode()),)
    return Envelope(event.key.encode(), event.model_dump_json().encode(), headers)


@cache
def _attributes(kind: type[Event], source: str) -> tuple[bytes, bytes]:
    """The type and the source of events, as their headers tell them."""
    return str(kind.model_fields["type"].default).encode(), f"/tallywire/{source}".encode()


def opened(value: bytes | None) -> Event:
    """The event that a message's value holds.

    The value alone decides, not the headers: what is read from a log that was copied without them stays the same.

    Raises:
        UnreadableEvent: no JSON object, an unknown `type`, or fields that break the schema.
    """
    if not value:
        raise UnreadableEvent("the message is empty")
    try:
        kind = str(_TYPE.validate_json(value).get("type"))
        if kind not in EVENTS:
            raise UnreadableEvent(f"the event type {kind!r} is not known here")
        return EVENTS[kind].model_validate_json(value)
    except ValidationError as error:
        raise UnreadableEvent(faults(error)) from error


def faults(error: ValidationError) -> str:
    """What a validation found, in one line: each field with its fault."""
    return "; ".join(
        f"{'.'.join(map(str, fault['loc'])) or 'message'}: {fault['msg']}"
        for fault in error.errors(include_url=False, include_input=False)[:5]
    )


def trace_of(headers: Iterable[tuple[str, bytes]] | Mapping[str, bytes] | None) -> str | None:
    """The traceparent among a message's headers."""
    return next((value.decode("ascii", "replace") for name, value in pairs(headers) if name == "traceparent"), None)


def pairs(headers: Iterable[tuple[str, bytes]] | Mapping[str, bytes] | None) -> list[tuple[str, bytes]]:
    """A message's headers, in whichever way a client hands them over."""
    return list(headers.items() if isinstance(headers, Mapping) else headers or ())


def continued(trace: str | None) -> str:
    """A traceparent of the same trace with a span of its own; a new trace where there is none."""
    known = _TRACE_PARENT.fullmatch(trace or "")
    whole, flags = (known["trace"], known["flags"]) if known else (secrets.token_hex(16), "01")
    return f"00-{whole}-{secrets.token_hex(8)}-{flags}"
