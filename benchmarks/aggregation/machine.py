"""What was measured on, and how much of it others used."""

import os
import platform
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from statistics import median

from benchmarks.aggregation.news import incident
from benchmarks.clock import seconds
from schemas.reports import IncidentReported

PACKAGES = ("faust-streaming", "aiokafka", "rocksdict", "pydantic", "orjson")


def machine() -> Iterator[tuple[str, str]]:
    """The machine, the versions, the load, and a yardstick, which tells how much others on the machine slow us down."""
    model = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    yield "processor", f"{os.cpu_count()} x {model[0].partition(': ')[2] if model else platform.machine()}"
    yield (
        "versions",
        ", ".join([f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in PACKAGES)]),
    )
    yield "load (1, 5, 15 minutes)", "{:.1f} {:.1f} {:.1f}".format(*os.getloadavg())
    text = incident(1, 1.0)[0].model_dump_json()
    each = median(seconds(lambda: [IncidentReported.model_validate_json(text) for _ in range(200)]) for _ in range(25))
    yield "yardstick: one report validated", f"{each / 200 * 1e6:.1f} us"
