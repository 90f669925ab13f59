"""Those who listen: each has a queue with an end, and whoever does not keep up with it is let go."""

import asyncio
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from services.api.model.filters import Filters
from services.api.model.positions import Position
from services.api.model.told import Kind, Told, kind_for

MOST_WAITING = 1000
"""Events that may wait for one client."""


def frame(event: str, data: bytes, position: Position | None = None) -> bytes:
    """An event as it is sent."""
    head = f"event: {event}\n" + (f"id: {position.text}\n" if position else "")
    return head.encode() + b"data: " + data + b"\n\n"


@dataclass(eq=False, slots=True)
class Client:
    """One who listens. `floor`: where it had got to elsewhere, as long as this replica is not as far everywhere."""

    filters: Filters
    events: frozenset[str]
    address: str
    floor: Position | None = None
    waiting: deque[tuple[int, bytes]] = field(default_factory=deque)
    awake: asyncio.Event = field(default_factory=asyncio.Event)
    too_slow: bool = False

    def put(self, seq: int, sent: bytes) -> None:
        """Lets it wait for the client, or gives the client up."""
        if len(self.waiting) >= MOST_WAITING:
            self.too_slow = True
            self.waiting.clear()
        elif not self.too_slow:
            self.waiting.append((seq, sent))
        self.awake.set()


class Hub:
    """All who listen; lives on the event loop."""

    def __init__(self) -> None:
        """Nobody listens."""
        self.clients: set[Client] = set()
        self.by_address: Counter[str] = Counter()
        self.dropped = 0
        self.sent = 0

    def add(self, client: Client) -> None:
        """Somebody listens from now on."""
        self.clients.add(client)
        self.by_address[client.address] += 1

    def remove(self, client: Client) -> None:
        """Somebody does not any more."""
        if client in self.clients:
            self.clients.discard(client)
            self.dropped += client.too_slow
            self.by_address[client.address] -= 1
            if not self.by_address[client.address]:
                del self.by_address[client.address]

    def deliver(self, tidings: Sequence[Told] | None) -> None:
        """Gives everybody what concerns them; None: the model was made anew, and nobody can go on."""
        if tidings is None:
            for client in self.clients:
                client.floor = None
            self.announce(frame("reset", b'{"why":"the topics were made anew"}'))
            return
        for told in tidings:
            self._deliver(told)

    def _deliver(self, told: Told) -> None:
        frames: dict[Kind, bytes] = {}
        kinds: dict[Filters, Kind | None] = {}
        for client in self.clients:
            if told.event not in client.events:
                continue
            if client.filters not in kinds:
                kinds[client.filters] = kind_for(client.filters, told)
            kind = kinds[client.filters]
            if not _is_new_to(client, told) or kind is None:
                continue
            if client.floor:
                sent = frame(told.event, told.data(kind), told.position.joined(client.floor))
            else:
                sent = frames.setdefault(kind, frames.get(kind) or frame(told.event, told.data(kind), told.position))
            client.put(told.seq, sent)
            self.sent += 1

    def announce(self, sent: bytes) -> None:
        """Sends everybody the same."""
        for client in self.clients:
            client.put(-1, sent)


def _is_new_to(client: Client, told: Told) -> bool:
    """Whether it has not had it from another replica; once we are past all that it had there, all is new."""
    if client.floor is None:
        return True
    is_new = told.offset >= client.floor.offsets[told.part]
    if told.position.covers(client.floor):
        client.floor = None
    return is_new
