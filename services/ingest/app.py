"""Ingest's topics, tables, agent, and the tasks beside it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from schemas.topics import INTAKE
from services.common.faust_app import App, service_app, source, tables
from services.common.outbox import Outbox
from services.common.service import attended
from services.common.settings import Settings
from services.common.stream import Work
from services.ingest.agents import Tables, editor, opened, release_due
from services.ingest.around import Surroundings
from services.ingest.collectors import Collectors, kept_up
from services.ingest.health import add_health_pages
from services.ingest.settings import IngestSettings
from services.ingest.sources.intake import KafkaIntake
from services.ingest.sources.roster import partition_of
from services.ingest.sources.states import States
from services.ingest.syndicate import SketchLog
from services.ingest.tally import Tally

SERVICE, PORT = "ingest", 6061


def make_app(settings: Settings, ingest: IngestSettings, environment: Mapping[str, str]) -> App:
    """The app, ready to be run by a worker.

    Raises:
        WrongFeeds: feeds.toml is wrong.
    """
    app = service_app(SERVICE, settings)
    outbox, tally = Outbox(app, SERVICE, settings), Tally()
    memory = Tables(*tables(app, SERVICE))
    sketches = SketchLog(outbox.post, settings)
    around = Surroundings(settings, ingest, environment, now, partial(_owned, app, settings.named(INTAKE.name)))
    collectors = Collectors(around, KafkaIntake(outbox, now, tally.note, app.traces), States(settings, outbox.post))
    edit = editor(memory, outbox, sketches.repeat_of, now, tally.note)
    add_health_pages(app, collectors, tally)

    @app.agent(source(app, settings, INTAKE))
    async def wires(stream: Any) -> None:
        await attended(stream, Work(INTAKE, opened, edit, outbox), app, settings)

    for what, run in (
        ("the log of sketches", sketches.run),
        ("collecting", collectors.run),
        ("embargoes", partial(release_due, memory, outbox, now, lambda source: partition_of(source) in around.owned())),
    ):
        app.task(partial(kept_up, what, run))
    return app


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def _owned(app: Any, topic: str) -> frozenset[int]:
    """The partitions of the topic that this worker has and is done recovering."""
    if app.rebalancing or not app.tables.recovery.completed.is_set():
        return frozenset()
    return frozenset(tp.partition for tp in app.consumer.assignment() if tp.topic == topic)
