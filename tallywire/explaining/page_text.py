"""The wire's text on the page: marks in their incidents' colours, each a link to the field that it fills.

The labels of the marks are drawn by the style sheet, so that the text of the page is the text of the wire.
"""

from collections.abc import Sequence
from typing import Final

from tallywire.explaining.marks import Mark, Ref, Segment, marks_of, segments
from tallywire.explaining.markup import Html, element, joined
from tallywire.explaining.shown import Explanation

COLOURS: Final = 8
_DEEPEST: Final = 3


def marked(explanation: Explanation, prefix: str) -> Html:
    """Headline and body; ids and links begin with `prefix`."""
    text, marks = explanation.text, marks_of(explanation)
    end = len(explanation.headline)
    headline = (_segment(text, s, prefix) for s in segments(0, end, marks)) if end else ()
    body = (_segment(text, s, prefix) for s in segments(end + 1, len(text), marks)) if end + 1 < len(text) else ()
    # The line feed between them is part of the text to which offsets refer.
    return element(
        "div", element("h2", *headline), "\n", element("div", *body, class_="body"), class_="text", dir="auto"
    )


def colour(ref: Ref) -> str:
    """The class that colours a mark, a label or a card."""
    return f"c{(ref.number - 1) % COLOURS}" if ref.kind == "incident" else ref.kind


def _segment(text: str, segment: Segment, prefix: str) -> Html:
    refs = [ref for mark in segment.ending for ref in mark.refs]
    words = text[segment.start : segment.end]
    out = joined(words) if not refs else _link(words, refs[0], prefix)
    out = joined(out, *(_link("", ref, prefix) for ref in refs[1:]))
    return _wrapped(out, segment, segment.marks, prefix)


def _wrapped(content: Html, segment: Segment, marks: Sequence[Mark], prefix: str) -> Html:
    """The marks around a stretch, the outermost underlined lowest."""
    for inside, mark in enumerate(reversed(marks)):
        place = f"{prefix}m{mark.number}" if mark.start == segment.start else None
        content = element("mark", content, class_=f"{colour(mark.refs[0])} d{min(inside, _DEEPEST)}", id=place)
    return content


def _link(words: str, ref: Ref, prefix: str) -> Html:
    """Words with the label of a field behind them, or a further label alone."""
    label = f"{ref.name} {ref.label}".strip()
    return element("a", words, href=f"#{prefix}{ref.anchor}", class_=f"ref {colour(ref)}", data_label=label)
