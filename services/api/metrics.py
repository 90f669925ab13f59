"""What operators watch: `/metrics` for Prometheus. What the names mean: services/common/meters.py."""

from collections.abc import Callable, Iterable, Mapping

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from services.api.hub import Hub
from services.api.model.follower import State

SECONDS = (0.005, 0.02, 0.1, 0.5, 2.0, 10.0)


class Metrics:
    """Requests by route and status, and what `watch` adds."""

    def __init__(self) -> None:
        """Nothing was counted yet."""
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "tallywire_api_requests", "Answers by route and status", ("route", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "tallywire_api_seconds", "Time to answer", ("route",), buckets=SECONDS, registry=self._registry
        )

    def note(self, route: str, status: int, seconds: float) -> None:
        """Counts an answer."""
        self._requests.labels(route, str(status)).inc()
        if not route.endswith("/stream"):
            self._seconds.labels(route).observe(seconds)

    def watch(self, state: Callable[[], State], unreadable: Mapping[str, int], hub: Hub) -> None:
        """Shows how the model and the streams are, at the time of asking."""
        self._registry.register(_Model(state, unreadable, hub))

    def text(self) -> bytes:
        """All of it."""
        return generate_latest(self._registry)


class _Model(Collector):
    def __init__(self, state: Callable[[], State], unreadable: Mapping[str, int], hub: Hub) -> None:
        self._state, self._unreadable, self._hub = state, unreadable, hub

    def collect(self) -> Iterable[Metric]:
        state, hub = self._state(), self._hub
        yield GaugeMetricFamily("tallywire_api_lag", "Messages that are not in the model yet", value=state.lag)
        yield GaugeMetricFamily("tallywire_api_ready", "Whether it has caught up once", value=state.ready)
        yield GaugeMetricFamily(
            "tallywire_api_broker_reached_timestamp_seconds", "When the broker last answered", value=state.reached
        )
        unreadable = CounterMetricFamily("tallywire_api_unreadable", "Messages that were passed over", labels=["topic"])
        for topic, number in sorted(self._unreadable.items()):
            unreadable.add_metric([topic], number)
        yield unreadable
        yield GaugeMetricFamily("tallywire_api_streams", "Open streams", value=len(hub.clients))
        yield CounterMetricFamily("tallywire_api_stream_events", "Events put to streams", value=hub.sent)
        yield CounterMetricFamily("tallywire_api_streams_dropped", "Streams that were too slow", value=hub.dropped)
