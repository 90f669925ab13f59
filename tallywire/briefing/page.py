"""A briefing as one self-contained page: no script, nothing loaded, nothing but its own style sheet allowed."""

from collections.abc import Iterator

from schemas.incidents import Disagreement, IncidentResolved
from tallywire.briefing import telling
from tallywire.briefing.briefing import Briefing
from tallywire.briefing.figures import bars, days, legend
from tallywire.briefing.map import world_map
from tallywire.explaining.markup import Html, element, joined
from tallywire.explaining.sealed import head, style_of
from tallywire.explaining.visible import in_a_line
from tallywire.exports import Cited, Entry
from tallywire.exports.entries import rfc3339
from tallywire.exports.words import attribution_words, counted, disagreement_words

_LONGEST = 400


def page(told: Briefing) -> str:
    """The page."""
    title = f"{told.week.title}: {told.where} · Tallywire briefing"
    return f"{head(title, style_of(__package__))}{joined(*_sections(told)).source}\n</main></body></html>\n"


def _sections(told: Briefing) -> Iterator[Html]:
    yield element("h1", f"{told.where}, {told.week.words}")
    yield element("p", f"{told.week.title} · {telling.as_of(told)}", class_="about")
    yield _figures(told)
    yield element(
        "div", world_map(told, 990, 470).alone("Map of the week's incidents"), class_="map wide", tabindex="0"
    )
    yield element("h2", "Day by day, and the week before")
    yield legend(300).alone("Legend: this week in colour, the week before in grey")
    columns = days(told, 990).alone("Incidents on each day, and a week before")
    yield element("div", columns, class_="wide", tabindex="0")
    yield element("h2", "Told apart")
    yield element("div", *_breakdowns(told), class_="columns")
    if told.upsurges:
        yield element("h2", "More than usual")
        yield element("table", *(_upsurge(*telling.upsurge_words(upsurge)) for upsurge in told.upsurges))
    yield element("h2", f"{counted(len(told.entries), 'incident').capitalize()}")
    yield from (_incident(entry) for entry in told.entries)
    if not told.entries:
        yield element("p", "No wire that was read tells of any.")
    yield element("p", " ".join(filter(None, (telling.left_out(told), telling.NOTE))), class_="note")


def _figures(told: Briefing) -> Html:
    shown = (
        element("li", element("b", number), name, element("div", f"{before} the week before", class_="before"))
        for name, number, before in telling.figures(told)
    )
    return element("ul", *shown, class_="figures")


def _breakdowns(told: Briefing) -> Iterator[Html]:
    for breakdown in told.breakdowns:
        label = f"{breakdown.title}: this week's incidents and the change from the week before"
        yield element("section", element("h3", breakdown.title), bars(breakdown, 470).alone(label))


def _upsurge(whose: str, why: str) -> Html:
    return element("tr", element("td", in_a_line(whose)), element("td", in_a_line(why, _LONGEST)))


def _incident(entry: Entry) -> Html:
    incident = entry.incident
    place, when = telling.where_and_when(incident)
    sources = counted(incident.corroboration, "source")
    doers = attribution_words(incident)
    facts = f"{telling.what(incident)} · {telling.harm(incident)} · {sources}, confidence {incident.confidence:.2f}"
    return element(
        "article",
        element("h3", in_a_line(f"{when} · {place}", _LONGEST)),
        element("p", in_a_line(facts, _LONGEST)),
        element("p", in_a_line(f"Said to have done it: {doers}", _LONGEST), class_="said") if doers else None,
        element("ul", *(_article(article) for article in entry.articles)) if entry.articles else None,
        element("div", *_disputed(incident), class_="disputed") if incident.disagreements else None,
        class_="incident",
    )


def _article(article: Cited) -> Html:
    headline = in_a_line(article.headline, _LONGEST)
    linked = element("a", headline, href=article.link, rel="noreferrer") if article.link else headline
    told = f"{article.source}, {rfc3339(article.published_at)[:16].replace('T', ' ')}"
    return element("li", linked, element("span", f" ({in_a_line(told)})", class_="said"))


def _disputed(incident: IncidentResolved) -> Iterator[Html]:
    for told in incident.disagreements:
        yield element("p", in_a_line(f"Told differently: {_named(told)}", _LONGEST))


def _named(told: Disagreement) -> str:
    return disagreement_words(told).replace("casualties.", "").replace("_", " ")
