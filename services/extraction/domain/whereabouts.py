"""What can be one place and one day, and which day a stretch without a deed gives."""

import math
from typing import Final

from schemas.values import Period
from schemas.vocabulary import Precision
from services.extraction.domain.page import Page, Stretch, Told
from services.extraction.domain.patterns import Pattern
from services.extraction.domain.places import Place, demonym_country

_SPREAD: Final = {Precision.SITE: 25.0, Precision.CITY: 6.0, Precision.ADMIN1: 250.0, Precision.COUNTRY: 3000.0}
"""Kilometres within which another name may stand for the same spot."""
_SOIL: Final = Pattern("whereabouts.soil")
_SEA: Final = Pattern("whereabouts.sea")
_SPEECH: Final = Pattern("whereabouts.speech")


def soil(page: Page, start: int, end: int) -> Told[Place] | None:
    """As in "The Chadian side of the lake", "a Syrian town": the country, for want of better."""
    for mark in _SOIL.finditer(page.text, start, end):
        code = demonym_country(mark["people"])
        if code and (named := country_place(page, code)):
            return Told(named.value, mark.start(), mark.end(), "soil")
    return None


def is_foreign(page: Page, spot: Place) -> bool:
    """A place of a country of which the wire hardly speaks: talks in Doha, a desk in London."""
    return page.scenes.get(spot.country or "", 0) < 0.25 * max(page.scenes.values(), default=0)


def country_place(page: Page, code: str) -> Told[Place] | None:
    """A country by its own name in the text."""
    found = (m for m in page.places.items if m.place.precision is Precision.COUNTRY and m.place.country == code)
    return next((Told(m.place, m.start, m.end, "country") for m in found), None)


def at_sea(page: Page, start: int, end: int) -> bool:
    """Whether a stretch tells of the sea, where no town of the dateline is the place."""
    return bool(_SEA.search(page.folded, start, end))


def day(page: Page, start: int, end: int, anchor: int) -> Told[Period] | None:
    """The day of the stretch: one of the deed before one of somebody's saying so."""
    found = [m for m in page.dates.between(start, end) if "anniversary" not in page.folded[m.start : m.end + 14]]
    best = min(found, key=lambda m: (is_spoken(page, m), abs(m.start - anchor)), default=None)
    return Told(best.period, best.start, best.end, "date") if best else None


def is_spoken(page: Page, date: Stretch) -> bool:
    """Whether a day is that of somebody's saying so."""
    return bool(_SPEECH.search(page.folded, max(0, date.start - 60), date.start))


def distance_km(one: Place, other: Place) -> float:
    """Great-circle distance of two places."""
    return km((one.lat, one.lon), (other.lat, other.lon))


def km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance of two points, in degrees of latitude and longitude."""
    lat, lon, lat2, lon2 = map(math.radians, (*one, *other))
    h = math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def may_be_one(one: Place, other: Place) -> bool:
    """Whether two names can stand for one spot: near each other, or one a region that may hold the other."""
    if one.country and other.country and one.country != other.country:
        return False
    reach = max(_SPREAD[one.precision], _SPREAD[other.precision])
    return distance_km(one, other) <= reach


def overlap(one: Period, other: Period) -> bool:
    """Whether two spans of days share one."""
    return one.earliest <= other.latest and other.earliest <= one.latest
