"""Which worker of a service has which partitions."""

from collections.abc import Mapping
from typing import Any

from services.common.faust_app import App
from services.common.fence import Fenced


class NotReady(Exception):
    """Nobody can say at the moment; the text says why."""


class Owners:
    """Who has which partition of a table's changelog, as the leader of the consumer group gave them out.

    Faust's `table_route` was reported to send to the wrong worker (its issue 514). What it looks up is right: every
    member gets the whole distribution with its assignment. But it asks a producer for the partition of the table's
    key, and ours stand in the partition of what caused them.
    """

    def __init__(self, app: App, table: str) -> None:
        """Of a table that the app has."""
        self._app: Any = app
        self._table = table

    def elsewhere(self, partition: int) -> str | None:
        """Where the worker is reached that has the partition; None if it is this one.

        Raises:
            NotReady: partitions are being given out or read back, or this worker may have lost its own.
        """
        self.check()
        found = [url for url, partitions in self.everywhere().items() if partition in partitions]
        if len(found) != 1:
            raise NotReady(f"{len(found)} workers have partition {partition}")
        return None if found[0] == str(self._app.conf.canonical_url) else found[0]

    def check(self) -> None:
        """Returns if this worker knows what it has.

        Raises:
            NotReady: it does not.
        """
        if not self._app.ready:
            raise NotReady("partitions are being given out or read back")
        try:
            self._app.fence.check()
        except Fenced as fenced:
            raise NotReady(str(fenced)) from fenced
        # aiokafka gives the coordinator up when no heartbeat was answered for a session: by then another may have ours.
        if self._app.consumer._thread._consumer._coordinator.coordinator_id is None:  # noqa: SLF001  # no public word
            raise NotReady("the broker does not answer")

    def everywhere(self) -> Mapping[str, set[int]]:
        """The partitions of every worker, by where it is reached."""
        topic = self._app.tables[self._table].changelog_topic_name
        return {url: set(topics.get(topic, ())) for url, topics in self._app.router.tables_metadata().items()}

    def told(self) -> dict[str, Any]:
        """Who has what, for an operator to read."""
        standbys = {tp.partition for tp in self._app.assignor.assigned_standbys()}
        return {
            "worker": str(self._app.conf.canonical_url),
            "workers": {url: sorted(partitions) for url, partitions in self.everywhere().items()},
            "standbys": sorted(standbys),
        }
