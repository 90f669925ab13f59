"""Extraction's topics, table and agent."""

from typing import Any

from schemas.topics import ARTICLES
from services.common.faust_app import App, service_app, source, tables
from services.common.outbox import Outbox
from services.common.service import attended
from services.common.settings import Settings
from services.common.stream import Work, event_in
from services.extraction.agents import MOST, reader

SERVICE, PORT = "extraction", 6062


def make_app(settings: Settings) -> App:
    """The app, ready to be run by a worker."""
    app = service_app(SERVICE, settings)
    outbox = Outbox(app, SERVICE, settings)
    (desks,) = tables(app, SERVICE)

    @app.agent(source(app, settings, ARTICLES))
    async def articles(stream: Any) -> None:
        work = Work(ARTICLES, event_in, reader(desks, outbox), outbox, most=MOST, apart=True)
        await attended(stream, work, app, settings)

    return app
