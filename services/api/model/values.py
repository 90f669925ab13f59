"""Values as they are kept: JSON, and small where it is kept for later."""

import zlib
from datetime import UTC, datetime
from typing import Any

import orjson

LONGEST_TEXT = 200_000
"""Characters of an article's body that are kept; evidence further on has its quote."""
LONGEST_HEADLINE = 1000


def packed(value: bytes) -> bytes:
    """A value for rare reading."""
    return zlib.compress(value, 3)


def unpacked(value: bytes) -> Any:
    """What a packed value holds."""
    return orjson.loads(zlib.decompress(value))


def milliseconds(moment: datetime) -> int:
    """Since 1970, in UTC."""
    return int(moment.timestamp() * 1000)


def moment_of(number: int) -> str:
    """RFC 3339, in UTC."""
    return datetime.fromtimestamp(number / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
