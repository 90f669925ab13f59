"""An incident in words for people: a title, and a summary of a few lines."""

from schemas.incidents import Disagreement, IncidentResolved
from tallywire.countries import country_name
from tallywire.exports.entries import Entry
from tallywire.phrases import kind_phrase, period_phrase, toll_phrase


def place_words(incident: IncidentResolved) -> str:
    """`Baghdad, Iraq`; `place unknown` where nobody says."""
    where = incident.location
    if where is None or not (where.name or where.country):
        return "place unknown"
    country = country_name(where.country) if where.country else None
    return ", ".join(dict.fromkeys(filter(None, (where.name, country))))


def title(incident: IncidentResolved) -> str:
    """What, where and when, in a line."""
    kind = str(incident.event_type).replace("_", " ").capitalize()
    return f"{kind}, {place_words(incident)}, {period_phrase(incident.occurred)}"


def disagreement_words(told: Disagreement) -> str:
    """`casualties.killed: 2 (3 reports) or 4 (1)`."""
    values = " or ".join(f"{said.value} ({said.number})" for said in told.values)
    return f"{told.field}: {values}"


def attribution_words(incident: IncidentResolved) -> str:
    """Who is said to have done it, how, and by whom; empty if nobody is."""
    told = (
        f"{attribution.actor} ({attribution.stance}{f', says {attribution.by}' if attribution.by else ''})"
        for attribution in incident.attributions
        if attribution.actor
    )
    return "; ".join(told)


def counted(number: int, thing: str) -> str:
    """`1 source`, `2 sources`."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def summary(entry: Entry) -> str:
    """What is known, line by line, with the articles' headlines."""
    incident = entry.incident
    doers, sources = attribution_words(incident), counted(incident.corroboration, "source")
    lines = [
        f"{kind_phrase(incident)}, outcome {incident.outcome}, {incident.factuality}".replace("_", " "),
        toll_phrase(incident) or "no toll told",
        *([f"attributed: {doers}"] if doers else []),
        *(f"told differently: {disagreement_words(told)}" for told in incident.disagreements),
        f"{sources}, confidence {incident.confidence:.2f}, revision {incident.revision}",
        *(f"{article.source}: {article.headline}" for article in entry.articles),
    ]
    return "\n".join(lines)
