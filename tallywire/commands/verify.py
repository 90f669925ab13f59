"""`verify`: the running system against the batch oracle over its own articles."""

from collections.abc import Iterator, Mapping
from typing import Annotated

import typer

from schemas.alerts import UpsurgeDetected, UpsurgeEnded
from schemas.articles import ArticleEvent
from schemas.counts import CountChanged
from schemas.incidents import IncidentResolved
from schemas.statistics import StatisticCompared
from schemas.topics import ALERTS, ARTICLES, COUNTS, INCIDENTS
from schemas.vocabulary import UpsurgeEnd
from services.aggregation.archive import unpacked
from services.aggregation.domain.conclusion import Conclusion
from services.aggregation.domain.watch import Alert
from services.aggregation.rows import heard_in
from services.common.envelope import UnreadableEvent, opened
from services.common.settings import Settings
from services.common.tables import changelog
from tallywire import screen
from tallywire.kafka import newest, whole_topic
from tallywire.lag import wait_until_caught_up
from tallywire.oracle import outcome_of

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
    reports = sum(len(page.standing) for page in outcome.pages.values())
    told = f"{len(outcome.incidents)} incidents, {len(outcome.counts)} counts, {reports} reports"
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


def differences(settings: Settings, expected: Conclusion) -> Iterator[str]:
    """One line for each key on which the system and the oracle disagree."""
    incidents = {i: as_told(incident) for i, incident in expected.incidents.items()}
    counts = {key: as_told(count) for key, count in expected.counts.items()}
    yield from _unequal("incidents", incidents, standing(settings))
    yield from _unequal("counts", counts, counted(settings))
    reports = {report_id: "reported" for page in expected.pages.values() for report_id in page.standing}
    yield from _unequal("remembered reports", reports, _remembered(settings))
    alerts = {i: as_told(alert) for i, alert in expected.alerts.items()}
    yield from _unequal("upsurges", alerts, upsurges(settings))
    yield from _unequal("statistics", {i: as_told(one) for i, one in expected.statistics.items()}, compared(settings))


def as_told(event: IncidentResolved | CountChanged | StatisticCompared | Alert) -> str:
    """What the event says of how things are, without how they came to be told so."""
    return event.model_dump_json(exclude={"revision", "supersedes"})


def standing(settings: Settings) -> dict[str, str]:
    """The incidents that stand in the running system, which is what its topic says: it is the table's changelog."""
    events = map(opened, newest(whole_topic(settings, settings.named(INCIDENTS.name))).values())
    return {e.key: as_told(e) for e in events if isinstance(e, IncidentResolved) and e.status == "standing"}


def counted(settings: Settings) -> dict[str, str]:
    """The counts of the running system, by bucket; those that have gone back to nothing are left out."""
    events = map(opened, newest(whole_topic(settings, settings.named(COUNTS.name))).values())
    return {e.key: as_told(e) for e in events if isinstance(e, CountChanged) and e.tally.incidents}


def compared(settings: Settings) -> dict[str, str]:
    """The statistics that stand beside the counts, by key."""
    events = map(opened, newest(whole_topic(settings, settings.named(COUNTS.name))).values())
    return {e.key: as_told(e) for e in events if isinstance(e, StatisticCompared) and e.status == "standing"}


def upsurges(settings: Settings) -> dict[str, str]:
    """The upsurges that were told in the running system, by id; those that corrections took back are left out."""
    alerts = (opened(record.value) for record in whole_topic(settings, settings.named(ALERTS.name)))
    newest_of = {alert.upsurge_id: alert for alert in alerts if isinstance(alert, UpsurgeDetected | UpsurgeEnded)}
    ended = {i for i, one in newest_of.items() if isinstance(one, UpsurgeEnded) and one.reason == UpsurgeEnd.CORRECTED}
    return {i: as_told(alert) for i, alert in newest_of.items() if i not in ended}


def _remembered(settings: Settings) -> dict[str, str]:
    """The incident reports that aggregation remembers as standing, by the changelogs of its tables."""
    tables = (settings.named(changelog("aggregation", table)) for table in ("reports", "archive"))
    reports, archive = (newest(whole_topic(settings, topic)) for topic in tables)
    packed = {report_id: row for part in archive.values() for report_id, row in unpacked(part).items()}
    return {report_id: "reported" for report_id, row in (packed | reports).items() if heard_in(row).standing}


def _unequal(where: str, expected: Mapping[str, str], found: Mapping[str, str]) -> Iterator[str]:
    for key in sorted(expected.keys() | found.keys()):
        if expected.get(key) != found.get(key):
            yield f"{where}: {key}: is {found.get(key, 'absent')}, should be {expected.get(key, 'absent')}"
