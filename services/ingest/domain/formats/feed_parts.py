"""The parts of a feed's elements by the names that everybody uses, whatever the namespaces."""

import re
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from lxml import etree

from services.ingest.domain.formats.feed_words import as_markup
from services.ingest.domain.formats.xml import Element, local, namespace
from services.ingest.domain.text.markup import line
from services.ingest.domain.text.times import when

MAX_PARTS = 1000
"""More children of one element are not looked at."""
_HTML_NAME = re.compile(r"(?<![^:])[A-Za-z][A-Za-z0-9]*$")
_PREFIXES = {
    "purl.org/rss/1.0": "",
    "my.netscape.com/rdf/simple/0.9": "",
    "channel.netscape.com/rdf/simple/0.9": "",
    "backend.userland.com/rss2": "",
    "blogs.law.harvard.edu/tech/rss": "",
    "www.w3.org/1999/02/22-rdf-syntax-ns": "rdf",
    "www.w3.org/1999/xhtml": "xhtml",
    "www.w3.org/2005/atom": "atom",
    "purl.org/atom/ns": "atom",
    "purl.org/atompub/tombstones/1.0": "at",
    "purl.org/dc/elements/1.0": "dc",
    "purl.org/dc/elements/1.1": "dc",
    "purl.org/dc/terms": "dcterms",
    "purl.org/rss/1.0/modules/content": "content",
    "purl.org/rss/1.0/modules/syndication": "sy",
    "search.yahoo.com/mrss": "media",
    "rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "www.google.com/schemas/sitemap-news/0.9": "news",
}
_SCHEME = re.compile(r"https?://", re.I)


def name(element: Element, home: str = "") -> str:
    """The element's name as everybody writes it (`title`, `dc:creator`), in lower case.

    `home` is the namespace that goes without a prefix, besides those of RSS and none at all.
    """
    space = namespace(element)
    known = _SCHEME.sub("", space).rstrip("/#").lower()
    prefix = "" if space in {"", home} else _PREFIXES.get(known, "?")
    return f"{prefix}:{local(element)}".lstrip(":").lower()


def elements(root: Element, home: str, *names: str) -> list[Element]:
    """All elements of these names in their order, wherever they stand.

    An unclosed tag pushes entries into one another; those are taken out and stand behind one another then, so that no
    entry is read, or kept as bytes, as part of another one too.
    """
    wanted = (f"{{*}}{each.rpartition(':')[2]}" for each in names)
    found = {each: None for each in root.iter(*wanted) if name(each, home) in names}
    # The innermost first: each is moved once, without what was in it.
    for each in reversed(found):
        around = [outer for outer in each.iterancestors() if outer in found and outer is not root]
        if around:
            around[-1].addnext(each)
    return list(found)


@dataclass(frozen=True, slots=True)
class Parts:
    """The children of an element by their names; of several, the first that says anything is taken."""

    element: Element
    named: dict[str, list[Element]]

    @classmethod
    def of(cls, element: Element, home: str = "") -> "Parts":
        """The element's children; see `name` for `home`."""
        named: dict[str, list[Element]] = {}
        for child in islice(element.iterchildren("*"), MAX_PARTS):
            named.setdefault(name(child, home), []).append(child)
        return cls(element, named)

    def all(self, *names: str) -> list[Element]:
        """All children of these names."""
        return [child for each in names for child in self.named.get(each, ())]

    def word(self, *names: str) -> str | None:
        """The text as it stands, for names and addresses."""
        return next((text for child in self.all(*names) if (text := "".join(child.itertext()).strip())), None)

    def line(self, *names: str) -> str | None:
        """The text as one plain line."""
        return next((text for child in self.all(*names) if (text := line(as_markup(markup(child))))), None)

    def when(self, *names: str) -> datetime | None:
        """The time, of the first child that tells one."""
        return next((moment for child in self.all(*names) if (moment := when("".join(child.itertext())))), None)


def markup(element: Element) -> str:
    """What is in the element as HTML, whether it was escaped in it or stands there as elements."""
    if not len(element):
        return element.text or ""
    inner = deepcopy(element)
    for each in inner.iter("*"):
        found = _HTML_NAME.search(local(each))
        each.tag = found[0] if found else "span"
    inner.tag = "div"
    return str(etree.tostring(inner, encoding="unicode", method="html", with_tail=False))
