"""Pages that were put away: the reports of an old month in one packed row, instead of a row for each.

What is put away changes nothing that was counted: the page opens as before, and a report that is corrected later has a
row of its own again, which goes before the packed one. Of a packed page only the hashes of its reports' ids are kept in
memory, eight bytes a report; they stand in front of the row, so that a start need not unpack it.
"""

import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import NamedTuple, Protocol

import orjson

from services.aggregation.domain.heard import Month, Place

MOST_BYTES = 1024 * 1024
"""Rows of one part of a page, before they are packed: parts stay well below what a message may hold."""


class Packed(Protocol):
    """The table of packed pages, by key."""

    def get(self, key: str) -> bytes | None:
        """A packed part of a page."""

    def put(self, key: str, row: bytes) -> None:
        """Sets a part."""

    def items(self) -> Iterable[tuple[str, bytes]]:
        """All parts."""


class _Part(NamedTuple):
    key: str
    hashes: "array[int]"


class Archive:
    """The pages that were put away."""

    def __init__(self, table: Packed) -> None:
        """Over the packed pages of a table."""
        self._table = table
        self._parts: dict[str, dict[Month, list[_Part]]] | None = None

    def close(self) -> None:
        """Forgets what is packed where: the table may hold other partitions now."""
        self._parts = None

    def find(self, country: str, report_id: str) -> bytes | None:
        """The row of a report that was put away."""
        found = (self._unpacked(part).get(report_id) for _, part in self._holding(country, report_id))
        return next((row for row in found if row is not None), None)

    def months_of(self, country: str, report_ids: Iterable[str]) -> set[Month]:
        """The packed pages of a country that hold one of these reports."""
        return {
            month
            for report_id in report_ids
            for month, part in self._holding(country, report_id)
            if report_id in self._unpacked(part)
        }

    def rows(self, place: Place) -> dict[str, bytes]:
        """The rows of a page as they were put away, by report id."""
        found: dict[str, bytes] = {}
        for part in self._index().get(place.country, {}).get(place.month or 0, ()):
            found |= self._unpacked(part)
        return found

    def count(self) -> int:
        """How many reports were put away."""
        return sum(len(part.hashes) for months in self._index().values() for parts in months.values() for part in parts)

    def put(self, place: Place, rows: Mapping[str, bytes]) -> None:
        """Packs a page, in place of what was packed of it."""
        month, known = place.month or 0, self._index().setdefault(place.country, {})
        parted = _parted(rows)
        parted += [{} for _ in known.get(month, ())][len(parted) :]  # parts that are no longer needed say nothing
        parts = [_pack(_key(place.country, month, number), part) for number, part in enumerate(parted)]
        for part, row in parts:
            self._table.put(part.key, row)
        known[month] = [part for part, _ in parts]

    def _holding(self, country: str, report_id: str) -> Iterator[tuple[Month, _Part]]:
        """The parts that may hold the report: two ids may share a hash."""
        wanted = _hash(report_id)
        for month, parts in self._index().get(country, {}).items():
            for part in parts:
                at = bisect_left(part.hashes, wanted)
                if at < len(part.hashes) and part.hashes[at] == wanted:
                    yield month, part

    def _unpacked(self, part: _Part) -> dict[str, bytes]:
        row = self._table.get(part.key)
        return unpacked(row) if row else {}

    def _index(self) -> dict[str, dict[Month, list[_Part]]]:
        if self._parts is None:
            self._parts = {}
            for key, row in self._table.items():
                country, month, _ = key.split("|")
                hashes = array("Q", row[4 : _start(row)])
                self._parts.setdefault(country, {}).setdefault(int(month), []).append(_Part(key, hashes))
        return self._parts


def unpacked(row: bytes) -> dict[str, bytes]:
    """The rows in a packed part of a page, by report id."""
    return {report_id: text.encode() for report_id, text in orjson.loads(zlib.decompress(row[_start(row) :]))}


def _start(row: bytes) -> int:
    """Where the packed rows begin, behind the number of hashes and the hashes."""
    return 4 + 8 * int.from_bytes(row[:4], "big")


def _key(country: str, month: int, number: int) -> str:
    return f"{country}|{month}|{number}"


def _parted(rows: Mapping[str, bytes]) -> list[dict[str, bytes]]:
    """The rows in parts of a bounded size, in the order of their ids."""
    parts: list[dict[str, bytes]] = [{}]
    size = 0
    for report_id in sorted(rows):
        size += len(rows[report_id])
        if size > MOST_BYTES and parts[-1]:
            parts.append({})
            size = len(rows[report_id])
        parts[-1][report_id] = rows[report_id]
    return parts


def _pack(key: str, rows: Mapping[str, bytes]) -> tuple[_Part, bytes]:
    hashes = array("Q", sorted(map(_hash, rows)))
    packed = zlib.compress(orjson.dumps([[report_id, row.decode()] for report_id, row in rows.items()]), 6)
    return _Part(key, hashes), len(rows).to_bytes(4, "big") + hashes.tobytes() + packed


def _hash(report_id: str) -> int:
    return int.from_bytes(blake2b(report_id.encode(), digest_size=8).digest(), "big")
