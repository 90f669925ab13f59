"""A Kafka broker of one node, started from its jars on this machine and bound to 127.0.0.1."""

import json
import logging
import os
import signal
import socket
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from tallywire.broker import classes
from tallywire.broker.jars import ROOT, BrokerUnavailable, jars, java
from tallywire.processes import command_of, free_ports, group_of_its_own, holds_within, is_free, tail

CONFIGURATION = ROOT / "ops/kafka/server.properties"
CLUSTER = "TallywireLocalBroker_1"
"""Kafka wants 16 bytes in base64: this is 22 letters of it."""

START_PATIENCE = 60.0
STOP_PATIENCE = 30.0

MEMORY = ["-Xms128m", "-Xmx512m", "-XX:+UseSerialGC"]
COMPILER = ["-XX:TieredStopAtLevel=1"]
"""The second compiler took half of the broker's processor in its first minutes, and it seldom lives for longer."""
LOGGING = ["-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-Dorg.slf4j.simpleLogger.showDateTime=true"]


def answers(bootstrap: str, patience: float = 2.0) -> bool:
    """Whether a Kafka broker at HOST:PORT tells of a cluster that has a broker to write to."""
    host, _, port = bootstrap.rpartition(":")
    try:
        with socket.create_connection((host, int(port)), timeout=patience):
            pass
        return _has_a_broker(bootstrap, int(patience * 1000))
    except (OSError, ValueError, KafkaError):
        return False


def _has_a_broker(bootstrap: str, milliseconds: int) -> bool:
    # A broker that is still starting makes the client warn of what we are only waiting for.
    logging.getLogger("kafka").setLevel(logging.CRITICAL)
    try:
        admin = KafkaAdminClient(
            bootstrap_servers=bootstrap, bootstrap_timeout_ms=milliseconds, request_timeout_ms=milliseconds
        )
        try:
            return bool(admin.describe_cluster()["brokers"])
        finally:
            admin.close()
    finally:
        logging.getLogger("kafka").setLevel(logging.NOTSET)


class LocalBroker:
    """A broker whose topics live in a folder: start, stop, kill and start again, on the same port.

    The folder remembers the process, so that a later LocalBroker of the same folder finds it running. `properties`
    are Kafka's own, over ours. Who comes by `proxied`, (where the broker listens, where clients are told that it
    does), is sent back there by the broker for all that follows: the second port is a proxy's. `answering` tells
    whether it answers, where it is not to be asked in the clear. KAFKA_OPTS in the environment are more
    options for its Java, as they are for Kafka's own scripts.
    """

    def __init__(
        self,
        folder: Path,
        port: int | None = None,
        proxied: tuple[int, int] | None = None,
        properties: Mapping[str, str] | None = None,
        answering: Callable[[], bool] | None = None,
    ) -> None:
        self.folder = folder.resolve()
        self._proxied, self._more = proxied, properties or {}
        self._answering = answering or (lambda: answers(self.bootstrap))
        self._record = self.folder / "process.json"
        self._child: subprocess.Popen[bytes] | None = None
        remembered: dict[str, int] = {}
        with suppress(FileNotFoundError, json.JSONDecodeError):
            remembered = json.loads(self._record.read_text())
        self.pid = remembered.get("pid", 0)
        self.port = remembered["port"] if self.running else port or free_ports(1, besides=proxied or ())[0]

    @property
    def bootstrap(self) -> str:
        """Where clients find it, as HOST:PORT."""
        return f"127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What the broker says: warnings, and why it did not start."""
        return self.folder / "broker.log"

    @property
    def running(self) -> bool:
        """Whether the process lives; a number that meanwhile belongs to another process does not count."""
        if self._child is not None:
            return self._child.poll() is None
        return self.pid > 0 and str(self.folder) in command_of(self.pid)

    def start(self) -> None:
        """Start it and wait until it answers; BrokerUnavailable says why it cannot. Nothing if it runs."""
        if self.running:
            return
        if not is_free(self.port):
            raise BrokerUnavailable(f"port {self.port} of 127.0.0.1 is in use: choose another (make broker PORT=...)")
        run = [java(), *MEMORY, *COMPILER, *LOGGING, *os.environ.get("KAFKA_OPTS", "").split(), "-cp", f"{jars()}/*"]
        run += classes.reading(jars())
        self._configure()
        self._format(run)
        broker = [*run, *classes.writing(jars(), self.folder), "kafka.Kafka", str(self._properties)]
        self._child = group_of_its_own(broker, self.log)
        self.pid = self._child.pid
        self._record.write_text(json.dumps({"pid": self.pid, "port": self.port}))
        try:
            self._await_answer()
        except BaseException:
            self.kill()
            raise

    def stop(self) -> None:
        """Ask it to end (SIGTERM), and kill it if it takes longer than it may. Nothing if it does not run."""
        self._signal(signal.SIGTERM)
        if not holds_within(STOP_PATIENCE, lambda: not self.running):
            self.kill()
        elif (written := self.folder / classes.NAME).exists():
            classes.keep(jars(), written)
        self._forget()

    def kill(self) -> None:
        """Kill it as a power cut would (SIGKILL); its topics stay, `start` finds them again."""
        self._signal(signal.SIGKILL)
        holds_within(STOP_PATIENCE, lambda: not self.running)
        self._forget()

    def restart(self) -> None:
        """Stop it if it runs, and start it on the same port with the same topics."""
        self.stop()
        self.start()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    @property
    def _properties(self) -> Path:
        return self.folder / "server.properties"

    def _configure(self) -> None:
        internal, controller = free_ports(2, besides=(self.port, *(self._proxied or ())))
        doors = {"LOOPBACK": (self.port, self.port), "INTERNAL": (internal, internal)}
        if self._proxied:
            doors["PROXIED"] = self._proxied
        mine = {
            "listeners": _addresses({door: at for door, (at, _) in doors.items()} | {"CONTROLLER": controller}),
            "advertised.listeners": _addresses({door: told for door, (_, told) in doors.items()}),
            "listener.security.protocol.map": ",".join(f"{door}:PLAINTEXT" for door in (*doors, "CONTROLLER")),
            "controller.quorum.voters": f"1@127.0.0.1:{controller}",
            "log.dirs": self.folder / "data",
            **self._more,
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        # The last word on a key counts; Kafka's own image appends its variables in the same way.
        lines = [CONFIGURATION.read_text(), "# Appended for this broker", *(f"{key}={mine[key]}" for key in mine)]
        self._properties.write_text("\n".join(lines) + "\n")

    def _format(self, run: list[str]) -> None:
        command = [*run, "kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", str(self._properties)]
        if (self.folder / "data/meta.properties").exists():
            return
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise BrokerUnavailable(f"the broker's storage could not be formatted:\n{done.stdout}{done.stderr}")

    def _await_answer(self) -> None:
        if not holds_within(START_PATIENCE, lambda: not self.running or self._answering(), every=0.2):
            raise BrokerUnavailable(f"the broker did not answer in {START_PATIENCE:.0f} s:\n{tail(self.log)}")
        if not self.running:
            raise BrokerUnavailable(f"the broker ended while it started:\n{tail(self.log)}")

    def _signal(self, number: signal.Signals) -> None:
        if self.running:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def _forget(self) -> None:
        self._child, self.pid = None, 0
        self._record.unlink(missing_ok=True)


def _addresses(ports: Mapping[str, int]) -> str:
    return ",".join(f"{door}://127.0.0.1:{port}" for door, port in ports.items())
