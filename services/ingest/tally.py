"""How many wires of each source had which outcome, in this process."""

from collections import Counter
from collections.abc import Iterable

from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

OUTCOMES = ("ingested", "revised", "withdrawn", "known", "held", "faulty")
"""An article's first wire; a revision; a withdrawal; nothing new; under embargo; no wire at all."""


class Tally(Collector):
    """Counts since the process started; after a crash a wire may be counted again."""

    def __init__(self) -> None:
        """Nothing counted yet."""
        self._counts: Counter[tuple[str, str]] = Counter()

    def note(self, source: str, outcome: str) -> None:
        """Takes down one wire."""
        self._counts[source, outcome] += 1

    def of(self, source: str) -> dict[str, int]:
        """The outcomes of one source's wires."""
        return {outcome: self._counts[source, outcome] for outcome in OUTCOMES}

    def collect(self) -> Iterable[CounterMetricFamily]:
        """As a metric: `tallywire_ingest_wires_total{source, outcome}`."""
        family = CounterMetricFamily(
            "tallywire_ingest_wires", "Wires by what became of them", labels=["source", "outcome"]
        )
        for (source, outcome), count in sorted(self._counts.items()):
            family.add_metric([source, outcome], count)
        yield family
