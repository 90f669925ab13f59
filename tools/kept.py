"""Records of a broker as lines of text, and back, byte for byte."""

import base64
import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """A record, as it is kept."""

    partition: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]

    @property
    def size(self) -> int:
        """The bytes of its key, value and headers."""
        parts = [self.key or b"", self.value or b""]
        return sum(map(len, parts)) + sum(len(name) + len(part) for name, part in self.headers)


def line_of(record: Kept) -> str:
    """The record as a line of JSON; bytes that are text stay readable."""
    told = {
        "partition": record.partition,
        "timestamp": record.timestamp,
        "key": _shown(record.key),
        "headers": [[name, _shown(part)] for name, part in record.headers],
        "value": _shown(record.value),
    }
    return json.dumps(told, ensure_ascii=False)


def record_of(line: str) -> Kept:
    """The record of a line, byte for byte."""
    told = json.loads(line)
    headers = tuple((name, _read(part) or b"") for name, part in told["headers"])
    return Kept(told["partition"], told["timestamp"], _read(told["key"]), _read(told["value"]), headers)


def _shown(part: bytes | None) -> str | dict[str, str] | None:
    if part is None:
        return None
    try:
        return part.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(part).decode()}


def _read(shown: str | dict[str, str] | None) -> bytes | None:
    if shown is None:
        return None
    return shown.encode() if isinstance(shown, str) else base64.b64decode(shown["base64"])
