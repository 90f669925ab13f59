"""`report`: a week's briefing as a page or a picture."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from schemas.alerts import UpsurgeEvent
from schemas.topics import ALERTS
from services.common.envelope import UnreadableEvent, opened
from services.common.settings import Settings
from tallywire import screen
from tallywire.briefing.briefing import Briefing, briefing
from tallywire.briefing.page import page
from tallywire.briefing.picture import PictureUnavailable, png
from tallywire.briefing.poster import poster
from tallywire.briefing.weeks import Week
from tallywire.exports import Entry, Filters
from tallywire.exports.reading import entries
from tallywire.kafka import whole_topic


def report(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="ends in .html, .png or .svg")],
    week: Annotated[str | None, typer.Option(help="like 2022-W01; without it the newest with incidents")] = None,
    country: Annotated[str | None, typer.Option(help="only this country, ISO 3166 alpha-2")] = None,
) -> None:
    """Write a week's briefing: its numbers beside the week before, a map, upsurges, every incident with its sources.

    Examples:
      tallywire report --week 2022-W01 -o briefing.html

      tallywire report --week 2022-W01 --country IQ -o iraq.png
    """
    try:
        asked = Week.of(week) if week else None
        if country and (len(country) != 2 or not country.isalpha()):  # noqa: PLR2004 (alpha-2)
            raise ValueError(f"{country!r} is no country: write its ISO code, as IQ")
        if output.suffix not in _WRITERS:
            raise ValueError(f"{output}: the name must end in {', '.join(_WRITERS)}")
    except ValueError as error:
        screen.complain(str(error))
        raise typer.Exit(screen.EXIT_USAGE) from error
    told = _read(Settings(), asked, country.upper() if country else None)
    try:
        output.write_bytes(_WRITERS[output.suffix](told))
    except (PictureUnavailable, OSError) as error:
        screen.complain(str(error))
        raise typer.Exit(screen.EXIT_SOME_FAILED) from error
    screen.complain(f"{output}: {told.week}, {told.where}, {told.now.incidents} incidents")


_WRITERS = {
    ".html": lambda told: page(told).encode(),
    ".png": lambda told: png(poster(told)),
    ".svg": lambda told: poster(told).encode(),
}


def _read(settings: Settings, week: Week | None, country: str | None) -> Briefing:
    found = entries(settings, Filters())
    as_of = max((entry.updated_at for entry in found), default=datetime.now(UTC))
    return briefing(found, _upsurges(settings), week or _newest(found, country), country, as_of)


def _newest(found: list[Entry], country: str | None) -> Week:
    """The last week in which something happened; this one, if nothing ever did."""
    told = (e.incident for e in found if country in (None, e.incident.location and e.incident.location.country))
    return Week.around(max((i.occurred.latest for i in told if i.occurred), default=datetime.now(UTC).date()))


def _upsurges(settings: Settings) -> list[UpsurgeEvent]:
    found = []
    for record in whole_topic(settings, settings.named(ALERTS.name)):
        try:
            event = opened(record.value)
        except UnreadableEvent:
            continue
        if isinstance(event, UpsurgeEvent):
            found.append(event)
    return found
