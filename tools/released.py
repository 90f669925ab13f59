"""The log and the state that a release leaves on a broker, for its successors to be tried on.

`python -m tools.released [BROKER]` runs the demo and keeps what every topic and every changelog holds, and what the
services had read, in tests/e2e/released/VERSION; never over one that is there. tests/e2e/test_upgrade.py puts it on a
broker again, and runs the version of the day over it.
"""

import gzip
import json
import sys
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from kafka import TopicPartition
from kafka.errors import RetriableError
from kafka.structs import OffsetAndMetadata

from services.common.admin import administration, create_topics, wanted
from services.common.settings import Settings
from services.common.tables import TABLES, group
from tallywire.broker import choose_broker
from tallywire.commands.demo import PATIENCE, WIRES
from tallywire.commands.publish import published
from tallywire.commands.verify import ignored
from tallywire.deliveries import deliveries
from tallywire.kafka import producer, whole_topic
from tallywire.lag import wait_until_caught_up
from tallywire.processes import holds_within
from tallywire.stack import WORKERS, Stack
from tools.kept import Kept, line_of, record_of

RELEASED: Final = Path(__file__).parents[1] / "tests" / "e2e" / "released"
ABOUT: Final = "about.json"
ENDING: Final = ".ndjson.gz"


class NotRecorded(Exception):
    """The demo did not come to its end, or the broker has thrown something away meanwhile."""


def record(broker: str, folder: Path) -> None:
    """Runs the demo on a broker, and writes what it left there into the folder."""
    with choose_broker(broker) as bootstrap, tempfile.TemporaryDirectory() as running:
        settings = Settings(kafka_bootstrap=bootstrap, namespace=f"released-{uuid.uuid4().hex[:8]}.")
        create_topics(settings)
        with Stack(bootstrap, Path(running), namespace=settings.namespace, workers=dict.fromkeys(WORKERS, 1)):
            _, refused = published(settings, deliveries([str(WIRES)]), print)
            if behind := wait_until_caught_up(settings, PATIENCE, ignored):
                raise NotRecorded(f"unfinished messages: {behind}")
        if refused:
            raise NotRecorded(f"{refused} wires were refused")
        write(settings, folder)


def write(settings: Settings, folder: Path) -> None:
    """Writes every topic of the namespace into the folder, and what the services have read; nothing may be running."""
    kept = {name: list(_whole(settings, name)) for name in wanted(Settings(kafka_bootstrap=""))}
    topics = {name: {"records": len(whole), "bytes": sum(one.size for one in whole)} for name, whole in kept.items()}
    folder.mkdir(parents=True)
    for name, whole in kept.items():
        # Without name and time in it, so that the same records are the same file.
        with gzip.GzipFile(folder / f"{name}{ENDING}", "wb", mtime=0) as file:
            file.writelines(f"{line_of(one)}\n".encode() for one in whole)
    about = {"version": version("tallywire"), "topics": topics, "read": read_so_far(settings)}
    (folder / ABOUT).write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")


def _whole(settings: Settings, name: str) -> Iterator[Kept]:
    """Every record of a topic, in the order of its partitions; NotRecorded if one is missing."""
    found = sorted(whole_topic(settings, settings.named(name)), key=lambda one: (one.partition, one.offset))
    seen: dict[int, int] = {}
    for one in found:
        if one.offset != seen.get(one.partition, 0):
            raise NotRecorded(f"{name} has lost records: a broker of its own keeps them for long enough")
        seen[one.partition] = one.offset + 1
        yield Kept(one.partition, one.timestamp, one.key, one.value, tuple(one.headers))


def read_so_far(settings: Settings) -> dict[str, dict[str, dict[str, int]]]:
    """What each service's group has committed, by topic and partition."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    with administration(settings) as client:
        for service in TABLES:
            name = settings.named(group(service))
            for place, committed in client.list_group_offsets(name).get(name, {}).items():
                topic = place.topic.removeprefix(settings.namespace)
                found.setdefault(service, {}).setdefault(topic, {})[str(place.partition)] = committed.offset
    return found


def about(folder: Path) -> Mapping[str, Any]:
    """What is kept there: version, topics with their numbers of records and bytes, and what was read."""
    told: Mapping[str, Any] = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    return told


def records(folder: Path, topic: str) -> Iterator[Kept]:
    """What a topic held, in the order of its partitions."""
    with gzip.open(folder / f"{topic}{ENDING}", "rb") as file:
        yield from (record_of(line.decode()) for line in file)


def put(settings: Settings, folder: Path) -> None:
    """Puts all of it on a broker, into a namespace whose topics are made and empty."""
    told = about(folder)
    with closing(producer(settings)) as writer:
        for topic in told["topics"]:
            for one in records(folder, topic):
                headers = list(one.headers)
                writer.send(settings.named(topic), one.value, one.key, headers, one.partition, one.timestamp)
        writer.flush()
    with administration(settings) as client:
        for service, topics in told["read"].items():
            offsets = {
                TopicPartition(settings.named(topic), int(partition)): OffsetAndMetadata(offset, "", None)
                for topic, partitions in topics.items()
                for partition, offset in partitions.items()
            }
            _commit(client, settings.named(group(service)), offsets)


def _commit(client: Any, name: str, offsets: dict[TopicPartition, OffsetAndMetadata]) -> None:
    """Commits them for a group; a broker that never had one makes the topic for that first, and asks for patience."""

    def committed() -> bool:
        try:
            client.alter_group_offsets(name, offsets)
        except RetriableError:
            return False
        return True

    if not holds_within(60, committed, every=0.5):
        raise TimeoutError(f"the broker takes no offsets of {name}")


def main(words: list[str]) -> int:
    """The command line; returns the exit code."""
    folder = RELEASED / version("tallywire")
    if folder.exists():
        print(f"{folder} is there: what a release left is kept as it is")
        return 0
    record(words[0] if words else "auto", folder)
    print(f"{folder}: {sum(file.stat().st_size for file in folder.iterdir()) / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
