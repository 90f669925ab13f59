"""Folders in which wires are dropped (by FTP, mostly): each file is delivered, then put away into `done` or `failed`.

A file is put away after Kafka has acknowledged all of it. After a crash in between it is delivered again, which is
harmless: its wires have the same ids.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from aiokafka.errors import KafkaError, MessageSizeTooLargeError
from faust.exceptions import FaustError

from services.ingest.domain.feeds import Folder
from services.ingest.domain.formats.archives import unpacked
from services.ingest.domain.items import UnreadableDocument
from services.ingest.sources.drops import Drop, FileChanged, FileTooLarge, content, listed, put_away, room
from services.ingest.sources.port import Intake

log = logging.getLogger("tallywire")
DONE, FAILED = "done", "failed"
Reasons = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FolderSettings:
    """How folders are watched."""

    stable_seconds: float = 5.0
    """A file is taken when its size and time have not changed for so long."""
    every_seconds: float = 5.0
    most: int = 32 * 1024 * 1024
    """Bytes of a file, as it lies there."""


class Watch:
    """One folder."""

    def __init__(self, folder: Folder, intake: Intake, settings: FolderSettings, clock: Callable[[], float]) -> None:
        """A watch by a clock that counts seconds and never goes back (`time.monotonic`)."""
        self._folder, self._intake, self._settings, self._clock = folder, intake, settings, clock
        self._path = Path(folder.path)
        self._since: dict[Drop, float] = {}
        self._delivered: dict[Drop, Reasons] = {}
        self.done = self.failed = 0
        self.fault = ""
        """Why the folder or a file in it could not be used at the last scan; empty: all is well."""

    async def run(self) -> None:
        """Scans for ever; what goes wrong is logged once, and tried again."""
        while True:
            before = self.fault
            await self.scan_once()
            if self.fault and self.fault != before:
                log.warning("folder %s: %s", self._folder.name, self.fault)
            await asyncio.sleep(self._settings.every_seconds)

    async def scan_once(self) -> None:
        """Delivers what has become stable, oldest first; one file's trouble does not keep the others waiting."""
        self.fault = ""
        try:
            # Before anything is delivered: what cannot be put away would be delivered at every scan.
            for name in (DONE, FAILED):
                await asyncio.to_thread(room, self._path, name)
            for drop in self._stable(await asyncio.to_thread(listed, self._path, self._folder.pattern)):
                await self._attend(drop)
        except OSError as error:
            self.fault = f"{self._path} cannot be used: {error}"
        except (KafkaError, FaustError) as error:
            self.fault = f"Kafka does not take what is here: {error!r}"

    def _stable(self, drops: list[Drop]) -> list[Drop]:
        now = self._clock()
        self._since = {drop: self._since.get(drop, now) for drop in drops}
        self._delivered = {drop: why for drop, why in self._delivered.items() if drop in self._since}
        return [drop for drop, since in self._since.items() if now - since >= self._settings.stable_seconds]

    async def _attend(self, drop: Drop) -> None:
        try:
            if drop not in self._delivered:
                self._delivered[drop] = await self._deliver(drop)
            why = self._delivered[drop]
            into = self._path / (FAILED if why else DONE)
            await asyncio.to_thread(put_away, self._path, drop, into, "\n".join(why))
        except (FileChanged, FileNotFoundError):
            return  # it is listed anew at the next scan, if it is still there
        except OSError as error:
            self.fault = f"{drop.name} cannot be read or put away: {error}"
            return
        self.failed, self.done = self.failed + bool(why), self.done + (not why)

    async def _deliver(self, drop: Drop) -> Reasons:
        """Why the file, or something in it, could not be taken; nothing if all of it was."""
        try:
            raw = await asyncio.to_thread(content, self._path, drop, self._settings.most)
            why: Reasons = ()
            for name, document in unpacked(raw):
                why += await self._take(name, document)
        except (FileTooLarge, MessageSizeTooLargeError) as error:
            return (str(error),)
        except UnreadableDocument as error:
            return (*why, str(error))
        return why

    async def _take(self, name: str, document: bytes) -> Reasons:
        try:
            receipt = await self._intake.take(document, self._folder)
        except UnreadableDocument as error:
            why: Reasons = (str(error),)
        else:
            why = () if receipt.ids else receipt.faults
        return tuple(f"{name}: {reason}" if name else reason for reason in why)
