"""docker-compose.yml brought up beside whatever else runs: a project, ports and an image of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import sample
from typing import Any
from urllib.request import ProxyHandler, build_opener

from testcontainers.compose import ComposeContainer, DockerCompose

from tallywire.broker.jars import ROOT
from tallywire.processes import free_ports, holds_within, is_free

IMAGE = "tallywire:test"
PORTS = ("BROKER", "INGEST", "PUSH", "AGGREGATION", "API")
WIRES = ROOT / "demo/wires"
HALVES = [[str(path) for path in sorted(WIRES.iterdir())[half::2]] for half in (0, 1)]


@dataclass(frozen=True)
class Composed:
    """A running project."""

    project: str
    compose: DockerCompose
    ports: Mapping[str, int]

    @property
    def bootstrap(self) -> str:
        """Where clients on this machine find the broker."""
        return f"127.0.0.1:{self.ports['BROKER']}"

    def run(self, *words: str, **settings: str) -> str:
        """What `docker compose WORDS` prints; AssertionError, with what it said, if it fails."""
        command = [*self.compose.compose_command_property, *words]
        return _printed(command, cwd=str(ROOT), env={**os.environ, **settings})

    def up(self, *words: str, **settings: str) -> None:
        """Brings it up so, and waits until all are healthy."""
        self.run("up", "--wait", "--wait-timeout", "240", *words, **settings)

    def tallywire(self, *words: str, **settings: str) -> str:
        """What our command says to these words, on this machine."""
        told = {"TALLYWIRE_KAFKA_BOOTSTRAP": self.bootstrap, **settings}
        return _printed([sys.executable, "-m", "tallywire", *words], env={**os.environ, **told})

    def containers(self, *services: str) -> list[ComposeContainer]:
        """Those of these services, or all, also those that have ended."""
        found = self.compose.get_containers(include_all=True)
        return [one for one in found if not services or one.Service in services]

    def inspected(self, *services: str) -> Iterator[dict[str, Any]]:
        """What Docker tells of each."""
        for container in self.containers(*services):
            yield json.loads(_printed(["docker", "inspect", str(container.ID)]))[0]

    def kill(self, *services: str) -> None:
        """Kills what runs in them (SIGKILL, as the kernel would), so that Docker sees a crash and starts them again."""
        for told in self.inspected(*services):
            os.kill(told["State"]["Pid"], 9)

    def healthy(self, *services: str) -> bool:
        """Whether every container of them is."""
        return all(told["State"].get("Health", {}).get("Status") == "healthy" for told in self.inspected(*services))

    def wait_until_healthy(self, *services: str) -> None:
        """Returns when they are; fails after two minutes."""
        assert holds_within(120, lambda: self.healthy(*services), every=0.5), self.run("ps", "--all")

    def asked(self, path: str) -> Any:
        """The api's answer."""
        with build_opener(ProxyHandler({})).open(f"http://127.0.0.1:{self.ports['API']}{path}", timeout=10) as answer:
            return json.loads(answer.read())


@contextmanager
def composed(folder: Path, *files: str) -> Iterator[Composed]:
    """A project with these files over docker-compose.yml, not yet up; nothing is left of it afterwards."""
    ports = dict(zip(PORTS, free_ports(len(PORTS)), strict=True))
    project = f"tallywire-test-{ports['BROKER']}"
    told = {f"TALLYWIRE_{name}_PORT": str(port) for name, port in ports.items()}
    told |= {"COMPOSE_PROJECT_NAME": project, "TALLYWIRE_IMAGE": IMAGE, "TALLYWIRE_EXTRACTION_PORT": _range()}
    environment = folder / "compose.env"
    environment.write_text("".join(f"{name}={value}\n" for name, value in told.items()))
    compose = DockerCompose(ROOT, ["docker-compose.yml", *files], env_file=str(environment))
    system = Composed(project, compose, ports)
    try:
        yield system
    finally:
        system.run("--profile", "*", "down", "--volumes", "--remove-orphans", "--timeout", "40")


def left_of(project: str) -> dict[str, str]:
    """The containers, volumes and networks of a project, by kind."""
    label = ["--filter", f"label=com.docker.compose.project={project}", "--quiet"]
    kinds = {"container": ["--all"], "volume": [], "network": []}
    return {kind: _printed(["docker", kind, "ls", *more, *label]).strip() for kind, more in kinds.items()}


def build() -> None:
    """Builds the image of this tree."""
    _printed(
        ["docker", "compose", "build", "--quiet", "api"], cwd=str(ROOT), env={**os.environ, "TALLYWIRE_IMAGE": IMAGE}
    )


def has_image(image: str) -> bool:
    """Whether it is here, or a registry gives it."""
    asked = (["docker", "image", "inspect", image], ["docker", "pull", "--quiet", image])
    return any(subprocess.run(one, capture_output=True, check=False).returncode == 0 for one in asked)


def _range() -> str:
    """Ports for several containers of a service, below those that a system gives to connections by itself."""
    starts = range(20_000, 30_000, 10)
    first = next(one for one in sample(starts, len(starts)) if all(map(is_free, range(one, one + 10))))
    return f"{first}-{first + 9}"


def _printed(command: list[str], **options: Any) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=540, **options)
    if done.returncode:
        raise AssertionError(
            f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
        )
    return str(done.stdout)
