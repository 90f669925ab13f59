"""Watched folders, with real files."""

import gzip
import io
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiokafka.errors import KafkaConnectionError, MessageSizeTooLargeError

from services.ingest.domain.feeds import Folder
from services.ingest.sources.folders import FolderSettings, Watch
from services.ingest.sources.port import Entry, Receipt
from tests.intakes import Choosy

pytestmark = pytest.mark.timeout(60)

SETTINGS = FolderSettings(stable_seconds=5, most=1000)


@dataclass
class Scene:
    path: Path
    intake: Choosy = field(default_factory=Choosy)
    now: float = 100.0
    pattern: str = "*"

    def __post_init__(self) -> None:
        folder = Folder(name="drops", source="Harbourline News", path=str(self.path), pattern=self.pattern)
        self.watch = Watch(folder, self.intake, SETTINGS, lambda: self.now)

    def drop(self, name: str, raw: bytes = b"wire") -> Path:
        (self.path / name).write_bytes(raw)
        return self.path / name

    async def scan(self, after: float = 5.0) -> None:
        """One scan that sees the files, and one that finds them unchanged."""
        await self.watch.scan_once()
        self.now += after
        await self.watch.scan_once()

    @property
    def taken(self) -> list[bytes]:
        return [raw for raw, _ in self.intake.taken]

    def lies_in(self, room: str = ".") -> list[str]:
        return sorted(path.name for path in (self.path / room).iterdir() if not path.is_dir())


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


async def test_a_file_is_delivered_and_put_away(scene: Scene) -> None:
    scene.drop("a.xml", b"wire one")
    await scene.scan()
    assert scene.taken == [b"wire one"]
    assert scene.intake.taken[0][1].source == "Harbourline News"
    assert (scene.lies_in(), scene.lies_in("done"), scene.lies_in("failed")) == ([], ["a.xml"], [])
    assert (scene.watch.done, scene.watch.failed, scene.watch.fault) == (1, 0, "")


async def test_a_file_is_not_taken_before_it_has_been_stable(scene: Scene) -> None:
    scene.drop("a.xml", b"wire, fir")
    await scene.scan(after=4.9)
    assert scene.taken == []
    scene.drop("a.xml", b"wire, first half")
    await scene.scan(after=4.9)
    assert scene.taken == []
    scene.now += 0.2
    await scene.watch.scan_once()
    assert scene.taken == [b"wire, first half"]


@pytest.mark.parametrize("name", [".a.xml", "a.xml.part", "a.tmp", "a.XML.PART", "a.xml~", "a.txt"])
async def test_unfinished_hidden_and_unwanted_files_are_left_alone(tmp_path: Path, name: str) -> None:
    scene = Scene(tmp_path, pattern="*.[xXt][mMm][lLp]*")
    scene.drop(name)
    scene.drop("b.xml")
    await scene.scan()
    assert (scene.lies_in(), scene.lies_in("done")) == ([name], ["b.xml"])


async def test_the_oldest_comes_first(scene: Scene) -> None:
    for name, when in (("c", 1), ("a", 3), ("b", 2)):
        os.utime(scene.drop(name, f"wire {name}".encode()), (when, when))
    await scene.scan()
    assert scene.taken == [b"wire c", b"wire b", b"wire a"]


async def test_what_cannot_be_read_fails_with_its_reason_and_the_rest_is_taken(scene: Scene) -> None:
    scene.drop("a.jpg", b"\xff\xd8")
    scene.drop("b.xml")
    scene.drop("c.xml", b"wire " * 1000)
    await scene.scan()
    assert scene.lies_in("done") == ["b.xml"]
    assert scene.lies_in("failed") == ["a.jpg", "a.jpg.why.txt", "c.xml", "c.xml.why.txt"]
    assert (scene.path / "failed/a.jpg.why.txt").read_text() == "no known format\n"
    assert "5,000 bytes" in (scene.path / "failed/c.xml.why.txt").read_text()
    assert (scene.watch.done, scene.watch.failed) == (1, 2)


async def test_a_file_without_one_good_entry_fails_and_a_half_good_one_does_not(scene: Scene) -> None:
    scene.intake.receipt = Receipt((), ("no headline",), ())
    scene.drop("a.xml")
    await scene.scan()
    scene.intake.receipt = Receipt(("a-1",), ("no headline",), ())
    scene.drop("b.xml")
    await scene.scan()
    assert (scene.path / "failed/a.xml.why.txt").read_text() == "no headline\n"
    assert scene.lies_in("done") == ["b.xml"]


async def test_what_is_packed_is_unpacked_and_the_bad_in_it_is_named(scene: Scene) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, raw in (("1.xml", "wire one"), ("logo.png", "picture"), ("2.xml", "wire two")):
            archive.writestr(name, raw)
    scene.drop("a.zip", packed.getvalue())
    scene.drop("b.xml.gz", gzip.compress(b"wire three"))
    scene.drop("c.gz", gzip.compress(b"wire four")[:-9])
    await scene.scan()
    assert {b"wire one", b"wire two", b"wire three"} <= set(scene.taken)
    assert (scene.path / "failed/a.zip.why.txt").read_text() == "logo.png: no known format\n"
    assert scene.lies_in("done") == ["b.xml.gz"]
    assert "c.gz" in scene.lies_in("failed")


