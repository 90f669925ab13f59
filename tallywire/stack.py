"""The services as child processes: started, waited for, stopped, and killed when a test wants to know."""

import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from subprocess import Popen
from types import TracebackType
from typing import Self
from urllib.request import ProxyHandler, build_opener

from tallywire.processes import free_ports, group_of_its_own, holds_within, tail

WORKERS = ("ingest", "extraction", "aggregation")
"""The services that make events."""

SERVICES = (*WORKERS, "api")

READY_PATIENCE = 90.0
"""Seconds until a service must be ready: a start on a busy machine, and a session of one that was killed before."""

STOP_PATIENCE = 30.0
"""Seconds that a service may take to finish what it has in hand and to commit it."""


class StackFailed(Exception):
    """A service ended by itself or did not become ready; with the last lines of its log."""


def module_of(service: str) -> list[str]:
    """The command that runs a service: its module, in the Python that runs us."""
    return [sys.executable, "-m", f"services.{service}"]


class Worker:
    """One process of a service, with a port, a log and a data folder that stay its own across restarts."""

    def __init__(self, name: str, command: Sequence[str], folder: Path, port: int, env: Mapping[str, str]) -> None:
        self.name = name
        self.port = port
        self.log = folder / "logs" / f"{name}.log"
        self._command = list(command)
        own = {"TALLYWIRE_WEB_HOST": "127.0.0.1", "TALLYWIRE_WEB_PORT": str(port)}
        self._env = {**env, **own, "TALLYWIRE_DATA_DIR": str(folder / "data" / name), "PYTHONUNBUFFERED": "1"}
        self.process: Popen[bytes] | None = None
        self._asked = False

    @property
    def running(self) -> bool:
        """Whether its process lives."""
        return self.process is not None and self.process.poll() is None

    @property
    def ready(self) -> bool:
        """Whether it answers GET /ready with 200."""
        try:
            # Whatever proxy the environment names is not for us.
            with build_opener(ProxyHandler({})).open(f"http://127.0.0.1:{self.port}/ready", timeout=2) as answer:
                return bool(answer.status == HTTPStatus.OK)
        except (OSError, HTTPException):
            return False

    def start(self) -> None:
        """Start its process; nothing if it lives."""
        if not self.running:
            Path(self._env["TALLYWIRE_DATA_DIR"]).mkdir(parents=True, exist_ok=True)
            self._asked = False
            self.process = group_of_its_own(self._command, self.log, self._env)

    def ask_to_end(self) -> None:
        """Send SIGTERM, and do not wait. Once: the second would end it at once, in the midst of its ending."""
        if self.process is not None and self.running and not self._asked:
            self._asked = True
            self.process.terminate()

    def stop(self, patience: float) -> bool:
        """Whether it ended by itself after SIGTERM; when the patience is over it is killed."""
        self.ask_to_end()
        by_itself = holds_within(patience, lambda: not self.running, every=0.05)
        self.kill()
        return by_itself

    def kill(self) -> None:
        """Kill it (SIGKILL) with whatever it started; nothing if it has ended."""
        if self.process is not None and self.running:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None


class Stack:
    """The services against one broker. Each worker has a name: its service's, or `extraction-2` of several.

    In the folder: `logs/NAME.log` and `data/NAME/`. Killed and restarted workers keep both.
    """

    def __init__(
        self,
        bootstrap: str,
        folder: Path,
        *,
        namespace: str = "",
        workers: Mapping[str, int] | None = None,
        env: Mapping[str, str] | None = None,
        command: Callable[[str], Sequence[str]] = module_of,
    ) -> None:
        self.folder = folder.resolve()
        names = _names(workers or dict.fromkeys(SERVICES, 1))
        shared = {**(env or {}), "TALLYWIRE_KAFKA_BOOTSTRAP": bootstrap, "TALLYWIRE_NAMESPACE": namespace}
        self.workers = {
            name: Worker(name, command(service), self.folder, port, shared)
            for (name, service), port in zip(names.items(), free_ports(len(names)), strict=True)
        }

    def start(self, patience: float = READY_PATIENCE) -> None:
        """Start all workers at once and wait until each is ready; else StackFailed, and none is left running."""
        try:
            for worker in self.workers.values():
                worker.start()
            self.wait_until_ready(patience=patience)
        except BaseException:
            self.stop(patience=5)
            raise

    def wait_until_ready(self, *names: str, patience: float = READY_PATIENCE) -> None:
        """Wait for these workers, or for all; StackFailed as soon as one of them has ended."""
        deadline = time.monotonic() + patience
        for worker in [self.workers[name] for name in names] or list(self.workers.values()):
            settled = holds_within(deadline - time.monotonic(), partial(_settled, worker), every=0.2)
            if not worker.running:
                raise _failure(worker, "has ended")
            if not settled:
                raise _failure(worker, f"is not ready after {patience:.0f} s")

    def check(self) -> None:
        """StackFailed if a worker that was started has ended by itself."""
        for worker in self.workers.values():
            if worker.process is not None and not worker.running:
                raise _failure(worker, "has ended")

    def stop(self, patience: float = STOP_PATIENCE) -> list[str]:
        """Ask all to end and wait for them; the names of those that had to be killed."""
        for worker in self.workers.values():
            worker.ask_to_end()
        deadline = time.monotonic() + patience
        return [
            worker.name for worker in self.workers.values() if not worker.stop(max(0.0, deadline - time.monotonic()))
        ]

    def kill(self, name: str) -> None:
        """Kill a worker as a crash would (SIGKILL)."""
        self.workers[name].kill()

    def restart(self, name: str, patience: float = READY_PATIENCE) -> None:
        """Stop a worker if it lives, start it again and wait until it is ready."""
        self.workers[name].stop(STOP_PATIENCE)
        self.workers[name].start()
        self.wait_until_ready(name, patience=patience)

    def url(self, name: str) -> str:
        """Where a worker's web side is, without a slash at the end."""
        return f"http://127.0.0.1:{self.workers[name].port}"

    def pid(self, name: str) -> int:
        """The process of a worker; StackFailed if it has none."""
        worker = self.workers[name]
        if worker.process is None:
            raise _failure(worker, "was not started")
        return worker.process.pid

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


def _names(workers: Mapping[str, int]) -> dict[str, str]:
    return {
        service if count == 1 else f"{service}-{number}": service
        for service, count in workers.items()
        for number in range(1, count + 1)
    }


def _settled(worker: Worker) -> bool:
    return not worker.running or worker.ready


def _failure(worker: Worker, what: str) -> StackFailed:
    return StackFailed(f"{worker.name} {what}; the end of {worker.log}:\n{tail(worker.log) or '    (empty)'}")
