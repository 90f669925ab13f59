"""An HTML page with one article: what schema.org and meta elements say of it, its text by trafilatura."""

import logging
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any
from urllib.parse import urljoin

from lxml import etree, html

from services.ingest.domain.formats import schema_org
from services.ingest.domain.formats.decoding import decoded, legal
from services.ingest.domain.formats.xml import MAX_DEPTH, Element
from services.ingest.domain.items import Document, Item, UnreadableDocument
from services.ingest.domain.text.markup import line, paragraphs, plain
from services.ingest.domain.text.times import when

MAX_PAGE_BYTES = 4 * 1024 * 1024
MAX_ELEMENTS = 20_000
"""Telling the running text takes quadratic time; the longest live blogs have half as many."""
_ENOUGH = 400
"""Characters of running text that make an article of a page that says nothing of itself."""
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{1,40})""", re.I)

_META = "//meta[@property='{0}' or @name='{0}']/@content"
_PROP = "//*[@itemprop='{0}']"
_MARKS = {
    "headline": (_META.format("og:title"), _PROP.format("headline"), "//h1", "//title"),
    "datePublished": (
        _META.format("article:published_time"),
        _PROP.format("datePublished"),
        _META.format("date"),
        "//article//time[@datetime]",
    ),
    "dateModified": (
        _META.format("article:modified_time"),
        _META.format("og:updated_time"),
        _PROP.format("dateModified"),
    ),
    "author": (_META.format("author"), _META.format("article:author"), _PROP.format("author")),
    "keywords": (_META.format("article:tag"), _META.format("news_keywords"), _META.format("keywords")),
    "articleSection": (_META.format("article:section"), _PROP.format("articleSection")),
    "inLanguage": ("/html/@lang", _META.format("og:locale")),
    "articleBody": (),
    "correction": (),
}
"""Where a page says what its JSON-LD does not, best first."""
_ADDRESSES = ("//link[@rel='canonical']/@href", _META.format("og:url"))
_SAYS_ARTICLE = (
    "//meta[@property='og:type' and @content='article'] | //*[@itemtype and contains(@itemtype, 'Article')] "
    "| //*[@itemtype and contains(@itemtype, 'BlogPosting')]"
)


def document(raw: bytes, url: str | None = None) -> Document:
    """The article on the page, as one item whose guid is the page's canonical address.

    Raises:
        UnreadableDocument: over `MAX_PAGE_BYTES`, no HTML, or a page that tells no article (a log-in, a list of links).
    """
    if len(raw) > MAX_PAGE_BYTES:
        raise UnreadableDocument(f"an HTML page of {len(raw):,} bytes; at most {MAX_PAGE_BYTES:,} are read")
    page = _parsed(_text(raw))
    said = schema_org.article(page)
    told = {name: list(_said(page, said, name)) for name in _MARKS}
    headline = next(map(line, told["headline"]), "")
    body = _body(page, headline, told["articleBody"])
    if not body or not (said or page.xpath(_SAYS_ARTICLE) or len(body) >= _ENOUGH):
        raise UnreadableDocument(f"an HTML page without an article: {headline[:100] or 'it has no title either'}")
    address = _address(page, said, url)
    item = Item(
        guid=address,
        url=address,
        headline=headline,
        body=body,
        byline=", ".join(dict.fromkeys(map(line, told["author"]))) or None,
        language=next((tag.replace("_", "-") for tag in told["inLanguage"]), None),
        published=next(filter(None, map(when, told["datePublished"])), None),
        updated=next(filter(None, map(when, told["dateModified"])), None),
        note="\n".join(f"CORRECTION: {line(text)}" for text in told["correction"]) or None,
        keywords=tuple(_words([*told["keywords"], *told["articleSection"]])),
        raw=raw,
    )
    return Document("html", (item,))


def _text(raw: bytes) -> str:
    """The page's text: its own charset where the bytes are no UTF-8."""
    declared = _META_CHARSET.search(raw, 0, 4000)
    try:
        return legal(raw.decode("utf-8-sig") if declared else decoded(raw))
    except UnicodeDecodeError:
        renamed = b'<?xml encoding="%s"' % (declared[1] if declared else b"")
        return decoded(renamed + b"?>" + raw)


def _parsed(text: str) -> Element:
    try:
        page = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", text))
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableDocument(f"broken HTML: {error}") from error
    if sum(1 for _ in page.iter()) > MAX_ELEMENTS:
        raise UnreadableDocument(f"an HTML page of more than {MAX_ELEMENTS:,} elements")
    depth = 0
    for event, _ in etree.iterwalk(page, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise UnreadableDocument(f"the HTML is nested deeper than {MAX_DEPTH} elements")
    return page


def _said(page: Element, said: Any, name: str) -> Iterator[str]:
    """What the JSON-LD says, else the first mark on the page that says anything."""
    spoken = [text for text in schema_org.texts(said.get(name)) if text.strip()]
    marks = (_found(page, xpath) for xpath in _MARKS[name])
    return iter(spoken or next(filter(None, marks), []))


def _found(page: Element, xpath: str) -> list[str]:
    return [text for text in (_shown(node).strip() for node in page.xpath(xpath)) if text]


def _shown(node: Any) -> str:
    """An attribute's value; an element's machine-readable word, else its text."""
    return str(node) if isinstance(node, str) else node.get("content") or node.get("datetime") or node.text_content()


def _address(page: Element, said: Any, url: str | None) -> str | None:
    given = [address for xpath in _ADDRESSES for address in _found(page, xpath)]
    given += [*schema_org.texts(said.get("url")), *schema_org.texts(said.get("mainEntityOfPage")), url or ""]
    for address in given:
        try:
            absolute = urljoin(url or "", address.strip())
        except ValueError:
            continue
        if re.match(r"https?://[^/]", absolute, re.I):
            return absolute
    return None


def _body(page: Element, headline: str, spoken: list[str]) -> str:
    """The running text; what JSON-LD gives only if it is clearly more: there the paragraphs are lost."""
    body = _running_text(page)
    first, _, rest = body.partition("\n\n")
    body = rest if first == headline else body
    given = "\n\n".join(map(plain, spoken))
    return given if len(given) > 1.5 * len(body) else body


def _running_text(page: Element) -> str:
    try:
        found = _extraction()(page, fast=True, include_comments=False, include_tables=False)
    except Exception as error:  # many heuristics over hostile pages: whatever it raises, the page is at fault
        raise UnreadableDocument(f"an HTML page whose text cannot be told: {error!r}") from error
    return paragraphs("\n\n".join((found.text or "").splitlines())) if found else ""


@cache
def _extraction() -> Callable[..., Any]:
    """Trafilatura, imported when the first page comes: it costs a third of a second."""
    from trafilatura import bare_extraction  # noqa: PLC0415

    # It tells the log of each page without text; our error says so.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return bare_extraction


def _words(texts: list[str]) -> Iterator[str]:
    yield from dict.fromkeys(word.strip() for text in texts for word in text.split(",") if word.strip())
