"""Tallywire's way: the loop, outbox and tables on which aggregation is built, around the smallest thing to remember.

As aggregation does, it tells what changed, waits, remembers which events that was, waits, and acknowledges. What is
told follows from what is remembered alone: a count is the number of its events, so that an event that comes again,
by a crash or from its sender, is counted once.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import orjson

from benchmarks.peers.job import Job, asked
from schemas.topics import Topic
from services.common.faust_app import App, service_app, source
from services.common.logs import LoggingWorker
from services.common.outbox import Outbox
from services.common.rows import Rows, rows
from services.common.service import add_health, attended
from services.common.settings import Settings
from services.common.stream import Read, Work
from services.common.tables import PUBLISHED, TABLES, changelog

SERVICE, HEARD = "counting", "heard"
EVENTS = Topic(name="events", key="bucket", producers=("the benchmark",), summary="What is counted.")
MOST = 200
"""As many together as aggregation takes."""
CHANGELOGS = (changelog(SERVICE, HEARD),)


class Tally:
    """Counts events by their ids."""

    def __init__(self, counts: Rows, heard: Rows, outbox: Outbox) -> None:
        """Over what is told, and the bucket of each event that was."""
        self._counts, self._heard, self._outbox = counts, heard, outbox
        self._numbers: Counter[str] | None = None

    def reopen(self) -> None:
        """Forgets what was worked out: the rows may be other ones now."""
        self._numbers = None

    async def take_down(self, batch: Sequence[Read]) -> None:
        """Deals with events of one partition: all of them are told of and remembered, or this raises."""
        try:
            fresh = self._told(batch)
            await self._outbox.settled()
            for event_id, bucket in fresh.items():
                self._heard.put(event_id, bucket.encode())
            await self._outbox.settled()
        except BaseException:
            self.reopen()
            raise

    def _told(self, batch: Sequence[Read]) -> dict[str, str]:
        """The buckets of the events that were not heard before, by their ids; each of their counts was told."""
        numbers, fresh = self._opened(), {}
        for event in (read.content for read in batch):
            event_id, bucket = event["id"], event["bucket"]
            if event_id in fresh or self._heard.get(event_id) is not None:
                continue
            fresh[event_id] = bucket
            numbers[bucket] += 1
            self._counts.put(bucket, orjson.dumps({"bucket": bucket, "count": numbers[bucket]}))
        return fresh

    def _opened(self) -> Counter[str]:
        if self._numbers is None:
            self._numbers = Counter(bucket.decode() for _, bucket in self._heard.items())
        return self._numbers


def event_in(message: Any) -> Any:
    """What a message holds; what is no JSON is a ValueError."""
    return orjson.loads(message.value)


def make_app(settings: Settings) -> App:
    """The app, as aggregation's is made."""
    TABLES[SERVICE], PUBLISHED[SERVICE] = (HEARD,), ("counts",)
    app = service_app(SERVICE, settings, "rocksdb")
    outbox = Outbox(app, SERVICE, settings)
    tally = Tally(rows(app, settings, "counts", "counts"), rows(app, settings, HEARD), outbox)
    work = Work(EVENTS, event_in, tally.take_down, outbox, most=MOST)

    @app.on_partitions_assigned.connect
    async def reopen(*_: Any, **__: Any) -> None:
        tally.reopen()

    @app.agent(source(app, settings, EVENTS))
    async def events(stream: Any) -> None:
        await attended(stream, work, app, settings)

    return app


def main(job: Job) -> None:
    """Counts until SIGTERM."""
    settings = Settings(kafka_bootstrap=job.bootstrap, namespace=job.namespace, data_dir=job.folder)
    app = make_app(settings)
    add_health(app, settings)
    LoggingWorker(
        app, SERVICE, settings.log_format, loglevel=settings.log_level, quiet=True, redirect_stdouts=False
    ).execute_from_commandline()


if __name__ == "__main__":
    main(asked())
