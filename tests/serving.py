"""The API over a model that a test has filled, on a real socket."""

import io
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from email.message import Message
from http.client import HTTPResponse
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import nanoarrow as na
import uvicorn
from fastapi import FastAPI
from nanoarrow.ipc import InputStream

from services.api.app import make_app
from services.api.context import Context
from services.api.model.files import Readers
from services.api.model.follower import State
from services.api.model.model import Model
from services.api.model.writer import Writer
from services.api.settings import ApiSettings


@dataclass(slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Message
    body: bytes

    @property
    def json(self) -> Any:
        """What it holds."""
        return json.loads(self.body)


def arrow_of(body: bytes) -> tuple[dict[str, list[Any]], dict[str, Any]]:
    """The columns of an Arrow stream, and its schema's metadata."""
    stream = na.ArrayStream(InputStream.from_readable(io.BytesIO(body)))
    metadata = dict(na.c_schema(stream.schema).metadata or {})
    batch = stream.read_all()
    columns = {field.name: batch.child(at).to_pylist() for at, field in enumerate(batch.schema.fields)}
    return columns, {name.decode(): json.loads(value) for name, value in metadata.items()}


class Kept:
    """How a model stands that nobody follows: the broker answered just now, or at `reached`."""

    def __init__(self, writer: Writer) -> None:
        self.reached: float | None = None
        self._state = State(writer.position, writer.position.offsets, 0.0, ready=True)

    def __call__(self) -> State:
        return replace(self._state, reached=self.reached or time.time())


def app_over(path: Path, writer: Writer, **settings: Any) -> tuple[FastAPI, Kept]:
    """The application, and how its model stands."""
    kept = Kept(writer)
    own = ApiSettings.model_validate({"rate": 0, **settings})
    context = Context(Model(kept, Readers(path), own.stale_seconds), own)
    context.metrics.watch(kept, {}, context.hub)
    return make_app(context), kept


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Where the application is served, for as long as the block lasts."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, timeout_graceful_shutdown=1, ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


def opened_url(url: str, headers: Mapping[str, str] | None = None) -> HTTPResponse:
    """An open answer, for a stream."""
    answer = build_opener(ProxyHandler({})).open(Request(url, headers=dict(headers or {})), timeout=10)  # noqa: S310  # http
    assert isinstance(answer, HTTPResponse)
    return answer


def asked(url: str, headers: Mapping[str, str] | None = None) -> Answer:
    """The answer to a GET, whatever its status."""
    try:
        with opened_url(url, headers) as answer:
            return Answer(answer.status, answer.headers, answer.read())
    except HTTPError as error:
        return Answer(error.code, error.headers, error.read())
