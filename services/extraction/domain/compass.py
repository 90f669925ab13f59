"""Parts of a country told by the compass: "northern Mali", "the north-east of Syria", "Niger's southwest"."""

import re
from dataclasses import replace

from schemas.vocabulary import Precision
from services.extraction.domain.atlas import Atlas, Entry, Extent
from services.extraction.domain.folding import word_key

_POINT = (
    r"(?P<point>far north|north[ -]?east|north[ -]?west|south[ -]?east|south[ -]?west|north|south|east|west|central)"
)
BEFORE = re.compile(rf"\b{_POINT}(?:ern)?(?P<of> of| part of| parts of)? (?:the )?$", re.IGNORECASE)
AFTER = re.compile(rf"'s? (?:\w+ )?{_POINT}(?:ern)?\b(?! of)", re.IGNORECASE)
WINDOW = 32
# How far from the middle to the edge the centre of a part lies.
_REACH = 0.5


def point_of(match: re.Match[str]) -> str:
    """The compass point of a match in one spelling: "northeast"."""
    return re.sub(r"[ -]", "", match["point"].lower().replace("far ", ""))


def adjective(point: str) -> str:
    """The form under which parts stand in places.csv: "northeastern", "central"."""
    return point if point == "central" else f"{point}ern"


def _shifted(point: str, low_word: str, high_word: str, low: float, high: float) -> float:
    """A coordinate in the part of the interval that the compass point names."""
    middle, half = (low + high) / 2, (high - low) / 2
    return middle + _REACH * half * ((high_word in point) - (low_word in point))


def part_of(country: Entry, extent: Extent, point: str) -> Entry:
    """The part of a country at a compass point, centred by rule."""
    lat = _shifted(point, "south", "north", extent.south, extent.north)
    lon = _shifted(point, "west", "east", extent.west, extent.east)
    if point == "central":
        lat, lon = country.lat, country.lon
    name = f"{adjective(point)} {country.name}"
    return replace(country, name=name, lat=round(lat, 2), lon=round(lon, 2), precision=Precision.ADMIN1, kind="part")


def known_part(atlas: Atlas, key: str, point: str) -> Entry | None:
    """The hand-written part of a country or region, if there is one."""
    found = atlas.named.get(f"{word_key(adjective(point))} {key}", ())
    return found[0] if found else None
