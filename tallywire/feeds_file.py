"""A feeds.toml as an operator keeps it: entries are added, comments stay."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import tomlkit
from pydantic import ValidationError
from tomlkit.items import AoT

from services.common.envelope import faults
from services.ingest.domain.feeds import Feed, Feeds, WrongFeeds, read_feeds
from services.ingest.domain.formats.xml import local, parsed


def opened(path: Path) -> Feeds:
    """The sources in the file; none if there is no file yet.

    Raises:
        WrongFeeds: the file is there and wrong.
    """
    try:
        return read_feeds(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Feeds()
    except (OSError, UnicodeDecodeError) as error:
        raise WrongFeeds(f"{path} cannot be read: {error}") from error


def added(path: Path, feeds: Iterable[Feed]) -> list[Feed]:
    """Adds those feeds to the file whose address is not in it yet; returns them, under the names they got.

    Raises:
        WrongFeeds: the file is there and wrong.
    """
    there = opened(path)
    addresses = {feed.url for feed in there.feed}
    names = {entry.name for entry in (*there.feed, *there.folder, *there.topic, *there.push)}
    document = tomlkit.parse(path.read_text(encoding="utf-8")) if path.exists() else tomlkit.document()
    tables: Any = document.setdefault("feed", tomlkit.aot())
    new = []
    for feed in feeds:
        if feed.url not in addresses:
            named = feed.model_copy(update={"name": _free(feed.name, names)})
            _append(tables, named)
            new.append(named)
            names.add(named.name)
            addresses.add(feed.url)
    text = tomlkit.dumps(document)
    read_feeds(text)
    _replace(path, text)
    return new


def name_of(url: str, title: str | None = None) -> str:
    """A name for a feed: its title, else its host and path, in letters, digits and hyphens."""
    parts = urlsplit(url)
    words = title or f"{(parts.hostname or '').removeprefix('www.')} {parts.path}"
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:60].strip("-") or "feed"


def outlines(raw: bytes) -> tuple[list[Feed], list[str]]:
    """The feeds of an OPML document in its order, and what is wrong with those that cannot be used.

    Raises:
        UnreadableDocument: no XML.
        WrongFeeds: no OPML, or no feed in it.
    """
    root = parsed(raw)
    if local(root).lower() != "opml":
        raise WrongFeeds(f"this is no OPML: its root is <{local(root)}>")
    found = [element for element in root.iter() if local(element) == "outline" and element.get("xmlUrl")]
    if not found:
        raise WrongFeeds("the OPML names no feed: no outline has an xmlUrl")
    read = [_feed(element) for element in found]
    return [one for one in read if isinstance(one, Feed)], [one for one in read if isinstance(one, str)]


def _feed(outline: Any) -> Feed | str:
    url, title = outline.get("xmlUrl").strip(), outline.get("title") or outline.get("text")
    try:
        return Feed(name=name_of(url, title), source=title or "", url=url, language=outline.get("language") or None)
    except ValidationError as error:
        return f"{url[:200]}: {faults(error)}"


def _free(name: str, taken: set[str]) -> str:
    """The name, or with the first number that makes it free."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def _append(tables: AoT, feed: Feed) -> None:
    table = tomlkit.table()
    for key, value in feed.model_dump(exclude_defaults=True, exclude_none=True).items():
        if key != "source" or value != feed.name:
            table.add(key, value)
    tables.append(table)


def _replace(path: Path, text: str) -> None:
    """In one step, so that a running ingest never reads half a file."""
    new = path.with_name(path.name + ".new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)
