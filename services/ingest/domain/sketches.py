"""A small sketch of a text, from which one can tell how much of it another text repeats.

The sketch is the smallest hashes of the text's word sequences: a random sample of them that is drawn alike from every
text (A. Broder, "On the resemblance and containment of documents", 1997; E. Cohen and H. Kaplan, "Summarizing data
using bottom-k sketches", 2007). It grows with the text, so that a brief can be found in a long story.
"""

import base64
import re
import sys
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest
from typing import Final

_RUN: Final = 4
"""Words in a sequence. With 3, rewrites come closer to copies; with 5, an edit costs a copy more."""
_NUMBER_WEIGHT: Final = 16
"""Further elements for each number: reports made from one form differ in nothing else."""
_SHORT: Final = 30
"""Words: flashes of two agencies are alike by nature, so that a shorter text is one element, equal or not."""
_TOO_SHORT: Final = 8
"""Words: "Explosion heard in the capital" can be written twice; a text of fewer words has no sketch."""
_FEWEST, _MOST, _SHARE = 128, 512, 4
"""A sketch keeps a quarter of the elements, but not fewer nor more than these."""
_ENOUGH: Final = 6
"""Elements in the common sample: below it a share is chance."""
_SCRIPT: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
"""Scripts without spaces: each sign counts as a word."""
_WORD: Final = re.compile(rf"[{_SCRIPT}]|\d+(?:[.,]\d+)*|[^\W\d_{_SCRIPT}]+")
_HEAD: Final = re.compile(r"\A(?:[A-Z]{3}[^\n]{0,97}?|[^\n.(]{0,60}\([^()\n]{1,60}\)) ?(?:-{1,2}|[—–]) ")
_CREDIT: Final = re.compile(r"\s*[(\[][^()\[\]]{0,400}[)\]]\s*\Z")
_ODD: Final = 0x9E3779B1
_MASK: Final = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Sketch:
    """The sample of one text: its smallest hashes in order; `whole` if these are all that the text has."""

    hashes: "array[int]"
    whole: bool

    @property
    def keys(self) -> "array[int]":
        """The smallest quarter: by these an index finds the sketch for the hashes of another."""
        return self.hashes[: max(_FEWEST, len(self.hashes)) // 4]

    def below(self, limit: int) -> "array[int]":
        """The part of the sample up to this hash."""
        return self.hashes[: bisect_right(self.hashes, limit)]

    def packed(self) -> str:
        """As text, for a record in JSON: base64 of little-endian 32-bit numbers, "=" before it if it is whole."""
        return "=" * self.whole + base64.b64encode(_little(self.hashes).tobytes()).decode()


def unpacked(text: str) -> Sketch:
    """The sketch that `packed` wrote.

    Raises:
        ValueError: it did not write this.
    """
    hashes = array("I")
    hashes.frombytes(base64.b64decode(text.removeprefix("="), validate=True))
    if not hashes:
        raise ValueError("a sketch without hashes")
    return Sketch(array("I", sorted(_little(hashes))), text.startswith("="))


def sketch_of(body: str) -> Sketch | None:
    """The sketch of a body; its dateline, and a credit in brackets at its end, count for nothing. None: too short."""
    words = _WORD.findall(_CREDIT.sub("", _HEAD.sub("", body, count=1)).casefold())
    if len(words) < _TOO_SHORT:
        return None
    elements = set(_elements(words) if len(words) >= _SHORT else [_hash(" ".join(words))])
    size = min(max(_FEWEST, len(elements) // _SHARE), _MOST)
    return Sketch(array("I", nsmallest(size, elements)), len(elements) <= size)


def similarity(one: Sketch, other: Sketch) -> float:
    """The estimated share of the shorter text that the longer repeats: 1.0 for a copy, whole or cut."""
    limit = min(_MASK if sketch.whole else sketch.hashes[-1] for sketch in (one, other))
    ours, theirs = one.below(limit), other.below(limit)
    common = len(set(ours).intersection(theirs))
    fewer = min(len(ours), len(theirs))
    if fewer < _ENOUGH and list(ours) != list(theirs):
        return 0.0
    return common / fewer if fewer else 0.0


def _elements(words: list[str]) -> Iterator[int]:
    """Hashes of the word sequences, and of each number with the word behind it as often as it weighs."""
    for n in range(len(words) - _RUN + 1):
        yield _hash(" ".join(words[n : n + _RUN]))
    for n, word in enumerate(words):
        if word[0].isdecimal():
            pair = " ".join(words[n : n + 2])
            yield from (_hash(f"{pair}#{nth}") for nth in range(_NUMBER_WEIGHT))


def _hash(text: str) -> int:
    """32 bits: a CRC, spread by a product so that small ones are no longer those of like texts."""
    spread = zlib.crc32(text.encode()) * _ODD & _MASK
    return ((spread ^ spread >> 15) * _ODD) & _MASK


def _little(hashes: "array[int]") -> "array[int]":
    if sys.byteorder == "big":
        hashes = hashes[:]
        hashes.byteswap()
    return hashes
