"""One process that does nothing but read: what it does is its argument, what it tells the most memory it took, in MB.

`python -m benchmarks.process nothing|wires|long`: imports alone and one wire, all wires, or an article of a million
characters. `service` builds the app of the extraction service first, with Faust and its Kafka client.
"""

import resource
import sys
from pathlib import Path

from benchmarks.wires import article_of, everything, ours
from services.extraction.domain.read import read

LONG = 1_000_000


def most_memory() -> float:
    """The peak of this process's resident memory in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # ru_maxrss would be the parent's where that had more before it started us
        kilobytes = next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(kilobytes) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024)


def main(what: str) -> None:
    """Do it, and print the memory that it took."""
    if what == "service":
        from services.common.settings import Settings  # noqa: PLC0415 - only then does it count
        from services.extraction.app import make_app  # noqa: PLC0415 - same

        make_app(Settings())
    wires = everything() if what in ("wires", "service") else ours()[:1]
    if what == "long":
        wires = [article_of(LONG, ours())]
    for wire in wires:
        read(wire)
    print(round(most_memory(), 1))


if __name__ == "__main__":
    main(sys.argv[1])
