"""XML that is hostile until parsed: no entities, no network, no giants; half-broken documents as far as they go."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from lxml import etree

from services.ingest.domain.items import UnreadableDocument

Element: TypeAlias = Any
"""An lxml element: the library ships no types."""

MAX_DEPTH = 200


def parsed(raw: bytes) -> Element:
    """The root of the document, mended where lxml can mend it.

    Raises:
        UnreadableDocument: no element at all, or it is nested deeper than `MAX_DEPTH`.
    """
    parser = etree.XMLParser(
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
        root = etree.fromstring(raw.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument(f"broken XML: {error}") from error
    if root is None:
        raise UnreadableDocument("broken XML: there is no element in it")
    if any(depth > MAX_DEPTH for depth in _depths(root)):
        raise UnreadableDocument(f"the XML is nested deeper than {MAX_DEPTH} elements")
    return root


def local(element: Element) -> str:
    """The element's name without its namespace, as it is written."""
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def namespace(element: Element) -> str:
    """The element's namespace; empty if it has none."""
    return (etree.QName(element).namespace or "") if isinstance(element.tag, str) else ""


def _depths(root: Element) -> Iterator[int]:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        yield depth
