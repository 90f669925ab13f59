"""`/live`, `/ready`, `/metrics`, `/api/v1/status`, and the page with its assets."""

import os
import re
from base64 import b64encode
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import orjson
from fastapi import APIRouter, FastAPI
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles

from services.api.context import PROBLEMS, Context, InContext, NoQuery
from services.api.gate import PAGE_POLICY
from services.api.model.positions import PARTS
from services.api.problems import Refused

STATIC = Path(__file__).resolve().parents[1] / "static"
router = APIRouter()
_HASHED: Final = re.compile(r"-[0-9A-Z]{8}\.\w+$")
_OWN_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@router.get("/live", include_in_schema=False)
async def live() -> Response:
    """The process turns."""
    return _json({"live": True})


@router.get("/ready", include_in_schema=False)
async def ready(context: InContext) -> Response:
    """It has caught up once with what was there when it started."""
    state = context.model.state
    told = {"ready": state.ready, "lag": state.lag, "position": state.position.text}
    return _json(told, HTTPStatus.OK if state.ready else HTTPStatus.SERVICE_UNAVAILABLE)


@router.get("/metrics", include_in_schema=False)
async def metrics(context: InContext) -> Response:
    """For Prometheus."""
    return Response(context.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


@router.get("/api/v1/status", tags=["operation"], responses=PROBLEMS)
async def status(context: InContext, _: NoQuery) -> dict[str, Any]:
    """How far each partition was read, what could not be, and who listens."""
    return await _status(context)


async def _status(context: Context) -> dict[str, Any]:
    state = context.model.state
    parts = zip(PARTS, state.position.offsets, state.ends, strict=True)
    return {
        "ready": state.ready,
        "lag": state.lag,
        "stale": context.model.unreached is not None,
        "generation": state.generation,
        "partitions": [{"topic": p[0], "partition": p[1], "next": at, "end": end} for p, at, end in parts],
        "unreadable": dict(context.unreadable),
        "streams": len(context.hub.clients),
        "dropped": context.hub.dropped,
    }


class _Assets(StaticFiles):
    """What the page loads. A name with a hash in it never stands for anything else: it need not be asked for again."""

    def file_response(self, full_path: str | os.PathLike[str], *args: Any, **kwargs: Any) -> Response:
        answer = super().file_response(full_path, *args, **kwargs)
        if _HASHED.search(os.fspath(full_path)):
            answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer


def add_page(app: FastAPI, folder: Path = STATIC) -> None:
    """The page at `/`, and its assets."""

    @app.get("/", include_in_schema=False)
    async def page() -> Response:
        if not (folder / "index.html").is_file():
            raise Refused(
                HTTPStatus.SERVICE_UNAVAILABLE, "the page is not built: run `make page`; the API is at /api/v1"
            )
        html = (folder / "index.html").read_text(encoding="utf-8")
        return HTMLResponse(html, headers={"Content-Security-Policy": _policy(html)})

    if (folder / "assets").is_dir():
        app.mount("/assets", _Assets(directory=folder / "assets"))


def _policy(html: str) -> str:
    """The page's policy, which lets the scripts run that stand in it: these, to the letter, and no others."""
    own = (sha256(script.encode()).digest() for script in _OWN_SCRIPT.findall(html))
    hashes = " ".join(f"'sha256-{b64encode(one).decode()}'" for one in own)
    return PAGE_POLICY.replace("script-src 'self'", f"script-src 'self' {hashes}".rstrip())


def _json(told: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> Response:
    return Response(orjson.dumps(told), status.value, {"Cache-Control": "no-store"}, "application/json")
