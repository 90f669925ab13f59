"""Aggregation's topics, tables and agent."""

from typing import Any

from schemas.topics import REPORTS
from services.aggregation.agents import Books, Tables, clerk
from services.common.service import attended
from services.common.settings import Settings
from services.common.stream import App, Outbox, Work, event_in, service_app, source, tables

SERVICE, PORT = "aggregation", 6063


def make_app(settings: Settings) -> App:
    """The app, ready to be run by a worker."""
    app = service_app(SERVICE, settings)
    outbox = Outbox(app, SERVICE, settings)
    memory = Tables(*tables(app, SERVICE))
    books = Books(memory.reports.items)

    @app.on_partitions_assigned.connect
    async def reopen(*_: Any, **__: Any) -> None:
        books.close()

    @app.agent(source(app, settings, REPORTS))
    async def reports(stream: Any) -> None:
        await attended(stream, Work(REPORTS, event_in, clerk(memory, books, outbox), outbox), app, settings)

    return app
