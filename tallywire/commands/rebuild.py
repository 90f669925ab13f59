"""`rebuild`: everything anew from the log of articles, beside what runs, and compared with it."""

import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated

import typer

from schemas.topics import ARTICLES
from services.common.admin import administration, create_topics
from services.common.settings import Settings
from tallywire import screen
from tallywire.commands.verify import SHOWN, compared, counted, ignored, standing, upsurges
from tallywire.kafka import producer, whole_topic
from tallywire.lag import wait_until_caught_up
from tallywire.processes import signals_unwind
from tallywire.stack import Stack


def rebuild(
    into: Annotated[str, typer.Option(metavar="NAMESPACE", help="keep what is rebuilt, under this namespace")] = "",
    patience: Annotated[float, typer.Option(help="seconds to wait for services that make no progress")] = 60.0,
) -> None:
    """Read the log of articles into fresh tables, in a namespace of their own, and compare them with what runs.

    Exit code 0: no difference; 1: differences, each in one line. With --into the fresh topics are kept: set
    TALLYWIRE_NAMESPACE to them and restart the services, and a damaged system goes on with sound tables.

    Examples:

      tallywire rebuild

      tallywire rebuild --into second.
    """
    settings = Settings()
    with signals_unwind(), _namespace(settings, into) as fresh, tempfile.TemporaryDirectory() as folder:
        copied = _copy(settings, fresh)
        screen.complain(f"{copied} article events copied to {fresh.namespace}; reading them")
        workers = {"extraction": 1, "aggregation": 1}
        with Stack(fresh.kafka_bootstrap, Path(folder), namespace=fresh.namespace, workers=workers):
            if behind := wait_until_caught_up(fresh, patience, ignored):
                screen.complain(f"unfinished messages: {behind}")
                screen.finish(len(behind))
        found = list(unequal(settings, fresh))
    for difference in found[:SHOWN]:
        screen.line(difference)
    if found[SHOWN:]:
        screen.line(f"... and {len(found) - SHOWN} more")
    screen.line(f"rebuild: {len(found)} differences after reading {copied} article events into fresh tables")
    screen.finish(len(found))


def unequal(settings: Settings, fresh: Settings) -> Iterator[str]:
    """One line for each incident and count that differs between two namespaces."""
    parts = {"incidents": standing, "counts": counted, "statistics": compared, "upsurges": upsurges}
    for what, read in parts.items():
        running, rebuilt = read(settings), read(fresh)
        yield from (f"{what}: {key}: {fault}" for key, fault in _differing(running, rebuilt))


def _differing(running: Mapping[str, str], rebuilt: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key in sorted(running.keys() | rebuilt.keys()):
        if running.get(key) != rebuilt.get(key):
            yield key, f"running {running.get(key, 'absent')}, rebuilt {rebuilt.get(key, 'absent')}"


@contextmanager
def _namespace(settings: Settings, kept: str) -> Iterator[Settings]:
    """Settings of a fresh namespace with its topics, which go when the block ends unless they are to be kept."""
    fresh = Settings(
        **settings.model_dump(exclude={"namespace"}),
        namespace=kept or f"{settings.namespace[:28]}rebuild-{uuid.uuid4().hex[:6]}.",
    )
    if kept and kept == settings.namespace:
        raise typer.BadParameter("--into must name another namespace than TALLYWIRE_NAMESPACE")
    create_topics(fresh)
    try:
        yield fresh
    finally:
        if not kept:
            with administration(fresh) as client:
                client.delete_topics([topic for topic in client.list_topics() if topic.startswith(fresh.namespace)])


def _copy(settings: Settings, fresh: Settings) -> int:
    """Copies the log of articles, byte for byte; how many events that were."""
    count, topic = 0, fresh.named(ARTICLES.name)
    with closing(producer(settings)) as writer:
        for record in whole_topic(settings, settings.named(ARTICLES.name)):
            writer.send(topic, record.value, record.key, list(record.headers), record.partition)
            count += 1
        writer.flush()
    return count
