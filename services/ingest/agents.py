"""What ingest does with each delivery."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from schemas.articles import ArticleEvent, ArticleIngested, ArticleRevised, ArticleText, ArticleWithdrawn
from schemas.topics import ARTICLES, INTAKE
from services.common.envelope import Envelope
from services.common.outbox import Outbox
from services.common.stream import Handler, singly
from services.ingest.domain.delivered import Delivered, read_delivery
from services.ingest.domain.editions import Edition, decided, known_to
from services.ingest.domain.embargoes import due, held, held_key
from services.ingest.domain.items import UnreadableItem
from services.ingest.domain.syndication import Repeat
from services.ingest.domain.wires import Wire

Clock = Callable[[], datetime]
RepeatOf = Callable[[ArticleText], Awaitable[Repeat | None]]
"""The earlier article that a text repeats."""
Note = Callable[[str, str], None]
"""Takes down that a wire of a source had an outcome: ingested, revised, withdrawn, known, held."""

_AGAIN = timedelta(minutes=1)
"""After so long what was delivered again and is still held is delivered once more."""
_LOOK_SECONDS = 1.0
_OUTCOMES = {ArticleIngested: "ingested", ArticleRevised: "revised", ArticleWithdrawn: "withdrawn"}


@dataclass(frozen=True, slots=True)
class Tables:
    """What ingest remembers: editions by their names, and wires under embargo."""

    editions: MutableMapping[str, Any]
    held: MutableMapping[str, Any]


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message with what it holds: its bad entries are buried as its own."""

    message: Any
    held: Delivered


def opened(message: Any) -> Delivery:
    """What a message on the intake holds, seen when the broker took it.

    Raises:
        UnreadableEvent: nothing that can be read, with the reason.
    """
    return Delivery(
        message, read_delivery(message.value, _sender(message), datetime.fromtimestamp(message.timestamp, UTC))
    )


def editor(tables: Tables, outbox: Outbox, repeat_of: RepeatOf, clock: Clock, note: Note) -> Handler:
    """Publishes what each wire of a delivery changes, then remembers it."""

    async def edit(wire: Wire, trace: str | None) -> None:
        hold = held(wire, clock())
        if hold:
            tables.held[held_key(wire)] = asdict(hold)
            return note(wire.source, "held")
        decision = decided(wire, known_to(wire, lambda key: _edition(tables.editions.get(key))))
        events = [await _compared(event, repeat_of) for event in decision.events]
        await outbox.send(ARTICLES, events, trace)
        for key, edition in decision.remember:
            tables.editions[key] = asdict(edition)
        if wire.embargo_until and held_key(wire) in tables.held:
            del tables.held[held_key(wire)]
        return note(wire.source, _outcome(events))

    async def edit_all(delivery: Delivery, trace: str | None) -> None:
        for wire in delivery.held.wires:
            await edit(wire, trace)
            await outbox.settled()
        for fault in delivery.held.faults:
            note(_sender(delivery.message), "faulty")
            await outbox.bury(INTAKE, delivery.message, UnreadableItem(fault.why), fault.raw)

    return singly(edit_all)


def _sender(message: Any) -> str:
    return (message.key or b"").decode("utf-8", "replace")


async def _compared(event: ArticleEvent, repeat_of: RepeatOf) -> ArticleEvent:
    """The event, which says so if its text repeats another article's."""
    repeat = await repeat_of(event) if isinstance(event, ArticleText) else None
    return event.model_copy(update=asdict(repeat)) if repeat else event


def _edition(row: Any) -> Edition | None:
    return Edition(**row) if row else None


def _outcome(events: list[ArticleEvent]) -> str:
    return _OUTCOMES[type(events[-1])] if events else "known"


async def release_due(tables: Tables, outbox: Outbox, clock: Clock, mine: Callable[[str], bool]) -> None:
    """Delivers each wire whose embargo is over again, until its coming has been dealt with.

    `mine` tells whether a source is this worker's: a table may still hold rows of one that has gone to another.
    """
    sent: dict[str, datetime] = {}
    while True:
        now = clock()
        sent = {key: at for key, at in sent.items() if now - at < _AGAIN}
        waiting = [(key, one) for key, one in due(tables.held.items(), now) if key not in sent and mine(one.source)]
        await outbox.post(INTAKE.name, [Envelope(one.source.encode(), one.wire.encode(), ()) for _, one in waiting])
        sent |= {key: now for key, _ in waiting}
        await asyncio.sleep(_LOOK_SECONDS)
