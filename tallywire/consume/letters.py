"""What a consumer could not read or handle, and what to do with it."""

import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from schemas.events import Event
from schemas.topics import DEAD_LETTER_PARTITIONS, EVENTS
from services.common.admin import MAX_MESSAGE_BYTES, administration
from services.common.envelope import Headers, UnreadableEvent, opened
from services.common.letters import Origin, headers_of_dead
from services.common.settings import Settings
from tallywire.kafka import producer

log = logging.getLogger("tallywire.consume")
_VERSIONED = re.compile(r"(?P<name>.+)\.v(?P<number>\d+)")


class OtherVersion(UnreadableEvent):
    """An event of a type that is known, in a version that is not: the program is older, or newer, than the writer."""


class NotAnEventOfOurs(UnreadableEvent):
    """A message that is no event of a known type, or breaks its schema."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it came, and why it was set aside."""

    origin: Origin
    key: bytes | None
    value: bytes | None
    headers: Headers
    error: Exception

    def __str__(self) -> str:
        """Where it stands, and the reason."""
        place = f"{self.origin.topic}[{self.origin.partition}]@{self.origin.offset}"
        return f"{place}: {type(self.error).__name__}: {self.error}"


Hook = Callable[[Letter], None]
"""Takes what is set aside. When it returns, the message is done with; when it raises, reading ends before it."""


def logged(letter: Letter) -> None:
    """Leaves it at a warning in the log of `tallywire.consume`."""
    log.warning("set aside: %s", letter)


def read(value: bytes) -> Event:
    """The event.

    Raises:
        OtherVersion: the type is known, its version is not.
        NotAnEventOfOurs: anything else that cannot be read.
    """
    try:
        return opened(value)
    except UnreadableEvent as error:
        raise _other_version(value) or NotAnEventOfOurs(str(error)) from error


def _other_version(value: bytes) -> OtherVersion | None:
    try:
        kind = str(json.loads(value)["type"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    asked = _VERSIONED.fullmatch(kind)
    known = [name for name in EVENTS if asked and name.rpartition(".v")[0] == asked["name"]]
    if kind in EVENTS or not known:
        return None
    return OtherVersion(f"{kind} is not the version that is read here ({', '.join(known)}): update this program")


class DeadLetters:
    """A hook that keeps what is set aside on a topic of your own, as the services do: bytes, headers and the reason."""

    def __init__(self, settings: Settings, topic: str, stage: str) -> None:
        """Writes to the topic (made where it is missing); `stage` names your program.

        Raises:
            BrokerFault: nothing answers.
        """
        self._topic, self._stage = settings.named(topic), stage
        with administration(settings) as client:
            if self._topic not in client.list_topics():
                configs = {"retention.ms": "-1", "max.message.bytes": str(MAX_MESSAGE_BYTES)}
                options = {"num_partitions": DEAD_LETTER_PARTITIONS, "replication_factor": -1, "configs": configs}
                client.create_topics({self._topic: options}, wait_for_metadata=True)
        self._writer: Any = producer(settings)

    def __call__(self, letter: Letter) -> None:
        """Returns when the broker has it; raises a KafkaError if it does not come to that."""
        headers = headers_of_dead(letter.origin, letter.headers, self._stage, letter.error, version("tallywire"))
        sent = self._writer.send(self._topic, key=letter.key, value=letter.value, headers=list(headers))
        sent.get(timeout=60)
        logged(letter)

    def close(self) -> None:
        """Closes its connection."""
        self._writer.close()
