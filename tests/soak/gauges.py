"""Memory and open files of each process, looked at every few seconds."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import linear_regression, median
from threading import Event, Thread
from types import TracebackType
from typing import NamedTuple, Self

EVERY = 5.0
WARM = 120.0
"""Seconds of a process's life that are left out: it fills its caches."""


class Sample(NamedTuple):
    """One look at one process."""

    at: float
    """Seconds since the soak began."""
    name: str
    pid: int
    memory: float
    """MiB that are in memory."""
    files: int
    wires: int
    """Sent by then."""


class Gauges:
    """Looks at processes until the block ends."""

    def __init__(self, pids: Callable[[], Mapping[str, int]], wires: Callable[[], int]) -> None:
        """`pids` are those of now, by name."""
        self._pids, self._wires, self.samples = pids, wires, list[Sample]()
        self._ended, self._began = Event(), time.monotonic()
        self._thread = Thread(target=self._look, daemon=True)

    def _look(self) -> None:
        while not self._ended.wait(EVERY):
            at = time.monotonic() - self._began
            for name, pid in self._pids().items():
                try:
                    self.samples.append(Sample(at, name, pid, _memory(pid), _files(pid), self._wires()))
                except OSError:
                    continue  # it has just been killed

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ended.set()
        self._thread.join(2 * EVERY)


def _memory(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


def _files(pid: int) -> int:
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


class Life(NamedTuple):
    """The longest life of a service's processes."""

    name: str
    minutes: float
    first: float
    """MiB in its first quarter (median)."""
    last: float
    """MiB in its last quarter."""
    growth: float
    """MiB for each 1,000 wires, by a straight line through all."""
    files_first: int
    files_last: int


def lives(samples: Sequence[Sample]) -> Iterator[Life]:
    """How the longest life of each went; of one that lived too short for that there is none."""
    for name in dict.fromkeys(sample.name for sample in samples):
        of_each = [[one for one in samples if one.pid == pid] for pid in {s.pid for s in samples if s.name == name}]
        longest = max(of_each, key=lambda life: life[-1].at - life[0].at)
        warm = [sample for sample in longest if sample.at - longest[0].at > WARM]
        if len(warm) >= 8:
            yield _life(name, warm)


def _life(name: str, warm: Sequence[Sample]) -> Life:
    quarter = len(warm) // 4
    first, last = warm[:quarter], warm[-quarter:]
    line = linear_regression([one.wires / 1000 for one in warm], [one.memory for one in warm])
    return Life(
        name,
        (warm[-1].at - warm[0].at) / 60,
        median(one.memory for one in first),
        median(one.memory for one in last),
        line.slope,
        int(median(one.files for one in first)),
        int(median(one.files for one in last)),
    )
