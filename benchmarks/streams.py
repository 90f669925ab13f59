"""What open streams cost: `python -m benchmarks.streams [CLIENTS]`.

A real broker and the real api; incidents are put on the topic one at a time, and each client notes when it has it.
All clients are in this process, on loopback, and take their share of the same processors: without them it is faster.
"""

import asyncio
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from rich.console import Console

from benchmarks.clock import cpu_seconds, megabytes
from schemas.topics import INCIDENTS
from schemas.values import Location
from services.common.admin import create_topics
from services.common.envelope import sealed
from services.common.settings import Settings
from tallywire.broker import choose_broker
from tallywire.kafka import producer
from tallywire.stack import Stack
from tests import builders

CLIENTS, EVENTS = 1000, 30
QUIET_SECONDS = 10
FILTERS = ("", "?country=IQ", "?kind=drone_strike&weapon=unknown", "?q=bagh", "?bbox=40,30,50,40")
ENV = {"TALLYWIRE_API_STREAMS": "20000", "TALLYWIRE_API_STREAMS_PER_ADDRESS": "20000", "TALLYWIRE_API_RATE": "0"}
PLACE = Location(name="Baghdad", country="IQ", admin1="Baghdad", lat=33.3, lon=44.4)


class Ears:
    """Clients, and when each heard of each incident."""

    def __init__(self, url: str, count: int) -> None:
        """Nobody listens yet."""
        parts = urlsplit(url)
        self._address, self._count = (parts.hostname or "", parts.port or 0), count
        self.heard: dict[str, list[float]] = {}
        self.listening = 0
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """All listen."""
        for number in range(self._count):
            self._tasks.append(asyncio.create_task(self._listen(FILTERS[number % len(FILTERS)])))
            if number % 50 == 0:
                await asyncio.sleep(0.05)
        while self.listening < self._count:  # noqa: ASYNC110  # once
            await asyncio.sleep(0.05)

    async def _listen(self, filters: str) -> None:
        reader, writer = await asyncio.open_connection(*self._address)
        writer.write(f"GET /api/v1/stream{filters} HTTP/1.1\r\nHost: api\r\n\r\n".encode())
        while line := await reader.readline():
            if line.startswith(b"event: state"):
                self.listening += 1
            elif line.startswith(b"data: ") and b'"incident_id":"' in line:
                identity = line.partition(b'"incident_id":"')[2].partition(b'"')[0].decode()
                self.heard.setdefault(identity, []).append(time.perf_counter())

    def close(self) -> None:
        """Nobody listens."""
        for task in self._tasks:
            task.cancel()


async def measured(settings: Settings, stack: Stack, count: int) -> Iterator[str]:
    """What so many open streams cost, line by line."""
    pid = stack.pid("api")
    before = megabytes(pid)
    ears = Ears(stack.url("api"), count)
    began, cpu = time.perf_counter(), cpu_seconds(pid)
    await ears.open()
    opened, opening = time.perf_counter() - began, cpu_seconds(pid) - cpu
    cpu = cpu_seconds(pid)
    await asyncio.sleep(QUIET_SECONDS)
    quiet = (cpu_seconds(pid) - cpu) / QUIET_SECONDS
    cpu = cpu_seconds(pid)
    delays = await told(settings, ears)
    each = (cpu_seconds(pid) - cpu) / EVENTS
    after = megabytes(pid)
    ears.close()
    firsts, lasts = [first for first, _ in delays], [last for _, last in delays]
    return iter(
        [
            f"{count} streams with {len(FILTERS)} filters opened in {opened:.1f} s, {opening:.1f} s of the api's CPU",
            f"memory of the api: {before:.0f} MB before, {after:.0f} MB with them, "
            f"{(after - before) * 1024 / count:.0f} kB a stream",
            f"quiet: {quiet:.1%} of a core (heartbeats are every 15 s)",
            f"from the producer to the first client: median {median(firsts) * 1000:.0f} ms",
            f"from the producer to the last of {count}: median {median(lasts) * 1000:.0f} ms, "
            f"worst of {EVENTS} {max(lasts) * 1000:.0f} ms",
            f"CPU of the api for an event to all: {each * 1000:.0f} ms",
        ]
    )


async def told(settings: Settings, ears: Ears) -> list[tuple[float, float]]:
    """Of each incident, the seconds until the first and the last client had it."""
    delays = []
    with closing(producer(settings)) as writer:
        for number in range(EVENTS):
            incident = builders.incident_resolved(incident_id=f"told-{number}", location=PLACE)
            envelope = sealed(incident, "benchmark")
            sent = time.perf_counter()
            writer.send(settings.named(INCIDENTS.name), key=envelope.key, value=envelope.value)
            heard = ears.heard.setdefault(incident.incident_id, [])
            while len(heard) < ears.listening:  # noqa: ASYNC110  # times are taken where lines are read
                await asyncio.sleep(0.01)
            delays.append((heard[0] - sent, heard[-1] - sent))
            await asyncio.sleep(0.2)
    return delays


def main(count: int) -> None:
    """Measure, and print."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 4 * count + 1000), most))
    console = Console()
    with choose_broker("auto") as bootstrap, tempfile.TemporaryDirectory() as folder:
        settings = Settings(kafka_bootstrap=bootstrap, namespace=f"bench-{time.time():.0f}.")
        create_topics(settings)
        names = {"api": 1}
        with Stack(bootstrap, Path(folder), namespace=settings.namespace, workers=names, env=ENV) as stack:
            for line in asyncio.run(measured(settings, stack, count)):
                console.print(line, highlight=False)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CLIENTS)
