"""The section on peers: how fast each counts, and how wrong it is after one kill -9."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.document import table
from benchmarks.peers import bare_faust, tallywire_way
from benchmarks.peers.job import PARTITIONS, SESSION_SECONDS
from benchmarks.peers.trial import BYTES, KEYS, STRIKE, Pace, Peer, Run, Scar
from tallywire.broker import LocalBroker

EVENTS: Final = 400_000
OTHERS: Final = Path(sys.prefix) / "peers" / "bin" / "python"
"""The Python of an environment with the other peers; their pins and ours cannot be met in one."""
PEERS: Final = (
    Peer("Tallywire's way", "tallywire_way", changelogs=tallywire_way.CHANGELOGS),
    Peer("bare Faust, `counts[key] += 1`", "bare_faust", changelogs=bare_faust.CHANGELOGS),
    Peer("Quix Streams, at least once", "quix", OTHERS),
    Peer("Quix Streams, exactly once", "quix", OTHERS, "exactly-once"),
    Peer("Bytewax with recovery", "bytewax_flow", OTHERS),
    Peer("a loop by hand over confluent-kafka", "hand_written", OTHERS),
)
HEADS: Final = (
    "one worker",
    "events a second",
    "to Tallywire's",
    "µs of processor an event",
    f"kill -9 at {STRIKE:.0%}: counted too much",
    "told more often than once",
    "seconds until it counted on",
)
TEXT: Final = f"""\
{EVENTS:,} JSON events of {BYTES} bytes with {KEYS:,} keys wait on {PARTITIONS} partitions; each is counted by its key,
the count is kept where a restart finds it, and each new count is told on a topic. One process each, one after the
other, on one broker ({{versions}}). `benchmarks/peers/` has a file for each. The rate is from the first count to the
last, by the broker's stamps; processor time is that of the process, without the broker's. Their settings are their own,
but for a session of {SESSION_SECONDS} s for all and Faust's fetch size.

After kill -9 the same process is started again at once. **Counted too much** is the newest counts of all keys, added
up, less the number of events: anything but 0 is wrong for good. **Told more often than once** is for a reader to drop:
where nothing is counted wrong, each repeat was found equal to what it repeats. Seconds are those of a reader of what
was committed.

"""


def measured() -> str:
    """The text of the section."""
    with (
        tempfile.TemporaryDirectory(prefix="tallywire-peers-") as folder,
        LocalBroker(Path(folder) / "broker") as broker,
    ):
        results = [(peer, *_tried(peer, broker.bootstrap, Path(folder))) for peer in PEERS if _there(peer)]
    absent = [peer.name for peer in PEERS if not _there(peer)]
    missing = f"\n\nNot here, for it does not install on this Python: {', '.join(absent)}." if absent else ""
    return TEXT.format(versions=_versions()) + table(HEADS, _rows(results)) + missing


def _tried(peer: Peer, bootstrap: str, folder: Path) -> tuple[Pace, Scar]:
    name = f"{peer.module}-{peer.guarantee or 'own'}".replace("_", "-")
    pace = Run(peer, bootstrap, folder / f"{name}-pace", EVENTS).pace()
    scar = Run(peer, bootstrap, folder / f"{name}-scar", EVENTS).scar()
    print(f"{peer.name}: {pace}, {scar}", flush=True)
    return pace, scar


def _rows(results: list[tuple[Peer, Pace, Scar]]) -> Iterator[tuple[str, ...]]:
    ours = results[0][1].rate
    for peer, pace, scar in results:
        yield (
            peer.name,
            f"{pace.rate:,.0f}",
            f"{pace.rate / ours:.2f}",
            f"{pace.cpu * 1e6:,.0f}",
            f"**{scar.off:+,}**" if scar.off else "0",
            f"{scar.repeats:,}",
            f"{scar.away:.1f}",
        )


def _there(peer: Peer) -> bool:
    """Whether all that it imports is there."""
    command = [str(peer.python), "-c", f"import benchmarks.peers.{peer.module}"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def _versions() -> str:
    names = ("quixstreams", "bytewax", "confluent-kafka")
    code = f"from importlib.metadata import version\nfor name in {names}: print(name, version(name))"
    said = subprocess.run([str(OTHERS), "-c", code], check=False, capture_output=True, text=True).stdout
    return ", ".join(said.splitlines())
