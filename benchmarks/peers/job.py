"""The job: JSON events in, the count of each key kept where a crash leaves it, and each new count told.

Every module of a peer does it when it is started with `BOOTSTRAP NAMESPACE FOLDER [GUARANTEE]`. It imports nothing but
Python's own, for the peers live in an environment without Tallywire's packages.
"""

import sys
from pathlib import Path
from typing import NamedTuple

PARTITIONS = 4
SESSION_SECONDS = 10
"""For all: with the clients' own (45 or 60 s) a restart after kill -9 is a wait for the dead one's session."""
FETCH_BYTES = 16 * 1024 * 1024


class Job(NamedTuple):
    """Where one run of a peer reads, tells and remembers."""

    bootstrap: str
    namespace: str
    folder: Path
    guarantee: str = ""
    """The one asked for, where a peer has several."""

    @property
    def events(self) -> str:
        """The topic of what is counted: `{"id": ..., "bucket": KEY, "text": ...}`, keyed by the bucket."""
        return f"{self.namespace}events"

    @property
    def counts(self) -> str:
        """The topic of what is told: `{"bucket": KEY, "count": N}` and whatever else the peer needs, keyed alike."""
        return f"{self.namespace}counts"

    @property
    def group(self) -> str:
        """The consumer group, or whatever a peer calls its own name."""
        return f"{self.namespace}counting"


def asked() -> Job:
    """The job that this process was started for."""
    bootstrap, namespace, folder, *guarantee = sys.argv[1:]
    return Job(bootstrap, namespace, Path(folder), *guarantee)
