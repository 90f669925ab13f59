"""Spans for a collector of OpenTelemetry: one for each message that a service deals with, and for each it takes in.

Whatever a message causes carries the id of the span in which it was dealt with (`traceparent`), whether anybody is told
of the span or not: so the spans of one wire form a chain, through all services. Without `TALLYWIRE_TRACES` nobody is
told, and nothing of OpenTelemetry is imported.

With it, spans wait in a queue of bounded length for a thread of their own, which sends them. A collector that is away
costs spans, never time: what the queue cannot hold is dropped.
"""

import threading
from importlib.metadata import version
from typing import Any, Final, Protocol

from schemas.topics import Topic
from services.common.envelope import continued, pairs, trace_of
from services.common.settings import Settings
from services.common.tables import group

PATH: Final = "/v1/traces"
"""Where a collector takes traces, by the protocol (OTLP/HTTP)."""
FAREWELL_SECONDS: Final = 2.0
"""So long a service that ends waits for its last spans to be taken."""


class Span(Protocol):
    """The time in which a message is dealt with."""

    @property
    def trace(self) -> str:
        """The traceparent of whatever is caused in it."""

    def fail(self, error: Exception) -> None:
        """Says that nothing could be made of the message."""

    def end(self) -> None:
        """Says that it is over now; of a span that never ends nobody is told."""


class Traces(Protocol):
    """Begins spans."""

    def handling(self, message: Any) -> Span:
        """Of a message from Kafka: the child of the span that the message came out of."""

    def sending(self, topic: Topic, identity: str) -> Span:
        """Of what comes from outside and is put on a topic: the first of its trace."""

    def end(self) -> None:
        """Sends what is left."""


class _UntoldSpan:
    """A span with an id, of which nobody is told."""

    __slots__ = ("trace",)

    def __init__(self, trace: str) -> None:
        self.trace = trace

    def fail(self, error: Exception) -> None:
        """Nothing."""

    def end(self) -> None:
        """Nothing."""


class Untold:
    """Spans of which nobody is told."""

    def handling(self, message: Any) -> Span:
        """Of a message from Kafka."""
        return _UntoldSpan(continued(trace_of(message.headers)))

    def sending(self, topic: Topic, identity: str) -> Span:  # noqa: ARG002  # nobody is told of them
        """Of what comes from outside."""
        return _UntoldSpan(continued(None))

    def end(self) -> None:
        """Nothing."""


UNTOLD: Final = Untold()


def traces(service: str, settings: Settings) -> Traces:
    """The service's traces: a collector is told of them if the settings name one.

    Raises:
        ValueError: they name one, and the program came without what it takes.
    """
    if not settings.traces:
        return UNTOLD
    try:
        return _Told(service, settings)
    except ImportError as error:
        raise ValueError(f"TALLYWIRE_TRACES is set, but {error.name} is missing: install tallywire[tracing]") from error


class _Told:
    """Spans of which a collector is told. What else OpenTelemetry's own variables say (`OTEL_...`) is heeded."""

    def __init__(self, service: str, settings: Settings) -> None:
        from opentelemetry import trace as api  # noqa: PLC0415 (a fifth of a second, for those who want it)
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415

        self._api, self._settings = api, settings
        self._context = TraceContextTextMapPropagator()
        own = {"service.namespace": "tallywire", "service.name": service, "service.version": version("tallywire")}
        self._provider = TracerProvider(resource=Resource.create(own), shutdown_on_exit=False)
        exporter = OTLPSpanExporter(settings.traces.rstrip("/") + PATH)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("tallywire")
        self._group = settings.named(group(service))

    def handling(self, message: Any) -> Span:
        """Of a message from Kafka."""
        headers = dict(pairs(message.headers))
        more = {
            "messaging.destination.partition.id": str(message.partition),
            "messaging.kafka.offset": message.offset,
            "messaging.consumer.group.name": self._group,
        }
        if "ce_id" in headers:
            more["messaging.message.id"] = headers["ce_id"].decode(errors="replace")
        return self._begun("process", message.topic, self._api.SpanKind.CONSUMER, trace_of(headers), more)

    def sending(self, topic: Topic, identity: str) -> Span:
        """Of what comes from outside."""
        more = {"messaging.message.id": identity}
        return self._begun("send", self._settings.named(topic.name), self._api.SpanKind.PRODUCER, None, more)

    def end(self) -> None:
        """Sends what is left, if that does not take long."""
        ending = threading.Thread(target=self._provider.shutdown, daemon=True)
        ending.start()
        ending.join(FAREWELL_SECONDS)

    def _begun(self, operation: str, topic: str, kind: Any, parent: str | None, more: dict[str, Any]) -> Span:
        """A span with the attributes that OpenTelemetry's conventions for messages ask for."""
        attributes = {
            "messaging.system": "kafka",
            "messaging.operation.name": operation,
            "messaging.operation.type": operation,
            "messaging.destination.name": topic,
            **more,
        }
        context = self._context.extract({"traceparent": parent or ""})
        return _ToldSpan(self._api, self._tracer.start_span(f"{operation} {topic}", context, kind, attributes))


class _ToldSpan:
    def __init__(self, api: Any, span: Any) -> None:
        self._api, self._span = api, span
        own = span.get_span_context()
        self.trace = f"00-{own.trace_id:032x}-{own.span_id:016x}-{own.trace_flags:02x}"

    def fail(self, error: Exception) -> None:
        """Says that nothing could be made of the message."""
        self._span.set_attribute("error.type", type(error).__name__)
        self._span.set_status(self._api.StatusCode.ERROR, str(error)[:500])

    def end(self) -> None:
        """Says that it is over now."""
        self._span.end()