async def test_links_are_never_followed(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "secret").write_bytes(b"wire of somebody else")
    (scene.path / "a.xml").symlink_to(elsewhere / "secret")
    os.mkfifo(scene.path / "b.xml")
    await scene.scan()
    assert scene.taken == []
    (scene.path / "done").rmdir()
    (scene.path / "done").symlink_to(elsewhere)
    scene.drop("c.xml")
    await scene.scan()
    assert (scene.taken, sorted(elsewhere.iterdir())) == ([], [elsewhere / "secret"])
    assert "is a link" in scene.watch.fault


async def test_a_reason_is_never_written_through_a_link(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> None:
    victim = tmp_path_factory.mktemp("elsewhere") / "victim"
    victim.write_text("untouched")
    (scene.path / "failed").mkdir()
    (scene.path / "failed/a.xml.why.txt").symlink_to(victim)
    scene.drop("a.xml", b"?")
    await scene.scan()
    assert victim.read_text() == "untouched"
    assert (scene.path / "failed/a.xml.why.txt").read_text() == "no known format\n"


async def test_a_name_that_comes_again_is_put_beside_the_first(scene: Scene) -> None:
    for raw in (b"wire one", b"wire two", b"wire three"):
        scene.drop("latest.xml", raw)
        await scene.scan()
    found = {path.read_bytes() for path in (scene.path / "done").iterdir()}
    assert found == {b"wire one", b"wire two", b"wire three"}


async def test_a_file_that_is_replaced_while_it_is_delivered_is_not_put_away(scene: Scene) -> None:
    class Slow(Choosy):
        async def take(self, raw: bytes, entry: Entry, url: str | None = None) -> Receipt:
            if raw == b"wire one":
                scene.drop("a.xml", b"wire two!")
            return await super().take(raw, entry, url)

    scene.drop("a.xml", b"wire one")
    scene.watch._intake = scene.intake = Slow()
    await scene.scan()
    assert scene.lies_in() == ["a.xml"]
    await scene.scan()
    assert scene.taken == [b"wire one", b"wire two!"]
    assert (scene.path / "done/a.xml").read_bytes() == b"wire two!"


async def test_while_kafka_is_away_files_stay_and_are_taken_later(scene: Scene) -> None:
    scene.intake.error = KafkaConnectionError()
    scene.drop("a.xml")
    await scene.scan()
    assert (scene.lies_in(), scene.watch.done) == (["a.xml"], 0)
    assert "KafkaConnectionError" in scene.watch.fault
    scene.intake.error = None
    await scene.watch.scan_once()
    assert (scene.lies_in("done"), scene.watch.fault) == (["a.xml"], "")


async def test_what_kafka_never_takes_does_not_hold_up_the_rest(scene: Scene) -> None:
    scene.intake.error = MessageSizeTooLargeError("too large")
    scene.drop("a.xml")
    await scene.scan()
    assert scene.lies_in("failed") == ["a.xml", "a.xml.why.txt"]


@pytest.mark.parametrize("spoil", [lambda path: path.rmdir(), lambda path: (path / "done").write_text("in the way")])
async def test_a_folder_that_cannot_be_used_says_so_and_is_tried_again(
    tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    path = tmp_path / "drops"
    path.mkdir()
    spoil(path)
    scene = Scene(path)
    await scene.scan()
    assert scene.watch.fault.startswith(f"{path} cannot be used: ")
    (path / "done").unlink() if path.exists() else path.mkdir()
    scene.drop("a.xml")
    await scene.scan()
    assert (scene.lies_in("done"), scene.watch.fault) == (["a.xml"], "")


async def test_what_was_delivered_but_not_put_away_is_not_delivered_again(scene: Scene) -> None:
    class Spoiling(Choosy):
        async def take(self, raw: bytes, entry: Entry, url: str | None = None) -> Receipt:
            (scene.path / "done").rmdir()
            return await super().take(raw, entry, url)

    scene.drop("a.xml")
    scene.watch._intake = scene.intake = Spoiling()
    await scene.scan()
    assert (scene.lies_in(), len(scene.taken)) == (["a.xml"], 1)
    await scene.watch.scan_once()
    assert (scene.lies_in("done"), len(scene.taken)) == (["a.xml"], 1)


KILLED_AFTER_DELIVERY = """
import asyncio, os, signal, sys
from services.ingest.domain.feeds import Folder
from services.ingest.sources.folders import FolderSettings, Watch

class Killed:
    async def take(self, raw, entry, url=None):
        print(raw.decode(), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

watch = Watch(Folder(name="drops", path=sys.argv[1]), Killed(), FolderSettings(stable_seconds=0), lambda: 1.0)
asyncio.run(watch.scan_once())
"""


async def test_after_a_kill_between_delivery_and_putting_away_a_file_is_delivered_again(scene: Scene) -> None:
    scene.drop("a.xml", b"wire one")
    command = [sys.executable, "-c", KILLED_AFTER_DELIVERY, str(scene.path)]
    killed = subprocess.run(command, capture_output=True, check=False, timeout=30)  # noqa: ASYNC221  # nothing else runs
    assert (killed.returncode, killed.stdout) == (-signal.SIGKILL, b"wire one\n"), killed.stderr
    assert scene.lies_in() == ["a.xml"]
    await scene.scan()
    assert scene.taken == [b"wire one"]
    assert (scene.lies_in(), scene.lies_in("done")) == ([], ["a.xml"])
