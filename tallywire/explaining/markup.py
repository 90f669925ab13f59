"""HTML that is escaped by construction: a plain string can only become text or an attribute's value."""

from dataclasses import dataclass
from html import escape

from tallywire.explaining.visible import visible


@dataclass(frozen=True, slots=True)
class Html:
    """Markup that was made here; everything else is text."""

    source: str


Child = Html | str | None


def element(tag: str, *children: Child, **attributes: str | None) -> Html:
    """An element; `class_` and `data_label` become `class` and `data-label`, None becomes nothing."""
    named = ((name.rstrip("_").replace("_", "-"), value) for name, value in attributes.items() if value is not None)
    told = "".join(f' {name}="{escape(visible(value))}"' for name, value in named)
    return Html(f"<{tag}{told}>{joined(*children).source}</{tag}>")


def joined(*children: Child) -> Html:
    """Children one after the other; strings as text, with control and bidi characters made visible."""
    return Html("".join(c.source if isinstance(c, Html) else escape(visible(c)) for c in children if c is not None))
