"""What comes in, and what it changes."""

from dataclasses import dataclass

from services.api.model.facts import Facts
from services.api.model.positions import Position


@dataclass(frozen=True, slots=True)
class Record:
    """A message of one of the topics; `at` is the broker's time of it in milliseconds since 1970."""

    part: int
    offset: int
    at: int
    key: str
    value: bytes | None


@dataclass(frozen=True, slots=True)
class View:
    """One revision of an incident, with all that a filter looks at."""

    facts: Facts
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """What a message changed: `event` is incident, alert, count or article, `ref` its id; None: not there."""

    event: str
    ref: str
    before: int | None = None
    after: int | None = None
    was: View | None = None
    now: View | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed, in its place among all changes, and the position behind it."""

    seq: int
    part: int
    offset: int
    position: Position
    moved: Moved
