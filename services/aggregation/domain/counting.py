"""Which buckets an incident counts in, and the cells that hold their counts."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from operator import add, sub
from types import MappingProxyType
from typing import NamedTuple

from schemas.counts import Bucket, CountChanged, Facets, Tally
from schemas.incidents import IncidentResolved
from schemas.values import UNKNOWN_COUNTRY, Range
from schemas.vocabulary import Facet, Factuality, IncidentStatus, Stance
from services.aggregation.domain.spans import month, own_span, week

DOERS = (Stance.CLAIMED, Stance.BLAMED, Stance.SUSPECTED)
"""Who is tied to a deed by one of these counts as an actor of it."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")

Mark = tuple[Facet, str]
"""A facet with one of its values."""
Move = Callable[[int, int], int]
"""`add` or `sub`."""


class Sum(NamedTuple):
    """A sum over incidents; `*_open` counts tolls of the kind "at least", whose upper end nobody knows.

    `sources` says in how many of the incidents each source is heard.
    """

    sources: Mapping[str, int] = MappingProxyType({})
    incidents: int = 0
    killed_min: int = 0
    killed_max: int = 0
    killed_open: int = 0
    wounded_min: int = 0
    wounded_max: int = 0
    wounded_open: int = 0

    def moved(self, share: "Sum", move: Move) -> "Sum":
        """This sum with the share taken in (`add`) or out (`sub`)."""
        if self == NOTHING and move is add:
            return share  # wherever an incident is alone, what it adds is kept once
        sources = dict(self.sources)
        for source, heard in share.sources.items():
            sources[source] = move(sources.get(source, 0), heard)
            if not sources[source]:
                del sources[source]
        return Sum(sources, *map(move, self[1:], share[1:]))

    def tally(self) -> Tally:
        """The sum as it is published."""
        return Tally(
            incidents=self.incidents,
            killed=Range(min=self.killed_min, max=None if self.killed_open else self.killed_max),
            wounded=Range(min=self.wounded_min, max=None if self.wounded_open else self.wounded_max),
            sources=len(self.sources),
        )


NOTHING = Sum()


