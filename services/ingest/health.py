"""What operators see of ingest: each feed's health, at `/feeds` and among the metrics."""

from collections.abc import Iterable
from typing import Any

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from services.common.faust_app import App
from services.ingest.collectors import Collectors
from services.ingest.domain.feeds import Feed
from services.ingest.domain.polling import HEALTHS, PollState, health_of
from services.ingest.tally import Tally


class FeedHealth(Collector):
    """The feeds of this worker."""

    def __init__(self, collectors: Collectors, tally: Tally) -> None:
        """As the collectors have them at the time of asking."""
        self._collectors, self._tally = collectors, tally

    def rows(self) -> list[dict[str, Any]]:
        """One for each feed: times, counts, and why it is failing. Of addresses the host only: paths may hold keys."""
        return [self._row(feed, state) for feed, state in self._known()]

    def watched(self) -> list[dict[str, Any]]:
        """One for each folder and foreign topic."""
        return [
            {"name": name, "health": "failing" if one.fault else "good", "why": one.fault or None}
            for name, one in self._collectors.watched.items()
        ]

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """As metrics: `tallywire_ingest_feeds{health}`, and by feed the failures and the last success."""
        known = self._known()
        feeds = GaugeMetricFamily("tallywire_ingest_feeds", "Feeds of this worker by health", labels=["health"])
        failures = GaugeMetricFamily("tallywire_ingest_feed_failures", "Since the last success", labels=["feed"])
        success = GaugeMetricFamily(
            "tallywire_ingest_feed_last_success_timestamp_seconds", "When it was last read", labels=["feed"]
        )
        for health in HEALTHS:
            feeds.add_metric([health], sum(health_of(state) == health for _, state in known))
        for feed, state in known:
            if state:
                failures.add_metric([feed.name], state.failures)
            if state and state.last_success_at:
                success.add_metric([feed.name], state.last_success_at.timestamp())
        yield from (feeds, failures, success)

    def _known(self) -> list[tuple[Feed, PollState | None]]:
        poller = self._collectors.poller
        return [(feed, self._collectors.states.get(feed.name)) for feed in poller.feeds] if poller else []

    def _row(self, feed: Feed, state: PollState | None) -> dict[str, Any]:
        told = {
            "name": feed.name,
            "source": feed.source,
            "health": health_of(state),
            "wires": self._tally.of(feed.source),
        }
        if self._collectors.hubs and feed.name in self._collectors.hubs.subscriptions:
            told["websub"] = self._collectors.hubs.subscriptions[feed.name].state
        if state is None:
            return told
        shown = {"next_poll_at", "last_success_at", "last_tried_at", "interval_minutes", "failures", "why", "counts"}
        return told | state.model_dump(mode="json", include=shown)


def add_health_pages(app: App, collectors: Collectors, tally: Tally) -> None:
    """`/feeds` on the service's own port, which is for operators only; and the same among its metrics."""
    health = FeedHealth(collectors, tally)
    app.meters.watch(health)
    app.meters.watch(tally)

    @app.page("/feeds")
    async def feeds(self: Any, _request: Any) -> Any:
        return self.json({"feeds": health.rows(), "watched": health.watched()})
