"""What polling costs: a running ingest against servers on loopback and a broker of its own."""

import asyncio
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from aiohttp import web

from benchmarks.clock import cpu_seconds, megabytes
from benchmarks.readers import feed_of
from schemas.topics import ARTICLES, FEEDS
from services.common.admin import create_topics
from services.common.settings import Settings
from services.ingest.domain.polling import Counts, PollState
from tallywire.broker import LocalBroker
from tallywire.kafka import consumer, partitions, producer
from tallywire.processes import free_ports, holds_within
from tallywire.stack import Stack
from tests.day.formats import FORMATS

FEEDS_OF_NEWS: Final = 60
QUIET: Final = 10_000
EVERY_MINUTES: Final = 2.0
"""How often a quiet feed is asked in the measurement."""
STRETCH_SECONDS: Final = 60.0
_LIMITS: Final = {"ALLOWED_NETWORKS": "127.0.0.0/8", "HOST_SECONDS": "0", "HOST_CONCURRENCY": "64"}
Line = tuple[str, str]


class Site:
    """A server in a thread: `/news/N` is a document that changes once; `/quiet/N` never does."""

    def __init__(self, news: dict[str, bytes]) -> None:
        """With the documents by their names."""
        (self.port,) = free_ports(1)
        self.news, self.asked = news, 0
        self._began, self._loop = threading.Event(), asyncio.new_event_loop()

    def __enter__(self) -> Self:
        threading.Thread(target=self._run, daemon=True).start()
        self._began.wait()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _run(self) -> None:
        self._loop.run_until_complete(self._listen())
        self._began.set()
        self._loop.run_forever()

    async def _listen(self) -> None:
        app = web.Application()
        app.router.add_get("/news/{name}", self._news)
        app.router.add_get("/quiet/{name}", self._quiet)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port, backlog=1024).start()

    async def _news(self, request: web.Request) -> web.Response:
        if "If-None-Match" in request.headers:
            return web.Response(status=304)
        return web.Response(body=self.news[request.match_info["name"]], headers={"ETag": '"1"'})

    async def _quiet(self, _request: web.Request) -> web.Response:
        """Each on a connection of its own, as with thousands of hosts."""
        self.asked += 1
        answer = web.Response(status=304)
        answer.force_close()
        return answer


def whole_way() -> Iterator[Line]:
    """Stories per second from the fetch to the broker's acknowledgement of the article, and what they cost."""
    kinds = [kind for kind in FORMATS if not FORMATS[kind].one and not FORMATS[kind].follow]
    feeds = [feed_of(number, kinds[number % len(kinds)]) for number in range(FEEDS_OF_NEWS)]
    news = {str(feed.number): FORMATS[feed.format].write(feed, feed.shown(0), False) for feed in feeds}
    stories = sum(len(feed.stories) for feed in feeds)
    with tempfile.TemporaryDirectory() as folder, LocalBroker(Path(folder) / "broker") as broker, Site(news) as site:
        settings = Settings(kafka_bootstrap=broker.bootstrap)
        create_topics(settings)
        with _ingest(broker.bootstrap, Path(folder), [f"news/{name}" for name in news], site, 60.0) as stack:
            pid = _pid(stack)
            began, cpu = time.perf_counter(), cpu_seconds(pid)
            if not holds_within(300, lambda: _articles(settings) >= stories, every=0.5):
                raise RuntimeError(f"only {_articles(settings)} of {stories} stories came in 300 s")
            took, cpu = time.perf_counter() - began, cpu_seconds(pid) - cpu
    yield f"{stories} stories of {len(kinds)} formats in {FEEDS_OF_NEWS} feeds", f"{took:.1f} s"
    yield "stories per second, poll to acknowledged article, one process", f"{stories / took:,.0f}"
    yield "stories per second of its processor time (one core)", f"{stories / cpu:,.0f}"


