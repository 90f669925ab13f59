"""Wires from files, folders and standard input, each with a name that a message can point to."""

import io
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from services.ingest.domain.wires import MAX_WIRE_BYTES, UnreadableWire, Wire, read_wire

_WHOLE, _LINES = {".json"}, {".jsonl", ".ndjson"}


@dataclass(frozen=True, slots=True)
class Delivery:
    """The bytes of one wire, or the reason why they could not be had."""

    name: str
    raw: bytes
    fault: str | None = None

    def wire(self) -> Wire:
        """The wire.

        Raises:
            UnreadableWire: with the reason.
        """
        if self.fault:
            raise UnreadableWire(self.fault)
        return read_wire(self.raw)


def deliveries(paths: Iterable[str]) -> Iterator[Delivery]:
    """Every wire under the paths: JSON files, JSON Lines, folders of both; `-` is standard input."""
    for path in paths:
        if path == "-":
            yield from _stream(sys.stdin.buffer, "standard input")
        elif Path(path).is_dir():
            yield from _folder(Path(path))
        else:
            yield from _file(Path(path))


def _folder(folder: Path) -> Iterator[Delivery]:
    files = sorted(p for p in folder.rglob("*") if p.suffix in _WHOLE | _LINES and p.is_file())
    if not files:
        yield Delivery(str(folder), b"", "no .json or .jsonl file in this folder")
    for path in files:
        yield from _file(path)


def _file(path: Path) -> Iterator[Delivery]:
    try:
        with path.open("rb") as file:
            if path.suffix in _LINES:
                yield from _lines(file, str(path))
            elif path.suffix in _WHOLE:
                yield _whole(file, str(path))
            else:
                yield from _stream(file, str(path))
    except OSError as error:
        yield Delivery(str(path), b"", error.strerror or str(error))


def _whole(file: BinaryIO, name: str) -> Delivery:
    raw = file.read(MAX_WIRE_BYTES + 1)
    return Delivery(name, raw, _too_long(raw))


def _lines(file: BinaryIO, name: str) -> Iterator[Delivery]:
    number = 0
    while line := file.readline(MAX_WIRE_BYTES + 1):
        number += 1
        fault = _too_long(line)
        while fault and not line.endswith(b"\n"):
            line = file.readline(MAX_WIRE_BYTES)
            if not line:
                break
        if line.strip() or fault:
            yield Delivery(f"{name}:{number}", line.strip(), fault)


def _stream(file: BinaryIO, name: str) -> Iterator[Delivery]:
    """One wire over several lines, or one a line: the first line that ends an object tells."""
    first = file.readline(MAX_WIRE_BYTES + 1)
    rest = file if first.rstrip().endswith(b"}") and first.lstrip().startswith(b"{") else None
    if rest is None:
        raw = first + file.read(MAX_WIRE_BYTES + 1)
        yield Delivery(name, raw, _too_long(raw))
        return
    yield from _lines(_Joined(first, rest), name)  # type: ignore[arg-type]  # only readline is used


class _Joined(io.RawIOBase):
    """A file whose first line was read already."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._first, self._rest = io.BytesIO(first), rest

    def readline(self, size: int | None = -1, /) -> bytes:
        """The next line."""
        return self._first.readline(size) or self._rest.readline(-1 if size is None else size)


def _too_long(raw: bytes) -> str | None:
    return f"longer than {MAX_WIRE_BYTES:,} bytes" if len(raw) > MAX_WIRE_BYTES else None
