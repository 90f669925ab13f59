"""`tail`: follow a topic as readable lines or JSON."""

import json
from collections.abc import Callable
from contextlib import closing
from typing import Annotated, Any, Literal

import typer

from schemas.alerts import UpsurgeEvent
from schemas.articles import ArticleText, ArticleWithdrawn
from schemas.counts import CountChanged
from schemas.events import Event
from schemas.incidents import IncidentResolved
from schemas.reports import IncidentReported, RetractedEvent, StatisticReported
from schemas.statistics import StatisticCompared
from schemas.topics import TOPICS
from services.common.admin import BrokerFault
from services.common.envelope import UnreadableEvent, opened
from services.common.settings import Settings
from tallywire import phrases, screen
from tallywire.kafka import consumer, partitions

TOPIC_HELP = f"one of {', '.join(topic.name for topic in TOPICS)}, or its middle word (incidents)"


def tail(
    topic: Annotated[str, typer.Argument(help=TOPIC_HELP)],
    type_: Annotated[
        str | None, typer.Option("--type", help="only events of this type, e.g. incident.resolved")
    ] = None,
    country: Annotated[str | None, typer.Option(help="only this country, ISO 3166 alpha-2")] = None,
    from_: Annotated[Literal["earliest", "latest"], typer.Option("--from", help="where to begin")] = "latest",
    as_json: Annotated[bool, typer.Option("--json", help="the events as JSON lines")] = False,
    until_end: Annotated[bool, typer.Option("--until-end", help="stop at what is there now")] = False,
) -> None:
    """Follow a topic until Ctrl-C.

    Examples:
      tallywire tail incidents --from earliest --country IQ

      tallywire tail counts --json | jq .tally.incidents
    """
    settings = Settings()
    name = settings.named(full_name(topic))
    shown = _as_json if as_json else readable
    with closing(consumer(settings)) as reader:
        assigned = partitions(reader, name)
        reader.assign(assigned)
        (reader.seek_to_beginning if from_ == "earliest" else reader.seek_to_end)(*assigned)
        ends = reader.end_offsets(assigned)
        while not until_end or any(reader.position(p) < end for p, end in ends.items()):
            for records in reader.poll(timeout_ms=500).values():
                for record in records:
                    _show(record, shown, type_, country)


def full_name(topic: str) -> str:
    """The topic that `incidents`, `wire.incidents` or `wire.incidents.v1` mean.

    Raises:
        BrokerFault: none.
    """
    for known in TOPICS:
        if topic in (known.name, known.name.rsplit(".", 1)[0], known.name.split(".")[1]):
            return known.name
    raise BrokerFault(f"there is no topic {topic!r}: {TOPIC_HELP}")


def country_of(event: Event) -> str | None:
    """The country that an event speaks of, if it speaks of one."""
    if isinstance(event, CountChanged):
        return event.bucket.country
    if isinstance(event, UpsurgeEvent):
        return event.series.country
    if isinstance(event, IncidentResolved):
        return event.location.country if event.location else None
    return getattr(event, "country", None)


PHRASES: dict[type[Event], Callable[[Any], str]] = {
    ArticleText: phrases.article_phrase,
    ArticleWithdrawn: phrases.withdrawal_phrase,
    IncidentReported: phrases.incident_phrase,
    IncidentResolved: phrases.incident_phrase,
    StatisticReported: phrases.statistic_phrase,
    RetractedEvent: phrases.retraction_phrase,
    CountChanged: phrases.count_phrase,
    StatisticCompared: phrases.comparison_phrase,
    UpsurgeEvent: phrases.upsurge_phrase,
}
"""How each kind of event is told."""


def readable(event: Event) -> str:
    """One line that a person can read."""
    phrase = next((phrase for kind, phrase in PHRASES.items() if isinstance(event, kind)), None)
    return phrase(event) if phrase else event.model_dump_json()


def _as_json(event: Event) -> str:
    return json.dumps(event.model_dump(mode="json"), ensure_ascii=False)


def _show(record: Any, shown: Callable[[Event], str], type_: str | None, country: str | None) -> None:
    try:
        event = opened(record.value)
    except UnreadableEvent as error:
        if record.topic.endswith("intake.v1") and record.value:
            screen.line(record.value.decode("utf-8", "replace").replace("\n", " "))
        else:
            screen.complain(f"{record.topic}[{record.partition}]@{record.offset}: {error}")
        return
    kind = str(event.model_dump(include={"type"})["type"])
    if (type_ is None or kind.startswith(type_)) and (country is None or country_of(event) == country.upper()):
        screen.line(shown(event))