def quiet() -> Iterator[Line]:
    """What feeds cost that answer 304 each time."""
    with tempfile.TemporaryDirectory() as folder, LocalBroker(Path(folder) / "broker") as broker, Site({}) as site:
        settings = Settings(kafka_bootstrap=broker.bootstrap)
        create_topics(settings)
        with _ingest(broker.bootstrap, Path(folder) / "none", [], site, EVERY_MINUTES) as stack:
            empty = megabytes(_pid(stack))
            idle = _spent(stack, 15.0)
        _remember(settings, site)
        paths = [f"quiet/{number}" for number in range(QUIET)]
        with _ingest(broker.bootstrap, Path(folder) / "many", paths, site, EVERY_MINUTES) as stack:
            holds_within(60, lambda: site.asked > QUIET / 4, every=0.5)
            asked = site.asked
            spent = _spent(stack, STRETCH_SECONDS)
            polls, memory = site.asked - asked, megabytes(_pid(stack))
    each = (spent - idle) * STRETCH_SECONDS / polls
    yield "ingest without feeds", f"{empty:.0f} MB, {idle * 3600:.0f} CPU seconds an hour"
    yield f"ingest with {QUIET:,} quiet feeds", f"{memory:.0f} MB"
    yield f"a poll that ends in 304 (mean of {polls:,} in {STRETCH_SECONDS:.0f} s)", f"{each * 1000:.2f} ms"
    for minutes in (360, 60, 15, 5):
        hourly = QUIET * 60 / minutes * each + idle * 3600
        told = f"{hourly:,.0f} CPU seconds ({hourly / 36:.1f} % of a core)"
        yield f"an hour of them, each asked every {minutes} minutes (extrapolated)", told


def _ingest(bootstrap: str, folder: Path, paths: list[str], site: Site, minutes: float) -> Stack:
    folder.mkdir(exist_ok=True)
    feeds = folder / "feeds.toml"
    feeds.write_text(
        "\n".join(
            f'[[feed]]\nname = "{path.replace("/", "-")}"\nurl = "http://127.0.0.1:{site.port}/{path}"\n'
            f"min_minutes = {minutes}\nmax_minutes = {minutes}\n"
            for path in paths
        )
    )
    limits = {f"TALLYWIRE_INGEST_{name}": value for name, value in (_LIMITS | {"FEEDS": str(feeds)}).items()}
    return Stack(bootstrap, folder, workers={"ingest": 1}, env=limits)


def _remember(settings: Settings, site: Site) -> None:
    """States as if each feed had been read before: with a validator and twenty entries, due at different times."""
    now, sender = datetime.now(UTC), producer(settings)
    for number in range(QUIET):
        url = f"http://127.0.0.1:{site.port}/quiet/{number}"
        state = PollState(
            given_url=url,
            url=url,
            next_poll_at=now + timedelta(minutes=EVERY_MINUTES * number / QUIET),
            interval_minutes=EVERY_MINUTES,
            etag='"5f3a-61d2c7a0"',
            seen=tuple(f"{number:012x}:{entry:012x}" for entry in range(20)),
            last_whole_at=now,
            counts=Counts(polls=1),
        )
        row = state.model_dump_json(exclude_defaults=True).encode()
        sender.send(settings.named(FEEDS.name), key=f"quiet-{number}".encode(), value=row)
    sender.flush()


def _spent(stack: Stack, stretch: float) -> float:
    """Processor seconds per second, over a stretch."""
    pid = _pid(stack)
    before, began = cpu_seconds(pid), time.perf_counter()
    time.sleep(stretch)
    return (cpu_seconds(pid) - before) / (time.perf_counter() - began)


def _articles(settings: Settings) -> int:
    reader = consumer(settings)
    try:
        return sum(reader.end_offsets(partitions(reader, settings.named(ARTICLES.name))).values())
    finally:
        reader.close()


def _pid(stack: Stack) -> int:
    process = stack.workers["ingest"].process
    if process is None:
        raise RuntimeError("ingest does not run")
    return process.pid
