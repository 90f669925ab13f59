"""GeoJSON (RFC 7946): one FeatureCollection, positions as longitude and latitude."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from tallywire.exports.columns import COLUMNS, Cell
from tallywire.exports.entries import Entry, Frame, rfc3339

_ELSEWHERE = {"event_id", "latitude", "longitude"}


def geojson(entries: Iterable[Entry], _: Frame) -> Iterator[bytes]:
    """The collection; an incident whose position is unknown is a feature without geometry, and not left out."""
    yield b'{"type":"FeatureCollection","features":['
    for number, entry in enumerate(entries):
        feature = json.dumps(_feature(entry), ensure_ascii=False, separators=(",", ":"))
        yield (",\n" if number else "\n").encode() + feature.encode()
    yield b"\n]}\n"


def _feature(entry: Entry) -> dict[str, Any]:
    place = entry.incident.location
    known = place is not None and place.lat is not None and place.lon is not None
    return {
        "type": "Feature",
        "id": entry.incident.incident_id,
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]} if place and known else None,
        "properties": {c.name: _plain(c.of(entry)) for c in COLUMNS if c.name not in _ELSEWHERE},
    }


def _plain(cell: Cell) -> Any:
    if isinstance(cell, datetime):
        return rfc3339(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return list(cell) if isinstance(cell, tuple) else cell
