"""A consumer that writes down what it handled, and may kill itself before it could commit: run by tests.

python -m tests.consuming.follower GROUP FILE [--memory FILE] [--die-after N] [--seconds S] [--until-end]
"""

import argparse
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from schemas.incidents import IncidentResolved
from tallywire.consume import Memory, MemoryFile, RecentMemory, Subscription


def main() -> None:
    """Handles each incident by writing its id to the file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("group")
    parser.add_argument("file", type=Path)
    parser.add_argument("--memory", type=Path)
    parser.add_argument("--die-after", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=0)
    parser.add_argument("--until-end", action="store_true")
    told = parser.parse_args()
    memory: Callable[[], Memory] = (lambda: MemoryFile(told.memory)) if told.memory else RecentMemory
    subscription = Subscription(IncidentResolved, told.group, until_end=told.until_end, memory=memory, batch=10)
    with subscription.deliveries() as deliveries, told.file.open("a") as written:
        signal.signal(signal.SIGTERM, lambda *_: deliveries.stop())
        for number, delivery in enumerate(deliveries, 1):
            time.sleep(told.seconds)
            written.write(f"{delivery.event.incident_id}\n")
            written.flush()
            if number == told.die_after:
                os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
