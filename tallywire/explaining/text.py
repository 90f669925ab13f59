"""An explanation for a terminal, as rich renderables; without colours the labels in brackets still tell everything."""

from collections.abc import Iterable, Iterator
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from tallywire.explaining.marks import Ref, Segment, marks_of, segments
from tallywire.explaining.shown import Card, Decision, Explanation, Passage, Quote, Sign
from tallywire.explaining.visible import in_a_line, visible

_COLOURS: Final = ("cyan", "magenta", "yellow", "green", "blue", "red")
_INDENT: Final = (0, 0, 0, 3)
_LEGEND: Final = (
    "[1 what] behind words: they say what incident 1 was."
    " ×2.0: a sign doubles the odds of a decision; ÷2.0: it halves them."
)


def shown(explanation: Explanation) -> RenderableType:
    """A whole wire: its text with marks, its cards, and what was passed over."""
    return Group(*_parts(explanation))


def marked(explanation: Explanation) -> Text:
    """The wire's text, each mark in its incident's colour with its label behind it."""
    out, text = Text(), explanation.text
    for segment in segments(0, len(text), marks_of(explanation)):
        style = " ".join(("underline", *(_style(m.refs[0]) for m in segment.marks))) if segment.marks else ""
        out.append(visible(text[segment.start : segment.end]), style)
        out.append(_labels(segment))
    out.stylize("bold", 0, out.plain.find("\n") if "\n" in out.plain else len(out))
    return out


def _parts(explanation: Explanation) -> Iterator[RenderableType]:
    head = f"{explanation.article_id} · {explanation.source} · {explanation.published_at:%Y-%m-%d %H:%M %Z}"
    yield Rule(Text(in_a_line(head)), align="left", style="dim")
    yield marked(explanation)
    yield Text()
    if explanation.note:
        yield from (Text(in_a_line(explanation.note, 400), "bold"), Text())
    for card in explanation.incidents:
        yield from (_card(card, "incident"), Text())
    for card in explanation.statistics:
        yield from (_card(card, "statistic"), Text())
    if explanation.passed_over:
        yield from (_passed_over(explanation), Text())
    if explanation.incidents or explanation.passed_over:
        yield from (Text(_LEGEND, "dim"), Text())


def _colour(number: int) -> str:
    return _COLOURS[(number - 1) % len(_COLOURS)]


def _style(ref: Ref) -> str:
    return {"incident": _colour(ref.number), "statistic": "bold", "passed": "dim"}[ref.kind]


def _labels(segment: Segment) -> Text:
    """As in "[1 what, with what; 2 when]": the fields for which the marks that end here are evidence."""
    told: dict[tuple[str, str], list[str]] = {}
    for mark in segment.ending:
        for ref in mark.refs:
            told.setdefault((ref.name, _style(ref)), []).append(in_a_line(ref.label))
    out = Text()
    for n, ((name, style), labels) in enumerate(told.items()):
        out.append("; " if n else "[", "dim")
        out.append(" ".join(filter(None, (name, ", ".join(dict.fromkeys(labels))))), f"{style} italic")
    return out.append("]", "dim") if told else out


def _card(card: Card, kind: str) -> RenderableType:
    title = Text(f"{kind} {card.number}  ", f"bold {_colour(card.number) if kind == 'incident' else ''}")
    title.append(in_a_line(card.title), "bold")
    title.append(f"  confidence {card.confidence:.2f}" if card.confidence is not None else "", "dim")
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, min_width=9)
    table.add_column(overflow="fold", ratio=2)
    table.add_column(overflow="fold", ratio=3)
    table.expand = True
    for row in card.rows:
        table.add_row(Text(in_a_line(row.label), "dim"), Text(in_a_line(row.value)), _quotes(row.quotes))
    if card.unsaid:
        table.add_row(Text("not said", "dim"), Text(in_a_line(", ".join(card.unsaid)), "dim"), Text())
    decisions = [_decision(decision) for decision in card.decisions]
    return Group(title, Padding(Group(table, *decisions, *_again(card.again)), _INDENT))


def _quotes(quotes: Iterable[Quote]) -> Text:
    lines = [Text.assemble(f"“{in_a_line(quote.text)}” ", (f"– {in_a_line(quote.rule)}", "dim")) for quote in quotes]
    return Text("\n").join(lines)


def _decision(decision: Decision) -> RenderableType:
    title = Text(f"{in_a_line(decision.question)} ", "italic")
    title = Text.assemble(title, (in_a_line(decision.answer), "bold"), f" ({decision.chance:.0%} likely)")
    rivals = "; ".join(f"{in_a_line(answer)} ({chance:.0%})" for answer, chance in decision.rivals)
    title.append(f" · next: {rivals}" if rivals else "", "dim")
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, min_width=7)
    table.add_column(overflow="fold")
    table.add_row(Text("for", "green"), _signs(decision.favouring))
    table.add_row(Text("against", "red"), _signs(decision.opposing))
    table.add_row(Text("besides", "dim"), _signs(filter(None, (decision.rest, decision.outset))))
    return Group(title, Padding(table, _INDENT))


def _signs(signs: Iterable[Sign]) -> Text:
    return Text(" · ").join(Text.assemble(in_a_line(s.words), (f" {s.factor}", "dim")) for s in signs) or Text(
        "nothing"
    )


def _again(passages: Iterable[Passage]) -> Iterator[Text]:
    for passage in passages:
        yield Text.assemble(f"“{in_a_line(passage.text)}” ", (f"– {in_a_line(passage.remark)}", "dim"))


def _passed_over(explanation: Explanation) -> RenderableType:
    lines: list[RenderableType] = []
    for passage in explanation.passed_over:
        lines.append(Text.assemble(f"“{in_a_line(passage.text)}” ", (f"– {in_a_line(passage.remark)}", "dim")))
        lines += [Padding(_decision(passage.decision), _INDENT)] if passage.decision else []
    if explanation.unlisted:
        lines.append(Text(f"and {explanation.unlisted:,} more", "dim"))
    return Group(Text("passed over", "bold"), Padding(Group(*lines), _INDENT))
