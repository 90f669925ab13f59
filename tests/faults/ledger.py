"""The ledger: in = out + dead-lettered + dropped with a reason, at each stage, counted from the topics themselves.

Every record that a service had to read has its line: it led to something that is there to see, it is a dead letter, or
there is a reason, told by the services' pure functions and not by the services, why it had to lead to nothing.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from schemas.articles import ArticleEvent
from schemas.events import Event
from schemas.incidents import IncidentResolved
from schemas.reports import IncidentReported, IncidentRetracted, ReportEvent
from schemas.topics import ARTICLES, INCIDENTS, INTAKE, REPORTS
from services.extraction.domain.desk import Desk
from services.extraction.domain.desk import decided as read
from services.extraction.domain.read import UnsupportedLanguage
from services.ingest.domain.editions import Edition
from services.ingest.domain.editions import decided as edited
from services.ingest.domain.embargoes import held
from services.ingest.domain.wires import UnreadableWire, read_wire
from tests.faults.logs import Logs, Record, event_of, trace

OUT, DEAD, LOST = "out", "dead", "lost"


@dataclass(frozen=True, slots=True)
class Line:
    """What became of the records of one topic."""

    service: str
    read: int
    became: Counter[str]
    """How many are `out`, `dead`, or dropped, by the reason."""
    faults: tuple[str, ...]
    """Records that led nowhere without a reason, and events that nothing led to."""

    @property
    def dropped(self) -> dict[str, int]:
        """How many were dropped for each reason."""
        return {why: count for why, count in sorted(self.became.items()) if why not in (OUT, DEAD, LOST)}

    def __str__(self) -> str:
        why = ", ".join(f"{count} {reason}" for reason, count in self.dropped.items()) or "0"
        return f"{self.service}: in {self.read} = out {self.became[OUT]} + dead {self.became[DEAD]} + dropped {why}"


class _Stage(ABC):
    """Says of each record of a topic, in the topic's order, what became of it."""

    service: str
    topic: str

    def __init__(self, logs: Logs) -> None:
        self.logs = logs
        self._buried = logs.buried(self.topic)

    def line(self) -> Line:
        """The whole topic."""
        became: Counter[str] = Counter()
        faults = []
        for record in sorted(self.logs.topics[self.topic], key=lambda one: (one.partition, one.offset)):
            place = record.partition, record.offset
            what = DEAD if place in self._buried else self.became(record)
            became[what] += 1
            if what == LOST:
                faults.append(f"{self.topic}{place} led to nothing")
        faults += self.strangers()
        return Line(self.service, became.total(), became, tuple(faults))

    @abstractmethod
    def became(self, record: Record) -> str:
        """OUT, LOST, or why it was dropped."""

    @abstractmethod
    def strangers(self) -> Iterator[str]:
        """What is in the next topic, or is not there, although it should be otherwise."""

    def unequal(self, topic: str, expected: set[str]) -> Iterator[str]:
        """The ids that should be there and are not, and the other way round."""
        found = {event.event_id for event in self.logs.events(topic)}
        yield from (f"{topic} has no {event_id}" for event_id in sorted(expected - found))
        yield from (f"{topic} has {event_id}, which nothing led to" for event_id in sorted(found - expected))


class Ingest(_Stage):
    """Deliveries: which article each wire led to, or why to none."""

    service, topic = "ingest", INTAKE.name

    def __init__(self, logs: Logs) -> None:
        super().__init__(logs)
        self._editions: dict[str, Edition] = {}
        self._told = {trace(record) for record in logs.topics[ARTICLES.name]}
        self._ids = {event.event_id for event in logs.events(ARTICLES.name)}
        self._expected: set[str] = set()

    def became(self, record: Record) -> str:
        try:
            wire = read_wire(record.value)
        except UnreadableWire:
            return LOST
        if held(wire, datetime.fromtimestamp(record.timestamp / 1000, UTC)) and trace(record) not in self._told:
            return "under embargo, delivered again after it"
        decision = edited(wire, self._editions)
        self._editions.update(decision.remember)
        ids = {event.event_id for event in decision.events}
        self._expected |= ids
        if not decision.events:
            return "known, or older than what stands"
        # What ingest itself delivers again after an embargo has no trace.
        return OUT if trace(record) in self._told or (not trace(record) and ids <= self._ids) else LOST

    def strangers(self) -> Iterator[str]:
        yield from self.unequal(ARTICLES.name, self._expected)


