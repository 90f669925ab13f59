"""What was measured on, and how much of it others used."""

import os
from collections.abc import Iterator
from statistics import median

from benchmarks.aggregation.news import incident
from benchmarks.clock import seconds
from benchmarks.machine import processor, versions
from schemas.reports import IncidentReported


def machine() -> Iterator[tuple[str, str]]:
    """The machine, the versions, the load, and a yardstick, which tells how much others on the machine slow us down."""
    yield "processor", processor()
    yield "versions", versions()
    yield "load (1, 5, 15 minutes)", "{:.1f} {:.1f} {:.1f}".format(*os.getloadavg())
    text = incident(1, 1.0)[0].model_dump_json()
    each = median(seconds(lambda: [IncidentReported.model_validate_json(text) for _ in range(200)]) for _ in range(25))
    yield "yardstick: one report validated", f"{each / 200 * 1e6:.1f} us"
