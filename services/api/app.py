"""The application: routes behind a gate, and tidings from the follower to the streams."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from schemas.asyncapi import VERSION
from services.api.context import Context, once
from services.api.gate import Gate
from services.api.limits import Rates
from services.api.model.told import Told
from services.api.problems import add_problems
from services.api.roles import Roles
from services.api.routes import articles, counts, exports, incidents, operation, stream

PREFIX = "/api/v1"
_WATCH_SECONDS = 1.0


def make_app(context: Context) -> FastAPI:
    """The API and the page, over a model that somebody else keeps."""

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        watching = asyncio.create_task(_watch(context))
        try:
            yield
        finally:
            watching.cancel()

    app = FastAPI(
        title="Tallywire",
        version=VERSION,
        description="Armed incidents read out of news wires: a read-only view of what the topics say.",
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=life,
    )
    app.state.context = context
    for part in (incidents, counts, articles, exports, stream):
        app.include_router(part.router, prefix=PREFIX, dependencies=[Depends(once)])
    app.include_router(operation.router)
    operation.add_page(app)
    add_problems(app)
    _put_gates(app, context)
    return app


def _put_gates(app: FastAPI, context: Context) -> None:
    """The last that is added is the first that a request passes."""
    settings = context.settings
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=4)
    roles = Roles(settings.reader_tokens, settings.operator_tokens)
    app.add_middleware(Gate, rates=Rates(settings.rate, settings.burst), roles=roles, metrics=context.metrics)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(settings.cors_origins),
            allow_methods=["GET"],
            allow_headers=["Authorization", "Last-Event-ID", "If-None-Match"],
            expose_headers=["ETag", "Link", "Retry-After"],
        )


class Listener:
    """Carries tidings from the follower's thread to the event loop."""

    def __init__(self, context: Context, loop: asyncio.AbstractEventLoop) -> None:
        """To the hub of the context."""
        self._hub, self._loop = context.hub, loop

    def __call__(self, tidings: Sequence[Told] | None) -> None:
        """Delivers them as soon as the loop gets to it."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._hub.deliver, tidings)


async def _watch(context: Context) -> None:
    """Tells all streams when the broker goes away or comes back."""
    last = context.model.unreached is not None
    while True:
        await asyncio.sleep(_WATCH_SECONDS)
        stale = context.model.unreached is not None
        if stale != last:
            last = stale
            with context.model.snapshot() as snapshot:
                context.hub.announce(stream.state_frame(snapshot.as_of))
