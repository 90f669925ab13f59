"""The running system, as a test of the page uses it."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote
from urllib.request import ProxyHandler, build_opener

from services.common.settings import Settings
from tallywire.commands.publish import published as publish_all
from tallywire.deliveries import Delivery, deliveries
from tallywire.lag import wait_until_caught_up
from tallywire.stack import Stack
from tests.wires import BUNDLED

PATIENCE = 90


class Site:
    """Where the page is, and the way for wires into it."""

    def __init__(self, settings: Settings, stack: Stack) -> None:
        self.settings = settings
        self.url = stack.url("api")

    def publish_demo(self) -> None:
        """All wires of the demo, counted and in the api's model."""
        self._deliver(list(deliveries([str(BUNDLED)])))

    def publish(self, *wires: Mapping[str, Any]) -> None:
        """These wires, counted and in the api's model."""
        self._deliver([Delivery(wire["id"], json.dumps(wire).encode()) for wire in wires])

    def asked(self, path: str) -> Any:
        """What the API answers."""
        with build_opener(ProxyHandler({})).open(f"{self.url}/api/v1{path}", timeout=20) as answer:
            return json.load(answer)

    def incident_of(self, source: str, words: str) -> dict[str, Any]:
        """The one incident that these words find and this source reports."""
        items = self.asked(f"/incidents?q={quote(words)}&factuality=any")["items"]
        found = [item for item in items if any(report["source"] == source for report in item["reports"])]
        assert len(found) == 1, items
        return dict(found[0])

    def _deliver(self, wires: list[Delivery]) -> None:
        sent, failed = publish_all(self.settings, wires, print)
        assert (sent, failed) == (len(wires), 0)
        assert wait_until_caught_up(self.settings, PATIENCE, _quietly, self.url) == {}


def _quietly(_behind: dict[str, int]) -> None:
    """A test waits in silence."""
