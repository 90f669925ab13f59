"""NewsML-G2: news items alone, or in an item set of a news message; packages, concepts and plans are named."""

from collections.abc import Iterator

from lxml import etree

from services.ingest.domain.formats import g2_meta
from services.ingest.domain.formats.codes import name_of, topic_of, version_of
from services.ingest.domain.formats.newsml_content import foreign, text_in, text_of
from services.ingest.domain.formats.nitf import story
from services.ingest.domain.formats.prose import anywhere, attribute, first, named, words
from services.ingest.domain.formats.xml import Element, is_cut_off, local
from services.ingest.domain.items import Document, Fault, Item, Skipped, UnreadableDocument

NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
ITEMS = frozenset("newsItem packageItem knowledgeItem conceptItem planningItem catalogItem".split())
_FRAGMENTS = frozenset("itemMeta contentMeta contentSet groupSet".split())
ROOTS = ITEMS | _FRAGMENTS | {"newsMessage", "itemSet"}
"""What the root may be called; a fragment of an item, as manuals print them, is skipped under its name."""


def document(root: Element, url: str | None = None) -> Document:  # noqa: ARG001 - readers of XML are called alike
    """The stories in a NewsML-G2 document.

    Raises:
        UnreadableDocument: the root is none of NewsML-G2's.
    """
    if local(root) not in ROOTS:
        raise UnreadableDocument(f"{local(root)} is no root of NewsML-G2: {', '.join(sorted(ROOTS - _FRAGMENTS))} are")
    found = [_entry(element) for element in _elements(root)]
    return Document(
        "newsml_g2",
        items=tuple(one for one in found if isinstance(one, Item)),
        faults=tuple(one for one in found if isinstance(one, Fault)),
        skipped=tuple(one for one in found if isinstance(one, Skipped)),
    )


def _elements(root: Element) -> Iterator[Element]:
    """The items; a set in a message may be one of several."""
    sets = {"newsMessage": named(root, "itemSet"), "itemSet": [root]}.get(local(root))
    if sets is None:
        yield root
    for one in sets or ():
        yield from (child for child in one if local(child))


def _entry(element: Element) -> Item | Fault | Skipped:
    guid = attribute(element, "guid")
    raw = etree.tostring(element, encoding="utf-8", with_tail=False)
    if local(element) != "newsItem":
        return Skipped(local(element), guid)
    if is_cut_off(element):
        return Fault(raw, "the item is cut off: deliver it again, whole")
    item = _story(element, raw)
    skipped = _no_story(element, item)
    if skipped:
        return Skipped(skipped, guid)
    return item if guid else Fault(raw, "a newsItem without a guid: versions and kills could not find it")


def _no_story(element: Element, item: Item) -> str | None:
    """What the item is, if it tells nothing to read: a text may be a mere headline, or be taken back in silence."""
    kind = name_of(attribute(first(element, "itemMeta", "itemClass"), "qcode", "uri"))
    if item.body:
        return None
    inside = next(filter(None, map(foreign, named(element, "contentSet", "inlineXML"))), None)
    if kind not in ("text", "") or inside:
        return inside or kind
    return None if item.headline or item.status != "usable" else kind or "newsItem"


def _story(element: Element, raw: bytes) -> Item:
    meta, content = first(element, "itemMeta"), first(element, "contentMeta")
    inside = next(iter(anywhere(first(element, "contentSet"), {"nitf"})), None)
    told = story(inside) if inside is not None else Item()
    status, embargo = g2_meta.release(meta)
    guid = attribute(element, "guid")
    return Item(
        guid=guid,
        headline=_headline(content) or told.headline or words(first(meta, "title")),
        body=_body(element) or _summary(element),
        dateline=_dateline(content) or told.dateline,
        byline=words(first(content, "by")) or told.byline,
        language=attribute(first(content, "language"), "tag") or attribute(element, g2_meta.LANG) or told.language,
        published=g2_meta.published(meta, content),
        updated=g2_meta.time(meta, "versionCreated"),
        version=version_of(attribute(element, "version")),
        status=status,
        embargo=embargo,
        revises=g2_meta.revised(element, guid),
        slug=words(first(content, "slugline")) or None,
        note=g2_meta.note(meta) or told.note,
        keywords=tuple(dict.fromkeys(filter(None, map(words, named(content, "keyword"))))),
        subjects=tuple(dict.fromkeys(_subjects(content))),
        raw=raw,
    )


def _headline(content: Element | None) -> str:
    """The main headline, if one of several is named so."""
    lines = named(content, "headline")
    main = [line for line in lines if name_of(attribute(line, "role", "roleuri")) in ("main", "headline", "")]
    return next(filter(None, map(words, main + lines)), "")


def _body(element: Element) -> str:
    """The first rendition of the text that tells any."""
    content = first(element, "contentSet")
    texts = [text_in(one) for one in named(content, "inlineXML")]
    texts += [text_of("".join(one.itertext())) for one in named(content, "inlineData") if _is_text(one)]
    return next(filter(None, texts), "")


def _is_text(data: Element) -> bool:
    """What is encoded (base64) or declared to be something else is not read."""
    kind = attribute(data, "contenttype") or "text/plain"
    return not attribute(data, "encoding", "encodinguri") and ("text" in kind or "html" in kind)


def _summary(element: Element) -> str:
    """What a text that is not delivered with its item is about; of a picture it would be the caption."""
    if name_of(attribute(first(element, "itemMeta", "itemClass"), "qcode", "uri")) != "text":
        return ""
    inside = any(map(foreign, named(element, "contentSet", "inlineXML")))
    return "" if inside else "\n\n".join(filter(None, map(words, named(element, "contentMeta", "description"))))


def _dateline(content: Element | None) -> str | None:
    places = [first(content, "dateline"), *named(content, "located", "name")]
    return next(filter(None, map(words, places)), None)


def _subjects(content: Element | None) -> Iterator[str]:
    """Topics, also as the main concept of a faceted subject, and as what an agency's own code is the same as."""
    subjects = named(content, "subject")
    for element in subjects + named(content, "subject", "mainConcept") + named(content, "subject", "sameAs"):
        yield from filter(None, (topic_of(attribute(element, name)) for name in ("qcode", "uri", "literal")))
