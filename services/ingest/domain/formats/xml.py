"""XML that is hostile until parsed: no entities, no network, no giants; half-broken documents as far as they go."""

import html
import html.entities
import re
from typing import Any, TypeAlias

from lxml import etree

from services.ingest.domain.formats.decoding import decoded, legal
from services.ingest.domain.items import UnreadableDocument

Element: TypeAlias = Any
"""An lxml element: the library ships no types."""

MAX_DEPTH = 200
_JUNK = 2000
# Junk, declaration, comments, and the document type with all entities that it declares.
_PROLOG = re.compile(
    r"(?:[^<]++|<(?![?!\w])|<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^\[>\"']|\"[^\"]*\"|'[^']*')*+(?:\[.*?\]\s*)?>)*+",
    re.S | re.I,
)
_ROOT = re.compile(r"<([^\W\d][\w:.-]*)")
_AMPERSAND = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?!(?:amp|lt|gt|quot|apos);)(#\d{1,9};|#[xX][\da-fA-F]{1,8};|\w{1,40};)?", re.S
)
_HALF_A_TAG = re.compile(r"<[^<>]*\Z")
_CUT = "tallywire-cut-off"


def parsed(raw: bytes) -> Element:
    """The root of the document, mended where it can be mended; `is_cut_off` tells what was not whole.

    Raises:
        UnreadableDocument: no element at all, or it is nested deeper than `MAX_DEPTH`.
    """
    text = decoded(raw)
    text = text[_end_of_prolog(text) :]
    start = _ROOT.match(text)
    if not start:
        raise UnreadableDocument("no XML: there is no element in it")
    root = _tree(_whole(_AMPERSAND.sub(_mended, text), start[1]))
    if _is_deep(root):
        raise UnreadableDocument(f"the XML is nested deeper than {MAX_DEPTH} elements")
    for mark in root.findall(f".//{{*}}{_CUT}"):
        parent = mark.getparent()
        parent.remove(mark)
        parent.set(_CUT, "")
    return root


def is_cut_off(element: Element) -> bool:
    """Whether the document ended before the element did."""
    return bool(element.xpath(f"boolean(descendant-or-self::*[@{_CUT}])"))


def local(element: Element) -> str:
    """The element's name without its namespace, as it is written (with its prefix, if that was never declared)."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def namespace(element: Element) -> str:
    """The element's namespace; empty if it has none."""
    return element.tag[1:].rpartition("}")[0] if isinstance(element.tag, str) else ""


def _end_of_prolog(text: str) -> int:
    """Where the root begins: what a server wrote before the declaration (`<br/>Warning: ...`) is none of it."""
    declared = text.find("<?xml version", 0, _JUNK)
    found = _PROLOG.match(text, declared if declared > 0 and "<![CDATA[" not in text[:declared] else 0)
    return found.end() if found else 0


def _mended(found: re.Match[str]) -> str:
    """An ampersand, an entity of HTML or a character's number as what it means; CDATA stays."""
    if found[0].startswith("<"):
        return found[0]
    said = found[1] or ""
    meant = legal(html.unescape(f"&{said}")) if said.startswith("#") else html.entities.html5.get(said)
    return f"&amp;{said}" if meant is None else html.escape(meant)


def _whole(text: str, root: str) -> str:
    """The text; if its end is missing, what is whole of it, with a mark in the element that was open."""
    if f"</{root}" in text:
        return text
    if text.rfind("<![CDATA[") > text.rfind("]]>"):
        return f"{text}]]><{_CUT}/>"
    return f"{_HALF_A_TAG.sub('', text)}<{_CUT}/>"


def _tree(text: str) -> Element:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument(f"broken XML: {error}") from error
    if root is None or local(root) == _CUT:
        raise UnreadableDocument("broken XML: there is no whole element in it")
    return root


def _is_deep(root: Element) -> bool:
    return bool(root.xpath("/*" * (MAX_DEPTH + 1)))
