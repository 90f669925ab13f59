"""F16: a schema that is upgraded service by service: events of newer writers, and of older ones."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from schemas.events import Event
from schemas.topics import ARTICLES, REPORTS, Topic
from services.common.envelope import Envelope, opened
from tests.faults.experiment import Experiment
from tests.faults.logs import Logs, header
from tests.faults.trial import Trial
from tests.faults.upstream import enveloped, upstream

EXAMPLES = Path(__file__).parents[2] / "schemas" / "examples"


def _with_more(value: Any) -> Any:
    """With a field more in each object, as the next version may have it."""
    if isinstance(value, dict):
        return {**{name: _with_more(part) for name, part in value.items()}, "of_next_year": {"unknown": [1, None]}}
    return [_with_more(part) for part in value] if isinstance(value, list) else value


def by_a_newer(event: Event) -> bytes:
    """The event as a writer of the next version tells it."""
    return json.dumps(_with_more(event.model_dump(mode="json"))).encode()


def by_an_older(event: Event) -> bytes:
    """The event as a writer tells it that knows no optional field."""
    told = event.model_dump(mode="json", exclude_defaults=True) | event.model_dump(include={"type"})
    return json.dumps(told).encode()


def mixed(trial: Trial, events: tuple[Event, ...]) -> list[Envelope]:
    """Each event by a newer writer or by an older one."""
    tellings = [trial.chance.choice((by_a_newer, by_an_older)) for _ in events]
    return [
        replace(envelope, value=telling(event))
        for event, envelope, telling in zip(events, enveloped(events), tellings, strict=True)
    ]


def examples(topic: Topic) -> list[Envelope]:
    """All events of the topic that the project promises to read for ever."""
    kinds = [kind.model_fields["type"].default for kind in topic.events]
    files = [path for kind in kinds for path in sorted((EXAMPLES / kind).glob("*.json"))]
    return [Envelope(opened(path.read_bytes()).key.encode(), path.read_bytes(), ()) for path in files]


def articles_of_other_versions(trial: Trial) -> None:
    """Has extraction read articles by newer and older writers, and the examples of all versions."""
    articles = upstream(trial).articles
    trial.expected = None  # what the examples tell is not in the plan
    with trial.stack("extraction", "aggregation") as stack:
        trial.put(ARTICLES, [*mixed(trial, articles), *examples(ARTICLES)])
        trial.settle(stack, "extraction", "aggregation")
    letters = Logs.of(trial.settings).dead[ARTICLES.name]
    # One example is in another script; that it is no English is no fault of its version.
    assert {header(letter, "dlq.error.class") for letter in letters} <= {"UnsupportedLanguage"}


def reports_of_other_versions(trial: Trial) -> None:
    """Has aggregation read reports by newer and older writers."""
    up = upstream(trial)
    trial.put(ARTICLES, enveloped(up.articles))
    with trial.stack("aggregation") as stack:
        trial.put(REPORTS, mixed(trial, up.reports))
        trial.settle(stack, "aggregation")


EXPERIMENTS = (
    Experiment(
        "F16 articles",
        "articles by newer and older writers, and all examples",
        articles_of_other_versions,
        services=("extraction", "aggregation"),
    ),
    Experiment(
        "F16 reports", "reports by newer and older writers", reports_of_other_versions, services=("aggregation",)
    ),
)
