"""Plain JSON wires of any desk: objects with the names that everybody gives to a headline, a body and a time."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from services.ingest.domain.formats.codes import status_of, version_of
from services.ingest.domain.formats.decoding import legal
from services.ingest.domain.formats.entries import collected
from services.ingest.domain.formats.feed_words import absolute, as_markup, language, topics
from services.ingest.domain.formats.schema_org import texts
from services.ingest.domain.items import Document, Hints, Item, UnreadableDocument, UnreadableItem
from services.ingest.domain.text.markup import line, plain
from services.ingest.domain.text.times import when

NAMES = {
    "guid": "guid id uri uuid articleid storyid",
    "url": "url link weburl canonicalurl permalink",
    "headline": "headline title webtitle head",
    "body": "body text content articletext articlebody fulltext bodytext bodyhtml contenthtml story description "
    "summary",
    "dateline": "dateline",
    "byline": "byline author authors creator",
    "language": "language lang inlanguage",
    "published": "publishedat published datepublished pubdate publicationdate dategmt datetime date webpublicationdate "
    "firstcreated timestamp createdat",
    "updated": "updatedat updated datemodified modifiedgmt modified lastmodified versioncreated",
    "embargo": "embargountil embargoed embargo embargoeduntil",
    "version": "version revision",
    "status": "status pubstatus",
    "revises": "revises supersedes replaces",
    "slug": "slug slugline",
    "note": "note ednote editorsnote",
    "keywords": "keywords tags keyword section",
    "subjects": "subjects subject",
}
"""What each field of an item is called, best first; without regard to capitals, `_` and `-`."""
_NUMBERED = {"guid", "version", "revises"}
_LISTS = "articles items stories results entries wires posts data response".split()
_KILLED = {"killed", "withdrawn", "retracted", "deleted"}
_CALLED = {field: names.split() for field, names in NAMES.items()}


def document(value: Any, url: str | None = None) -> Document:
    """The wires in parsed JSON: one object, a list, or an object around a list.

    Raises:
        UnreadableDocument: there is no wire in it.
    """
    stories = entries(value)
    found = collected("json", Hints(), stories, partial(item, url), _raw)
    if stories and not found.items:
        raise UnreadableDocument(f"JSON without a wire: {found.faults[0].why}")
    return found


def entries(value: Any, depth: int = 2) -> list[Any]:
    """The entries of a list, or of the list in an object under a name for lists; else the value alone."""
    if isinstance(value, list):
        return value
    lists = (value.get(name) for name in _LISTS) if isinstance(value, dict) and depth else ()
    inner = next((one for one in lists if isinstance(one, list | dict)), None)
    return [value] if inner is None else entries(inner, depth - 1)


def item(url: str | None, entry: Any) -> Item:
    """The story of one object.

    Raises:
        UnreadableItem: it is no object, or has neither headline nor text.
    """
    if not isinstance(entry, dict):
        raise UnreadableItem("the entry is no JSON object")
    named = {key.lower().replace("_", "").replace("-", ""): value for key, value in entry.items()}
    told = {field: list(_told(named, names, numbers=field in _NUMBERED)) for field, names in _CALLED.items()}
    lines = {field: next(filter(None, map(_line, said)), None) for field, said in told.items()}
    body = max((plain(as_markup(text)) for text in told["body"]), key=len, default="")
    if not (body or lines["headline"]):
        raise UnreadableItem(
            f"neither headline nor body among its keys: {', '.join(map(str, list(entry)[:12])) or 'none'}"
        )
    keywords, _ = topics(("", word.strip(), "") for text in told["keywords"] for word in text.split(","))
    _, subjects = topics(("", code, "") for code in told["subjects"])
    embargo = next(filter(None, map(when, told["embargo"])), None)
    status = "canceled" if (lines["status"] or "").lower() in _KILLED else status_of(lines["status"])
    # An embargo whose time nobody can read holds the story back.
    return Item(
        guid=lines["guid"],
        url=next(filter(None, (absolute(link, url) for link in told["url"])), None),
        headline=lines["headline"] or "",
        body=body,
        dateline=lines["dateline"],
        byline=lines["byline"],
        language=language(*told["language"]),
        published=next(filter(None, map(when, told["published"])), None),
        updated=next(filter(None, map(when, told["updated"])), None),
        embargo=embargo,
        version=next((version_of(text) for text in told["version"]), None),
        status="withheld" if lines["embargo"] and not embargo and status == "usable" else status,
        revises=lines["revises"],
        slug=lines["slug"],
        note=lines["note"],
        keywords=keywords,
        subjects=subjects,
    )


def _told(named: dict[str, Any], names: list[str], *, numbers: bool) -> Iterator[str]:
    """The texts under the names; a number may be an id and a version, but an author's number is no byline."""
    for name in names:
        value = named.get(name)
        number = numbers and isinstance(value, int) and not isinstance(value, bool)
        yield from map(legal, texts(str(value) if number else value))


def _line(text: str) -> str:
    return line(as_markup(text))


def _raw(entry: Any) -> bytes:
    return json.dumps(entry, default=str).encode()
