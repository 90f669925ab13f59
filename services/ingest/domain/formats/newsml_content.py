"""The text that NewsML, of either generation, carries inside: NITF, XHTML, escaped HTML, or plain."""

import re

from services.ingest.domain.formats import nitf
from services.ingest.domain.formats.prose import anywhere, prose, unwrapped
from services.ingest.domain.formats.xml import Element, local
from services.ingest.domain.text.markup import plain

_TEXTS = ("nitf", "body", "body.content", "html", "div", "section", "article", "p", "block", "pre", "span", "hl2")
_MARKUP = re.compile(r"</?[a-z][a-z0-9]*[\s/>]|<br", re.IGNORECASE)


def nitf_in(element: Element) -> Element | None:
    """The `nitf` element in there, for what its head tells; None if there is none."""
    return next(iter(anywhere(element, nitf.ROOTS)), None)


def text_in(element: Element) -> str:
    """The text in an element that holds a story as children (NITF, XHTML, paragraphs) or as characters."""
    children = list(element)
    if not children:
        return text_of(element.text or "")
    inside = nitf_in(element)
    if inside is not None:
        return nitf.body_of(inside)
    bodies = anywhere(element, {"body", "body.content"})
    if bodies:
        return nitf.body_of(bodies[0])
    return prose(element) if any(local(child) in _TEXTS for child in children) else ""


def text_of(characters: str) -> str:
    """The text in characters that may be escaped HTML."""
    return plain(characters) if _MARKUP.search(characters) else unwrapped(characters)


def foreign(element: Element) -> str | None:
    """What is in there if it is no text: `events`, `sports-content`."""
    return next((local(child) for child in element if local(child) not in _TEXTS), None)
