"""A subscription: which events, as which group, and what else is to hold; and its deliveries."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from schemas.events import Event
from schemas.topics import TOPICS, Topic
from services.common.envelope import Headers, pairs, trace_of
from services.common.letters import Origin
from services.common.settings import Settings
from tallywire.consume.letters import Hook, Letter, logged
from tallywire.consume.memory import Memory, RecentMemory

if TYPE_CHECKING:
    from tallywire.consume.deliveries import Deliveries

E = TypeVar("E", bound=Event)


def _source_of(record: Any) -> str:
    return next((value.decode("utf-8", "replace") for name, value in pairs(record.headers) if name == "ce_source"), "")


@dataclass(frozen=True, slots=True)
class _Message:
    """A message as Kafka has it."""

    record: Any = field(repr=False)

    @property
    def key(self) -> str:
        """Its key: messages of one key come in order."""
        return (self.record.key or b"").decode("utf-8", "replace")

    @property
    def origin(self) -> Origin:
        """Where it stands."""
        return Origin(self.record.topic, self.record.partition, self.record.offset)

    @property
    def written_at(self) -> datetime:
        """When it was written to the topic, in UTC."""
        return datetime.fromtimestamp(self.record.timestamp / 1000, UTC)

    @property
    def trace(self) -> str | None:
        """Its W3C traceparent."""
        return trace_of(self.record.headers)

    def letter(self, error: Exception) -> Letter:
        """The message set aside for a reason."""
        headers: Headers = tuple(pairs(self.record.headers))
        return Letter(self.origin, self.record.key, self.record.value, headers, error)


@dataclass(frozen=True, slots=True)
class Delivery(_Message, Generic[E]):
    """An event that was asked for."""

    event: E

    @property
    def identity(self) -> str:
        """Writer, type and id: what repeats it is the same event once more."""
        return "\n".join((_source_of(self.record), type(self.event).__name__, self.event.event_id))


@dataclass(frozen=True, slots=True)
class Gone(_Message):
    """A tombstone: of this key there is nothing any more."""


def any_event(_: Event) -> bool:
    """Every event is wanted."""
    return True


@dataclass(frozen=True)
class Subscription(Generic[E]):
    """Which events are read, and how. Programs of one `group` share the partitions; the group resumes where it was.

    `where` looks at one event alone: a correction may take an incident out of what is wanted, so wish for what does not
    change, or look at `status` and the rest yourself. An event that it refuses is done with.
    """

    kind: type[E]
    """A type of event, or a base of several (`ArticleEvent`); what else is on their topics is passed over."""
    group: str
    settings: Settings = field(default_factory=Settings)
    where: Callable[[E], bool] = any_event
    start: Literal["earliest", "latest"] = "earliest"
    """Where a group begins that was never here."""
    until_end: bool = False
    """Whether the deliveries end with what is there at the beginning, instead of waiting for more."""
    tombstones: bool = False
    """Whether `changes` gives tombstones, too."""
    memory: Callable[[], Memory] = RecentMemory
    """Makes the memory by which repeats are dropped."""
    unreadable: Hook = logged
    """Takes what is no event, or one of another version."""
    batch: int = 100
    """So many messages are taken from the broker at a time, and at most so many come again after a crash."""
    handling_seconds: float = 300.0
    """For how long one event may be handled before the group takes its partitions away."""

    @property
    def topics(self) -> tuple[Topic, ...]:
        """Where such events are.

        Raises:
            ValueError: on no topic, or a number is out of range.
        """
        found = tuple(topic for topic in TOPICS if any(issubclass(event, self.kind) for event in topic.events))
        if not found:
            raise ValueError(f"{self.kind.__name__} is on no topic")
        if self.batch < 1 or self.handling_seconds <= 0 or not self.group:
            raise ValueError("a subscription wants a group, a batch of 1 or more, and time for handling")
        return found

    @contextmanager
    def deliveries(self) -> "Iterator[Deliveries[E]]":
        """The deliveries, for as long as the block lasts. What was not done with by then comes again to the group.

        Raises:
            BrokerFault: nothing answers, or a topic is missing.
        """
        from tallywire.consume.deliveries import Deliveries  # noqa: PLC0415 (it wants us, too)

        deliveries = Deliveries(self)
        try:
            yield deliveries
        finally:
            deliveries.close()
