"""`verify`: the running system against the batch oracle over its own articles."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Annotated, Any

import typer

from schemas.articles import ArticleEvent
from schemas.counts import CountChanged
from schemas.incidents import IncidentResolved
from schemas.statistics import StatisticCompared
from schemas.topics import ARTICLES, COUNTS, INCIDENTS
from services.aggregation.agents import digest
from services.common.envelope import UnreadableEvent, opened
from services.common.settings import Settings
from services.common.tables import changelog
from tallywire import screen
from tallywire.kafka import newest, whole_topic
from tallywire.lag import wait_until_caught_up
from tallywire.oracle import Outcome, outcome_of

SHOWN = 20


def verify(
    patience: Annotated[float, typer.Option(help="seconds to wait for services that make no progress")] = 60.0,
) -> None:
    """Compare the running system's tables and topics with the batch oracle over its own articles.

    Exit code 0: no difference; 1: differences, each in one line.

    Examples:

      tallywire verify
    """
    settings = Settings()
    if behind := wait_until_caught_up(settings, patience, ignored):
        screen.complain(f"unfinished messages: {behind}; do the services run and answer /ready with 200?")
        screen.finish(len(behind))
    outcome = outcome_of(articles(settings))
    found = list(differences(settings, outcome))
    for difference in found[:SHOWN]:
        screen.line(difference)
    if found[SHOWN:]:
        screen.line(f"... and {len(found) - SHOWN} more")
    told = f"{len(outcome.incidents)} incidents, {len(outcome.counts)} counts, {len(outcome.reports)} reports"
    screen.line(f"verify: {len(found)} differences over {told}")
    screen.finish(len(found))


def articles(settings: Settings) -> Iterator[ArticleEvent]:
    """Every article event in the log; what cannot be read there is among the dead letters."""
    for record in whole_topic(settings, settings.named(ARTICLES.name)):
        try:
            event = opened(record.value)
        except UnreadableEvent:
            continue
        if isinstance(event, ArticleEvent):
            yield event


def ignored(behind: dict[str, int]) -> None:
    """Tells nobody how far the services are behind."""


def differences(settings: Settings, expected: Outcome) -> Iterator[str]:
    """One line for each key on which the system and the oracle disagree."""
    incidents = {i: digest(incident) for i, incident in expected.incidents.items()}
    counts = {key: digest(count) for key, count in expected.counts.items()}
    yield from _unequal("topic of incidents", incidents, _topic(settings, INCIDENTS.name, _snapshot))
    yield from _unequal("topic of counts", counts, _topic(settings, COUNTS.name, _count))
    yield from _unequal("table of incidents", incidents, _table(settings, "incidents", _incident_row))
    yield from _unequal("table of counts", counts, _table(settings, "counts", _count_row))
    reports = dict.fromkeys(expected.reports, "reported")
    yield from _unequal("table of reports", reports, _table(settings, "reports", _report_row))


def _unequal(where: str, expected: Mapping[str, str], found: Mapping[str, str]) -> Iterator[str]:
    for key in sorted(expected.keys() | found.keys()):
        if expected.get(key) != found.get(key):
            yield f"{where}: {key}: is {found.get(key, 'absent')}, should be {expected.get(key, 'absent')}"


def _topic(settings: Settings, name: str, read: Callable[[Any], str | None]) -> dict[str, str]:
    values = newest(whole_topic(settings, settings.named(name)))
    return _present((key, read(opened(value))) for key, value in values.items())


def _table(settings: Settings, name: str, read: Callable[[Any], str | None]) -> dict[str, str]:
    """A table as its changelog, the durable form of it, has it. Faust writes keys as JSON."""
    values = newest(whole_topic(settings, settings.named(changelog("aggregation", name))))
    return _present((json.loads(key), read(json.loads(value))) for key, value in values.items())


def _present(pairs: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    return {key: value for key, value in pairs if value is not None}


def _snapshot(event: IncidentResolved) -> str | None:
    return digest(event) if event.status == "standing" else None


def _count(event: CountChanged | StatisticCompared) -> str | None:
    return digest(event) if isinstance(event, CountChanged) and event.tally.incidents else None


def _incident_row(row: dict[str, Any]) -> str | None:
    return str(row["digest"]) if row["status"] == "standing" else None


def _count_row(row: dict[str, Any]) -> str | None:
    return str(row["digest"]) if row["incidents"] else None


def _report_row(row: dict[str, Any]) -> str | None:
    return "reported" if row["report"] else None
