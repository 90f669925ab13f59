"""Runs the api: `python -m services.api`."""

import asyncio
import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import uvicorn
from kafka.errors import KafkaError
from pydantic import ValidationError

from services.api.app import Listener, make_app
from services.api.context import Context
from services.api.model.files import Readers
from services.api.model.follower import Follower
from services.api.model.model import Model
from services.api.model.positions import READ
from services.api.model.topics import Topics
from services.api.settings import ApiSettings
from services.common.admin import BrokerFault, check_topics, topic_ids, unreachable
from services.common.envelope import faults
from services.common.environment import WrongSettings
from services.common.folder import claimed
from services.common.logs import set_up
from services.common.port import bind
from services.common.settings import Settings
from services.common.stop import EXIT_BROKER, EXIT_DISK, EXIT_SETTINGS, stop

SERVICE: Final = "api"
PORT: Final = 8080
MODEL: Final = "model"
"""The folder of the model within the data folder: deleted when the topics are others."""
UNREAD_MS: Final = 30_000
"""A connection whose other end takes nothing for so long is cut."""


def main() -> None:
    """Runs the service until SIGTERM; what is wrong at the start is one line and an exit code."""
    try:
        os.environ.setdefault("TALLYWIRE_WEB_PORT", str(PORT))
        settings, own = Settings(), ApiSettings()
        listening = _listening(settings)
        check_topics(settings, READ)
        ids = topic_ids(settings, [topic.name for topic in READ])
        with claimed(settings.data_dir / SERVICE, ids):
            _set_up_logging(settings.log_level, settings.log_format)
            asyncio.run(_serve(settings, own, listening))
    except ValidationError as error:
        stop(SERVICE, f"wrong settings (TALLYWIRE_...): {faults(error)}", EXIT_SETTINGS)
    except WrongSettings as error:
        stop(SERVICE, str(error), EXIT_SETTINGS)
    except BrokerFault as error:
        stop(SERVICE, str(error), EXIT_BROKER)
    except KafkaError as error:
        stop(SERVICE, str(unreachable(settings, error)), EXIT_BROKER)
    except OSError as error:
        stop(SERVICE, str(error), EXIT_DISK if "cannot use" in str(error) else EXIT_SETTINGS)


class _Server(uvicorn.Server):
    """Ends with 0 when it was asked to: uvicorn would let the signal kill us once all is done."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """As uvicorn does, but for raising them again."""
        with super().capture_signals():
            try:
                yield
            finally:
                self._captured_signals.clear()


async def _serve(settings: Settings, own: ApiSettings, listening: socket.socket) -> None:
    path = settings.data_dir / SERVICE / MODEL / "model.sqlite"
    follower = Follower(Topics(settings), path)
    readers = Readers(path)
    unreadable = follower.writer.unreadable
    context = Context(Model(lambda: follower.state, readers, own.stale_seconds), own, unreadable)
    context.metrics.watch(lambda: follower.state, unreadable, context.hub)
    follower.listen(Listener(context, asyncio.get_running_loop()), lambda: bool(context.hub.clients))
    follower.start()
    server = _Server(_configuration(make_app(context), settings, own))
    try:
        await server.serve(sockets=[listening])
    finally:
        await asyncio.to_thread(follower.end)
        readers.close()


def _configuration(app: object, settings: Settings, own: ApiSettings) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_config=None,
        log_level="warning" if settings.log_level == "warn" else settings.log_level,
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=bool(own.trusted_proxies),
        forwarded_allow_ips=own.trusted_proxies,
        timeout_graceful_shutdown=3,
        ws="none",
    )


def _listening(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.web_host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        # Those that come in inherit it: who has stopped reading a stream would keep its connection for ever.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_MS)
    bind(listening, settings)
    return listening


def _set_up_logging(level: str, form: str) -> None:
    logging.basicConfig(
        level="WARNING" if level == "warn" else level.upper(),
        format="[%(asctime)s] %(levelname)s %(name)s: %(message)s",
    )
    set_up(SERVICE, form)


if __name__ == "__main__":
    main()
