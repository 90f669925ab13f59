"""The gazetteer's tables, read once: every name that may be written, and what it may stand for.

Tables: `cities.csv` and `countries.csv` (generated from GeoNames, CC BY 4.0), `provinces.csv`, `places.csv` and
`word_lists.csv` (written by hand). Rows of towns stay text until somebody asks for them: most are never asked for.
"""

import csv
import re
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from schemas.vocabulary import Precision
from services.extraction.domain.folding import name_key

_CITY_PRECISION = Precision.CITY
# What a hand-written entry weighs against towns of the same name, in inhabitants.
_WEIGHT = {"country": 10**8, "sea": 10**8, "region": 10**6, "part": 10**6, "province": 2 * 10**5, "town": 3 * 10**5,
           "village": 3 * 10**4}  # fmt: skip
_SITE_WEIGHT = 2 * 10**5
# What a kind of the tables counts as: a village is a town that gives way to bigger ones of its name.
_COUNTS_AS = {"village": "town"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a name may stand for."""

    name: str
    country: str | None
    admin1: str | None
    lat: float
    lon: float
    precision: Precision
    kind: str
    weight: int
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class Extent:
    """The box, in degrees, within which the towns of a country lie."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """The lines of a table in one block of bytes: a hundred thousand strings of their own would take twice the room."""

    block: bytes
    starts: "array[int]"

    @classmethod
    def of(cls, block: bytes) -> "Lines":
        """The lines of a UTF-8 file behind its header, each ended by a line feed."""
        ends = [mark.end() for mark in re.finditer(rb"\n", block)]
        return cls(block, array("L", ends))

    def __len__(self) -> int:
        """How many there are."""
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> str:
        """A line without its end."""
        return self.block[self.starts[number] : self.starts[number + 1] - 1].decode()

    def __iter__(self) -> Iterator[str]:
        """All of them in order."""
        return (self[number] for number in range(len(self)))


@dataclass(frozen=True, slots=True, eq=False)
class Atlas:
    """All tables; `towns` maps a key to line numbers of `lines`; known by identity, so that it can key a cache."""

    named: Mapping[str, tuple[Entry, ...]]
    towns: Mapping[str, int | tuple[int, ...]]
    lines: Lines
    extents: Mapping[str, Extent]
    capitals: Mapping[str, str]
    countries: Mapping[str, Entry]
    seats: Mapping[tuple[str | None, str], str]
    borders: Mapping[frozenset[str], tuple[float, float]]
    lists: Mapping[str, frozenset[str]]

    def __contains__(self, key: str) -> bool:
        return key in self.named or key in self.towns

    def row(self, number: int) -> Entry:
        """The town on a line."""
        return _town(self.lines[number])

    def capital(self, country: str) -> Entry | None:
        """The capital of a country as a town."""
        keys = (key for key, code in self.capitals.items() if code == country)
        return next(filter(None, (self.town(key, country) for key in keys)), None)

    def town(self, key: str, country: str | None) -> Entry | None:
        """The biggest town of a country under a name."""
        found = (e for e in self.entries(key) if e.country == country and e.kind == "town")
        return max(found, key=lambda entry: entry.weight, default=None)

    def entries(self, key: str) -> tuple[Entry, ...]:
        """Everything that a key may stand for."""
        rows = self.towns.get(key, ())
        numbers = (rows,) if isinstance(rows, int) else rows
        return (*self.named.get(key, ()), *(_town(self.lines[n]) for n in numbers))


@lru_cache(maxsize=1 << 12)
def _town(line: str) -> Entry:
    name, country, admin1, lat, lon, population, timezone, _ = line.split(",")
    return Entry(
        name, country, admin1 or None, float(lat), float(lon), _CITY_PRECISION, "town", int(population), timezone
    )


def _table(folder: Traversable, name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(folder.joinpath(name).read_text(encoding="utf-8").splitlines())


def _all_names(row: Mapping[str, str]) -> Iterator[str]:
    yield row["name"]
    yield from filter(None, row["aliases"].split(";"))


def _place(row: Mapping[str, str]) -> Entry:
    kind = row["kind"]
    return Entry(
        name=row["name"],
        country=row["country"] or None,
        admin1=row["admin1"] or None,
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        precision=Precision(row["precision"]),
        kind=_COUNTS_AS.get(kind, kind),
        weight=_WEIGHT.get(kind, _SITE_WEIGHT),
    )


def _rows(folder: Traversable) -> Iterator[tuple[Mapping[str, str], Entry]]:
    """The hand-written rows and the countries with their entries, those that win a tie first."""
    for row in _table(folder, "places.csv"):
        yield row, _place(row)
    for row in _table(folder, "countries.csv"):
        yield row, _place({**row, "admin1": "", "kind": "country", "precision": "country"})
    for row in _table(folder, "provinces.csv"):
        yield row, _place({**row, "admin1": row["name"], "kind": "province", "precision": "admin1"})


def _named(folder: Traversable) -> dict[str, tuple[Entry, ...]]:
    named: dict[str, tuple[Entry, ...]] = {}
    for row, entry in _rows(folder):
        for key in dict.fromkeys(map(name_key, _all_names(row))):
            named[key] = (*named.get(key, ()), entry)
    return named


def _towns(lines: Lines) -> dict[str, int | tuple[int, ...]]:
    towns: dict[str, int | tuple[int, ...]] = {}
    for number, line in enumerate(lines):
        for key in line[line.rindex(",") + 1 :].split(";"):
            before = towns.setdefault(key, number)
            if before != number:
                towns[key] = (*(before if isinstance(before, tuple) else (before,)), number)
    return towns


def _extent(row: Mapping[str, str]) -> Extent:
    return Extent(*(float(row[edge]) for edge in ("south", "west", "north", "east")))


def _lists(folder: Traversable) -> dict[str, frozenset[str]]:
    gathered: dict[str, set[str]] = {}
    for row in _table(folder, "word_lists.csv"):
        gathered.setdefault(row["list"], set()).update(row["words"].split(";"))
    return {name: frozenset(members) for name, members in gathered.items()}


def read_atlas() -> Atlas:
    """Every table of the gazetteer, from the package's own files."""
    folder = files(__package__).joinpath("data")
    lines = Lines.of(folder.joinpath("cities.csv").read_bytes())
    countries = list(_table(folder, "countries.csv"))
    named = _named(folder)
    return Atlas(
        named=named,
        towns=_towns(lines),
        lines=lines,
        extents={row["country"]: _extent(row) for row in countries},
        capitals={name_key(row["capital"]): row["country"] for row in countries if row["capital"]},
        countries={
            row["country"]: _place({**row, "admin1": "", "kind": "country", "precision": "country"})
            for row in countries
        },
        seats={(row["country"], row["name"]): name_key(row["seat"]) for row in _table(folder, "provinces.csv")},
        borders={
            frozenset((row["one"], row["other"])): (float(row["lat"]), float(row["lon"]))
            for row in _table(folder, "borders.csv")
        },
        lists=_lists(folder),
    )
