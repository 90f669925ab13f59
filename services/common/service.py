"""Running a service: checks first, then Faust's worker, ended by SIGTERM."""

import asyncio
import gc
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from aiokafka.errors import KafkaError
from faust.exceptions import FaustError
from pydantic import ValidationError

from schemas.topics import Topic
from services.common.admin import BrokerFault, check_topics
from services.common.envelope import faults
from services.common.faust_app import App
from services.common.letters import ReadableShare, TooMuchUnreadable
from services.common.logs import LoggingWorker
from services.common.order import PATIENCE_SECONDS, Order
from services.common.port import bind
from services.common.progress import LOOK_SECONDS, Progress
from services.common.settings import Settings
from services.common.stop import EXIT_BROKER, EXIT_SETTINGS, EXIT_UNREADABLE, stop
from services.common.stream import Work, attend

GARBAGE = 20_000
"""So many new objects are there before garbage is looked for (Python: 700). Nearly all of what a service makes goes
without being looked for, and telling reports costs 5 to 8 % less."""


def run(service: str, port: int, topics: tuple[Topic, ...], make_app: Callable[[Settings], App]) -> None:
    """Runs the service until SIGTERM; what is wrong at the start is one line and an exit code."""
    try:
        os.environ.setdefault("TALLYWIRE_WEB_PORT", str(port))
        settings = Settings()
        _check_port(settings)
        check_topics(settings, topics)
        app = make_app(settings)
    except ValidationError as error:
        stop(service, f"wrong settings (TALLYWIRE_...): {faults(error)}", EXIT_SETTINGS)
    except (OSError, ValueError) as error:
        stop(service, str(error), EXIT_SETTINGS)
    except BrokerFault as error:
        stop(service, str(error), EXIT_BROKER)
    add_health(app, settings)
    worker = LoggingWorker(
        app, service, settings.log_format, loglevel=settings.log_level, quiet=True, redirect_stdouts=False
    )
    gc.freeze()  # what is there now stays for good
    gc.set_threshold(GARBAGE, *gc.get_threshold()[1:])
    worker.execute_from_commandline()


def add_health(app: App, settings: Settings) -> None:
    """`/live`: it gets on; `/ready`: its tables are recovered and its partitions assigned; `/metrics`."""
    progress = Progress(app, settings.data_dir / app.service_name)
    app.meters.watch(progress)

    async def look() -> None:
        progress.look()

    app.timer(LOOK_SECONDS)(look)

    @app.page("/metrics")
    async def metrics(self: Any, _request: Any) -> Any:
        return self.bytes(app.meters.text(), content_type="text/plain")

    @app.page("/live")
    async def live(self: Any, _request: Any) -> Any:
        stalled = await progress.stalled(settings.stalled_seconds)
        told = {"live": not stalled, "standstill_seconds": round(progress.standstill, 1)}
        return self.json(told, status=503 if stalled else 200)

    @app.page("/ready")
    async def ready(self: Any, _request: Any) -> Any:
        return self.json({"ready": app.ready}, status=200 if app.ready else 503)


def _check_port(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bind(probe, settings)


async def attended(stream: Any, work: Work, app: App, settings: Settings) -> None:
    """Attends to the stream for ever; ends the process when most of it turns out unreadable."""
    share, order = ReadableShare(settings.unreadable_window, settings.unreadable_share), Order(app)
    asking = asyncio.create_task(_ask_again(stream, order, settings.named(work.topic.name)))
    try:
        await attend(stream, work, order, share, app.meters, app.traces)
    except TooMuchUnreadable as error:
        stop(work.topic.name, str(error), EXIT_UNREADABLE, at_once=True)
    finally:
        asking.cancel()


async def _ask_again(stream: Any, order: Order, topic: str) -> None:
    """Asks, for ever, for what was fetched and does not come; the broker or a rebalance may be in the way of it."""
    while True:
        await asyncio.sleep(PATIENCE_SECONDS)
        if stream.channel.queue.empty():
            with suppress(KafkaError, FaustError, TimeoutError):
                await asyncio.wait_for(order.ask_again(topic), PATIENCE_SECONDS)
