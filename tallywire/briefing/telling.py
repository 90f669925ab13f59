"""Parts of a briefing in words, the same on the page and in the picture."""

from collections.abc import Iterator

from schemas.alerts import UpsurgeEnded, UpsurgeEvent
from schemas.incidents import IncidentResolved
from schemas.values import Range
from schemas.vocabulary import Outcome, WeaponKind
from tallywire.briefing.briefing import Briefing, named
from tallywire.countries import country_name
from tallywire.exports.words import counted, place_words
from tallywire.phrases import period_phrase, range_phrase, toll_phrase

NOTE = (
    "Counted is what stands and occurred, in the week within which all days lie that it may be of. A night is its first"
    " day. Days are local days at the place; times are UTC. Tolls are sums of what wires tell, from the least to the"
    " most."
)


def toll(value: Range) -> str:
    """`12`, `12–15`, `12+`."""
    return range_phrase(value).replace("-", "–")


def figures(told: Briefing) -> Iterator[tuple[str, str, str]]:
    """The key numbers: what, how many, and how many the week before."""
    now, before = told.now, told.before
    yield "incidents", str(now.incidents), str(before.incidents)
    yield "killed", toll(now.killed), toll(before.killed)
    yield "wounded", toll(now.wounded), toll(before.wounded)
    if told.country is None:
        yield "countries", str(now.countries), str(before.countries)
    yield "sources", str(now.sources), str(before.sources)
    yield "disputed", str(now.disputed), str(before.disputed)


def what(incident: IncidentResolved) -> str:
    """`Drone strike, 2 drones, intercepted`."""
    weapon, outcome = incident.weapon, incident.outcome
    words = [named(incident.event_type).capitalize()]
    kind = named(weapon.kind) if weapon.kind not in (WeaponKind.UNKNOWN, WeaponKind.OTHER) else ""
    if weapon.count:
        plural = "" if weapon.count.max == 1 else "s"
        words.append(f"{toll(weapon.count)} {kind or 'munition'}{plural}")
    elif kind:
        words.append(kind)
    if outcome != Outcome.UNKNOWN:
        words.append(str(outcome))
    return ", ".join(words)


def where_and_when(incident: IncidentResolved) -> tuple[str, str]:
    """The place, and the day or days."""
    return place_words(incident), period_phrase(incident.occurred).replace("..", " to ")


def harm(incident: IncidentResolved) -> str:
    """`2–4 killed, 1+ wounded`, or that nobody tells."""
    return toll_phrase(incident).replace("-", "–") or "no toll told"


def upsurge_words(upsurge: UpsurgeEvent) -> tuple[str, str]:
    """Whose, and why it is one."""
    series, found = upsurge.series, upsurge.ground
    whose = country_name(series.country)
    if series.value:
        whose = f"{series.value.replace('_', ' ')} ({series.kind}), {whose}"
    state = f"last on {upsurge.last}" if isinstance(upsurge, UpsurgeEnded) else "still on"
    usual = f"{range_phrase(found.usual).replace('-', '–')} are usual"
    return whose, f"{counted(found.number, 'incident')} in seven days, {usual}; since {upsurge.since}, {state}"


def as_of(told: Briefing) -> str:
    """Until when it knows."""
    return f"as known on {told.as_of:%Y-%m-%d %H:%M} UTC"


def left_out(told: Briefing) -> str | None:
    """What may have been in the week and is not counted."""
    if not told.loose:
        return None
    return f"Not counted: {counted(told.loose, 'incident')} dated no closer than across an end of the week."
