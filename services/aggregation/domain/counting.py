"""Which buckets an incident counts in, and what it adds to their cells."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from schemas.counts import Bucket
from schemas.incidents import IncidentResolved
from schemas.values import UNKNOWN_COUNTRY, Range
from schemas.vocabulary import DOERS, Facet, Factuality, IncidentStatus
from services.aggregation.domain.cells import Cell, Share, Sum, net
from services.aggregation.domain.spans import Level, level, month, own_span, week

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def buckets(incident: IncidentResolved) -> tuple[Bucket, ...]:
    """The buckets that the incident counts in, each level once; none unless it stands and occurred.

    Its own span (the day; a night's first day; an interval; undated), in the whole country and in its region; the
    week that holds all of that, in the country; the month that does, in both.
    """
    if not counts(incident):
        return ()
    country, region = place(incident)
    own, weeks, months = _spans(incident)
    found = [bucket_of(span, country, None) for span in (own, *weeks, *months)]
    if region:
        found += [bucket_of(span, country, region) for span in (own, *months)]
    return tuple(found)


def counts(incident: IncidentResolved) -> bool:
    """Whether the incident counts at all."""
    stands = incident.status == IncidentStatus.STANDING and bool(incident.reports)
    return stands and incident.factuality == Factuality.OCCURRED


def place(incident: IncidentResolved) -> tuple[str, str | None]:
    """The country that the incident counts in, and the region if it has one."""
    where = incident.location
    country = (where.country if where else None) or UNKNOWN_COUNTRY
    return country, _CONTROL.sub(" ", (where.admin1 if where else None) or "").strip() or None


def actors(incident: IncidentResolved) -> set[str]:
    """Who is said to have done it, however surely, but for those who deny it."""
    return {a.actor for a in incident.attributions if a.actor and a.stance in DOERS}


def share(incident: IncidentResolved) -> Share:
    """What the incident adds wherever it counts."""
    tolls = (*_toll(incident.casualties.killed), *_toll(incident.casualties.wounded))
    marks = {
        (Facet.EVENT_TYPE, incident.event_type),
        (Facet.WEAPON, incident.weapon.kind),
        (Facet.OUTCOME, incident.outcome),
        *((Facet.ACTOR, actor) for actor in actors(incident)),
        *((Facet.TARGET_KIND, target.kind) for target in incident.targets),
    }
    return Share(Sum(dict.fromkeys(_sources(incident), 1), 1, *tolls), frozenset(marks))


def recounted(
    cell_of: Callable[[Bucket], Cell],
    removed: Iterable[IncidentResolved] = (),
    added: Iterable[IncidentResolved] = (),
) -> dict[Bucket, Cell]:
    """The cells that differ once these incidents are taken out and those are in; also the ones that are empty then."""
    shares: list[Share] = []
    moves: dict[Bucket, list[int]] = {}
    for incidents, are_in in ((removed, False), (added, True)):
        for incident in incidents:
            for bucket in buckets(incident):
                moves.setdefault(bucket, []).append(len(shares))
            shares.append(share(incident) if are_in else share(incident).negative())
    nets = {which: net([shares[one] for one in which]) for which in set(map(tuple, moves.values()))}
    changes = {bucket: nets[tuple(which)] for bucket, which in moves.items()}  # an incident's buckets change alike
    return {bucket: cell_of(bucket).plus(change) for bucket, change in changes.items() if change != Cell()}


def folded(incidents: Iterable[IncidentResolved]) -> dict[Bucket, Cell]:
    """The cells of these incidents, afresh."""
    return recounted(lambda _: Cell(), added=incidents)


@lru_cache(maxsize=100_000)
def bucket_of(span: str, country: str, admin1: str | None) -> Bucket:
    """The bucket, made once."""
    return Bucket(span=span, country=country, admin1=admin1)


def _spans(incident: IncidentResolved) -> tuple[str, set[str], set[str]]:
    """The incident's own span, and the week and the month that hold it, if one does."""
    own = own_span(incident.occurred, incident.reports[0].published_at.date())
    if incident.occurred is None:
        return own, set(), set()
    first = incident.occurred.earliest
    last = incident.occurred.latest if level(own) == Level.INTERVAL else first
    return own, {week(first)} & {week(last)}, {month(first)} & {month(last)}


def _sources(incident: IncidentResolved) -> set[str]:
    """Whose reports speak for themselves; of reprints alone the first told does."""
    heard = [ref.source for ref in incident.reports if not getattr(ref, "duplicate_of", None)]
    return set(heard or [ref.source for ref in incident.reports[:1]])


def _toll(toll: Range | None) -> tuple[int, int, int]:
    if toll is None:
        return 0, 0, 0
    return toll.min, toll.min if toll.max is None else toll.max, int(toll.max is None)
