"""Markup to plain text: paragraphs, lines, no boilerplate of fields."""

import re

from lxml import etree, html

_BLOCKS = (
    "address article aside blockquote dd div dl dt figcaption h1 h2 h3 h4 h5 h6 hr li ol p pre section table tr ul"
).split()
_DROPPED = "script style noscript iframe template svg form button".split()
_SPACE = re.compile(r"[^\S\n]+")


def plain(markup: str) -> str:
    """The text of an HTML fragment (or of text without any markup): paragraphs with a blank line between them."""
    if "<" not in markup and "&" not in markup:
        return paragraphs(markup)
    try:
        root = html.fragment_fromstring(markup, create_parent="div")
    except (etree.ParserError, ValueError):
        return paragraphs(re.sub(r"<[^>]*>", " ", markup))
    etree.strip_elements(root, *_DROPPED, etree.Comment, with_tail=False)
    for element in root.iter("br"):
        element.tail = "\n" + (element.tail or "")
    for element in root.iter(*_BLOCKS):
        element.text = "\n\n" + (element.text or "")
        element.tail = "\n\n" + (element.tail or "")
    return paragraphs("".join(root.itertext()))


def paragraphs(text: str) -> str:
    """Text with single spaces and one blank line between paragraphs."""
    lines = (_SPACE.sub(" ", line).strip() for line in text.splitlines())
    return re.sub(r"\n{2,}", "\n\n", "\n".join(lines)).strip()


def line(markup: str) -> str:
    """The text of a fragment as one line: a headline, a name."""
    return " ".join(plain(markup).split())
