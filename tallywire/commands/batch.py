"""`extract` and `count`: the pure functions over files, without Kafka."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Annotated, TypeVar

import typer

from schemas.articles import ArticleIngested
from services.extraction.domain.read import Reading, UnsupportedLanguage, read
from services.ingest.domain.wires import UnreadableWire, Wire
from tallywire import oracle, screen
from tallywire.deliveries import Delivery, deliveries
from tallywire.documents import as_wires
from tallywire.resolving import line_of, resolved

T = TypeVar("T")
Paths = Annotated[list[str], typer.Argument(metavar="PATH...", help="JSON files, JSON Lines, folders, or - for stdin")]
Source = Annotated[
    str | None, typer.Option(metavar="NAME", help="whose wires these are: feeds, pages, mail, any format are read then")
]


def extract(
    paths: Paths,
    source: Source = None,
    resolve: Annotated[bool, typer.Option("--resolve", help="add resolved_id, merging across all these wires")] = False,
) -> None:
    """Read incidents out of wires: one JSON line per wire.

    Examples:
      tallywire extract demo/wires | jq '.incidents[].location.name'

      cat wires.jsonl | tallywire extract --resolve -

      tallywire extract feed.xml --source harbourline
    """
    failures = Failures()
    readings = failures.passing(wires_in(paths, source), _read)
    found = None
    if resolve:
        readings = iter(kept := list(readings))
        found = resolved(incident for _, reading in kept for incident in reading.incidents)
    for wire, reading in readings:
        statistics = (statistic.model_dump(mode="json") for statistic in reading.statistics)
        screen.line(json.dumps(line_of(wire.id, reading.incidents, statistics, found), ensure_ascii=False))
    screen.finish(failures.count)


def count(paths: Paths, source: Source = None) -> None:
    """Read, merge and count wires in one go: the oracle that the running system is compared with.

    Examples:
      tallywire count demo/wires | jq '.counts[] | select(.bucket.span == "2022-01") | .by.weapon'
    """
    failures = Failures()
    wires = [wire for wire, _ in failures.passing(wires_in(paths, source), _read)]
    outcome = oracle.outcome_of(oracle.articles_of(wires))
    incidents = [i.model_dump(mode="json", exclude={"revision"}) for _, i in sorted(outcome.incidents.items())]
    counts = [c.model_dump(mode="json", exclude={"revision"}) for _, c in sorted(outcome.counts.items())]
    screen.line(json.dumps({"incidents": incidents, "counts": counts}, ensure_ascii=False))
    screen.finish(failures.count)


def wires_in(paths: Iterable[str], source: str | None) -> Iterator[Delivery]:
    """Every wire under the paths; with a source, of documents of any format too."""
    return as_wires(deliveries(paths, any_format=bool(source)), source, datetime.now(UTC), screen.complain)


class Failures:
    """Names what could not be read, and counts it; the rest goes on."""

    def __init__(self) -> None:
        self.count = 0

    def passing(self, delivered: Iterable[Delivery], read: Callable[[Wire], T]) -> Iterator[tuple[Wire, T]]:
        """Each wire with what `read` makes of it, for those that can be read."""
        for delivery in delivered:
            try:
                wire = delivery.wire()
                yield wire, read(wire)
            except (UnreadableWire, UnsupportedLanguage) as error:
                self.count += 1
                screen.complain(f"{delivery.name}: {error}")


def _read(wire: Wire) -> Reading:
    if wire.status == "canceled":
        return Reading((), ())
    words = wire.model_dump(include={"source", "published_at", "language", "headline", "dateline", "body"})
    return read(ArticleIngested(article_id=wire.id, revision=1, **words))
