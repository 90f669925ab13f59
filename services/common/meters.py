"""What operators watch: `/metrics` of every service for Prometheus. All names and what they mean are here.

Ingest, extraction and aggregation, each of its own worker:

| metric | labels | |
| --- | --- | --- |
| `tallywire_messages_total` | topic, outcome | dealt with: `handled`, or `dead`, when nothing could be made of it |
| `tallywire_dead_letters_total` | topic, reason | also those of parts of a message; the reason is the error's class |
| `tallywire_handling_seconds` | topic | from a batch's turn until the broker has all that it caused |
| `tallywire_age_seconds` | topic | from the broker's stamp on a message until it was dealt with: with its waiting |
| `tallywire_lag` | topic, partition | messages of this worker's partitions that are not committed |
| `tallywire_committed_offset` | topic, partition | the next offset to be read after a restart |
| `tallywire_standstill_seconds` | | since when there is lag and nothing was committed; 0 if it gets on |
| `tallywire_ready` | | 1: its tables are recovered, and its partitions given out |
| `tallywire_recovery_seconds` | | how long the last recovery of its tables took |
| `tallywire_tables_bytes` | | what its tables take on its disk |

Ingest also, of the feeds that it has at the moment:

| metric | labels | |
| --- | --- | --- |
| `tallywire_ingest_feeds` | health | feeds: `new`, `good`, `failing`, `ended` |
| `tallywire_ingest_feed_failures` | feed | failures since the last success, weighted by how likely they are to pass |
| `tallywire_ingest_feed_last_success_timestamp_seconds` | feed | when it was last read |
| `tallywire_ingest_wires_total` | source, outcome | wires by what became of them (services/ingest/tally.py) |

The api (services/api/metrics.py):

| metric | labels | |
| --- | --- | --- |
| `tallywire_api_requests_total` | route, status | answers |
| `tallywire_api_seconds` | route | time to answer, but for streams |
| `tallywire_api_lag` | | messages that are on the broker and not in its model |
| `tallywire_api_ready` | | 1: it has read once what was there at its start |
| `tallywire_api_broker_reached_timestamp_seconds` | | when the broker last answered |
| `tallywire_api_unreadable_total` | topic | messages that were passed over |
| `tallywire_api_streams` | | open streams |
| `tallywire_api_stream_events_total` | | events put to streams |
| `tallywire_api_streams_dropped_total` | | streams that were too slow |
"""

import time
from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.registry import Collector

HANDLING = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
AGE = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0, 300.0, 3600.0)


class Meters:
    """Counts since the process started."""

    def __init__(self) -> None:
        """Nothing was counted yet."""
        self._registry = own = CollectorRegistry()
        self._messages = Counter("tallywire_messages", "Messages dealt with", ("topic", "outcome"), registry=own)
        self._dead = Counter("tallywire_dead_letters", "Dead letters by reason", ("topic", "reason"), registry=own)
        self._handling = Histogram(
            "tallywire_handling_seconds", "Time of a batch", ("topic",), buckets=HANDLING, registry=own
        )
        self._age = Histogram("tallywire_age_seconds", "Age when dealt with", ("topic",), buckets=AGE, registry=own)

    def dealt_with(self, topic: str, stamps: Sequence[float], readable: Sequence[bool], seconds: float) -> None:
        """Takes down a batch: when the broker had each message (in seconds since 1970), and whether it was handled."""
        now = time.time()
        for stamp, handled in zip(stamps, readable, strict=True):
            self._messages.labels(topic, "handled" if handled else "dead").inc()
            self._age.labels(topic).observe(max(0.0, now - stamp))
        self._handling.labels(topic).observe(seconds)

    def buried(self, topic: str, error: Exception) -> None:
        """Takes down a dead letter."""
        self._dead.labels(topic, type(error).__name__).inc()

    def watch(self, what: Collector) -> None:
        """Shows what it tells at the time of asking, too."""
        self._registry.register(what)

    def text(self) -> bytes:
        """All of it, as Prometheus reads it."""
        return generate_latest(self._registry)
