"""Time taken, by this process and by others."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def seconds(work: Callable[[], Any], clock: Callable[[], float] = time.process_time) -> float:
    """How long some work takes: processor time of this process, which others on the machine disturb less."""
    began = clock()
    work()
    return clock() - began


def cpu_seconds(pid: int) -> float:
    """The processor time that another process has taken, all its threads; Linux only."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def megabytes(pid: int) -> float:
    """The resident memory of another process; Linux only."""
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in status if line.startswith("VmRSS"))) / 1024
