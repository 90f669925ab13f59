"""`tail`: follow a topic as readable lines or JSON."""

import json
from collections.abc import Callable
from contextlib import closing
from typing import Annotated, Any, Literal

import typer

from schemas.articles import ArticleText, ArticleWithdrawn
from schemas.counts import CountChanged
from schemas.events import Event
from schemas.incidents import IncidentResolved
from schemas.reports import IncidentReported, RetractedEvent, StatisticReported
from schemas.topics import TOPICS
from services.common.admin import BrokerFault
from services.common.envelope import UnreadableEvent, opened
from services.common.settings import Settings
from tallywire import screen
from tallywire.kafka import consumer, partitions
from tallywire.phrases import count_phrase, incident_phrase, range_phrase

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
    if isinstance(event, IncidentResolved):
        return event.location.country if event.location else None
    return getattr(event, "country", None)


def readable(event: Event) -> str:  # noqa: PLR0911  # one line for each kind of event is the simplest that can be
    """One line that a person can read."""
    match event:
        case ArticleText():
            return f"{event.published_at:%Y-%m-%d %H:%M} {event.article_id} r{event.revision}  {event.headline}"
        case ArticleWithdrawn():
            return (
                f"{event.published_at:%Y-%m-%d %H:%M} {event.article_id} r{event.revision}  withdrawn: {event.reason}"
            )
        case IncidentReported() | IncidentResolved():
            return incident_phrase(event)
        case StatisticReported():
            where = ", ".join(event.countries) or "worldwide"
            return (
                f"{event.article_id} says {range_phrase(event.count)} {'/'.join(event.of)} in {where} (by {event.by})"
            )
        case RetractedEvent():
            return f"{event.article_id} r{event.article_revision} takes back report {event.report_id}"
        case CountChanged():
            return count_phrase(event)
    return event.model_dump_json()


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
