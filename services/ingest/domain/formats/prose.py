"""The text of elements that hold it: NITF, XHTML, or paragraphs in any namespace."""

import re
from collections.abc import Iterable

from services.ingest.domain.formats.xml import Element, local
from services.ingest.domain.text.markup import paragraphs

_BLOCKS = frozenset(
    "p div section article block bq blockquote hl1 hl2 h1 h2 h3 h4 h5 h6 ol ul li dl dt dd table pre hr note "
    "body.content".split()
)
_LINES = frozenset("br tr".split())
_APART = frozenset("td th byttl".split())
_DROPPED = frozenset("media figure script style head header footer nav body.head body.end title object".split())
_SPACE = re.compile(r"\s+")
_LONG_LINE = 100
"""Characters: teleprinter lines are shorter; a line that is longer is a whole paragraph."""


def prose(element: Element | None) -> str:
    """The paragraphs in the element with a blank line between them; without pictures and their captions."""
    pieces: list[str] = []
    if element is not None:
        _tell(element, pieces)
    return paragraphs("".join(pieces))


def words(element: Element | None) -> str:
    """All text in the element as one line; empty if there is no element."""
    if element is None:
        return ""
    pieces: list[str] = []
    _tell(element, pieces, dropped=frozenset())
    return " ".join("".join(pieces).split())


def unwrapped(text: str) -> str:
    """Plain text as paragraphs: where none is set off by a blank line and lines are long, each line is one."""
    told = paragraphs(text)
    if "\n\n" not in told and any(len(line) > _LONG_LINE for line in told.split("\n")):
        return told.replace("\n", "\n\n")
    return told


def named(parent: Element | None, *path: str) -> list[Element]:
    """The elements at the path below the parent, step by step, whatever their namespaces."""
    found = [] if parent is None else [parent]
    for step in path:
        found = [child for element in found for child in element if local(child) == step]
    return found


def first(parent: Element | None, *path: str) -> Element | None:
    """The first of `named`; None if there is none."""
    return next(iter(named(parent, *path)), None)


def anywhere(parent: Element | None, names: Iterable[str]) -> list[Element]:
    """All elements below the parent that have one of the names, in document order."""
    wanted = frozenset(names)
    return [] if parent is None else [element for element in parent.iterdescendants() if local(element) in wanted]


def attribute(element: Element | None, *names: str) -> str | None:
    """The first of the attributes that is there and not blank."""
    if element is None:
        return None
    return next((value.strip() for name in names if (value := element.get(name)) and value.strip()), None)


def _tell(element: Element, pieces: list[str], dropped: frozenset[str] = _DROPPED) -> None:
    name = local(element)
    if name in dropped:
        return
    edge = "\n\n" if name in _BLOCKS else " " if name in _APART else ""
    pieces += (edge, _SPACE.sub(" ", element.text or ""))
    for child in element:
        _tell(child, pieces, dropped)
        pieces.append(_SPACE.sub(" ", child.tail or ""))
    pieces.append("\n" if name in _LINES else edge)
