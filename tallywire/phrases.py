"""Events and ranges in words."""

from collections.abc import Mapping

from schemas.alerts import UpsurgeEnded, UpsurgeEvent
from schemas.articles import ArticleText, ArticleWithdrawn
from schemas.counts import CountChanged
from schemas.incidents import IncidentResolved
from schemas.reports import IncidentReported, RetractedEvent, StatisticReported
from schemas.statistics import StatisticCompared
from schemas.values import Period, Range
from schemas.vocabulary import StatisticStatus, WeaponKind


def range_phrase(value: Range | None) -> str:
    """`3`, `3-5`, `3+`, or `?` for what nobody states."""
    if value is None:
        return "?"
    if value.max is None:
        return f"{value.min}+"
    return str(value.min) if value.min == value.max else f"{value.min}-{value.max}"


def count_phrase(count: CountChanged) -> str:
    """A bucket's value in one line, with its kinds of events."""
    tally = count.tally
    tolls = f"{range_phrase(tally.killed)} killed, {range_phrase(tally.wounded)} wounded, {tally.sources} sources"
    kinds = parts_phrase({value: part.incidents for value, part in count.by.event_type.items()})
    return f"{count.key}  {tally.incidents} incidents, {tolls}" + (f": {kinds}" if kinds else "")


def statistic_phrase(said: StatisticReported | StatisticCompared) -> str:
    """A wire's number of attacks, and who counted them."""
    where = ", ".join(said.countries) or "worldwide"
    when = period_phrase(said.period)
    return f"{said.article_id} says {range_phrase(said.count)} {'/'.join(said.of)} in {where} {when} (by {said.by})"


def comparison_phrase(compared: StatisticCompared) -> str:
    """A wire's number of attacks beside ours."""
    if compared.status == StatisticStatus.WITHDRAWN:
        return f"{statistic_phrase(compared)} · withdrawn"
    return f"{statistic_phrase(compared)} · {range_phrase(compared.own)} counted here"


def upsurge_phrase(event: UpsurgeEvent) -> str:
    """An upsurge, with what was found on its first day."""
    series, found = event.series, event.ground
    told = f"{series.country} {series.kind} {series.value or ''}".strip()
    expected = f"{found.expected:g} expected ({range_phrase(found.usual)}), chance {found.tail:g}"
    end = f" · {event.reason}, last on {event.last}" if isinstance(event, UpsurgeEnded) else ""
    return f"{told} · since {event.since} · {found.number} in seven days, {expected}{end}"


def parts_phrase(numbers: Mapping[str, int]) -> str:
    """`rocket 4, drone 2`: the most first."""
    return ", ".join(f"{value} {number}" for value, number in sorted(numbers.items(), key=lambda p: (-p[1], p[0])))


def period_phrase(value: Period | None) -> str:
    """A day, two days, or `undated`."""
    if value is None:
        return "undated"
    return f"{value.earliest}" if value.earliest == value.latest else f"{value.earliest}..{value.latest:%m-%d}"


def place_phrase(incident: IncidentReported | IncidentResolved) -> str:
    """The place and its country."""
    where = incident.location
    if where is None:
        return "somewhere"
    return ", ".join(filter(None, (where.name, where.country)))


def toll_phrase(incident: IncidentReported | IncidentResolved) -> str:
    """The killed and wounded, as far as they are stated."""
    toll = incident.casualties
    told = ((toll.killed, "killed"), (toll.wounded, "wounded"))
    return ", ".join(f"{range_phrase(value)} {word}" for value, word in told if value is not None)


def kind_phrase(incident: IncidentReported | IncidentResolved) -> str:
    """The kind of event and the weapon, with how many."""
    weapon = incident.weapon
    count = f"{range_phrase(weapon.count)} " if weapon.count else ""
    armed = f"{count}{weapon.kind}" if weapon.kind != WeaponKind.UNKNOWN or count else ""
    return f"{incident.event_type} ({armed})" if armed else str(incident.event_type)


def article_phrase(article: ArticleText) -> str:
    """An article by its headline."""
    return f"{article.published_at:%Y-%m-%d %H:%M} {article.article_id} r{article.revision}  {article.headline}"


def withdrawal_phrase(article: ArticleWithdrawn) -> str:
    """An article that is taken back, and why."""
    told = f"{article.published_at:%Y-%m-%d %H:%M} {article.article_id} r{article.revision}"
    return f"{told}  withdrawn: {article.reason}"


def retraction_phrase(event: RetractedEvent) -> str:
    """A report that is taken back."""
    return f"{event.article_id} r{event.article_revision} takes back report {event.report_id}"


def incident_phrase(incident: IncidentReported | IncidentResolved) -> str:
    """An incident in one line."""
    words = [period_phrase(incident.occurred), place_phrase(incident), kind_phrase(incident), str(incident.outcome)]
    if incident.factuality != "occurred":
        words.append(str(incident.factuality))
    if toll := toll_phrase(incident):
        words.append(toll)
    if isinstance(incident, IncidentResolved):
        words.append(f"{incident.corroboration} sources, {len(incident.reports)} reports, r{incident.revision}")
        if incident.status != "standing":
            words.append(f"{incident.status} {incident.merged_into or ''}".strip())
    else:
        words.append(f"by {incident.article_id}")
    return " · ".join(words)
