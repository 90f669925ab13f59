"""`/stream`: what changes, as it changes."""

import asyncio
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from services.api.context import PROBLEMS, Context, InContext
from services.api.hub import Client, frame
from services.api.model.filters import Filters, only
from services.api.model.positions import Position, WrongPosition
from services.api.model.told import CannotResume, kind_for, missed
from services.api.problems import Refused, wrong

router = APIRouter(tags=["stream"], responses=PROBLEMS)
Event = Literal["incident", "alert", "count", "article"]
EVENTS: tuple[Event, ...] = ("incident", "alert", "count", "article")
BEAT = b": beat\n\n"
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class StreamQuery(Filters):
    """Which changes, and from where on."""

    events: Annotated[tuple[Event, ...], Field(max_length=4)] = EVENTS
    after: Annotated[
        str | None,
        Field(max_length=400, description="a position: what came behind it comes first; `Last-Event-ID` too"),
    ] = None


@router.get("/stream", response_model=None, responses={200: {"content": {"text/event-stream": {}}}})
async def stream(request: Request, context: InContext, query: Annotated[StreamQuery, Query()]) -> Response:
    """Server-sent events: `incident`, `alert`, `count`, `article` with positions as ids; `state`; `reset`."""
    address = request.client.host if request.client else ""
    since = _since(request, query)
    _check_room(context, address)
    client = Client(only(query), frozenset(query.events), address)
    return StreamingResponse(_sent(context, client, since), headers=_HEADERS, media_type="text/event-stream")


def _since(request: Request, query: StreamQuery) -> Position | CannotResume | None:
    """Where the client has got to. A browser that comes back with a wrong id has to hear of it in the stream."""
    header = request.headers.get("last-event-id")
    text = header or query.after
    try:
        return Position.of_text(text) if text else None
    except WrongPosition as error:
        if header:
            return CannotResume(str(error))
        raise wrong("after", str(error)) from error


def _check_room(context: Context, address: str) -> None:
    hub, settings = context.hub, context.settings
    if len(hub.clients) >= settings.streams:
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "too many streams are open", {"Retry-After": "10"})
    if hub.by_address[address] >= settings.streams_per_address:
        raise Refused(HTTPStatus.TOO_MANY_REQUESTS, "too many streams from this address", {"Retry-After": "10"})


async def _sent(context: Context, client: Client, since: Position | CannotResume | None) -> AsyncIterator[bytes]:
    # It listens before the model is read: what comes meanwhile waits, and what it has by then is passed over.
    context.hub.add(client)
    try:
        yield b"retry: 2000\n\n"
        seen, frames = await run_in_threadpool(_beginning, context, client, since)
        for sent in frames:
            yield sent
        while not client.too_slow:
            while client.waiting:
                seq, sent = client.waiting.popleft()
                if seq > seen or seq < 0:
                    yield sent
            client.awake.clear()
            try:
                async with asyncio.timeout(context.settings.heartbeat_seconds):
                    await client.awake.wait()
            except TimeoutError:
                yield BEAT
    finally:
        context.hub.remove(client)


def _beginning(context: Context, client: Client, since: Position | CannotResume | None) -> tuple[int, list[bytes]]:
    """Up to which change the model is, and what the client has to hear of it first."""
    with context.model.snapshot() as snapshot:
        seen = int(snapshot.db.execute("SELECT coalesce(max(seq), 0) FROM changes").fetchone()[0])
        at, frames = snapshot.position, [state_frame(snapshot.as_of)]
        try:
            if isinstance(since, CannotResume):
                raise since
            for told in missed(snapshot.db, since, snapshot.position) if since else ():
                kind = kind_for(client.filters, told)
                if kind and told.event in client.events:
                    frames.append(frame(told.event, told.data(kind), told.position))
            if since:
                at = at.joined(since)
                client.floor = None if snapshot.position.covers(since) else since
        except CannotResume as error:
            frames = [state_frame(snapshot.as_of), frame("reset", orjson.dumps({"why": str(error)}))]
        return seen, [*frames, f"id: {at.text}\n\n".encode()]


def state_frame(as_of: dict[str, Any]) -> bytes:
    """How fresh the model is: sent at the beginning, and whenever the broker goes away or comes back."""
    return frame("state", orjson.dumps(as_of))
