"""The picture of the flow, drawn from the topics in plain text, so that it reads well on any screen."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from textwrap import wrap

from schemas.topics import ONLY_READ, TOPICS, Topic

WIDTH = 76
ANYONE = (*ONLY_READ, "any subscriber")
NOTE = (
    "Events of one key stay in order. Compacted: the newest event of each key is kept for ever. "
    "What a service cannot read goes, as it came, to the dead letters: <topic>.dlq."
)


def flow_picture(topics: Iterable[Topic] = TOPICS) -> str:
    """Who writes which topic, what travels on it under which key, and who reads it: a fenced block of text."""
    return "\n".join(("```text", *_stages(topics), "", *wrap(NOTE, WIDTH), "```"))


def _stages(topics: Iterable[Topic]) -> Iterator[str]:
    last: tuple[str, ...] = ()
    for (producers, processors), stage in groupby(topics, key=lambda topic: (topic.producers, topic.processors)):
        if producers != last:
            yield ", ".join(producers)
        for topic in stage:
            yield from _channel(topic)
        yield "  v"
        last = processors or ANYONE
        yield ", ".join(last)


def _channel(topic: Topic) -> Iterator[str]:
    yield "  |"
    kept = "compacted" if topic.cleanup == "compact" else ""
    yield f"  |   {topic.name:<20} key: {topic.key:<16} {kept}".rstrip()
    for line in wrap(_cargo(topic), WIDTH - 8):
        yield f"  |     {line}"


def _cargo(topic: Topic) -> str:
    return ", ".join(event.model_fields["type"].default for event in topic.events) or topic.summary
