"""Whose turn it is: few requests at once, and a pause between two to one host."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_REMEMBERED = 10_000


@dataclass(slots=True)
class _Host:
    seats: asyncio.Semaphore
    gate: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    users: int = 0


class Turns:
    """Gives turns: `total` at once over all hosts, `per_host` at once and every `seconds` for each."""

    def __init__(self, total: int, per_host: int, seconds: float) -> None:
        self._total, self._per_host, self._seconds = asyncio.Semaphore(total), per_host, seconds
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def of(self, host: str) -> AsyncIterator[None]:
        """A turn at the host, for as long as the context lasts; waits for it in the order of asking."""
        state = self._state(host)
        state.users += 1
        try:
            async with state.seats:
                await self._start(state)
                try:
                    yield
                finally:
                    self._total.release()
                    # Counted from the end, the host sees the pause too, however long connecting took.
                    self.rest(host, self._seconds)
        finally:
            state.users -= 1

    def rest(self, host: str, seconds: float) -> None:
        """Gives no turns at the host for so long: it said that we ask too much."""
        state = self._state(host)
        state.free_at = max(state.free_at, self._now() + seconds)

    async def _start(self, state: _Host) -> None:
        # Only the next one waits at the gate for a seat among all, and none while its host still rests.
        async with state.gate:
            while (wait := state.free_at - self._now()) > 0:  # noqa: ASYNC110  # it may be put off meanwhile
                await asyncio.sleep(wait)
            await self._total.acquire()
            state.free_at = self._now() + self._seconds

    def _state(self, host: str) -> _Host:
        if len(self._hosts) >= _REMEMBERED:
            now = self._now()
            self._hosts = {name: one for name, one in self._hosts.items() if one.users or one.free_at > now}
        return self._hosts.setdefault(host, _Host(asyncio.Semaphore(self._per_host)))

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()
