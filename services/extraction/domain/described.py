"""Places told without a name: "the Turkish capital", "the border with Syria", "the country's east", "its airport"."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from schemas.vocabulary import Precision
from services.extraction.domain import compass
from services.extraction.domain.atlas import Atlas, Entry
from services.extraction.domain.demonyms import demonym_country
from services.extraction.domain.folding import name_key

Seen = tuple[int, int, str, str | None, Precision, float, float]
"""Start, end, name, country, precision and coordinates of a place named in the text."""
Told = tuple[int, int, Entry]

_NAME = r"[A-Z][A-Za-z.]{1,18}(?: [A-Z][a-z]{2,18}){0,2}"
_CAPITAL = re.compile(
    rf"(?:\b(?P<people>{_NAME})(?:'s?)? "
    r"|\b(?P<word>the|its|their|that|this|country's|nation's|provincial|regional|state) )"
    r"capital\b(?!,? (?:city )?(?:of )?[A-Z]|'s? [A-Z]"
    r"| (?:punishment|letters|controls|markets?|flows|gains|and \w+ invest|region\b))"
)
_CAPITAL_OF = re.compile(rf"\bcapital(?: city)? of (?:the )?(?P<name>{_NAME})(?: (?:province|state|region))?\b")
_NO_TOWN = (
    r"(?! (?:towns?|villages?|cit(?:y|ies)|guards?|police|forces?|control|patrols?|agents?|disputes?|talks|security"
    r"|service|roads?|clash|war|troops|district|county|authority))"
)
_BORDER = re.compile(
    rf"\b(?P<one>{_NAME})(?:'s)?(?:-| and |/)(?P<other>{_NAME})(?:'s)? (?:border|frontier)\b{_NO_TOWN}"
    rf"|\b(?:border|frontier) (?P<with>with|between|of|to) (?P<first>{_NAME})(?: and (?P<second>{_NAME}))?"
    rf"|\b(?P<single>{_NAME})(?:'s)? (?:border|frontier)\b{_NO_TOWN}"
)
_SIDE = re.compile(r"\b(?P<people>[A-Z][a-z]{2,14}) side of the $")
_PART = re.compile(
    r"\b(?:the|that|this) (?:country|nation|kingdom|republic)'s (?:\w+ )?"
    r"(?P<point>far north|north[ -]?east|north[ -]?west|south[ -]?east|south[ -]?west|north|south|east|west)(?:ern)?\b"
    r"|\b(?P<point2>far north|north[ -]?east|north[ -]?west|south[ -]?east|south[ -]?west|north|south|east|west)"
    r"(?:ern (?:part|parts|half|fringes?|reaches))? of (?:the|that|this) (?:country|nation|kingdom|republic)\b"
)
_AIRPORT = re.compile(
    r"\b(?:at|near|on|into|inside|outside|around|over|against|beside|to|towards?|hit|struck|targeted|neared|shelled|bombed"
    r"|attacked|left|reached|stormed|of|for) (?:the|its|their|that|this)(?: (?:capital|city|town)'s)?"
    r"(?: (?:main|international|civilian|city|nearby)){0,2} (?P<kind>airport|air ?base)\b"
    r"(?! (?:in|of|at|near|outside|on) (?:the )?[A-Z]| (?:road|raid|attack|authority|operator|official|manager)|-)"
)
_AT_SEA = re.compile(
    r"\b(?P<many>\d{1,4}(?:\.\d+)?) (?:nautical miles?|nm)(?: \([^()]{1,20}\))?(?: (?:to the|due))? "
    r"(?P<way>north|south|east|west)?[ -]?(?P<way2>east|west|north|south)?(?: of| off|off) (?:the )?"
    r"(?:(?:coast|port|port city|island|city) of )?(?:\w+(?:'s)? )?$"
)
_WAYS = {"north": (1, 0), "south": (-1, 0), "east": (0, 1), "west": (0, -1), None: (0, 0)}
_KM_PER_MILE, _KM_PER_DEGREE = 1.852, 111.0
_BEARING = 90
_SUBJECT = 0.9
# A wire may be filed abroad: what its dateline adds to the votes is taken off again, but for a little.
_FILED = 1.3
_EVERYWHERE = frozenset(("US", "GB", "FR"))


def places_told(
    atlas: Atlas, folded: str, voted: Mapping[str, float], home: str | None, seen: Sequence[Seen]
) -> Iterator[Told]:
    """Every place that is told without its name, with its offsets; `home` is the country of the dateline."""
    main = subject({code: votes - (_FILED if code == home else 0.0) for code, votes in voted.items()})
    if "apital" in folded:
        yield from _capitals(atlas, folded, main, seen)
    if "border" in folded or "frontier" in folded:
        yield from _borders(atlas, folded, voted)
    if "ountry" in folded or " nation" in folded or "kingdom" in folded:
        yield from _parts(atlas, folded, main, seen)
    if "nautical" in folded or " nm " in folded:
        yield from _at_sea(folded, seen)
    if "airport" in folded or "base" in folded:
        yield from _airports(atlas, folded, seen)


def subject(voted: Mapping[str, float]) -> str | None:
    """The country that a text is about, where one stands out."""
    ranked = sorted(voted.items(), key=lambda item: (item[0] not in _EVERYWHERE, item[1]), reverse=True)
    if not ranked or ranked[0][1] < _SUBJECT:
        return None
    return ranked[0][0] if len(ranked) == 1 or ranked[1][1] < ranked[0][1] or ranked[1][0] in _EVERYWHERE else None


def country_of(atlas: Atlas, name: str | None) -> str | None:
    """The country that a name or a demonym speaks of."""
    if not name:
        return None
    named = (entry.country for entry in atlas.named.get(name_key(name), ()) if entry.kind == "country")
    return demonym_country(name) or next(named, None)


def _capitals(atlas: Atlas, folded: str, main: str | None, seen: Sequence[Seen]) -> Iterator[Told]:
    for match in _CAPITAL.finditer(folded):
        if match["people"]:
            yield from _seat(atlas, match.start(), match.end(), match["people"].removeprefix("The "))
        elif match["word"] in ("provincial", "regional", "state"):
            yield from _provincial(atlas, match, seen)
        elif main and (town := atlas.capital(main)):
            yield match.start(), match.end(), town
    for match in _CAPITAL_OF.finditer(folded):
        yield from _seat(atlas, match.start(), match.end(), match["name"])


def _seat(atlas: Atlas, start: int, end: int, name: str) -> Iterator[Told]:
    """The capital of a country, or the seat of a province, that stands by its name or as an adjective."""
    code = country_of(atlas, name)
    if code:
        town = atlas.capital(code)
    else:
        provinces = [entry for entry in atlas.named.get(name_key(name), ()) if entry.kind == "province"]
        seats = (atlas.town(atlas.seats.get((entry.country, entry.name), ""), entry.country) for entry in provinces)
        town = next(filter(None, seats), None)
    if town:
        yield start, end, town


def _provincial(atlas: Atlas, match: re.Match[str], seen: Sequence[Seen]) -> Iterator[Told]:
    """The seat of the province last spoken of."""
    for start, _, name, country, precision, _, _ in reversed(seen):
        if start < match.start() and precision is Precision.ADMIN1 and (country, name) in atlas.seats:
            town = atlas.town(atlas.seats[country, name], country)
            if town:
                yield match.start(), match.end(), town
            return


def _borders(atlas: Atlas, folded: str, voted: Mapping[str, float]) -> Iterator[Told]:
    for match in _BORDER.finditer(folded):
        one = country_of(atlas, match["one"] or match["first"] or match["single"])
        other = country_of(atlas, match["other"] or match["second"]) or (_beside(atlas, one, voted) if one else None)
        spot = atlas.borders.get(frozenset((one or "", other or "")))
        if spot:
            side = _SIDE.search(folded[max(0, match.start() - 30) : match.start()])
            told = demonym_country(side["people"]) if side else None
            here = told or max(filter(None, (one, other)), key=lambda code: voted.get(code, 0.0))
            yield match.start(), match.end(), _spot(atlas, (one or "", other or ""), here, spot)


def _beside(atlas: Atlas, one: str, voted: Mapping[str, float]) -> str | None:
    """The neighbour of a country that the text speaks of most."""
    beside = [code for code in voted if frozenset((one, code)) in atlas.borders]
    return max(beside, key=lambda code: voted[code], default=None)


def _spot(atlas: Atlas, pair: tuple[str, str], here: str, spot: tuple[float, float]) -> Entry:
    name = "-".join(atlas.countries[code].name for code in pair) + " border"
    return Entry(name, here, None, *spot, Precision.ADMIN1, "part", 10**6)


def _parts(atlas: Atlas, folded: str, main: str | None, seen: Sequence[Seen]) -> Iterator[Told]:
    for match in _PART.finditer(folded):
        point = re.sub(r"[ -]", "", (match["point"] or match["point2"]).lower().replace("far ", ""))
        code = _last_country(seen, match.start()) if " that " in f" {match[0]}" else main
        country = atlas.countries.get(code or "")
        extent = atlas.extents.get(code or "")
        if country is None or extent is None:
            continue
        part = compass.known_part(atlas, name_key(country.name), point)
        yield match.start(), match.end(), part or compass.part_of(country, extent, point)


def _last_country(seen: Sequence[Seen], at: int) -> str | None:
    """The country last named before an offset, by itself or by a place in it."""
    return next((country for start, _, _, country, *_ in reversed(seen) if start < at and country), None)


def _at_sea(folded: str, seen: Sequence[Seen]) -> Iterator[Told]:
    """The spot on the high seas that a distance and a bearing from a place tell."""
    for start, end, name, _, _, lat, lon in seen:
        left = max(0, start - _BEARING)
        match = _AT_SEA.search(folded[left:start])
        if match and match["way"]:
            ways = [_WAYS[match["way"]], _WAYS[match["way2"]]]
            north, east = (sum(way[axis] for way in ways) for axis in (0, 1))
            reach = float(match["many"]) * _KM_PER_MILE / _KM_PER_DEGREE / (math.hypot(north, east) or 1.0)
            spot = lat + north * reach, lon + east * reach / math.cos(math.radians(lat))
            at = f"{match['many']} nautical miles {match['way']}{match['way2'] or ''} of {name}"
            yield left + match.start(), end, Entry(at, None, None, *spot, Precision.ADMIN1, "sea", 10**6)


def _airports(atlas: Atlas, folded: str, seen: Sequence[Seen]) -> Iterator[Told]:
    """The airport of the town last named, where it is known."""
    for match in _AIRPORT.finditer(folded):
        towns = [s for s in seen if s[1] <= match.start() and s[4] is Precision.CITY]
        if not towns:
            continue
        _, _, name, country, *_ = towns[-1]
        noun = "airport" if match["kind"].lower() == "airport" else "air base"
        known = [e for e in atlas.named.get(f"{name_key(name)} {name_key(noun)}", ()) if e.country == country]
        if known:
            yield match.start(), match.end(), replace(known[0], kind="site")
