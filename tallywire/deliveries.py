"""Wires from files, folders and standard input, each with a name that a message can point to."""

import io
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from services.ingest.domain.formats.archives import is_packed, unpacked
from services.ingest.domain.formats.reading import MAX_DOCUMENT_BYTES
from services.ingest.domain.items import UnreadableDocument
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


def deliveries(paths: Iterable[str], *, any_format: bool = False) -> Iterator[Delivery]:
    """Every wire under the paths: JSON files, JSON Lines, folders of both; `-` is standard input.

    With `any_format`, every file of a folder, whatever it is called. Archives (gzip, zip) give the files in them.
    """
    for path in paths:
        if path == "-":
            yield from _stream(sys.stdin.buffer, "standard input")
        elif Path(path).is_dir():
            yield from _folder(Path(path), any_format)
        else:
            yield from _file(Path(path))


def _folder(folder: Path, any_format: bool) -> Iterator[Delivery]:
    known = _WHOLE | _LINES
    files = sorted(
        p
        for p in folder.rglob("*")
        if p.is_file() and (p.suffix in known or (any_format and not p.name.startswith(".")))
    )
    if not files:
        yield Delivery(str(folder), b"", f"no {'' if any_format else '.json or .jsonl '}file in this folder")
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
    raw = file.read(MAX_DOCUMENT_BYTES + 1)
    return Delivery(name, raw, _too_long(raw, MAX_DOCUMENT_BYTES))


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
        raw = first + file.read(MAX_DOCUMENT_BYTES + 1)
        yield from _packed(raw, name) if is_packed(raw) else [Delivery(name, raw, _too_long(raw, MAX_DOCUMENT_BYTES))]
        return
    yield from _lines(_Joined(first, rest), name)  # type: ignore[arg-type]  # only readline is used


def _packed(raw: bytes, name: str) -> Iterator[Delivery]:
    try:
        for member, content in unpacked(raw):
            yield from _stream(io.BytesIO(content), f"{name}/{member}".rstrip("/"))
    except UnreadableDocument as error:
        yield Delivery(name, b"", str(error))


class _Joined(io.RawIOBase):
    """A file whose first line was read already."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._first, self._rest = io.BytesIO(first), rest

    def readline(self, size: int | None = -1, /) -> bytes:
        """The next line."""
        return self._first.readline(size) or self._rest.readline(-1 if size is None else size)


def _too_long(raw: bytes, limit: int = MAX_WIRE_BYTES) -> str | None:
    return f"longer than {limit:,} bytes" if len(raw) > limit else None
