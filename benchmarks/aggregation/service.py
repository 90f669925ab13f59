"""The real service, started and watched from outside."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, Self

from benchmarks.aggregation.broker import Ground
from services.aggregation.app import SERVICE
from tallywire.lag import lag
from tallywire.processes import holds_within, tail
from tallywire.stack import Stack, Worker

PATIENCE: Final = 1800.0


class Service:
    """Aggregation with one kind of store; its folder stays when it is killed."""

    def __init__(self, ground: Ground, store: str) -> None:
        """On this broker."""
        self._settings = ground.settings
        self._folder = ground.folder / store
        self._stack = Stack(
            ground.settings.kafka_bootstrap,
            self._folder,
            namespace=ground.settings.namespace,
            workers={SERVICE: 1},
            env={"TALLYWIRE_AGGREGATION_STORE": store},
        )

    @property
    def worker(self) -> Worker:
        """Its process."""
        return self._stack.workers[SERVICE]

    @property
    def pid(self) -> int:
        """The number of its process."""
        if self.worker.process is None:
            raise RuntimeError("aggregation does not run")
        return self.worker.process.pid

    def start(self) -> None:
        """Starts it, and does not wait."""
        self.worker.start()

    def kill(self) -> None:
        """Kills it as a crash would."""
        self.worker.kill()

    def wait_until_ready(self) -> None:
        """Returns when it answers GET /ready with 200."""
        self._wait(lambda: self.worker.ready, every=0.05)

    def wait_until_committed(self, every: float = 0.5) -> None:
        """Returns when it has committed all that was reported."""
        self._wait(lambda: lag(self._settings, SERVICE) == 0, every)

    def _wait(self, question: Callable[[], bool], every: float) -> None:
        if not holds_within(PATIENCE, lambda: not self.worker.running or question(), every) or not self.worker.running:
            raise RuntimeError(f"aggregation did not come so far:\n{tail(self.worker.log)}")

    def bytes_on_disk(self) -> int:
        """What its folder takes."""
        return sum(path.stat().st_size for path in (self._folder / "data").rglob("*") if path.is_file())

    def memory(self, what: str) -> float:
        """Its memory in MiB: `VmRSS` now, or `VmHWM`, the most there ever was."""
        status = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return int(next(line.split()[1] for line in status if line.startswith(what))) / 1024

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.worker.stop(patience=30)
