"""What all reports of an incident say together, by stated rules."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from schemas.incidents import IncidentResolved, ReportRef
from schemas.reports import IncidentReported
from schemas.values import Attribution, Casualties, Location, Period, Range, Target, Weapon
from schemas.vocabulary import IncidentStatus

_PRECISE = ("site", "city", "admin1", "country", None)


class Standing(NamedTuple):
    """A report that stands, and since when it has been told."""

    since: datetime
    report: IncidentReported

    @property
    def order(self) -> tuple[datetime, str]:
        """Told earlier first; the id decides between reports of one moment."""
        return self.since, self.report.report_id


def merged(standing: Iterable[Standing]) -> IncidentResolved:
    """The incident as its reports tell it together. The revision is for whoever publishes it to set.

    - a reprint has no voice beside what it repeats, but it stands among the reports;
    - its id comes from the report that was told first, its kind, factuality and outcome from the majority;
    - the date is the closest one, the place the most precise, each by majority among these;
    - the toll is the one of the newest report that states it;
    - attributions and targets are the union of all.
    """
    told = sorted(standing, key=lambda s: s.order)
    everything = [s.report for s in told]
    reports = voices(everything)
    by_age = sorted(reports, key=lambda r: (r.published_at, r.report_id))
    known = _majority
    return IncidentResolved(
        incident_id=incident_id(told[0]),
        revision=1,
        status=IncidentStatus.STANDING,
        event_type=known([r.event_type for r in reports], "other"),
        factuality=known([r.factuality for r in reports]),
        outcome=known([r.outcome for r in reports], "unknown"),
        occurred=_period(reports),
        location=_location(reports),
        weapon=_weapon(reports),
        targets=_targets(everything),
        casualties=Casualties(
            killed=_newest(by_age, lambda r: r.casualties.killed),
            wounded=_newest(by_age, lambda r: r.casualties.wounded),
        ),
        attributions=_attributions(everything),
        reports=tuple(_reference(r) for r in everything),
        corroboration=len({r.source for r in reports}),
        confidence=_confidence(reports),
    )


def voices(told: Sequence[IncidentReported]) -> list[IncidentReported]:
    """The reports of the articles that speak for themselves: the first told of each group that shares a text.

    Not the one that the others name: which copy ingest saw first is chance, and nothing here shall hang on that.
    """
    origins = {r.article_id: r.duplicate_of for r in told if r.duplicate_of}
    speaker: dict[str, str] = {}
    for report in told:
        speaker.setdefault(_root(report.article_id, origins), report.article_id)
    return [r for r in told if speaker[_root(r.article_id, origins)] == r.article_id]


def _root(article_id: str, origins: Mapping[str, str]) -> str:
    """Where the copies of copies lead; revisions that are on their way can make a circle, which has one name."""
    passed = {article_id}
    while (origin := origins.get(article_id)) and origin not in passed:
        passed.add(article_id := origin)
    return min(passed) if origin else article_id


def incident_id(founder: Standing) -> str:
    """Readable, and the same whatever is corrected: country, day and id of the report that was told first."""
    return f"{founder.report.key}-{founder.since.astimezone(UTC).date()}-{founder.report.report_id[:12]}"


def _majority(values: Sequence[Any], vague: str | None = None) -> Any:
    """The commonest value; of equals the first told; `vague` only if nobody says more."""
    counted = Counter(v for v in values if v != vague) or Counter(values)
    return counted.most_common(1)[0][0]


def _period(reports: list[IncidentReported]) -> Period | None:
    periods = [r.occurred for r in reports if r.occurred]
    if not periods:
        return None
    closest = min(p.latest - p.earliest for p in periods)
    days = _majority([(p.earliest, p.latest) for p in periods if p.latest - p.earliest == closest])
    hours = [p.time_of_day for p in periods if (p.earliest, p.latest) == days and p.time_of_day]
    return Period(earliest=days[0], latest=days[1], time_of_day=_majority(hours) if hours else None)


def _location(reports: list[IncidentReported]) -> Location | None:
    places = [r.location for r in reports if r.location]
    if not places:
        return None
    best = min((p.precision for p in places), key=_PRECISE.index)
    chosen: Location = _majority([p for p in places if p.precision == best])
    return chosen


def _weapon(reports: list[IncidentReported]) -> Weapon:
    kind = _majority([r.weapon.kind for r in reports], "unknown")
    counts = [r.weapon.count for r in reports if r.weapon.count]
    return Weapon(kind=kind, count=_majority(counts) if counts else None)


def _targets(reports: list[IncidentReported]) -> tuple[Target, ...]:
    found = dict.fromkeys(t for r in reports for t in r.targets)
    return tuple(found)


def _attributions(reports: list[IncidentReported]) -> tuple[Attribution, ...]:
    return tuple(dict.fromkeys(a for r in reports for a in r.attributions))


def _newest(by_age: list[IncidentReported], stated: Callable[[IncidentReported], Range | None]) -> Range | None:
    return next((toll for r in reversed(by_age) if (toll := stated(r))), None)


def _confidence(reports: list[IncidentReported]) -> float:
    """The chance that not all sources are wrong, if each source is as good as its best report."""
    best: dict[str, float] = {}
    for report in reports:
        best[report.source] = max(best.get(report.source, 0.0), report.confidence)
    doubt = 1.0
    for source in sorted(best):
        doubt *= 1 - best[source]
    return round(min(1 - doubt, 0.99), 3)


def _reference(report: IncidentReported) -> ReportRef:
    return ReportRef(
        report_id=report.report_id,
        article_id=report.article_id,
        article_revision=report.article_revision,
        source=report.source,
        published_at=report.published_at,
    )
