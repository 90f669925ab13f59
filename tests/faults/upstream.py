"""What the earlier services would have published, made by their own functions: to try a later service alone.

Alone it always has work in hand, which it has not behind a slower one; and its input can be had in any order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from schemas.articles import ArticleEvent
from schemas.events import Event
from schemas.topics import ARTICLES
from services.common.admin import create_topics
from services.common.envelope import Envelope, sealed
from tallywire.kafka import whole_topic
from tallywire.oracle import articles_of, reports_of
from tests.faults.trial import Trial
from tests.faults.wires import USUAL, Rates, planned

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Upstream:
    """The events of a trial's wires, each once, in the order of the wires."""

    articles: tuple[ArticleEvent, ...]
    reports: tuple[Event, ...]


def upstream(trial: Trial, rates: Rates = USUAL) -> Upstream:
    """What ingest and extraction make of the trial's wires, which say how many incidents must stand."""
    plan = planned(trial.effort.wires, trial.seed, rates)
    trial.expected = plan.standing
    articles = tuple(articles_of(one.wire() for one in plan.deliveries))
    return Upstream(articles, tuple(reports_of(articles)))


def enveloped(events: Iterable[Event]) -> list[Envelope]:
    """The events as they travel."""
    return [sealed(event, "upstream") for event in events]


def portions(things: Sequence[T], count: int) -> list[Sequence[T]]:
    """The things in so many parts, in their order."""
    size = -(-len(things) // count)
    return [things[first : first + size] for first in range(0, size * count, size)]


def read_anew(trial: Trial) -> None:
    """Goes over to a fresh namespace, in which extraction and aggregation read the trial's log of articles."""
    old = trial.settings
    trial.settings = old.model_copy(update={"namespace": f"{old.namespace[:-1]}-anew."})
    create_topics(trial.settings)
    trial.put(
        ARTICLES,
        (Envelope(one.key, one.value, tuple(one.headers)) for one in whole_topic(old, old.named(ARTICLES.name))),
    )
    with trial.stack("extraction", "aggregation") as stack:
        trial.settle(stack, "extraction", "aggregation")
