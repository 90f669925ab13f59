"""Aggregation's topics, tables and agent."""

from typing import Any

from schemas.topics import COUNTS, INCIDENTS, REPORTS
from services.aggregation.agents import Clerk, Tables, report_in
from services.aggregation.answers import Books
from services.aggregation.archive import Archive
from services.aggregation.comparisons import Comparisons
from services.aggregation.daily import Daily
from services.aggregation.lookout import Lookout
from services.aggregation.reads import add_reads
from services.aggregation.settings import AggregationSettings
from services.aggregation.shelf import Shelf
from services.common.faust_app import App, service_app, source
from services.common.outbox import Outbox
from services.common.rows import rows
from services.common.service import attended
from services.common.settings import Settings
from services.common.stream import Work

SERVICE, PORT = "aggregation", 6063


def make_app(settings: Settings, aggregation: AggregationSettings) -> App:
    """The app, ready to be run by a worker."""
    app = service_app(SERVICE, settings, aggregation.store, aggregation.standbys)
    outbox = Outbox(app, SERVICE, settings)
    incidents = rows(app, settings, "incidents", INCIDENTS.name)
    counts = rows(app, settings, "counts", COUNTS.name)
    archive = Archive(rows(app, settings, "archive"))
    reported = rows(app, settings, "reports")
    shelf = Shelf(reported, archive, aggregation.open_reports, aggregation.hot_months)
    memory = Tables(
        incidents=incidents,
        counts=counts,
        shelf=shelf,
        lookout=Lookout(rows(app, settings, "upsurges"), Daily(counts)),
        comparisons=Comparisons(reported),
    )
    clerk = Clerk(memory, outbox)

    @app.on_partitions_assigned.connect
    async def reopen(*_: Any, **__: Any) -> None:
        clerk.reopen()

    work = Work(REPORTS, report_in, clerk.take_down, outbox, most=aggregation.batch)

    add_reads(app, Books(incidents, counts, shelf.look), shelf)

    @app.agent(source(app, settings, REPORTS))
    async def reports(stream: Any) -> None:
        await attended(stream, work, app, settings)

    return app
