"""How a service logs: lines for people, or JSON for what collects them, with the message that a line is about."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from faust import Worker
from pythonjsonlogger.orjson import OrjsonFormatter

from services.common.envelope import pairs, trace_of
from services.common.seldom import Seldom

_ABOUT: ContextVar[Any] = ContextVar("about", default=None)
_NAMES: Final = {"levelname": "level", "name": "logger"}


@contextmanager
def about(message: Any) -> Iterator[None]:
    """What is logged within the block is about this message from Kafka."""
    token = _ABOUT.set(message)
    try:
        yield
    finally:
        _ABOUT.reset(token)


class _About(logging.Filter):
    """Adds to a record where its message came from, and the ids that it came with."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def filter(self, record: logging.LogRecord) -> bool:
        record.service = self._service
        if (message := _ABOUT.get()) is not None:
            record.topic, record.partition, record.offset = message.topic, message.partition, message.offset
            headers = dict(pairs(message.headers))
            record.event_id = headers.get("ce_id", b"").decode(errors="replace") or None
            record.trace_id = (trace_of(headers) or "").partition("-")[2].partition("-")[0] or None
        return True


def set_up(service: str, form: str) -> None:
    """Has all that is logged say what it is about, no library repeat itself, and JSON written if that is the form."""
    for handler in logging.getLogger().handlers:
        handler.addFilter(Seldom())
        handler.addFilter(_About(service))
        if form == "json":
            handler.setFormatter(_json())


def _json() -> logging.Formatter:
    return OrjsonFormatter("%(levelname)s %(name)s %(message)s", rename_fields=_NAMES, timestamp="time")


class LoggingWorker(Worker):
    """Faust's worker, which logs as `set_up` says."""

    def __init__(self, app: Any, service: str, form: str, **options: Any) -> None:
        """Takes what Faust's takes, and whose log it is."""
        super().__init__(app, **options)
        self._log = service, form
        self.spinner = None  # it writes signs for a terminal into a log that is a file

    def _setup_logging(self) -> None:
        super()._setup_logging()
        set_up(*self._log)
