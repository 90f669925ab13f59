"""`resolve`: merges what was read out of many wires, without reading them again."""

import json
from collections.abc import Iterator
from typing import Annotated, Any

import typer
from pydantic import BaseModel, ValidationError

from schemas.reports import IncidentReported
from services.common.envelope import faults
from tallywire import annotated, screen
from tallywire.deliveries import Delivery, deliveries
from tallywire.resolving import line_of, resolved

Paths = Annotated[list[str], typer.Argument(metavar="PATH...", help="what `extract` printed, or - for stdin")]


class Line(BaseModel):
    """What one wire tells, as `extract` prints it."""

    article_id: str
    incidents: tuple[IncidentReported, ...]
    statistics: tuple[dict[str, Any], ...] = ()


def resolve(
    paths: Paths,
    gold: Annotated[bool, typer.Option("--gold", help="read annotated wires: their incidents are the reports")] = False,
) -> None:
    """Merge reports across wires: the same lines, each incident with its resolved_id and why it was joined.

    Every line stands for itself, as if nothing revised or withdrew it: of that only `count` and the services know.

    Examples:
      tallywire extract demo/wires | tallywire resolve - | jq -r '.incidents[].resolved_id' | sort | uniq -c

      tallywire resolve --gold tests/golden/demo
    """
    failed = 0
    lines = []
    for delivery in deliveries(paths):
        try:
            lines.append(_read(delivery, gold=gold))
        except ValueError as error:
            failed += 1
            screen.complain(f"{delivery.name}: {error}")
    for line in _resolved(lines):
        screen.line(json.dumps(line, ensure_ascii=False))
    screen.finish(failed)


def _resolved(lines: list[Line]) -> Iterator[dict[str, Any]]:
    found = resolved(report for line in lines for report in line.incidents)
    return (line_of(line.article_id, line.incidents, line.statistics, found) for line in lines)


def _read(delivery: Delivery, *, gold: bool) -> Line:
    """The line that was delivered.

    Raises:
        ValueError: it is none, with the reason.
    """
    if delivery.fault:
        raise ValueError(delivery.fault)
    try:
        if not gold:
            return Line.model_validate_json(delivery.raw)
        wire = json.loads(delivery.raw)
        return Line(
            article_id=wire["id"],
            incidents=annotated.reports_of(wire),
            statistics=tuple(annotated.statistics_of(wire)),
        )
    except ValidationError as error:
        raise ValueError(f"{faults(error)}{'' if gold else ' (an annotated wire? say --gold)'}") from error
    except (KeyError, TypeError) as error:
        raise ValueError(f"no annotated wire: {error!r}") from error
