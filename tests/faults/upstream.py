"""What the earlier services would have published, made by their own functions: to try a later service alone.

Alone it always has work in hand, which it has not behind a slower one; and its input can be had in any order.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from schemas.articles import ArticleEvent
from schemas.events import Event
from services.common.envelope import Envelope, sealed
from tallywire.oracle import articles_of, reports_of
from tests.faults.trial import Trial
from tests.faults.wires import planned


@dataclass(frozen=True, slots=True)
class Upstream:
    """The events of a trial's wires, each once, in the order of the wires."""

    articles: tuple[ArticleEvent, ...]
    reports: tuple[Event, ...]


def upstream(trial: Trial) -> Upstream:
    """What ingest and extraction make of the trial's wires, which says how many incidents must stand."""
    plan = planned(trial.effort.wires, trial.seed)
    trial.expected = plan.standing
    articles = tuple(articles_of(one.wire() for one in plan.deliveries))
    return Upstream(articles, tuple(reports_of(articles)))


def enveloped(events: Iterable[Event]) -> list[Envelope]:
    """The events as they travel."""
    return [sealed(event, "upstream") for event in events]
