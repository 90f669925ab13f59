"""NewsML 1.0 to 1.2: news items in one envelope, each a tree of components with the text in the leaves."""

import re
from collections.abc import Iterator

from lxml import etree

from services.ingest.domain.formats import newsml1_meta as meta
from services.ingest.domain.formats.codes import topic_of
from services.ingest.domain.formats.newsml_content import nitf_in, text_in
from services.ingest.domain.formats.nitf import story
from services.ingest.domain.formats.prose import anywhere, attribute, first, named, words
from services.ingest.domain.formats.xml import Element, is_cut_off, local
from services.ingest.domain.items import Document, Fault, Item, Skipped, UnreadableDocument

ROOTS = frozenset({"NewsML", "NewsItem"})
_TEXTS = frozenset({"text", "complexdata", "composite", ""})
"""Media types of content that may hold a story; anything else is a picture, a sound, a file."""
_MAIN = frozenset({"main", "maintext", "body", "bodytext", "text", "story", "article"})
_ASIDE = re.compile("head ?line|caption|contact|abstract|summary|style|logo|keyword|by ?line|date ?line", re.IGNORECASE)
"""Roles of what stands beside the story."""


def document(root: Element, url: str | None = None) -> Document:  # noqa: ARG001 - readers of XML are called alike
    """The stories in a NewsML document, one for each NewsItem that has text.

    Raises:
        UnreadableDocument: the root is no `NewsML`.
    """
    if local(root) not in ROOTS:
        raise UnreadableDocument(f"the root of NewsML is NewsML, not {local(root)}")
    found = [_entry(one) for one in ([root] if local(root) == "NewsItem" else named(root, "NewsItem"))]
    return Document(
        "newsml1",
        items=tuple(one for one in found if isinstance(one, Item)),
        faults=tuple(one for one in found if isinstance(one, Fault)),
        skipped=tuple(one for one in found if isinstance(one, Skipped)),
    )


def _entry(element: Element) -> Item | Fault | Skipped:
    raw = etree.tostring(element, encoding="utf-8", with_tail=False)
    if is_cut_off(element):
        return Fault(raw, "the item is cut off: deliver it again, whole")
    item = _story(element, raw)
    kinds = [kind for kind in map(meta.kind_of, anywhere(element, {"ContentItem"})) if kind not in _TEXTS]
    told = item.body or (not kinds and (item.headline or item.status != "usable"))
    if not told:
        return Skipped(kinds[0] if kinds else "NewsItem", item.guid)
    return item if item.guid else Fault(raw, "a NewsItem without an identifier: versions and kills could not find it")


def _story(element: Element, raw: bytes) -> Item:
    management = first(element, "NewsManagement")
    lines = anywhere(element, {"NewsLines"})
    leaf = next(iter(_leaves(element)), None)
    inside = nitf_in(leaf) if leaf is not None else None
    told = story(inside) if inside is not None else Item()
    guid, (status, embargo) = meta.guid_of(element), meta.release(management)
    return Item(
        guid=guid,
        headline=_line(lines, "HeadLine") or told.headline,
        body=next(filter(None, map(text_in, _leaves(element))), ""),
        dateline=_line(lines, "DateLine") or told.dateline,
        byline=_line(lines, "ByLine") or told.byline,
        language=_formal(element, "Language") or attribute(element, "{http://www.w3.org/XML/1998/namespace}lang"),
        published=meta.time(management, "FirstCreated") or meta.time(management, "ThisRevisionCreated"),
        updated=meta.time(management, "ThisRevisionCreated"),
        version=meta.version(element),
        status=status,
        embargo=embargo,
        revises=meta.revised(management, guid),
        slug=_line(lines, "SlugLine") or words(first(element, "Identification", "NameLabel")) or None,
        note=meta.note(management, lines),
        keywords=tuple(dict.fromkeys(_keywords(element, lines))),
        subjects=tuple(dict.fromkeys(_subjects(element))),
        raw=raw,
    )


def _leaves(element: Element) -> Iterator[Element]:
    """The contents that may be the story: those with its role, then the others, in order."""
    items = [item for item in anywhere(element, {"ContentItem"}) if meta.kind_of(item) in _TEXTS]
    for item in sorted(items, key=lambda item: meta.role_of(item) not in _MAIN):
        if not _ASIDE.search(meta.role_of(item)) and not anywhere(item, {"Encoding"}):
            yield from anywhere(item, {"DataContent"})


def _line(blocks: list[Element], name: str) -> str:
    """The first such line; the outermost component's lines come first."""
    return next((text for block in blocks for line in named(block, name) if (text := words(line))), "")


def _formal(element: Element, name: str) -> str | None:
    return next((code for one in anywhere(element, {name}) if (code := attribute(one, "FormalName"))), None)


def _keywords(element: Element, lines: list[Element]) -> Iterator[str]:
    yield from filter(None, (words(line) for block in lines for line in named(block, "KeywordLine")))
    for one in anywhere(element, {"Property"}):
        value = attribute(one, "Value")
        if value and (attribute(one, "FormalName") or "").lower() == "keyword":
            yield value


def _subjects(element: Element) -> Iterator[str]:
    for one in anywhere(element, {"Subject", "SubjectMatter", "SubjectDetail", "SubjectQualifier"}):
        topic = topic_of(attribute(one, "FormalName"), attribute(one, "Scheme", "Vocabulary"))
        if topic:
            yield topic
