"""The map and the bars, as pieces of SVG that stand in a page or in a picture."""

from collections.abc import Iterable
from dataclasses import dataclass

from tallywire.briefing import colours
from tallywire.briefing.briefing import Breakdown, Briefing, Part
from tallywire.explaining.markup import Html, element, joined
from tallywire.explaining.visible import in_a_line

ROW = 26.0
_DAYS_HIGH = 120.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing and its size."""

    width: float
    height: float
    drawing: Html

    def alone(self, label: str) -> Html:
        """As an element of a page, with a text for who does not see it."""
        view = f"0 0 {self.width:g} {self.height:g}"
        return element("svg", element("title", label), self.drawing, viewBox=view, role="img", aria_label=label)

    def at(self, x: float, y: float) -> Html:
        """At a place of a bigger drawing."""
        return element("g", self.drawing, transform=f"translate({x:g} {y:g})")


def words(x: float, y: float, text: str, size: float = 15, **how: str) -> Html:
    """A line of text; `fill`, `weight` and `anchor` as in SVG."""
    weight, anchor = how.get("weight", "400"), how.get("anchor", "start")
    fill = how.get("fill", colours.INK)
    at = {"x": f"{x:g}", "y": f"{y:g}", "font_size": f"{size:g}", "font_weight": weight, "text_anchor": anchor}
    return element("text", text, fill=fill, font_family=colours.FONT, **at)


def box(x: float, y: float, width: float, height: float, fill: str) -> Html:
    """A filled rectangle."""
    told = {"x": f"{x:g}", "y": f"{y:g}", "width": f"{max(width, 0):.1f}", "height": f"{max(height, 0):.1f}"}
    return element("rect", fill=fill, **told)


def fitting(text: str, width: float, size: float = 15) -> str:
    """The text in one line, cut to about this width: Source Sans has half its size for a letter, on the average."""
    return in_a_line(text, max(4, int(width / (size * 0.46))))


def change(now: int, before: int) -> str:
    """`+3`, `−2` or `±0`."""
    return f"+{now - before}" if now > before else f"−{before - now}" if now < before else "±0"


def bars(breakdown: Breakdown, width: float) -> Figure:
    """A bar for each part: this week in colour, a mark where the week before was; its numbers at the end."""
    parts = [*breakdown.parts, *([breakdown.others] if breakdown.others else [])]
    most = max((max(part.now, part.before) for part in breakdown.parts), default=0)
    rows = [_bar(part, number * ROW, width, most, part is breakdown.others) for number, part in enumerate(parts)]
    empty = words(0, ROW - 8, "none", fill=colours.QUIET) if not parts else None
    return Figure(width, max(len(parts), 1) * ROW, joined(*rows, empty))


def _bar(part: Part, top: float, width: float, most: int, rest: bool) -> Html:
    name, room = width * 0.42, width * 0.58 - 78
    scale = room / most if most else 0
    mark = name + min(part.before, most) * scale
    return joined(
        words(0, top + 17, fitting(part.name, name - 10)),
        box(name, top + 5, min(part.now, most) * scale, 15, colours.OTHERS if rest else colours.ACCENT),
        box(mark - 1.5, top + 2, 3, 21, colours.QUIET) if part.before else None,
        words(width - 44, top + 17, str(part.now), weight="600", anchor="end"),
        words(width, top + 17, change(part.now, part.before), fill=colours.QUIET, anchor="end"),
    )


def days(told: Briefing, width: float) -> Figure:
    """Seven pairs of columns: the day a week before, and the day."""
    most = max((max(now, before) for _, now, before in told.by_day), default=0) or 1
    each, base = width / 7, _DAYS_HIGH + 22
    columns: list[Html] = []
    for number, (day, now, before) in enumerate(told.by_day):
        left, wide = number * each + each * 0.14, each * 0.34
        high, low = now / most * _DAYS_HIGH, before / most * _DAYS_HIGH
        columns += [
            box(left, base - low, wide, low, colours.BEFORE),
            box(left + wide + 2, base - high, wide, high, colours.ACCENT),
            words(left + wide * 1.5 + 2, base - high - 6, str(now), 14, weight="600", anchor="middle"),
            words(left + wide + 1, base + 19, f"{day:%a} {day.day}", 14, fill=colours.QUIET, anchor="middle"),
        ]
    floor = box(0, base, width, 1, colours.LINE)
    return Figure(width, base + 26, joined(*columns, floor))


def legend(width: float) -> Figure:
    """What the colours mean."""
    drawing = joined(
        box(0, 4, 14, 14, colours.ACCENT),
        words(20, 16, "this week", 14, fill=colours.QUIET),
        box(96, 4, 14, 14, colours.BEFORE),
        box(101.5, 1, 3, 20, colours.QUIET),
        words(116, 16, "the week before", 14, fill=colours.QUIET),
    )
    return Figure(width, 24, drawing)


def beside(figures: Iterable[Figure], gap: float) -> Figure:
    """Figures side by side."""
    placed, x, height = [], 0.0, 0.0
    for figure in figures:
        placed.append(figure.at(x, 0))
        x, height = x + figure.width + gap, max(height, figure.height)
    return Figure(max(x - gap, 0), height, joined(*placed))
