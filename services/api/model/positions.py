"""How far the topics were read: one short text that means the same to every replica."""

import base64
import binascii
import hashlib
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Self

from schemas.topics import ALERTS, ARTICLES, COUNTS, INCIDENTS, REPORTS

READ: Final = (ARTICLES, REPORTS, INCIDENTS, COUNTS, ALERTS)
"""The topics that the model is made of, in the order in which a batch of them is taken in: causes come first."""
PARTS: Final = tuple((topic.name, number) for topic in READ for number in range(topic.partitions))
"""Every partition of these topics; its place here is its number in the model."""
_CHECK: Final = 4
_LONGEST: Final = 400


class WrongPosition(ValueError):
    """The text is no position."""


@dataclass(frozen=True, slots=True)
class Position:
    """The next offset of each part, and the log that they are of: another log has other topic ids."""

    log: int
    offsets: tuple[int, ...]

    @property
    def text(self) -> str:
        """The position as clients carry it."""
        body = self.log.to_bytes(4) + b"".join(_varint(offset) for offset in self.offsets)
        return base64.urlsafe_b64encode(body + zlib.crc32(body).to_bytes(_CHECK)).decode().rstrip("=")

    @classmethod
    def of_text(cls, text: str) -> Self:
        """The position that a client carried.

        Raises:
            WrongPosition: none has this text.
        """
        try:
            raw = base64.b64decode(text[:_LONGEST] + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError) as error:
            raise WrongPosition("this is no position") from error
        body, check = raw[:-_CHECK], raw[-_CHECK:]
        if len(body) <= _CHECK or zlib.crc32(body).to_bytes(_CHECK) != check:
            raise WrongPosition("this is no position")
        offsets = tuple(_varints(body[4:]))
        if len(offsets) != len(PARTS):
            raise WrongPosition("this is a position in other topics")
        return cls(int.from_bytes(body[:4]), offsets)

    def after(self, part: int, offset: int) -> "Position":
        """The position behind one more message."""
        return Position(self.log, (*self.offsets[:part], offset + 1, *self.offsets[part + 1 :]))

    def joined(self, other: "Position") -> "Position":
        """Behind everything that either is behind."""
        return Position(self.log, tuple(map(max, self.offsets, other.offsets)))

    def covers(self, other: "Position") -> bool:
        """Whether it is nowhere before the other one."""
        return all(mine >= theirs for mine, theirs in zip(self.offsets, other.offsets, strict=True))


def log_of(topic_ids: Mapping[str, str]) -> int:
    """A number that stands for these topics as they were made, and not for those made anew under the same names."""
    told = "\n".join(f"{name} {identity}" for name, identity in sorted(topic_ids.items()))
    return int.from_bytes(hashlib.sha256(told.encode()).digest()[:4])


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:  # noqa: PLR2004  # seven bits to a byte
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _varints(raw: bytes) -> Iterable[int]:
    number = shift = 0
    for byte in raw:
        number |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            yield number
            number = shift = 0
    if shift:
        raise WrongPosition("this is no position")
