"""What all reports of an incident say together, by stated rules."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from schemas.incidents import IncidentResolved
from schemas.reports import IncidentReported
from schemas.values import Casualties
from schemas.vocabulary import Factuality, IncidentStatus, Outcome
from services.aggregation.domain import choosing
from services.aggregation.domain.disagreements import disagreements
from services.aggregation.domain.joining import references


class Standing(NamedTuple):
    """A report that stands, and since when it has been told."""

    since: datetime
    report: IncidentReported

    @property
    def order(self) -> tuple[datetime, str]:
        """Told earlier first; the id decides between reports of one moment."""
        return self.since, self.report.report_id


def merged(standing: Iterable[Standing]) -> IncidentResolved:
    """The incident as its reports tell it together; revision and `supersedes` are for whoever publishes it to set.

    - A reprint has no voice beside what it repeats and is no source, but it stands among the reports.
    - The id comes from the report that was told first, and stays however that is corrected.
    - The kind is the commonest that is more than `other`, or what somebody takes that for more exactly.
    - Factuality, outcome, weapon and count are the commonest; of two as common the newer, as news firms up.
    - `possible`, like `other` and `unknown`, is said only if nobody says more.
    - The date is the closest one and the place the most precise, each by majority among these.
    - A toll is the newest of those that the most trusted sources state; beside it stands the range of all.
    - Targets and attributions are the union of all, attributions with the sources that carry them.
    """
    told = sorted(standing, key=lambda s: s.order)
    everything = [s.report for s in told]
    speaker = speakers(everything)
    reports = [r for r in everything if speaker[r.article_id] == r.article_id]
    newest = sorted(reports, key=lambda r: (r.published_at, r.report_id), reverse=True)
    killed, wounded = [r.casualties.killed for r in newest], [r.casualties.wounded for r in newest]
    trust = [r.trust for r in newest]
    return IncidentResolved(
        incident_id=incident_id(told[0]),
        revision=1,
        status=IncidentStatus.STANDING,
        event_type=choosing.kind([r.event_type for r in newest]),
        factuality=choosing.commonest([r.factuality for r in newest], Factuality.POSSIBLE),
        outcome=choosing.commonest([r.outcome for r in newest], Outcome.UNKNOWN),
        occurred=choosing.closest([r.occurred for r in reports if r.occurred]),
        location=choosing.most_precise([r.location for r in reports if r.location]),
        weapon=choosing.weapon([r.weapon for r in newest]),
        targets=choosing.targets(reports),
        casualties=Casualties(killed=choosing.toll(killed, trust), wounded=choosing.toll(wounded, trust)),
        casualties_told=Casualties(killed=choosing.span(killed), wounded=choosing.span(wounded)),
        attributions=choosing.attributions(reports),
        disagreements=disagreements(reports),
        reports=references(everything, speaker),
        corroboration=len({r.source for r in reports}),
        confidence=choosing.confidence(reports),
    )


def speakers(told: Iterable[IncidentReported]) -> dict[str, str]:
    """Which article speaks for each: the first told of each group that shares a text, itself among others.

    Not the one that the others name: which copy ingest saw first is chance, and nothing here shall hang on that.
    """
    articles = {r.article_id: r.duplicate_of for r in told}
    origins = {article: origin for article, origin in articles.items() if origin}
    first: dict[str, str] = {}
    return {article: first.setdefault(_root(article, origins), article) for article in articles}


def incident_id(founder: Standing) -> str:
    """Readable, and the same whatever is corrected: country, the day (UTC) of the report told first, and its id."""
    return f"{founder.report.key}-{founder.since.astimezone(UTC).date()}-{founder.report.report_id[:12]}"


def _root(article_id: str, origins: Mapping[str, str]) -> str:
    """Where the copies of copies lead; revisions that are on their way can make a circle, which has one name."""
    passed = {article_id}
    while (origin := origins.get(article_id)) and origin not in passed:
        passed.add(article_id := origin)
    return min(passed) if origin else article_id
