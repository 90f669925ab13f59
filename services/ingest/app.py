"""Ingest's topics, table and agent."""

from typing import Any

from schemas.topics import INTAKE
from services.common.service import attended
from services.common.settings import Settings
from services.common.stream import App, Outbox, Work, service_app, source, tables
from services.ingest.agents import editor
from services.ingest.domain.wires import read_wire

SERVICE, PORT = "ingest", 6061


def make_app(settings: Settings) -> App:
    """The app, ready to be run by a worker."""
    app = service_app(SERVICE, settings)
    outbox = Outbox(app, SERVICE, settings)
    (editions,) = tables(app, SERVICE)

    @app.agent(source(app, settings, INTAKE))
    async def wires(stream: Any) -> None:
        await attended(stream, Work(INTAKE, read_wire, editor(editions, outbox), outbox), app, settings)

    return app
