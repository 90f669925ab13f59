"""The body of an answer, unpacked piece by piece: never more of it in memory than the limits say."""

import zlib
from collections.abc import AsyncIterator, Iterator
from typing import Any, Protocol

import brotli  # type: ignore[import-untyped]

from services.ingest.sources.failures import FetchFailed

ACCEPTED = "gzip, br, deflate"
_PIECE = 256 * 1024
_NO_BOMB = 1024 * 1024
"""Below this size no ratio is suspicious."""
_MAX_MEMBERS = 100
_GZIP = b"\x1f"
_ANY_HEADER = 32 + zlib.MAX_WBITS


class _Unpacker(Protocol):
    @property
    def whole(self) -> bool:
        """Whether the end was seen."""

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """What comes out of these bytes, in pieces of bounded size."""


async def whole_body(chunks: AsyncIterator[bytes], encoding: str, max_bytes: int, max_ratio: float) -> bytes:
    """The body in these chunks, unpacked.

    Raises:
        FetchFailed: `too-large`, `bomb`, `broken` (cut off or spoilt) or `encoding` (one that we did not ask for).
    """
    unpacker = _unpacker(encoding)
    body, packed = bytearray(), 0
    async for chunk in chunks:
        packed += len(chunk)
        if packed > max_bytes:
            raise FetchFailed("too-large", f"longer than {max_bytes:,} bytes")
        for piece in _sound(unpacker.pieces(chunk)):
            body += piece
            _check(len(body), packed, max_bytes, max_ratio)
    if packed and not unpacker.whole:
        raise FetchFailed("broken", "the packed body is cut off")
    return bytes(body)


def _check(unpacked: int, packed: int, max_bytes: int, max_ratio: float) -> None:
    if unpacked > _NO_BOMB and unpacked > max_ratio * packed:
        raise FetchFailed("bomb", f"unpacks to more than {max_ratio:g} times its size")
    if unpacked > max_bytes:
        raise FetchFailed("too-large", f"longer than {max_bytes:,} bytes when unpacked")


def _sound(pieces: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield from pieces
    except (zlib.error, brotli.error) as error:
        raise FetchFailed("broken", "the packed body is spoilt") from error


def _unpacker(encoding: str) -> _Unpacker:
    name = encoding.strip().lower()
    if name in ("gzip", "x-gzip", "deflate"):
        return _Inflated()
    if name == "br":
        return _Brotli()
    if name in ("", "identity"):
        return _Plain()
    raise FetchFailed("encoding", f"the body is packed in a way that was not asked for: {name[:40]!r}")


class _Plain:
    whole = True

    def pieces(self, data: bytes) -> Iterator[bytes]:
        yield data


class _Inflated:
    """gzip (also of several members), zlib, and the bare deflate that some servers send under its name."""

    def __init__(self) -> None:
        self._inflate: Any = None
        self._members = 0

    @property
    def whole(self) -> bool:
        return self._inflate is not None and bool(self._inflate.eof)

    def pieces(self, data: bytes) -> Iterator[bytes]:
        more = False
        while (data or more) and self._goes_on(data):
            piece = self._inflate.decompress(data, _PIECE)
            yield piece
            # All input may be taken while output still waits inside.
            more = len(piece) == _PIECE and not self.whole
            data = self._inflate.unused_data if self.whole else self._inflate.unconsumed_tail

    def _goes_on(self, data: bytes) -> bool:
        if self._inflate is not None and not self.whole:
            return True
        if self._members and not data.startswith(_GZIP):
            return False  # rubbish after the end, which browsers overlook too
        self._members += 1
        if self._members > _MAX_MEMBERS:
            raise FetchFailed("bomb", f"packed in more than {_MAX_MEMBERS} members")
        self._inflate = zlib.decompressobj(_ANY_HEADER if _has_header(data) else -zlib.MAX_WBITS)
        return True


def _has_header(data: bytes) -> bool:
    return data.startswith(_GZIP) or data[0] & 0x0F == zlib.DEFLATED


class _Brotli:
    def __init__(self) -> None:
        self._unpack = brotli.Decompressor()

    @property
    def whole(self) -> bool:
        return bool(self._unpack.is_finished())

    def pieces(self, data: bytes) -> Iterator[bytes]:
        more = not self.whole
        while more:
            yield self._unpack.process(data, output_buffer_limit=_PIECE)
            data = b""
            more = not (self.whole or self._unpack.can_accept_more_data())
