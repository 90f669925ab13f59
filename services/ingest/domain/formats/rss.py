"""RSS 0.9x, 1.0 (RDF) and 2.0, with the modules that news sites use."""

import re
from functools import partial

from services.ingest.domain.formats.entries import collected_elements
from services.ingest.domain.formats.feed_parts import Parts, elements, markup
from services.ingest.domain.formats.feed_words import absolute, as_markup, lang_of, language, topics
from services.ingest.domain.formats.xml import Element, local, namespace
from services.ingest.domain.items import Document, Hints, Item, UnreadableDocument
from services.ingest.domain.text.markup import line, plain

_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_TEXTS = ("content:encoded", "xhtml:body", "xhtml:div", "description", "atom:content", "atom:summary")
_MAIL = re.compile(r"[^\s@]+@[^\s@]+")
_NAME_BESIDE_MAIL = re.compile(r"[^\s@]+@[^\s@(]+\s*\((.*)\)")
_MINUTES = {"hourly": 60, "daily": 1440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
_NUMBER = re.compile(r"\d{1,7}(?:\.\d{1,3})?")
_HOURS = frozenset(str(hour) for hour in range(25))


def document(root: Element, url: str | None) -> Document:
    """What the feed holds; `url`: where it was fetched.

    Raises:
        UnreadableDocument: there is neither a channel nor an item in it.
    """
    home = namespace(root)
    channels, entries = elements(root, home, "channel"), elements(root, home, "item")
    if not channels and not entries:
        raise UnreadableDocument("no RSS: there is neither a channel nor an item in it")
    channel = Parts.of(channels[0] if channels else root, home)
    base = absolute(url or channel.word("link"), None)
    declared = language(channel.word("language", "dc:language"), lang_of(channel.element))
    kind = "rdf" if local(root).lower().endswith("rdf") else "rss"
    return collected_elements(kind, _hints(channel, base, declared), entries, partial(_item, home, base, declared))


def _item(home: str, base: str | None, declared: str | None, entry: Element) -> Item:
    parts = Parts.of(entry, home)
    guid = parts.word("guid", "atom:id") or (entry.get(_ABOUT) or "").strip() or parts.word("dc:identifier")
    keywords, subjects = topics(
        [(each.get("domain") or "", text, "") for each in parts.all("category", "dc:subject") if (text := markup(each))]
        + [("", each, "") for each in (parts.word("media:keywords") or "").split(",")]
    )
    return Item(
        guid=guid,
        url=_url(parts, guid, absolute(entry.base, base) or base),
        headline=parts.line("title", "dc:title", "media:title") or "",
        body=_body(parts),
        byline=_byline(parts),
        language=language(parts.word("dc:language"), lang_of(entry), declared),
        published=parts.when("pubdate", "dc:date", "dcterms:issued", "dcterms:created", "atom:published"),
        updated=parts.when("atom:updated", "dcterms:modified"),
        keywords=keywords,
        subjects=subjects,
    )


def _url(parts: Parts, guid: str | None, base: str | None) -> str | None:
    """Its address: a publisher's own before FeedBurner's, and a guid only if it is one in full."""
    links = [parts.word("feedburner:origlink"), parts.word("link")]
    links += [
        each.get("href") for each in parts.all("link", "atom:link") if each.get("rel", "alternate") == "alternate"
    ]
    found = next((link for each in links if (link := absolute(each, base))), None)
    promised = all(each.get("isPermaLink", "true").lower() != "false" for each in parts.all("guid"))
    return found or (absolute(guid, None) if promised else None)


def _body(parts: Parts) -> str:
    """The longest text; what media tell of themselves only where nothing else is said."""
    texts = [plain(as_markup(markup(each))) for each in parts.all(*_TEXTS)]
    return max(texts, key=len, default="") or plain(as_markup(parts.word("media:description") or ""))


def _byline(parts: Parts) -> str | None:
    """Who wrote it: names, not the addresses that RSS asks for."""
    told = [line(as_markup(markup(each))) for each in parts.all("dc:creator") or parts.all("author", "atom:author")]
    names = (beside[1] if (beside := _NAME_BESIDE_MAIL.fullmatch(each)) else each for each in told)
    return ", ".join(each.strip() for each in names if each and not _MAIL.fullmatch(each)) or None


def _hints(channel: Parts, base: str | None, declared: str | None) -> Hints:
    links = {each.get("rel"): each.get("href") for each in reversed(channel.all("atom:link"))}
    hours = [hour.strip() for each in channel.all("skiphours") for hour in each.itertext()]
    return Hints(
        title=channel.line("title"),
        language=declared,
        url=absolute(links.get("self"), base),
        hub=absolute(links.get("hub"), base),
        every_minutes=_every_minutes(channel),
        # Some count the hours from 1 to 24.
        skip_hours=frozenset(int(hour) % 24 for hour in hours if hour in _HOURS),
    )


def _every_minutes(channel: Parts) -> float | None:
    """The longest of the waits that the feed asks for."""
    ttl, times = channel.word("ttl") or "", channel.word("sy:updatefrequency") or "1"
    waits = [float(ttl)] if _NUMBER.fullmatch(ttl) else []
    period = _MINUTES.get((channel.word("sy:updateperiod") or "").lower())
    if period and _NUMBER.fullmatch(times) and float(times):
        waits.append(period / float(times))
    return max(waits, default=0) or None
