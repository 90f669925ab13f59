"""The cards of the page: an incident's or a statistic's fields, what decided, and what was passed over."""

from collections.abc import Iterable, Sequence

from tallywire.explaining.marks import Mark, Ref, marks_of
from tallywire.explaining.markup import Child, Html, element, joined
from tallywire.explaining.page_text import colour
from tallywire.explaining.shown import Card, Decision, Explanation, Passage, Quote, Row, Sign

_LONGEST = 300


def incident_card(card: Card, explanation: Explanation, prefix: str) -> Html:
    """One incident."""
    sure = f"{card.confidence or 0:.2f}"
    confidence = element(
        "p", f"confidence {sure} ", element("meter", sure, min="0", max="1", value=sure), class_="confidence"
    )
    again = [element("li", *_quoted(passage)) for passage in card.again]
    return element(
        "article",
        element("h3", element("span", f"{card.number}", class_="number"), " ", card.title),
        confidence,
        _fields(card, Ref("incident", card.number, 0, ""), explanation, prefix),
        element("p", f"Not said: {', '.join(card.unsaid)}.", class_="unsaid") if card.unsaid else None,
        *(_decision(decision) for decision in card.decisions),
        element("details", element("summary", f"Other mentions: {len(again)}"), element("ul", *again))
        if again
        else None,
        class_=f"card {colour(Ref('incident', card.number, 0, ''))}",
    )


def statistic_card(card: Card, explanation: Explanation, prefix: str) -> Html:
    """One statistic: a number of attacks, which counts as no incident."""
    title = element("h3", element("span", f"S{card.number}", class_="number"), f" statistic: {card.title}")
    fields = _fields(card, Ref("statistic", card.number, 0, ""), explanation, prefix)
    return element("article", title, fields, class_="card statistic")


def passed_over(explanation: Explanation, prefix: str) -> Html:
    """What sounds like an attack and was not taken for an incident, with the reason."""
    places = _places(marks_of(explanation), prefix)
    lines = []
    for number, passage in enumerate(explanation.passed_over, 1):
        back = places.get((passage.start, passage.end))
        why = _decision(passage.decision) if passage.decision else None
        lines.append(element("li", *_quoted(passage, back), why, id=f"{prefix}p{number}-0"))
    if explanation.unlisted:
        lines.append(element("li", f"and {explanation.unlisted:,} more"))
    return element("article", element("h3", "Passed over"), element("ul", *lines), class_="card passed")


def _fields(card: Card, kind: Ref, explanation: Explanation, prefix: str) -> Html:
    places = _places(marks_of(explanation), prefix)
    rows = (_row(row, f"{prefix}{kind.kind[0]}{card.number}-{n}", places) for n, row in enumerate(card.rows))
    return element("dl", *rows)


def _row(row: Row, anchor: str, places: dict[tuple[int, int], str]) -> Html:
    quotes = (_quote(quote, places.get((quote.start, quote.end))) for quote in row.quotes)
    told = element("dd", element("span", row.value, class_="value"), *quotes)
    return element("div", element("dt", row.label), told, id=anchor)


def _quote(quote: Quote, place: str | None) -> Html:
    link = element("a", f"“{_cut(quote.text)}”", href=place and f"#{place}", class_="quote")
    return element("span", " ", link, " ", element("span", quote.rule, class_="rule"), class_="said")


def _quoted(passage: Passage, place: str | None = None) -> tuple[Child, ...]:
    link = element("a", f"“{_cut(passage.text)}”", href=place and f"#{place}", class_="quote")
    return link, " ", element("span", passage.remark, class_="rule")


def _decision(decision: Decision) -> Html:
    rivals = ", ".join(f"{answer} ({chance:.0%})" for answer, chance in decision.rivals)
    return element(
        "details",
        element("summary", decision.question, " ", element("b", decision.answer), f" ({decision.chance:.0%} likely)"),
        element("p", f"Next: {rivals}.", class_="rule") if rivals else None,
        _signs("For", decision.favouring),
        _signs("Against", decision.opposing),
        _signs("Besides", tuple(filter(None, (decision.rest, decision.outset)))),
    )


def _signs(name: str, signs: Sequence[Sign]) -> Html | None:
    if not signs:
        return None
    lines = (element("li", element("span", sign.factor, class_="factor"), " ", sign.words) for sign in signs)
    return joined(element("h4", name), element("ul", *lines, class_="signs"))


def _places(marks: Iterable[Mark], prefix: str) -> dict[tuple[int, int], str]:
    """The id of each marked stretch."""
    return {(mark.start, mark.end): f"{prefix}m{mark.number}" for mark in marks}


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
