"""A collector of OpenTelemetry on a real socket, which keeps the spans that it is sent."""

import gzip
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.served import Quiet, served

ERROR = 2


@dataclass(frozen=True)
class Told:
    """A span as it was told of."""

    service: str
    name: str
    trace: str
    id: str
    parent: str
    failed: bool
    attributes: dict[str, Any]


@dataclass
class Collector:
    """What was told, and where to tell it."""

    url: str = ""
    paths: set[str] = field(default_factory=set)
    spans: list[Told] = field(default_factory=list)

    def take(self, path: str, body: bytes) -> None:
        self.paths.add(path)
        for of_one in ExportTraceServiceRequest.FromString(body).resource_spans:
            service = _attributes(of_one.resource.attributes)["service.name"]
            self.spans += [_told(service, span) for scope in of_one.scope_spans for span in scope.spans]

    def of(self, service: str, name: str) -> list[Told]:
        return [span for span in self.spans if span.service == service and span.name.startswith(name)]


def _told(service: str, span: Any) -> Told:
    return Told(
        service,
        span.name,
        span.trace_id.hex(),
        span.span_id.hex(),
        span.parent_span_id.hex(),
        span.status.code == ERROR,
        _attributes(span.attributes),
    )


def _attributes(attributes: Any) -> dict[str, Any]:
    return {one.key: getattr(one.value, one.value.WhichOneof("value")) for one in attributes}


@contextmanager
def collector() -> Iterator[Collector]:
    kept = Collector()

    class Handler(Quiet, BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.take(self.path, gzip.decompress(body) if self.headers["Content-Encoding"] == "gzip" else body)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

    with served(Handler) as kept.url:
        yield kept


@contextmanager
def silence() -> Iterator[str]:
    """Where somebody takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
