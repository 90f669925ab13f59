"""What is measured on."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from tallywire.broker.jars import jars, java, java_version
from tallywire.broker.local import COMPILER

PACKAGES: Final = ("faust-streaming", "aiokafka", "kafka-python", "pydantic", "orjson", "rocksdict")


def processor() -> str:
    """How many processors of what kind."""
    model = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return f"{os.cpu_count()} x {model[0].partition(': ')[2] if model else platform.machine()}"


def versions() -> str:
    """Of Python, and of the packages that a message passes through."""
    return ", ".join([f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in PACKAGES)])


def kafka() -> str:
    """Of the broker and its Java, and how that compiles."""
    (jar,) = jars().glob("kafka_2.13-*.jar")
    said = subprocess.run([java(), "-version"], capture_output=True, text=True, check=True).stderr
    return f"Kafka {jar.stem.rpartition('-')[2]} on Java {java_version(said)} ({' '.join(COMPILER)})"


def measured_on() -> str:
    """A line on the day, the machine and its load."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    day, load = f"{datetime.now(UTC):%Y-%m-%d}", os.getloadavg()[0]
    return f"{day}: {processor()}, {memory:.0f} GiB of memory, load {load:.1f}; {kafka()}, {versions()}"
