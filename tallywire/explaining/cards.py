"""An incident's or a statistic's fields as a card shows them: each value beside the words that say it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from schemas.reports import IncidentReported, StatisticReported
from schemas.values import Attribution, Evidence, Location, Period, Target
from schemas.vocabulary import Factuality, Outcome, TargetKind, WeaponKind
from tallywire.explaining.shown import Quote, Row
from tallywire.explaining.wordings import fields, rule_words
from tallywire.phrases import kind_phrase, period_phrase, place_phrase, range_phrase


def title_of(incident: IncidentReported) -> str:
    """An incident in a line."""
    return " · ".join((_plain(kind_phrase(incident)), period_phrase(incident.occurred), place_phrase(incident)))


def rows_of(incident: IncidentReported) -> tuple[Row, ...]:
    """The fields that are filled, each with its words; one row for each target and attribution."""
    evidence: defaultdict[str, list[Quote]] = defaultdict(list)
    for line in incident.evidence:
        evidence[line.field].append(_quote(line))
    rows: list[Row] = []
    for field, label in fields().items():
        rows += _rows(label, _values(incident, field), evidence[field])
    return tuple(rows)


def unsaid(incident: IncidentReported) -> tuple[str, ...]:
    """The names of the fields of which the wire says nothing; that it is told as a fact needs no words."""
    return tuple(label for field, label in fields().items() if field != "factuality" and not _values(incident, field))


def counted(statistic: StatisticReported) -> str:
    """A statistic in a line."""
    return f"{range_phrase(statistic.count)} {_kinds(statistic)}"


def statistic_rows(statistic: StatisticReported) -> tuple[Row, ...]:
    """The fields of a statistic."""
    quotes = tuple(_quote(line) for line in statistic.evidence)
    told = {
        "how many": range_phrase(statistic.count),
        "of": _kinds(statistic),
        "where": ", ".join(statistic.countries) or "worldwide",
        "when": _period(statistic.period) if statistic.period else "",
        "according to": statistic.by or "",
    }
    return tuple(Row(label, value, quotes if n == 0 else ()) for n, (label, value) in enumerate(told.items()) if value)


def _kinds(statistic: StatisticReported) -> str:
    return ", ".join(_plain(kind) for kind in statistic.of) or "attacks"


def _rows(label: str, values: Sequence[str], quotes: Sequence[Quote]) -> Iterator[Row]:
    """A row for each value with its own quote, or one with all quotes where they do not go in pairs."""
    if len(values) == len(quotes):
        yield from (Row(label, value, (quote,)) for value, quote in zip(values, quotes, strict=True))
    elif values:
        yield Row(label, "; ".join(values), tuple(quotes))


def _quote(line: Evidence) -> Quote:
    return Quote(line.start, line.end, line.quote, rule_words(line.rule))


def _values(incident: IncidentReported, field: str) -> list[str]:
    """A field's values in words; none where the wire does not say."""
    toll, weapon = incident.casualties, incident.weapon
    values: dict[str, list[str]] = {
        "event_type": [_plain(incident.event_type)],
        "factuality": [incident.factuality.value] if incident.factuality is not Factuality.OCCURRED else [],
        "occurred": [_period(incident.occurred)] if incident.occurred else [],
        "location": [_location(incident.location)] if incident.location else [],
        "weapon": [_plain(weapon.kind)] if weapon.kind is not WeaponKind.UNKNOWN else [],
        "weapon.count": [range_phrase(weapon.count)] if weapon.count else [],
        "targets": [_target(target) for target in incident.targets],
        "casualties.killed": [range_phrase(toll.killed)] if toll.killed else [],
        "casualties.wounded": [range_phrase(toll.wounded)] if toll.wounded else [],
        "outcome": [incident.outcome.value] if incident.outcome is not Outcome.UNKNOWN else [],
        "attributions": [_attribution(attribution) for attribution in incident.attributions],
    }
    return values[field]


def _plain(word: str) -> str:
    return word.replace("_", " ")


def _period(period: Period) -> str:
    return " ".join(filter(None, (period_phrase(period), period.time_of_day)))


def _location(location: Location) -> str:
    spot = "" if location.lat is None or location.lon is None else f"{location.lat:.2f}, {location.lon:.2f}"
    named = ", ".join(filter(None, (location.name, location.admin1, location.country)))
    size = "province" if location.precision == "admin1" else location.precision
    return f"{named} ({', '.join(filter(None, (size, spot)))})"


def _target(target: Target) -> str:
    kind = _plain(target.kind) if target.kind is not TargetKind.UNKNOWN else ""
    return f"{target.name} ({kind})" if target.name and kind else target.name or kind or "unknown"


def _attribution(attribution: Attribution) -> str:
    actor, by = attribution.actor, attribution.by
    said = f", according to {by}" if by and by != actor else ""
    return f"{actor or 'nobody named'}: {attribution.stance}{said}"
