"""Whether a worker gets on: an open port says little of a consumer that stands still."""

import asyncio
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from aiokafka.errors import KafkaError
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

LOOK_SECONDS = 2.0
PATIENCE_SECONDS = 5.0


class Progress(Collector):
    """How far a Faust app is behind on its partitions, and since when it has not got on."""

    def __init__(self, app: Any, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        """Of an app whose tables are in the folder."""
        self._app, self._folder, self._clock = app, folder, clock
        self._committed: dict[Any, int] = {}
        self._got_on = self._began = clock()
        self._recovery: float | None = None

    def look(self) -> None:
        """Takes down how far it is; to be called every `LOOK_SECONDS`."""
        committed = {tp: self._next(tp) for tp in self._assigned()}
        if committed != self._committed or not any(self._lags(committed).values()) or not self._app.ready:
            self._got_on = self._clock()
        self._committed = committed
        if self._app.ready and self._recovery is None:
            self._recovery = self._clock() - self._began
        elif not self._app.ready and self._recovery is not None:
            self._began, self._recovery = self._clock(), None

    @property
    def standstill(self) -> float:
        """For how many seconds there has been something to do, and nothing was committed."""
        return self._clock() - self._got_on if any(self._lags(self._committed).values()) else 0.0

    async def stalled(self, seconds: float) -> bool:
        """Whether it has stood still for so long though the broker answers: then only a restart can help."""
        if self.standstill < seconds:
            return False
        try:
            await asyncio.wait_for(self._app.consumer.earliest_offsets(*self._committed), PATIENCE_SECONDS)
        except (KafkaError, TimeoutError):
            return False
        return True

    def collect(self) -> Iterable[Metric]:
        """As services/common/meters.py tells."""
        lag = GaugeMetricFamily("tallywire_lag", "Messages that are not committed", labels=["topic", "partition"])
        place = GaugeMetricFamily("tallywire_committed_offset", "The next offset", labels=["topic", "partition"])
        for tp, behind in self._lags(self._committed).items():
            lag.add_metric([tp.topic, str(tp.partition)], behind)
            place.add_metric([tp.topic, str(tp.partition)], self._committed[tp])
        yield from (lag, place)
        yield GaugeMetricFamily("tallywire_standstill_seconds", "Lag without commit since", value=self.standstill)
        yield GaugeMetricFamily("tallywire_ready", "Recovered, with its partitions", value=self._app.ready)
        yield GaugeMetricFamily("tallywire_recovery_seconds", "Time of the last recovery", value=self._recovery or 0.0)
        yield GaugeMetricFamily("tallywire_tables_bytes", "Its tables on its disk", value=self._bytes())

    def _assigned(self) -> set[Any]:
        """The partitions that it reads messages from, not those that its tables are recovered from."""
        return {tp for tp in self._app.consumer.assignment() if tp.topic in self._app.read}

    def _next(self, tp: Any) -> int:
        return self._app.consumer._committed_offset.get(tp) or 0  # noqa: SLF001  # Faust has no public word for it

    def _lags(self, committed: dict[Any, int]) -> dict[Any, int]:
        return {tp: max(0, (self._app.consumer.highwater(tp) or 0) - offset) for tp, offset in committed.items()}

    def _bytes(self) -> int:
        return sum(path.stat().st_size for path in self._folder.rglob("*.*") if path.is_file())
