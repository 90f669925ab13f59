"""Which buckets an incident counts in, and what their counts add up to."""

from collections.abc import Iterable
from typing import NamedTuple

from schemas.counts import Bucket, Tally
from schemas.incidents import IncidentResolved
from schemas.values import UNKNOWN_COUNTRY, Period, Range
from schemas.vocabulary import Facet, Factuality, IncidentStatus, Stance

ALL_TIME = "all"
_DOERS = (Stance.CLAIMED, Stance.BLAMED, Stance.SUSPECTED)


class Sum(NamedTuple):
    """A sum over incidents; `*_open` counts tolls of the kind "at least", whose upper end nobody knows."""

    incidents: int = 0
    killed_min: int = 0
    killed_max: int = 0
    killed_open: int = 0
    wounded_min: int = 0
    wounded_max: int = 0
    wounded_open: int = 0

    def plus(self, other: "Sum", times: int = 1) -> "Sum":
        """This sum with the other taken in (`times=-1`: taken out)."""
        return Sum(*(a + times * b for a, b in zip(self, other, strict=True)))

    def tally(self) -> Tally:
        """The sum as it is published."""
        return Tally(
            incidents=self.incidents,
            killed=Range(min=self.killed_min, max=None if self.killed_open else self.killed_max),
            wounded=Range(min=self.wounded_min, max=None if self.wounded_open else self.wounded_max),
        )


def counts(incident: IncidentResolved) -> dict[Bucket, Sum]:
    """The buckets that the incident counts in, with what it adds to each; none unless it stands and occurred."""
    if incident.status != IncidentStatus.STANDING or incident.factuality != Factuality.OCCURRED:
        return {}
    share = Sum(1, *_toll(incident.casualties.killed), *_toll(incident.casualties.wounded))
    return dict.fromkeys(_buckets(incident), share)


def span(occurred: Period | None) -> str:
    """The day it is counted under; a night is counted under its first day, longer spans under themselves."""
    if occurred is None:
        return "undated"
    if (occurred.latest - occurred.earliest).days <= 1:
        return occurred.earliest.isoformat()
    return f"{occurred.earliest}/{occurred.latest}"


def _buckets(incident: IncidentResolved) -> Iterable[Bucket]:
    country = (incident.location.country if incident.location else None) or UNKNOWN_COUNTRY
    day = span(incident.occurred)
    yield Bucket(span=day, country=country, facet=Facet.EVENT_TYPE, value=incident.event_type)
    yield Bucket(span=ALL_TIME, country=country, facet=Facet.TOTAL, value="all")
    yield Bucket(span=ALL_TIME, country=country, facet=Facet.WEAPON, value=incident.weapon.kind)
    for actor in {a.actor for a in incident.attributions if a.actor and a.stance in _DOERS}:
        yield Bucket(span=ALL_TIME, country=country, facet=Facet.ACTOR, value=actor)
    for kind in {t.kind for t in incident.targets}:
        yield Bucket(span=ALL_TIME, country=country, facet=Facet.TARGET_KIND, value=kind)


def _toll(toll: Range | None) -> tuple[int, int, int]:
    if toll is None:
        return 0, 0, 0
    return toll.min, toll.min if toll.max is None else toll.max, int(toll.max is None)
