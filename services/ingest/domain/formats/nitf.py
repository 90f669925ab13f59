"""NITF, the News Industry Text Format: one story in one document, alone or inside NewsML."""

from datetime import datetime

from lxml import etree

from services.ingest.domain.formats.codes import status_of, topic_of, version_of
from services.ingest.domain.formats.prose import anywhere, attribute, first, named, prose, words
from services.ingest.domain.formats.xml import Element, is_cut_off, local
from services.ingest.domain.items import Document, Fault, Item, Status, UnreadableDocument
from services.ingest.domain.text.times import when

ROOTS = frozenset({"nitf"})
"""What the root is called; its namespace, if it has one, is http://iptc.org/std/NITF/2006-10-18/."""


def document(root: Element, url: str | None = None) -> Document:  # noqa: ARG001 - readers of XML are called alike
    """The story in an NITF document; a `Fault` if the document was cut off.

    Raises:
        UnreadableDocument: the root is no `nitf`.
    """
    if local(root) not in ROOTS:
        raise UnreadableDocument(f"the root of NITF is nitf, not {local(root)}")
    raw = etree.tostring(root, encoding="utf-8", with_tail=False)
    if is_cut_off(root):
        return Document("nitf", faults=(Fault(raw, "the document is cut off: deliver it again, whole"),))
    return Document("nitf", items=(story(root, raw),))


def story(root: Element, raw: bytes = b"") -> Item:
    """What the `nitf` element tells; `raw` is kept with it."""
    docdata = first(root, "head", "docdata")
    issued = _time(docdata, "date.issue")
    head = first(root, "body", "body.head")
    status, embargo = _release(docdata, issued)
    return Item(
        guid=_guid(docdata),
        headline=_headline(root, head),
        body=body_of(root),
        dateline=words(first(head, "dateline")) or None,
        byline=words(first(head, "byline")) or None,
        language=attribute(root, "baselang", "{http://www.w3.org/XML/1998/namespace}lang"),
        published=issued or when(attribute(first(root, "head", "pubdata"), "date.publication")),
        updated=_revised(root) or issued,
        version=version_of(attribute(first(docdata, "du-key"), "version")),
        status=status,
        embargo=embargo,
        revises=_revises(docdata),
        slug=attribute(first(docdata, "du-key"), "key"),
        note=_note(docdata),
        keywords=_keywords(docdata),
        subjects=_subjects(root),
        raw=raw,
    )


def body_of(root: Element) -> str:
    """The paragraphs of the story below `nitf`, or of a piece of it; those of the abstract if there are no others."""
    if local(root) not in ROOTS and local(root) != "body":
        return prose(root)
    body = first(root, "body") if local(root) in ROOTS else root
    contents = (prose(content) for content in named(body, "body.content"))
    return "\n\n".join(filter(None, contents)) or prose(body) or prose(first(body, "body.head", "abstract"))


def _headline(root: Element, head: Element | None) -> str:
    lines = anywhere(first(head, "hedline"), {"hl1"})
    return (words(lines[0]) if lines else words(first(head, "hedline"))) or words(first(root, "head", "title"))


def _release(docdata: Element | None, issued: datetime | None) -> tuple[Status, datetime | None]:
    """Status and embargo. Embargoed without a time is withheld; a release is an embargo if it is after the issue."""
    said = attribute(docdata, "management-status") or ""
    released = _time(docdata, "date.release")
    if said.lower() == "embargoed":
        return ("usable", released) if released else ("withheld", None)
    return status_of(said), released if released and issued and released > issued else None


def _guid(docdata: Element | None) -> str | None:
    """The document's id; else its key and day, for such keys come again."""
    key = attribute(first(docdata, "du-key"), "key")
    issued = _time(docdata, "date.issue")
    of_day = f"{key}:{issued:%Y%m%d}" if key and issued else key
    return attribute(first(docdata, "doc-id"), "id-string") or of_day


def _revises(docdata: Element | None) -> str | None:
    """Another document that this one manages or corrects."""
    other = attribute(docdata, "management-doc-idref") or attribute(first(docdata, "correction"), "id-string")
    return other if other != _guid(docdata) else None


def _note(docdata: Element | None) -> str | None:
    told = []
    for element in [*named(docdata, "ed-msg"), *named(docdata, "correction")]:
        kind = "CORRECTION" if local(element) == "correction" else attribute(element, "msg-type")
        told += [kind if kind != "info" else None, attribute(element, "info") or words(element)]
    return " - ".join(dict.fromkeys(filter(None, told))) or None


def _keywords(docdata: Element | None) -> tuple[str, ...]:
    keys = (attribute(element, "key") or words(element) for element in named(docdata, "key-list", "keyword"))
    return tuple(dict.fromkeys(filter(None, keys)))


def _subjects(root: Element) -> tuple[str, ...]:
    head = first(root, "head")
    topics = [topic_of(attribute(element, "tobject.subject.refnum")) for element in anywhere(head, {"tobject.subject"})]
    for element in anywhere(head, {"classifier"}):
        code = attribute(element, "idsrc-value", "code", "value")
        topics.append(topic_of(code, attribute(element, "code-source", "idsrc", "type")))
    return tuple(dict.fromkeys(filter(None, topics)))


def _revised(root: Element) -> datetime | None:
    """The newest of the revisions that are told."""
    times = (when(attribute(element, "norm")) for element in named(root, "head", "revision-history"))
    return max(filter(None, times), default=None)


def _time(docdata: Element | None, name: str) -> datetime | None:
    return when(attribute(first(docdata, name), "norm"))
