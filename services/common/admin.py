"""Topics on the broker: made from the topics' data, and checked against it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from kafka import KafkaAdminClient
from kafka.errors import KafkaError, NoError, TopicAlreadyExistsError, for_code

from schemas.topics import CONSUMED, DEAD_LETTER_PARTITIONS, INTERNAL, TOPICS, Topic
from services.common.reach import why
from services.common.security import connection
from services.common.settings import Settings
from services.common.state import cut, lost
from services.common.tables import CHANGELOGS

MAX_MESSAGE_BYTES = 4 * 1024 * 1024
DAY_MS = 24 * 3600 * 1000


class BrokerFault(Exception):
    """The broker, or a topic on it, is not as it must be; the text names the remedy."""


def unreachable(settings: Settings, error: Exception) -> BrokerFault:
    """The fault that the broker is not reached, with the remedy."""
    return BrokerFault(why(settings, error))


@contextmanager
def administration(settings: Settings) -> Iterator[Any]:
    """A client for administration.

    Raises:
        BrokerFault: nothing answers at the address.
    """
    try:
        client = KafkaAdminClient(**connection(settings), bootstrap_timeout_ms=5000)
    except (KafkaError, ValueError, OSError) as error:
        raise unreachable(settings, error) from error
    try:
        yield client
    finally:
        client.close()


def create_topics(settings: Settings) -> tuple[str, ...]:
    """Creates the topics and dead letters that are missing; returns their names.

    Raises:
        BrokerFault: a topic is there with another number of partitions, or a table's changelog has gone.
    """
    with administration(settings) as client:
        there = set(client.list_topics())
        missing = {name: options for name, options in wanted(settings).items() if name not in there}
        _raise_if(lost(client, settings, there, missing))
        _make(client, missing)
        _check(client, settings, _partitions((*TOPICS, *INTERNAL)) | CHANGELOGS)
    return tuple(missing)


def _make(client: Any, topics: Mapping[str, Any]) -> None:
    # One request for all: each of its own would cost the broker a tenth of a second.
    for made in client.create_topics(topics, raise_errors=False)["topics"] if topics else ():
        # Another process may have been faster; the check tells whether it made the same.
        if made["error_code"] not in (NoError.errno, TopicAlreadyExistsError.errno):
            raise for_code(made["error_code"])(made["error_message"])
    client.wait_for_topics(topics)


def check_topics(settings: Settings, topics: Sequence[Topic] = (*TOPICS, *INTERNAL)) -> None:
    """Returns if these topics and all changelogs are there as declared.

    Raises:
        BrokerFault: one is missing, wrongly partitioned or cut off: Faust would ignore it in silence.
    """
    with administration(settings) as client:
        _check(client, settings, _partitions(topics) | CHANGELOGS)
        _raise_if(cut(client, settings, topics))


def _raise_if(fault: str | None) -> None:
    if fault:
        raise BrokerFault(fault)


def topic_ids(settings: Settings, names: Iterable[str]) -> dict[str, str]:
    """The broker's ids of topics: one that was deleted and made again has another.

    Raises:
        BrokerFault: nothing answers.
    """
    with administration(settings) as client:
        found = client.describe_topics([settings.named(name) for name in names])
    return {topic["name"]: topic["topic_id"] for topic in found}


def wanted(settings: Settings) -> dict[str, dict[str, Any]]:
    """Every topic's options by its name on the broker."""
    found = {}
    for topic in (*TOPICS, *INTERNAL):
        kept = _kept(topic) | {"max.message.bytes": str(MAX_MESSAGE_BYTES)}
        found[settings.named(topic.name)] = _options(topic.partitions, kept)
        if topic in CONSUMED:
            found[settings.named(topic.dead_letters)] = _options(DEAD_LETTER_PARTITIONS, {"retention.ms": "-1"} | kept)
    compacted = {"cleanup.policy": "compact", "max.message.bytes": str(MAX_MESSAGE_BYTES)}
    return found | {settings.named(name): _options(count, compacted) for name, count in CHANGELOGS.items()}


def _kept(topic: Topic) -> dict[str, str]:
    """How long messages stay. The articles are the log that everything is rebuilt from: no contract has an end."""
    if topic.cleanup == "compact":
        return {"cleanup.policy": "compact"}
    if topic.kept_days is None:
        return {"retention.ms": "-1"}
    # By the broker's clock, which all readers share. A segment goes as a whole, so it holds no more than a day.
    kept = {"retention.ms": str(topic.kept_days * DAY_MS), "segment.ms": str(DAY_MS)}
    return kept | {"message.timestamp.type": "LogAppendTime"}


def _options(partitions: int, configs: dict[str, str]) -> dict[str, Any]:
    return {"num_partitions": partitions, "replication_factor": -1, "configs": configs}


def _partitions(topics: Sequence[Topic]) -> dict[str, int]:
    return {topic.name: topic.partitions for topic in topics}


def _check(client: Any, settings: Settings, partitions: Mapping[str, int]) -> None:
    wanted = {settings.named(name): count for name, count in partitions.items()}
    missing = sorted(wanted.keys() - set(client.list_topics()))
    if missing:
        unseen = f", or {settings.kafka_user} may not see it" if settings.kafka_user else ""
        raise BrokerFault(f"topic {', '.join(missing)} is missing{unseen}: run `tallywire topics`")
    for topic in client.describe_topics(list(wanted)):
        name, found = topic["name"], len(topic["partitions"])
        if found != wanted[name]:
            raise BrokerFault(
                f"topic {name} has {found} partitions, not {wanted[name]}: "
                "delete it, or set another TALLYWIRE_NAMESPACE, then run `tallywire topics`"
            )
