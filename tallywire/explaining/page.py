"""Explanations as one self-contained HTML page: no script, no network, nothing but our own style sheet allowed."""

from collections.abc import Iterator, Sequence
from typing import Final

from tallywire.explaining.markup import Child, Html, element, joined
from tallywire.explaining.page_cards import incident_card, passed_over, statistic_card
from tallywire.explaining.page_text import marked
from tallywire.explaining.sealed import head, style_of
from tallywire.explaining.shown import Explanation
from tallywire.explaining.visible import in_a_line

_BOTH_THEMES: Final = '<meta name="color-scheme" content="light dark">'
_LEGEND: Final = (
    "Marked words are the evidence of a field; the label behind them leads to it, and the field's quotation leads back."
    " Under each incident stands what decided: a sign with ×2.0 doubles the odds, one with ÷2.0 halves them."
)


def page(explanations: Sequence[Explanation]) -> Iterator[str]:
    """The page in pieces, to be written one after the other."""
    title = in_a_line(explanations[0].headline) if len(explanations) == 1 else f"{len(explanations)} wires"
    yield head(f"{title} · tallywire explain", style_of(__package__), _BOTH_THEMES)
    yield element("p", _LEGEND, class_="legend").source
    if len(explanations) > 1:
        yield _contents(explanations).source
    for number, explanation in enumerate(explanations, 1):
        yield "\n" + _wire(explanation, f"w{number}-").source
    yield "\n</main></body></html>\n"


def _contents(explanations: Sequence[Explanation]) -> Html:
    lines = (
        element("li", element("a", in_a_line(e.headline) or e.article_id, href=f"#w{n}-wire"), f" {_found(e)}")
        for n, e in enumerate(explanations, 1)
    )
    return element("nav", element("ol", *lines), aria_label="Wires")


def _found(explanation: Explanation) -> str:
    counted = ((len(explanation.incidents), "incident"), (len(explanation.statistics), "statistic"))
    told = (f"{count} {word}{'' if count == 1 else 's'}" for count, word in counted if count)
    return ", ".join(told) or "nothing read"


def _wire(explanation: Explanation, prefix: str) -> Html:
    when = f"{explanation.published_at:%Y-%m-%d %H:%M %Z}"
    about = element("p", in_a_line(f"{explanation.article_id} · {explanation.source} · {when}", 300), class_="about")
    note = element("p", explanation.note, class_="note") if explanation.note else None
    cards: tuple[Child, ...] = (
        *(incident_card(card, explanation, prefix) for card in explanation.incidents),
        *(statistic_card(card, explanation, prefix) for card in explanation.statistics),
        passed_over(explanation, prefix) if explanation.passed_over else None,
    )
    return element(
        "section",
        joined(about, note),
        element("div", marked(explanation, prefix), element("div", *cards, class_="cards"), class_="wire"),
        id=f"{prefix}wire",
    )
