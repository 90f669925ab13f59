"""Bytes to a document, whatever they are: the content tells the format, not a name and not a server's word."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from services.ingest.domain.formats import (
    atom,
    iptc7901,
    json_shapes,
    mail,
    newsml1,
    newsml_g2,
    nitf,
    page,
    rss,
    sitemap,
)
from services.ingest.domain.formats.decoding import decoded
from services.ingest.domain.formats.xml import Element, is_cut_off, local, namespace, parsed
from services.ingest.domain.items import Document, UnreadableDocument

MAX_DOCUMENT_BYTES = 16 * 1024 * 1024
KNOWN = (
    "known are RSS, RDF, Atom, JSON Feed, sitemaps, ninjs, NewsML-G2, NewsML 1, NITF, IPTC 7901, HTML pages, JSON, "
    "JSON Lines, e-mail and mbox"
)
_HEAD = 4000
"""So much of it is looked at to tell the format."""


@dataclass(frozen=True, slots=True)
class XmlFormat:
    """A format by the name of its root, and by its namespace where others use the name too."""

    name: str
    roots: frozenset[str]
    read: Callable[[Element, str | None], Document]
    namespaces: tuple[str, ...] = ()
    """How the namespace may begin; a root without one is taken as well. Empty: any."""

    def fits(self, root: Element) -> bool:
        """Whether the root is one of this format's."""
        name, space = local(root).rpartition(":")[2], namespace(root).lower()
        known = not self.namespaces or not space or space.startswith(self.namespaces)
        return known and (name in self.roots or name.lower() in self.roots)


XML_FORMATS = (
    XmlFormat("rss", frozenset({"rss", "rdf", "channel"}), rss.document),
    XmlFormat(
        "atom", frozenset({"feed", "entry"}), atom.document, ("http://www.w3.org/2005/atom", "http://purl.org/atom/")
    ),
    XmlFormat("sitemap", frozenset({"urlset", "sitemapindex"}), sitemap.document),
    XmlFormat("newsml_g2", newsml_g2.ROOTS, newsml_g2.document, (newsml_g2.NAMESPACE,)),
    XmlFormat("newsml1", newsml1.ROOTS, newsml1.document),
    XmlFormat("nitf", nitf.ROOTS, nitf.document),
)
FOREIGN = (
    (b"\x1f\x8b", "a gzip file: unpack it"),
    (b"PK\x03\x04", "a zip archive or an office document: unpack it, or save it as HTML"),
    (b"BZh", "a bzip2 file: unpack it"),
    (b"\xfd7zXZ\x00", "an xz file: unpack it"),
    (b"\x28\xb5\x2f\xfd", "a zstd file: unpack it"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a rich text file: save it as HTML"),
    (b"\xd0\xcf\x11\xe0", "an office document: save it as HTML"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a picture or a sound"),
    (b"ID3", "a sound"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
)
"""What is delivered by mistake, by how it begins."""

_MBOX = re.compile(rb"From \S{1,300} [^\n]{0,100}\n[\w-]{1,80}:")
_HEADER = re.compile(rb"(?:[A-Za-z][\w-]{0,79}:[^\n]*\n(?:[ \t][^\n]*\n)*+)++")
_MAIL_NAMES = re.compile(
    rb"^(from|to|date|subject|message-id|received|mime-version|return-path|content-type):", re.I | re.M
)
_PROLOG = r"(?:\s|<\?.*?\?>|<!--.*?-->)*+"
_PAGE = re.compile(_PROLOG + r"<(?:!doctype\s+html\b|html[\s/>])", re.I | re.S)
_FEED = re.compile(r"<(?:\?xml|rss|feed|rdf:RDF)[\s>]")
"""Below what a broken server wrote before it, too: a warning, a `<br>`."""
_PIECE_OF_PAGE = re.compile(
    _PROLOG + r"<(?:head|body|title|meta|link|script|div|span|p|br|a|article|section|main|header|h1|table|ul)[\s/>]",
    re.I | re.S,
)


def read_document(raw: bytes, url: str | None = None, hint: str | None = None) -> Document:
    """What the bytes hold. `url`: where they came from, for relative links; `hint`: the format where two would fit.

    Raises:
        UnreadableDocument: over `MAX_DOCUMENT_BYTES`, empty, or no document of a known format; it says what was found.
    """
    return _read(raw, url, hint, partial(_read, url=None, hint=None, attached=None))


def _read(raw: bytes, url: str | None, hint: str | None, attached: mail.Reader | None) -> Document:
    head = _checked(raw)[:_HEAD]
    if iptc7901.is_known(head):
        return iptc7901.document(raw, url)
    if attached and _is_mail(head):
        return mail.document(raw, url, attached)
    opening = decoded(head).strip()
    if opening.startswith(("{", "[")):
        return json_shapes.document(raw, url, hint)
    feed = _FEED.search(opening)
    if _PAGE.match(opening) or (not feed and _PIECE_OF_PAGE.match(opening)):
        return page.document(raw, url)
    if feed or opening.startswith("<"):
        return _xml(raw, url, hint)
    raise UnreadableDocument(f"it begins with {opening[:40]!r}: no known format; {KNOWN}")


def _checked(raw: bytes) -> bytes:
    """The bytes, unless they are too many, none, or of a kind that is delivered by mistake."""
    if len(raw) > MAX_DOCUMENT_BYTES:
        raise UnreadableDocument(f"{len(raw):,} bytes; at most {MAX_DOCUMENT_BYTES:,} are read")
    if not raw.strip():
        raise UnreadableDocument("there is nothing in it")
    foreign = next((what for mark, what in FOREIGN if raw.startswith(mark)), None)
    if foreign:
        raise UnreadableDocument(f"this is {foreign}; {KNOWN}")
    return raw


def _is_mail(head: bytes) -> bool:
    """A header with two names of mail, or the line before a message of an mbox."""
    header = _HEADER.match(head)
    return bool(_MBOX.match(head)) or (header is not None and len(set(_MAIL_NAMES.findall(header[0].lower()))) > 1)


def _xml(raw: bytes, url: str | None, hint: str | None) -> Document:
    root = parsed(raw)
    fitting = [one for one in XML_FORMATS if one.fits(root)]
    if fitting:
        found = next((one for one in fitting if one.name == hint), fitting[0]).read(root, url)
        return replace(found, cut_off=is_cut_off(root))
    if local(root).lower() == "html":
        return page.document(raw, url)
    where = f"in the namespace {namespace(root)}" if namespace(root) else "without a namespace"
    raise UnreadableDocument(f"XML whose root is <{local(root)[:100]}> {where[:200]}: no known format; {KNOWN}")
