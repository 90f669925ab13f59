"""Incidents in the formats that others read: entries in, chunks of bytes out."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from tallywire.exports.atom import atom
from tallywire.exports.entries import Cited, Entry, Frame
from tallywire.exports.filters import Filters, WrongFilter
from tallywire.exports.geojson import geojson
from tallywire.exports.lines import ndjson
from tallywire.exports.parquet import parquet
from tallywire.exports.stix import stix
from tallywire.exports.table import table

__all__ = ["FORMATS", "Cited", "Entry", "Filters", "Format", "Frame", "WrongFilter"]

Writer = Callable[[Iterable[Entry], Frame], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: what it is called on the web, and what writes it, piece by piece."""

    media_type: str
    file: str
    """The name of a file of all incidents in it."""
    write: Writer


FORMATS: dict[str, Format] = {
    "csv": Format("text/csv; charset=utf-8", "incidents.csv", table),
    "geojson": Format("application/geo+json", "incidents.geojson", geojson),
    "ndjson": Format("application/x-ndjson", "incidents.ndjson", ndjson),
    "parquet": Format("application/vnd.apache.parquet", "incidents.parquet", parquet),
    "atom": Format("application/atom+xml; charset=utf-8", "incidents.atom", atom),
    "stix": Format("application/stix+json;version=2.1", "incidents.stix.json", stix),
}
"""Every format by its name."""
