"""JSON Feed 1 and 1.1."""

import json
from functools import partial
from typing import Any

from services.ingest.domain.formats.decoding import legal
from services.ingest.domain.formats.entries import collected
from services.ingest.domain.formats.feed_parts import MAX_PARTS
from services.ingest.domain.formats.feed_words import absolute, as_markup, language, topics
from services.ingest.domain.items import Document, Hints, Item, UnreadableDocument, UnreadableItem
from services.ingest.domain.text.markup import line, plain
from services.ingest.domain.text.times import when


def document(value: Any, url: str | None) -> Document:
    """What the feed in the parsed JSON holds; `url`: where it was fetched.

    Raises:
        UnreadableDocument: it is no object with a list of items.
    """
    entries = value.get("items") if isinstance(value, dict) else None
    if not isinstance(entries, list):
        raise UnreadableDocument("no JSON Feed: it is no object with a list of items")
    hubs = [_text(hub, "url") for hub in _objects(value, "hubs") if _text(hub, "type").lower() == "websub"]
    hints = Hints(
        title=line(as_markup(_text(value, "title"))) or None,
        language=language(_text(value, "language")),
        url=absolute(_text(value, "feed_url"), url),
        hub=next((hub for each in hubs if (hub := absolute(each, url))), None),
    )
    return collected("json_feed", hints, entries, partial(_item, value, url or hints.url), _raw)


def _item(feed: dict[str, Any], base: str | None, entry: Any) -> Item:
    if not isinstance(entry, dict):
        raise UnreadableItem("the entry is no object")
    guid = _text(entry, "id").strip() or None
    texts = (_text(entry, "content_html"), *(as_markup(_text(entry, name)) for name in ("content_text", "summary")))
    tags = entry.get("tags") if isinstance(entry.get("tags"), list) else []
    keywords, subjects = topics(("", tag, "") for tag in tags or () if isinstance(tag, str))
    links = (absolute(_text(entry, name), base) for name in ("url", "external_url"))
    return Item(
        guid=guid,
        url=next(filter(None, links), None) or absolute(guid, None),
        headline=line(as_markup(_text(entry, "title"))),
        body=max((plain(text) for text in texts), key=len),
        byline=_byline(entry) or _byline(feed),
        language=language(_text(entry, "language"), _text(feed, "language")),
        published=when(_text(entry, "date_published")),
        updated=when(_text(entry, "date_modified")),
        keywords=keywords,
        subjects=subjects,
    )


def _text(entry: dict[str, Any], name: str) -> str:
    """The text of a field; numbers stand for ids in many a feed."""
    told = entry.get(name)
    return legal(str(told)) if isinstance(told, str | int) and not isinstance(told, bool) else ""


def _objects(entry: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects of a list, or the one that stands in its place."""
    told = entry.get(name)
    return [each for each in (told[:MAX_PARTS] if isinstance(told, list) else [told]) if isinstance(each, dict)]


def _byline(entry: dict[str, Any]) -> str | None:
    authors = _objects(entry, "authors") or _objects(entry, "author")
    names = (line(as_markup(_text(author, "name"))) for author in authors)
    return ", ".join(filter(None, names)) or None


def _raw(entry: Any) -> bytes:
    return json.dumps(entry).encode()
