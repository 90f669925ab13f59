"""Which broker to work with: auto, docker, local, or one that is already there at HOST:PORT."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tallywire.broker.jars import HOME, ROOT, BrokerUnavailable
from tallywire.broker.local import LocalBroker, answers
from tallywire.processes import free_ports, holds_within

STANDING = HOME / "broker"
"""The folder of the broker that `make broker` starts and leaves running."""

PULL_PATIENCE = 600.0
"""Seconds for `docker compose up`, which on a first run fetches the image."""


@contextmanager
def choose_broker(spec: str = "auto") -> Iterator[str]:
    """The bootstrap address, HOST:PORT, of a broker that answers for as long as the block lasts.

    `auto` is Docker where it answers, else local. A broker that is started here is empty, and gone afterwards;
    one that was already running (HOST:PORT, or the one of `make broker` for `local`) is left as it is.
    BrokerUnavailable says in one line what is missing.
    """
    with ExitStack() as afterwards:
        start = {"auto": _auto, "docker": _docker, "local": _local}.get(spec)
        yield start(afterwards) if start else _present(spec)


def docker_answers() -> bool:
    """Whether there is a Docker daemon that answers."""
    return _succeeds("docker", "info")


def _compose_answers() -> bool:
    return docker_answers() and _succeeds("docker", "compose", "version")


def _succeeds(*command: str) -> bool:
    return bool(shutil.which(command[0])) and subprocess.run(command, capture_output=True, check=False).returncode == 0


def _auto(afterwards: ExitStack) -> str:
    if _compose_answers():
        try:
            return _docker(afterwards)
        except BrokerUnavailable as unavailable:
            # A machine may have Docker and no way to the image; its jars may still be had.
            print(f"{unavailable}\nstarting the broker from its jars instead", file=sys.stderr)
    return _local(afterwards)


def _docker(afterwards: ExitStack) -> str:
    if not _compose_answers():
        raise BrokerUnavailable("Docker does not answer, or has no compose: start it, or use BROKER=local")
    compose = Compose(free_ports(1)[0])
    afterwards.callback(compose.down)
    compose.up()
    return compose.bootstrap


def _local(afterwards: ExitStack) -> str:
    standing = LocalBroker(STANDING)
    if standing.running and answers(standing.bootstrap):
        return standing.bootstrap
    folder = afterwards.enter_context(tempfile.TemporaryDirectory(prefix="tallywire-broker-"))
    return afterwards.enter_context(LocalBroker(Path(folder))).bootstrap


def _present(bootstrap: str) -> str:
    host, _, port = bootstrap.rpartition(":")
    if not host or not port.isdigit():
        raise BrokerUnavailable(f"{bootstrap!r} is no broker: say auto, docker, local or HOST:PORT")
    if not answers(bootstrap, patience=5):
        raise BrokerUnavailable(f"no Kafka broker answers at {bootstrap}")
    return bootstrap


class Compose:
    """The broker of docker-compose.yml in a project of its own, beside one that may be up for other work."""

    def __init__(self, port: int) -> None:
        self.bootstrap = f"127.0.0.1:{port}"
        self._command = ["docker", "compose", "-f", str(ROOT / "docker-compose.yml"), "-p", f"tallywire-{port}"]
        self._env = {**os.environ, "TALLYWIRE_BROKER_PORT": str(port)}

    def up(self) -> None:
        """Start it and wait until it is healthy; BrokerUnavailable with Docker's own words if it cannot be had."""
        done = self._run("up", "-d", "--wait", "broker")
        if done.returncode:
            raise BrokerUnavailable(f"Docker could not start the broker: {_last_line(done.stderr)}")
        # Its health check asks for an open port only.
        if not holds_within(30, lambda: answers(self.bootstrap), every=0.3):
            raise BrokerUnavailable(f"Docker started a broker, but nothing answers at {self.bootstrap}")

    def down(self) -> None:
        """Stop it and remove what it has stored."""
        self._run("down", "--volumes", "--timeout", "20")

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self._command, *words],
            env=self._env,
            capture_output=True,
            text=True,
            check=False,
            timeout=PULL_PATIENCE,
        )


def _last_line(said: str) -> str:
    return (said.strip().splitlines() or ["(it did not say why)"])[-1]
