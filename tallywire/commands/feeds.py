"""`feeds`: what is read, how it fares, and one more."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.table import Table

from schemas.topics import FEEDS
from services.common.settings import Settings
from services.ingest.domain.feeds import Feed, WrongFeeds
from services.ingest.domain.items import UnreadableDocument
from services.ingest.domain.polling import PollState, health_of
from services.ingest.settings import IngestSettings
from services.ingest.sources.failures import FetchFailed
from tallywire import screen
from tallywire.feed_check import Checked, checked
from tallywire.feeds_file import added, name_of, opened, outlines
from tallywire.kafka import newest, whole_topic

app = typer.Typer(help="Feeds: list them with their health, check one, add one or many.", no_args_is_help=True)
File = Annotated[Path | None, typer.Option("--file", help="the feeds.toml (TALLYWIRE_INGEST_FEEDS)")]
Url = Annotated[str, typer.Argument(help="the feed's address")]
_SHOWN = 5
T = TypeVar("T")


@app.command("list")
def list_(file: File = None) -> None:
    """List the feeds and how each fares: last success, next poll, what it brought, why it is failing.

    Examples:

      tallywire feeds list --file feeds.toml
    """
    settings = Settings()
    feeds = _wanted(lambda: opened(_path(file))).feed
    rows = newest(whole_topic(settings, settings.named(FEEDS.name)))
    table = Table("feed", "health", "last success", "next poll", "new", "changed", "failed", "why", box=None)
    for feed in feeds:
        table.add_row(*_row(feed, PollState.model_validate_json(rows[feed.name]) if feed.name in rows else None))
    screen.output.print(table)
    screen.complain(f"{len(feeds)} feeds, {sum(feed.name in rows for feed in feeds)} polled so far")


@app.command()
def check(url: Url) -> None:
    """Fetch a feed once, and show what would be read out of it.

    Examples:

      tallywire feeds check https://harbour.example/world.xml
    """
    _show(_checked(url))


@app.command()
def add(
    url: Url,
    name: Annotated[str, typer.Option(help="what to call it; else its title")] = "",
    source: Annotated[str, typer.Option(help="who its author is; else its title")] = "",
    language: Annotated[str, typer.Option(help="for wires that declare none")] = "",
    file: File = None,
) -> None:
    """Check a feed, and add it to feeds.toml: a running ingest takes it up within seconds.

    Examples:

      tallywire feeds add https://harbour.example/world.xml --name harbour
    """
    found = _checked(url)
    title = found.document.hints.title
    feed = Feed(name=name or name_of(url, title), source=source or title or "", url=url, language=language or None)
    _show(found)
    _tell(_wanted(lambda: added(_path(file), [feed])), _path(file))


@app.command("import")
def import_(
    opml: Annotated[Path, typer.Argument(help="an OPML file, as feed readers export it")], file: File = None
) -> None:
    """Add all feeds of an OPML file to feeds.toml, without fetching them.

    Examples:

      tallywire feeds import desk.opml
    """
    feeds, faults = _wanted(lambda: outlines(opml.read_bytes()))
    _tell(_wanted(lambda: added(_path(file), feeds)), _path(file))
    for fault in faults:
        screen.complain(f"left out: {fault}")
    screen.finish(len(faults))


def _path(file: Path | None) -> Path:
    return file or IngestSettings().feeds or Path("feeds.toml")


def _wanted(ask: Callable[[], T]) -> T:
    """The answer; what is wrong with a file is one line and an exit code."""
    try:
        return ask()
    except (WrongFeeds, UnreadableDocument, FetchFailed, OSError) as error:
        screen.complain(str(error))
        raise typer.Exit(screen.EXIT_SOME_FAILED) from error


def _checked(url: str) -> Checked:
    return _wanted(lambda: asyncio.run(checked(url, IngestSettings())))


def _tell(new: list[Feed], path: Path) -> None:
    for feed in new:
        screen.line(f"{feed.name}  {feed.url}")
    screen.complain(f"{len(new)} feeds added to {path}" if new else f"{path} has them all already")


def _show(found: Checked) -> None:
    document, came = found.document, found.delivered
    screen.line(
        f"{document.format}: {len(came.wires)} wires, {len(came.faults)} entries at fault, "
        f"{len(came.skipped)} that tell no story; title: {document.hints.title or '(none)'}"
    )
    for wire in came.wires[:_SHOWN]:
        screen.line(f"  {wire.published_at:%Y-%m-%d %H:%M %Z}  {wire.language}  {wire.headline[:90]}")
        screen.line(f"    {len(wire.body)} characters  {wire.url or wire.id}")
    for fault in came.faults[:_SHOWN]:
        screen.line(f"  at fault: {fault.why}")
    for skipped in came.skipped[:_SHOWN]:
        screen.line(f"  no story: {skipped.what} {skipped.name or ''}")


def _row(feed: Feed, state: PollState | None) -> list[str]:
    if state is None:
        return [feed.name, health_of(state), "", "", "", "", "", ""]
    counts = state.counts
    return [
        feed.name,
        health_of(state),
        _ago(state.last_success_at),
        _ago(state.next_poll_at),
        str(counts.items_new),
        str(counts.items_changed),
        str(counts.failed),
        state.why or "",
    ]


def _ago(moment: datetime | None) -> str:
    """A moment as a person says it: `5 min ago`, `in 2 h`."""
    if moment is None:
        return "never"
    seconds = (moment - datetime.now(UTC)).total_seconds()
    size, unit = next(
        ((size, unit) for size, unit in ((86400, "d"), (3600, "h"), (60, "min")) if abs(seconds) >= size), (1, "s")
    )
    number = f"{abs(seconds) / size:.0f} {unit}"
    return f"in {number}" if seconds > 0 else f"{number} ago"
