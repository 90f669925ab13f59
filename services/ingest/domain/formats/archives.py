"""Packed deliveries (gzip, zip) to the documents in them, within limits that no bomb gets past."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from services.ingest.domain.formats.reading import MAX_DOCUMENT_BYTES
from services.ingest.domain.items import UnreadableDocument

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
MAX_MEMBERS = 1000
MAX_MEMBER_BYTES = MAX_DOCUMENT_BYTES
MAX_UNPACKED_BYTES = 64 * 1024 * 1024
MAX_RATIO = 200
"""Unpacked to packed; text shrinks to a fiftieth at best, a bomb to a thousandth."""
_FREE = 1024 * 1024
"""So many bytes are unpacked whatever the ratio."""
_STEP = 64 * 1024
_CENTRAL_ENTRY = b"PK\x01\x02"
_PLAIN_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""Others are rare, and LZMA asks for gigabytes of memory if told to."""


def is_packed(raw: bytes) -> bool:
    """Whether the bytes begin as a gzip or zip archive does."""
    return raw.startswith((GZIP, ZIP))


def unpacked(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Each file in the archive with its name there (empty for gzip); bytes that are no archive as they are.

    Raises:
        UnreadableDocument: broken, encrypted, an archive in an archive, or past a limit; what came before it is good.
    """
    if not is_packed(raw):
        yield "", raw
        return
    total = 0
    for name, content in _gzip(raw) if raw.startswith(GZIP) else _zip(raw):
        if is_packed(content):
            raise UnreadableDocument(f"{name or 'the gzip file'} is an archive in an archive; only one level is read")
        total += len(content)
        if total > MAX_UNPACKED_BYTES:
            raise UnreadableDocument(f"the archive unpacks to more than {MAX_UNPACKED_BYTES:,} bytes")
        yield name, content


def _gzip(raw: bytes) -> Iterator[tuple[str, bytes]]:
    if raw.count(GZIP + b"\x08") > MAX_MEMBERS:
        raise UnreadableDocument(f"the gzip file has more than {MAX_MEMBERS} parts")
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as file:
            yield "", _bounded(file, len(raw))
    except (zlib.error, EOFError, OSError) as error:
        raise UnreadableDocument(f"a broken gzip file: {error}") from error


def _zip(raw: bytes) -> Iterator[tuple[str, bytes]]:
    if raw.count(_CENTRAL_ENTRY) > MAX_MEMBERS:
        raise UnreadableDocument(f"the zip archive has more than {MAX_MEMBERS} files")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for member in archive.infolist():
                if not member.is_dir():
                    yield member.filename, _member(archive, member)
    except UnreadableDocument:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OverflowError, RuntimeError) as error:
        raise UnreadableDocument(f"a broken zip archive: {error}") from error


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    if member.flag_bits & 1:
        raise UnreadableDocument(f"{member.filename} is encrypted")
    if member.compress_type not in _PLAIN_METHODS:
        raise UnreadableDocument(f"{member.filename} is packed by a method that is not read: pack it by deflate")
    with archive.open(member) as file:
        return _bounded(file, member.compress_size)


def _bounded(file: "IO[bytes] | gzip.GzipFile", packed: int) -> bytes:
    """All of the file, unless it grows beyond what a document may be."""
    content = bytearray()
    while step := file.read(_STEP):
        content += step
        if len(content) > MAX_MEMBER_BYTES:
            raise UnreadableDocument(f"a packed file of more than {MAX_MEMBER_BYTES:,} bytes")
        if len(content) > max(_FREE, MAX_RATIO * packed):
            raise UnreadableDocument(f"a packed file that grows more than {MAX_RATIO} times: no text does")
    return bytes(content)
