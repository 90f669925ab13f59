"""`/export`: all incidents of a question in the formats that others read."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.concurrency import iterate_in_threadpool
from starlette.responses import Response, StreamingResponse

from services.api.context import PROBLEMS, Context, InContext, has_it
from services.api.model.entries import entries
from services.api.model.filters import Filters
from services.api.model.model import Snapshot
from services.api.problems import Refused
from tallywire.exports import FORMATS, Format, Frame
from tallywire.exports.parquet import ParquetUnavailable

router = APIRouter(tags=["export"], responses=PROBLEMS, prefix="/export")
TITLE = "Incidents"


def _endpoint(kind: Format) -> Callable[..., Response]:
    def export(request: Request, context: InContext, filters: Annotated[Filters, Query()]) -> Response:
        """All incidents of the question, the newest first, as one file."""
        held = ExitStack()
        try:
            return _exported(request, context, filters, kind, held)
        except BaseException:
            held.close()
            raise

    return export


def _exported(request: Request, context: Context, filters: Filters, kind: Format, held: ExitStack) -> Response:
    """The state that it is of is held as long as it is sent."""
    snapshot = held.enter_context(context.model.snapshot())
    headers = {"ETag": snapshot.etag}
    if has_it(request, snapshot.etag):
        held.close()
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    chunks = kind.write(entries(snapshot.db, filters), _frame(request, snapshot))
    try:
        first = next(chunks, b"")
    except ParquetUnavailable as error:
        raise Refused(HTTPStatus.NOT_IMPLEMENTED, str(error)) from error
    headers["Content-Disposition"] = f'attachment; filename="{kind.file}"'
    return StreamingResponse(_sent(first, chunks, held), headers=headers, media_type=kind.media_type)


async def _sent(first: bytes, chunks: Iterator[bytes], held: ExitStack) -> AsyncIterator[bytes]:
    try:
        yield first
        async for chunk in iterate_in_threadpool(chunks):
            yield chunk
    finally:
        # A client that left may have left in the midst of a chunk, which a thread is still making.
        with suppress(ValueError):
            _close(chunks)
        held.close()


def _close(chunks: Any) -> None:
    getattr(chunks, "close", lambda: None)()


def _frame(request: Request, snapshot: Snapshot) -> Frame:
    newest = snapshot.db.execute("SELECT coalesce(max(updated), 0) FROM incidents").fetchone()[0]
    query = urlencode(request.query_params.multi_items())
    # By the path alone: what a client claims to be our host is nothing to put into a document.
    return Frame(TITLE, datetime.fromtimestamp(newest / 1000, UTC), f"{request.url.path}{f'?{query}' if query else ''}")


for _format in FORMATS.values():
    router.add_api_route(
        f"/{_format.file}",
        _endpoint(_format),
        methods=["GET"],
        response_model=None,
        name=_format.file,
        responses={200: {"content": {_format.media_type.partition(";")[0]: {}}, "description": _format.file}},
    )