@dataclass(frozen=True, slots=True)
class Cell:
    """What a bucket holds: the fold of the incidents that count in it, whatever their order.

    Adding and taking out are exact inverses and touch the incident's own facets only, beside one shallow copy.
    """

    total: Sum = NOTHING
    by: Mapping[Mark, Sum] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether no incident counts here."""
        return not self.total.incidents

    def changed(self, removed: Iterable[IncidentResolved] = (), added: Iterable[IncidentResolved] = ()) -> "Cell":
        """The cell once these incidents are taken out and those are in.

        Raises:
            ValueError: more is taken out than is in.
        """
        total, by = self.total, dict(self.by)
        moves: tuple[tuple[Move, Iterable[IncidentResolved]], ...] = ((add, added), (sub, removed))
        for move, incidents in moves:
            for incident in incidents:
                share = _share(incident)
                total = total.moved(share, move)
                for mark in _marks(incident):
                    by[mark] = by.get(mark, NOTHING).moved(share, move)
                    if by[mark].incidents < 0:
                        raise ValueError(f"{mark} is taken out of a cell that it is not in")
                    if not by[mark].incidents:
                        del by[mark]
        return Cell(total, by)

    def plus(self, other: "Cell") -> "Cell":
        """The cell of the incidents of both, which have none in common."""
        by = dict(self.by)
        for mark, total in other.by.items():
            by[mark] = by.get(mark, NOTHING).moved(total, add)
        return Cell(self.total.moved(other.total, add), by)

    def number(self, facet: Facet, value: str) -> int:
        """How many of the incidents have this value of the facet."""
        return self.by.get((facet, value), NOTHING).incidents

    def count(self, bucket: Bucket) -> CountChanged:
        """The cell as it is published. The revision is for whoever publishes it to set."""
        by: dict[str, dict[str, Tally]] = {}
        for facet, value in sorted(self.by):
            by.setdefault(facet, {})[value] = self.by[facet, value].tally()
        return CountChanged(bucket=bucket, revision=1, tally=self.total.tally(), by=Facets.model_validate(by))


def buckets(incident: IncidentResolved) -> tuple[Bucket, ...]:
    """The buckets that the incident counts in, each level once; none unless it stands and occurred.

    Its own span (the day; a night's first day; an interval; undated), in the whole country and in its region; the
    week that holds all of that, in the country; the month that does, in both.
    """
    if incident.status != IncidentStatus.STANDING or incident.factuality != Factuality.OCCURRED:
        return ()
    where = incident.location
    country = (where.country if where else None) or UNKNOWN_COUNTRY
    region = _CONTROL.sub(" ", (where.admin1 if where else None) or "").strip() or None
    own, weeks, months = _spans(incident)
    found = [_bucket(span, country, None) for span in (own, *weeks, *months)]
    if region:
        found += [_bucket(span, country, region) for span in (own, *months)]
    return tuple(found)


def recounted(
    cell_of: Callable[[Bucket], Cell],
    removed: Iterable[IncidentResolved] = (),
    added: Iterable[IncidentResolved] = (),
) -> dict[Bucket, Cell]:
    """The cells that differ once these incidents are taken out and those are in; also the ones that are empty then."""
    moves: dict[Bucket, tuple[list[IncidentResolved], list[IncidentResolved]]] = {}
    for side, incidents in enumerate((removed, added)):
        for incident in incidents:
            for bucket in buckets(incident):
                moves.setdefault(bucket, ([], []))[side].append(incident)
    found = {bucket: cell_of(bucket).changed(*move) for bucket, move in moves.items()}
    return {bucket: cell for bucket, cell in found.items() if cell != cell_of(bucket)}


def folded(incidents: Iterable[IncidentResolved]) -> dict[Bucket, Cell]:
    """The cells of these incidents, afresh."""
    return recounted(lambda _: Cell(), added=incidents)


@lru_cache(maxsize=100_000)
def _bucket(span: str, country: str, admin1: str | None) -> Bucket:
    return Bucket(span=span, country=country, admin1=admin1)


def _spans(incident: IncidentResolved) -> tuple[str, set[str], set[str]]:
    """The incident's own span, and the week and the month that hold it, if one does."""
    own = own_span(incident.occurred, incident.reports[0].published_at.date())
    if incident.occurred is None:
        return own, set(), set()
    first = incident.occurred.earliest
    last = incident.occurred.latest if "/" in own else first
    return own, {week(first)} & {week(last)}, {month(first)} & {month(last)}


def _share(incident: IncidentResolved) -> Sum:
    """What the incident adds wherever it counts."""
    tolls = (*_toll(incident.casualties.killed), *_toll(incident.casualties.wounded))
    return Sum(dict.fromkeys(_sources(incident), 1), 1, *tolls)


def _marks(incident: IncidentResolved) -> set[Mark]:
    """The values of all facets that the incident has."""
    return {
        (Facet.EVENT_TYPE, incident.event_type),
        (Facet.WEAPON, incident.weapon.kind),
        (Facet.OUTCOME, incident.outcome),
        *((Facet.ACTOR, a.actor) for a in incident.attributions if a.actor and a.stance in DOERS),
        *((Facet.TARGET_KIND, target.kind) for target in incident.targets),
    }


def _sources(incident: IncidentResolved) -> set[str]:
    """Whose reports speak for themselves; of reprints alone the first told does."""
    heard = [ref.source for ref in incident.reports if not getattr(ref, "duplicate_of", None)]
    return set(heard or [ref.source for ref in incident.reports[:1]])


def _toll(toll: Range | None) -> tuple[int, int, int]:
    if toll is None:
        return 0, 0, 0
    return toll.min, toll.min if toll.max is None else toll.max, int(toll.max is None)
