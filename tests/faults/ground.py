"""What an experiment stands on: a broker that all share, or one of its own with a proxy before it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tallywire.broker import LocalBroker
from tallywire.processes import free_ports
from tests.faults.proxy import Proxy


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the broker is: for the experiment itself, and for the services."""

    bootstrap: str
    services_bootstrap: str
    own: tuple[LocalBroker, Proxy] | None = None

    @property
    def broker(self) -> LocalBroker:
        """The broker, which is the experiment's own to break."""
        assert self.own, "the broker is shared: an experiment that breaks it says own_broker=True"
        return self.own[0]

    @property
    def proxy(self) -> Proxy:
        """What the services reach the broker by."""
        assert self.own, "nothing is between the services and the broker: own_broker=True puts a proxy there"
        return self.own[1]


@contextmanager
def shared_ground(bootstrap: str) -> Iterator[Ground]:
    """The broker that is there."""
    yield Ground(bootstrap, bootstrap)


@contextmanager
def own_ground(folder: Path) -> Iterator[Ground]:
    """A broker and a proxy for as long as the block lasts."""
    behind, told = free_ports(2)
    with (
        LocalBroker(folder / "broker", proxied=(behind, told)) as broker,
        Proxy(told, behind).running() as proxy,
    ):
        yield Ground(broker.bootstrap, f"127.0.0.1:{told}", (broker, proxy))
