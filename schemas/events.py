"""What every event is: frozen, typed by a versioned literal, with an id that its content decides."""

from abc import ABC, abstractmethod
from datetime import datetime

from schemas.values import Value


class Event(Value, ABC):
    """A thing that happened, told in the past tense; subclasses add a `type` literal."""

    @property
    @abstractmethod
    def event_id(self) -> str:
        """The same for the same happening, however often it is told: drop what repeats it."""

    @property
    @abstractmethod
    def key(self) -> str:
        """The Kafka key: events of one key are in order."""

    @property
    @abstractmethod
    def subject(self) -> str:
        """What the event is about (CloudEvents `subject`)."""

    @property
    def time(self) -> datetime | None:
        """When it happened (CloudEvents `time`), where the content says so."""
        return None
