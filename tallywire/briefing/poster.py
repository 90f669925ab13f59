"""A briefing as one picture: the same figures as on the page, and as much of the list as has room."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tallywire.briefing import colours, telling
from tallywire.briefing.briefing import Briefing
from tallywire.briefing.figures import Figure, bars, box, days, fitting, legend, words
from tallywire.briefing.map import world_map
from tallywire.explaining.markup import Html, element, joined
from tallywire.exports import Entry
from tallywire.exports.words import counted

WIDTH, _EDGE = 1200.0, 56.0
_ROOM = WIDTH - 2 * _EDGE
_INCIDENTS, _UPSURGES = 14, 6


@dataclass
class _Sheet:
    """A sheet that is filled from the top."""

    y: float = _EDGE
    things: list[Html] = field(default_factory=list)

    def put(self, figure: Figure, gap: float = 18) -> None:
        """Puts a figure below what is there."""
        self.things.append(figure.at(_EDGE, self.y))
        self.y += figure.height + gap

    def say(self, text: str, size: float, lead: float, **how: str) -> None:
        """Puts a line of text below what is there."""
        self.y += lead
        self.things.append(words(_EDGE, self.y, fitting(text, _ROOM, size), size, **how))

    def head(self, text: str) -> None:
        """Begins a section."""
        self.y += 22
        self.things.append(box(_EDGE, self.y, _ROOM, 2, colours.INK))
        self.say(text, 20, 30, weight="600")
        self.y += 14


def poster(told: Briefing) -> str:
    """The picture as SVG."""
    sheet = _Sheet()
    sheet.say(f"{told.where}, {told.week.words}", 40, 26, weight="600")
    sheet.say(f"Tallywire briefing · {told.week.title} · {telling.as_of(told)}", 18, 30, fill=colours.QUIET)
    sheet.y += 26
    sheet.put(_figures(told), 22)
    sheet.put(world_map(told, _ROOM, 500), 6)
    sheet.head("Day by day, and the week before")
    sheet.put(legend(_ROOM), 4)
    sheet.put(days(told, _ROOM), 6)
    sheet.head("Told apart")
    _breakdowns(sheet, told)
    _upsurges(sheet, told)
    _incidents(sheet, told.entries)
    sheet.y += 18
    for line in filter(None, (telling.left_out(told), *_halves(telling.NOTE))):
        sheet.say(line, 14, 20, fill=colours.QUIET)
    return _svg(sheet)


def _svg(sheet: _Sheet) -> str:
    high = sheet.y + _EDGE
    told = element(
        "svg",
        box(0, 0, WIDTH, high, colours.PAPER),
        *sheet.things,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH:g} {high:g}",
        width=f"{WIDTH:g}",
        height=f"{high:g}",
    )
    return told.source


def _figures(told: Briefing) -> Figure:
    shown = list(telling.figures(told))
    each = _ROOM / len(shown)
    drawn = (
        joined(
            words(number * each, 36, value, 40, weight="600"),
            words(number * each, 60, name, 17),
            words(number * each, 82, f"{before} the week before", 14, fill=colours.QUIET),
        )
        for number, (name, value, before) in enumerate(shown)
    )
    return Figure(_ROOM, 88, joined(*drawn))


def _breakdowns(sheet: _Sheet, told: Briefing) -> None:
    """Two beside each other."""
    wide = (_ROOM - 48) / 2
    for first in range(0, len(told.breakdowns), 2):
        figures = []
        for breakdown in told.breakdowns[first : first + 2]:
            bar = bars(breakdown, wide)
            title = words(0, 14, breakdown.title, 15, fill=colours.QUIET, weight="600")
            figures.append(Figure(wide, bar.height + 24, joined(title, bar.at(0, 24))))
        placed = (figure.at(number * (wide + 48), 0) for number, figure in enumerate(figures))
        sheet.put(Figure(_ROOM, max(figure.height for figure in figures), joined(*placed)), 20)


def _upsurges(sheet: _Sheet, told: Briefing) -> None:
    if told.upsurges:
        sheet.head("More than usual")
        for upsurge in told.upsurges[:_UPSURGES]:
            whose, why = telling.upsurge_words(upsurge)
            sheet.things.append(words(_EDGE, sheet.y + 14, fitting(whose, 330), weight="600"))
            sheet.things.append(words(_EDGE + 350, sheet.y + 14, fitting(why, _ROOM - 350)))
            sheet.y += 28
        _more(sheet, len(told.upsurges) - _UPSURGES, "upsurge")


def _incidents(sheet: _Sheet, entries: Iterable[Entry]) -> None:
    """The ones that most sources tell of, and the deadliest of them, in the order of their days."""
    every = list(entries)
    ranked = sorted(every, key=lambda e: (-e.incident.corroboration, -_killed(e), e.incident.incident_id))[:_INCIDENTS]
    sheet.head("Incidents that most sources tell of" if len(every) > _INCIDENTS else "Incidents")
    for entry in (one for one in every if one in ranked):
        sheet.put(_line(entry), 8)
    _more(sheet, len(every) - len(ranked), "incident")


def _line(entry: Entry) -> Figure:
    incident = entry.incident
    place, when = telling.where_and_when(incident)
    facts = f"{telling.what(incident)} · {telling.harm(incident)} · {counted(incident.corroboration, 'source')}"
    dispute = " · told differently" if incident.disagreements else ""
    drawing = joined(
        words(0, 15, when[:10], fill=colours.QUIET),
        words(96, 15, fitting(place, 330), weight="600"),
        words(440, 15, fitting(facts + dispute, _ROOM - 440)),
        words(96, 36, fitting(entry.headline or "", _ROOM - 96), fill=colours.QUIET),
        box(0, 47, _ROOM, 1, colours.LINE),
    )
    return Figure(_ROOM, 48, drawing)


def _killed(entry: Entry) -> int:
    killed = entry.incident.casualties.killed
    return killed.min if killed else 0


def _more(sheet: _Sheet, number: int, thing: str) -> None:
    if number > 0:
        sheet.say(f"and {counted(number, f'more {thing}')}", 15, 16, fill=colours.QUIET)


def _halves(text: str) -> list[str]:
    """Its sentences, in two lines."""
    first, dot, rest = text.partition(". ")
    return [first + dot, rest]
