"""F10 and F11: messages that cannot be read, and an extraction that fails."""

import json
import re
import sys
from collections.abc import Callable, Sequence

from schemas.headers import DEAD_LETTER_HEADERS
from schemas.topics import ARTICLES, CONSUMED, INTAKE, REPORTS, Topic
from services.common.admin import MAX_MESSAGE_BYTES
from services.common.envelope import Envelope
from tallywire.stack import module_of
from tests.faults import stumbling
from tests.faults.experiment import Experiment
from tests.faults.killing import load
from tests.faults.logs import Logs, Place, header
from tests.faults.trial import Trial
from tests.faults.upstream import enveloped, portions, upstream
from tests.faults.wires import planned

ONE_IN = 1000
"""So many messages have one among them that cannot be read, on each topic; each kind is there at least once."""
HEADROOM = 1024
"""Bytes for the key and Kafka's own, in a message that is as large as the broker takes it."""


def _changed(good: bytes, **fields: object) -> bytes:
    return json.dumps(json.loads(good) | fields).encode()


def _padded(bad: bytes, size: int) -> bytes:
    return bad + b" " * (size - len(bad))


POISONS: dict[str, Callable[[bytes], bytes | None]] = {
    "bad JSON": lambda _good: b'{"id": "cut off',
    "no object": lambda _good: b'["a", "list"]',
    "a wrong type": lambda good: _changed(good, source=7),
    "no value": lambda _good: None,
    "an unknown version": lambda good: _changed(good, type="incident.reported.v9", id=None),
    "bad UTF-8": lambda good: good[:40] + b"\xff\xfe" + good[40:],
    "as large as can be": lambda _good: _padded(b'{"id": "cut off', MAX_MESSAGE_BYTES - HEADROOM),
}


def poison(trial: Trial) -> None:
    """Puts what cannot be read between the messages of every topic that is read."""
    up, plan = upstream(trial), planned(trial.effort.wires, trial.seed)
    good = {INTAKE: plan.deliveries[0].raw, ARTICLES: enveloped(up.articles)[0].value}
    good[REPORTS] = enveloped(up.reports)[0].value
    kinds = list(POISONS) * max(trial.effort.wires // ONE_IN // len(POISONS), 1)
    sent: dict[Topic, dict[Place, bytes]] = {topic: {} for topic in CONSUMED}
    with trial.stack() as stack:
        for kind, wires in zip(kinds, portions(plan.deliveries, len(kinds)), strict=True):
            trial.publish(wires)
            for topic in CONSUMED:
                bad = POISONS[kind](good[topic])
                (place,) = trial.put(topic, [Envelope(kind.encode(), bad, ())])  # type: ignore[arg-type]  # or nothing
                sent[topic][place] = bad or b""
                trial.done["unreadable messages"] += 1
        trial.settle(stack)
    for topic, places in sent.items():
        _is_buried(Logs.of(trial.settings), topic, places)


def _is_buried(logs: Logs, topic: Topic, sent: dict[Place, bytes]) -> None:
    """Returns if exactly what was sent lies among the dead letters: its bytes, its key, its origin and a reason."""
    letters = logs.dead[topic.name]
    assert logs.buried(topic.name) == sent.keys(), f"{topic.name}: other dead letters than what could not be read"
    for letter in letters:
        place = int(header(letter, "dlq.partition")), int(header(letter, "dlq.offset"))
        assert letter.value == sent[place], f"{topic.name}{place}: the dead letter has other bytes"
        assert letter.key.decode() in POISONS, f"{topic.name}{place}: the dead letter has another key"
        for wanted in DEAD_LETTER_HEADERS:
            text = header(letter, wanted.name)
            assert text, f"{topic.name}{place}: the dead letter has no {wanted.name}"
            assert re.search(wanted.pattern or "", text), f"{topic.name}{place}: {wanted.name} is {text!r}"


def stumble(trial: Trial) -> None:
    """Runs an extraction that raises: once at one article of a hundred, always at one of a thousand."""
    always = min(1000, trial.effort.wires // 3)

    def command(service: str) -> Sequence[str]:
        if service != "extraction":
            return module_of(service)
        return [sys.executable, "-m", stumbling.__name__, "100", str(always)]

    with trial.stack(command=command) as stack:
        load(trial)
        trial.settle(stack)
    trial.expected = None  # what was never read counts nowhere
    logs = Logs.of(trial.settings)
    hopeless = {event.event_id for event in logs.events(ARTICLES.name) if stumbling.hits(event.event_id, always)}
    buried = {header(letter, "ce_id") for letter in logs.dead[ARTICLES.name]}
    assert buried == hopeless, f"dead letters {sorted(buried)}, but {sorted(hopeless)} cannot be handled"
    trial.done["articles that always fail"] += len(hopeless)
    trial.done["articles that failed once"] += sum(
        stumbling.hits(event.event_id, 100) for event in logs.events(ARTICLES.name)
    )


POISON = Experiment("F10", "one message in 1,000 of each topic cannot be read", poison)
EXPERIMENTS = (
    POISON,
    Experiment("F11", "the extraction raises: 1 % once, 0.1 % always", stumble),
)
