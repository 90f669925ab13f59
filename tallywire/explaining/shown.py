"""What an explanation shows, as frozen data: nothing here knows of colours, HTML or terminals.

Offsets count characters of the wire's text (headline, newline, body). Weights are in nats of log-odds.
"""

import math
from dataclasses import dataclass
from datetime import datetime

WEIGHTIEST = 4
"""Signs shown for, and as many against: a reader weighs a few, not dozens."""
LEAST = 0.05
"""Weights below this change the odds by less than a twentieth: they are shown together only."""


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that speaks for (a positive weight) or against a decision, in words."""

    words: str
    weight: float

    @property
    def factor(self) -> str:
        """What it does to the odds: `×2.0` doubles them, `÷2.0` halves them."""
        return f"{'×' if self.weight >= 0 else '÷'}{math.exp(abs(self.weight)):.1f}"


@dataclass(frozen=True, slots=True)
class Decision:
    """A learned decision: what was asked and answered, how likely that is, and what weighed.

    `start` is the model's weight before any sign; `start` and all `signs` add up to the log-odds of `chance`.
    `rivals` are the next likely answers.
    """

    question: str
    answer: str
    chance: float
    start: float
    signs: tuple[Sign, ...]
    rivals: tuple[tuple[str, float], ...] = ()

    @property
    def favouring(self) -> tuple[Sign, ...]:
        """The weightiest signs for the answer, the weightiest first."""
        return tuple(sorted((s for s in self.signs if s.weight >= LEAST), key=lambda s: -s.weight)[:WEIGHTIEST])

    @property
    def opposing(self) -> tuple[Sign, ...]:
        """The weightiest signs against it, the weightiest first."""
        return tuple(sorted((s for s in self.signs if s.weight <= -LEAST), key=lambda s: s.weight)[:WEIGHTIEST])

    @property
    def rest(self) -> Sign | None:
        """The lesser signs taken together."""
        shown = (*self.favouring, *self.opposing)
        lesser = [sign for sign in self.signs if sign not in shown]
        return Sign(f"{len(lesser)} lesser signs together", sum(s.weight for s in lesser)) if lesser else None

    @property
    def outset(self) -> Sign:
        """What the model makes of it before any sign."""
        return Sign("before any sign", self.start)


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of the wire that fill a field, and the rule that read them."""

    start: int
    end: int
    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Row:
    """One field of a card: what was read, and the words that say it."""

    label: str
    value: str
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the wire with a remark: told again, or passed over and why."""

    start: int
    end: int
    text: str
    remark: str
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """An incident or a statistic: its fields, what is left unsaid, and why it was read so."""

    number: int
    title: str
    confidence: float | None
    rows: tuple[Row, ...]
    unsaid: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    again: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """A wire and what was read in it.

    `note` says why a whole wire has nothing, where that is so; `unlisted` counts what was passed over besides.
    """

    article_id: str
    source: str
    published_at: datetime
    headline: str
    text: str
    note: str | None = None
    incidents: tuple[Card, ...] = ()
    statistics: tuple[Card, ...] = ()
    passed_over: tuple[Passage, ...] = ()
    unlisted: int = 0
