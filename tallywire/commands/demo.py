"""`demo`: the whole system on this machine, over the bundled wires."""

import signal
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from schemas.counts import CountChanged
from schemas.incidents import IncidentResolved
from schemas.topics import COUNTS, INCIDENTS
from schemas.vocabulary import Facet
from services.common.admin import create_topics
from services.common.envelope import opened
from services.common.settings import Settings
from tallywire import screen
from tallywire.broker import choose_broker
from tallywire.commands.publish import published
from tallywire.commands.verify import articles, differences
from tallywire.deliveries import deliveries
from tallywire.kafka import newest, whole_topic
from tallywire.lag import wait_until_caught_up
from tallywire.oracle import outcome_of
from tallywire.phrases import kind_phrase, parts_phrase, period_phrase, place_phrase, range_phrase, toll_phrase
from tallywire.processes import signals_unwind
from tallywire.stack import Stack
from tallywire.totals import totals_by_country

WIRES = Path(__file__).resolve().parents[2] / "demo" / "wires"
FOLDER = Path(".tallywire") / "demo"
"""The services' logs; Faust keeps nothing of worth beside them."""
PATIENCE = 60.0


def demo(
    broker: Annotated[str, typer.Option(help="auto, docker, local or HOST:PORT")] = "auto",
    once: Annotated[bool, typer.Option("--once", help="end by itself: 0 if all was counted and verify agrees")] = False,
    wires: Annotated[Path, typer.Option(help="the wires to publish")] = WIRES,
) -> None:
    """Start a broker and the services, publish a week of wires, show what they come to.

    Examples:

      tallywire demo --once

      tallywire demo --broker 127.0.0.1:9092
    """
    with ExitStack() as running:
        running.enter_context(signals_unwind())
        screen.complain("starting the broker (the first time it fetches Kafka, about a minute)")
        bootstrap = running.enter_context(choose_broker(broker))
        settings = Settings(kafka_bootstrap=bootstrap)
        create_topics(settings)
        screen.complain(f"broker at {bootstrap}; starting ingest, extraction, aggregation and the api")
        stack = running.enter_context(Stack(bootstrap, FOLDER, namespace=settings.namespace))
        sent, failed = published(settings, deliveries([str(wires)]), screen.complain)
        screen.complain(f"{sent} wires published; reading")
        behind = wait_until_caught_up(settings, PATIENCE, _tell, stack.url("api"))
        if behind or failed:
            screen.complain(f"not every wire was counted: {failed} refused, unfinished {behind}; logs: {FOLDER}/logs")
            screen.finish(1)
        _show(settings)
        wrong = list(differences(settings, outcome_of(articles(settings))))
        for difference in wrong:
            screen.line(difference)
        screen.line(f"verify: {len(wrong)} differences between the running tables and the batch oracle")
        if not once:
            _stay(bootstrap, stack)
        screen.finish(len(wrong))


def _tell(behind: dict[str, int]) -> None:
    if screen.errors.is_terminal:
        screen.complain(", ".join(f"{service} has {left} to go" for service, left in behind.items()))


def _show(settings: Settings) -> None:
    snapshots = [opened(v) for v in newest(whole_topic(settings, settings.named(INCIDENTS.name))).values()]
    counts = [opened(v) for v in newest(whole_topic(settings, settings.named(COUNTS.name))).values()]
    standing = [s for s in snapshots if isinstance(s, IncidentResolved) and s.status == "standing"]
    screen.output.print(_incidents(standing))
    screen.output.print(_counts([c for c in counts if isinstance(c, CountChanged) and c.tally.incidents]))


def _incidents(incidents: list[IncidentResolved]) -> Table:
    table = _table("Incidents, as all their reports tell them", "when", "where", "what", "outcome", "toll", "sources")
    for incident in sorted(incidents, key=lambda i: (period_phrase(i.occurred), i.incident_id)):
        outcome = str(incident.outcome) if incident.factuality == "occurred" else str(incident.factuality)
        what, when = kind_phrase(incident), period_phrase(incident.occurred)
        sources = str(incident.corroboration)
        table.add_row(when, place_phrase(incident), what, outcome, toll_phrase(incident) or "-", sources)
    return table


def _counts(counts: list[CountChanged]) -> Table:
    table = _table(
        "Running counts by country", "country", "incidents", "killed", "wounded", "kinds", "weapons", "actors"
    )
    totals = totals_by_country(counts)
    for country in sorted(totals, key=lambda code: (-totals[code].incidents, code)):
        total = totals[country]
        tolls = range_phrase(total.killed), range_phrase(total.wounded)
        parts = (parts_phrase(total.by[facet]) for facet in (Facet.EVENT_TYPE, Facet.WEAPON, Facet.ACTOR))
        table.add_row(country, str(total.incidents), *tolls, *parts)
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _stay(bootstrap: str, stack: Stack) -> None:
    """Keeps everything running until Ctrl-C."""
    screen.output.print(
        f"""
Running. The page is at {stack.url("api")}/ and the API at {stack.url("api")}/api/v1/incidents. In another terminal:

  export TALLYWIRE_KAFKA_BOOTSTRAP={bootstrap}
  .venv/bin/tallywire tail incidents --from earliest
  .venv/bin/tallywire tail counts --from earliest --country IQ
  .venv/bin/tallywire publish demo/wires        # again: nothing is counted twice
  .venv/bin/tallywire verify

Ctrl-C ends it.""",
        markup=False,
    )
    try:
        while True:
            stack.check()
            _pause(2.0)
    except KeyboardInterrupt:
        screen.complain("ending")


def _pause(seconds: float) -> Any:
    return signal.sigtimedwait([], seconds)