class Extraction(_Stage):
    """Articles: which reports each led to, or why to none."""

    service, topic = "extraction", ARTICLES.name

    def __init__(self, logs: Logs) -> None:
        super().__init__(logs)
        self._desks: dict[str, Desk] = {}
        self._seen: set[str] = set()
        self._told = {trace(record) for record in logs.topics[REPORTS.name]}
        self._expected: set[str] = set()

    def became(self, record: Record) -> str:
        article = event_of(record)
        if not isinstance(article, ArticleEvent):
            return LOST
        if article.event_id in self._seen:
            return "came again"
        self._seen.add(article.event_id)
        desk = self._desks.get(article.article_id, Desk())
        try:
            decision = read(article, desk)
        except UnsupportedLanguage:
            return LOST
        self._desks[article.article_id] = decision.desk or desk
        self._expected |= {event.event_id for event in decision.events}
        if decision.events:
            return OUT if trace(record) in self._told else LOST
        return "reports nothing" if decision.desk else "older than what was read"

    def strangers(self) -> Iterator[str]:
        yield from self.unequal(REPORTS.name, self._expected)


class Aggregation(_Stage):
    """Reports: whether each stands behind an incident, or why not. What incidents say is the oracle's to judge."""

    service, topic = "aggregation", REPORTS.name

    def __init__(self, logs: Logs) -> None:
        super().__init__(logs)
        self._seen: set[str] = set()
        self._newest: dict[str, int] = {}
        for event in logs.events(self.topic):
            if isinstance(event, IncidentReported | IncidentRetracted):
                self._newest[event.report_id] = max(self._newest.get(event.report_id, 0), event.article_revision)
        self._standing = {
            (report.report_id, report.article_revision)
            for incident in _standing(logs.events(INCIDENTS.name))
            for report in incident.reports
        }
        self._expected: set[tuple[str, int]] = set()

    def became(self, record: Record) -> str:
        event = event_of(record)
        if not isinstance(event, ReportEvent):
            return LOST
        if event.event_id in self._seen:
            return "came again"
        self._seen.add(event.event_id)
        if not isinstance(event, IncidentReported | IncidentRetracted):
            return "statistics, which are no incidents"
        if event.article_revision < self._newest[event.report_id]:
            return "replaced by a later revision"
        if isinstance(event, IncidentRetracted):
            return OUT
        self._expected.add((event.report_id, event.article_revision))
        return OUT if (event.report_id, event.article_revision) in self._standing else LOST

    def strangers(self) -> Iterator[str]:
        yield from (f"an incident names {report}, which nobody made" for report in self._standing - self._expected)


def _standing(events: Iterator[Event]) -> list[IncidentResolved]:
    """The newest snapshot of each incident that stands; a consumer keeps the highest revision."""
    newest: dict[str, IncidentResolved] = {}
    for event in events:
        if isinstance(event, IncidentResolved):
            known = newest.get(event.incident_id)
            newest[event.incident_id] = event if known is None or event.revision >= known.revision else known
    return [incident for incident in newest.values() if incident.status == "standing"]


STAGES: dict[str, type[_Stage]] = {stage.service: stage for stage in (Ingest, Extraction, Aggregation)}


def ledger(logs: Logs, *services: str) -> list[Line]:
    """A line for each of these services, or for all."""
    return [STAGES[service](logs).line() for service in services or STAGES]


def standing(logs: Logs) -> int:
    """How many incidents stand."""
    return len(_standing(logs.events(INCIDENTS.name)))
