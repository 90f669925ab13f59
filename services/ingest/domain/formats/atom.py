"""Atom 1.0 and 0.3, with the tombstones of RFC 6721."""

from functools import partial

from services.ingest.domain.formats.entries import collected_elements
from services.ingest.domain.formats.feed_parts import Parts, elements, markup, name
from services.ingest.domain.formats.feed_words import absolute, as_markup, lang_of, language, topics
from services.ingest.domain.formats.xml import Element, namespace
from services.ingest.domain.items import Document, Hints, Item, UnreadableDocument
from services.ingest.domain.text.markup import line, plain
from services.ingest.domain.text.times import when


def document(root: Element, url: str | None) -> Document:
    """What the feed, or the entry that stands alone, holds; `url`: where it was fetched.

    Raises:
        UnreadableDocument: there is neither a feed nor an entry in it.
    """
    home = namespace(root)
    entries = elements(root, home, "entry", "at:deleted-entry")
    if not entries and name(root, home) != "feed":
        raise UnreadableDocument("no Atom: there is neither a feed nor an entry in it")
    feed = Parts.of(root, home)
    return collected_elements("atom", _hints(feed, url), entries, partial(_entry, feed, home, url))


def _entry(feed: Parts, home: str, url: str | None, entry: Element) -> Item:
    if name(entry, home) != "entry":
        return _deleted(entry, home)
    parts = Parts.of(entry, home)
    guid = parts.word("id")
    sources = [Parts.of(each, home) for each in parts.all("source")]
    keywords, subjects = topics(
        (each.get("scheme") or "", each.get("term") or "", each.get("label") or "") for each in parts.all("category")
    )
    return Item(
        guid=guid,
        url=_alternate(parts, url) or absolute(guid, None),
        headline=next((text for each in parts.all("title") if (text := line(_markup(each)))), ""),
        body=max((plain(_markup(each)) for each in parts.all("content", "summary")), key=len, default=""),
        byline=next((names for each in (parts, *sources, feed) if (names := _authors(each, home))), None),
        language=language(lang_of(entry)),
        published=parts.when("published", "issued", "created"),
        updated=parts.when("updated", "modified"),
        keywords=keywords,
        subjects=subjects,
    )


def _deleted(entry: Element, home: str) -> Item:
    """A story that its source takes back."""
    parts = Parts.of(entry, home)
    return Item(
        guid=(entry.get("ref") or "").strip() or None,
        status="canceled",
        updated=when(entry.get("when")),
        note=parts.line("at:comment"),
    )


def _alternate(parts: Parts, url: str | None) -> str | None:
    """The page of the story: of several, the one in HTML; else where its content is."""
    links = [each for each in parts.all("link") if each.get("rel", "alternate") == "alternate"]
    links.sort(key=lambda each: "html" not in (each.get("type") or "html"))
    places = [(each, each.get("href")) for each in links] + [(each, each.get("src")) for each in parts.all("content")]
    return next((found for each, href in places if (found := absolute(href, absolute(each.base, url) or url))), None)


def _markup(element: Element) -> str:
    """A text construct as HTML; empty if it is no text (a picture in base64)."""
    kind = (element.get("type") or "text").lower()
    if element.get("mode") == "base64" or not (kind in {"text", "html", "xhtml"} or "text/" in kind or "xml" in kind):
        return ""
    said = markup(element)
    return said if "html" in kind or len(element) or element.get("mode") == "escaped" else as_markup(said)


def _authors(parts: Parts, home: str) -> str | None:
    names = (Parts.of(each, home).line("name") for each in parts.all("author"))
    return ", ".join(filter(None, names)) or parts.line("dc:creator")


def _hints(feed: Parts, url: str | None) -> Hints:
    base = absolute(feed.element.base, url) or url
    links = {each.get("rel"): absolute(each.get("href"), base) for each in reversed(feed.all("link"))}
    return Hints(
        title=next((line(_markup(each)) for each in feed.all("title")), None),
        language=language(lang_of(feed.element)),
        url=links.get("self"),
        hub=links.get("hub"),
    )
