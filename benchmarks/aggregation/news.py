"""Plausible reports in any number: the same number always makes the same incident, told by the same wires.

Sixty countries, the first with every seventh incident; ten years of days, the newest the busiest (of a million
incidents some 500 a day in the last month, 70 of them in the busiest country: more than conflict data sets code of
several wars at once); one to five wires for each incident, which differ in place, date and toll as wires do.
"""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate
from random import Random
from typing import Any, Final, NamedTuple

from schemas.reports import IncidentReported
from schemas.vocabulary import TargetKind

NOW: Final = datetime(2025, 12, 31, 23, 0, tzinfo=UTC)
YEARS: Final = 10
MILLION: Final = 1_000_000
COUNTRIES: Final = tuple(
    """UA SY IQ AF YE ML SO NG CD MM SD ET PK BF MX PS LB CO NE TD CM CF MZ LY TR IR SA IL IN PH TH KE UG BI RW SS ER DJ
    EG DZ TN BD LK HT VE EC BR HN GT SV PE RU AM AZ GE TJ KG AO CI BJ""".split()
)
SHARES: Final = tuple(accumulate(1 / (rank + 2) for rank in range(len(COUNTRIES))))
ACTS: Final = {
    "shelling": ("artillery", "mortar", "rocket"),
    "drone_strike": ("drone", "drone", "unknown"),
    "air_strike": ("aircraft_bomb", "missile", "unknown"),
    "bombing": ("ied", "car_bomb", "mine"),
    "suicide_bombing": ("suicide_vest", "car_bomb", "unknown"),
    "armed_attack": ("small_arms", "unknown", "knife"),
    "armed_clash": ("small_arms", "unknown", "unknown"),
    "abduction": ("unknown", "small_arms", "unknown"),
}
KINDS: Final = tuple(kind.value for kind in TargetKind)
AIMS: Final = """depot barracks checkpoint market bridge convoy school clinic refinery station embassy mosque church
    port runway silo bakery stadium warehouse plant""".split()
SYLLABLES: Final = "ba dor kel mun zha ri tok sal vey gor nim ash ulu per qua sho lin dra wek fim".split()
WIRES: Final = tuple(f"wire-{number:02d}" for number in range(30))
FIELDS: Final = ("event_type", "occurred", "location", "weapon", "targets", "casualties")


class Place(NamedTuple):
    """A town of a country, with its region."""

    name: str
    admin1: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Land:
    """A country: its middle, regions, towns and armed groups."""

    lat: float
    lon: float
    towns: tuple[Place, ...]
    groups: tuple[str, ...]


@cache
def land(country: str) -> Land:
    """What there is in a country."""
    chance = Random(f"land of {country}")
    lat, lon = chance.uniform(-30, 45), chance.uniform(-100, 120)
    regions = [_name(chance) for _ in range(12)]
    towns = tuple(
        Place(_name(chance), regions[n % 12], *(round(m + chance.uniform(-4, 4), 4) for m in (lat, lon)))
        for n in range(80)
    )
    return Land(round(lat, 4), round(lon, 4), towns, tuple(_name(chance) for _ in range(6)))


def days_ago(number: int, total: int) -> float:
    """How long before NOW incident `number` of `total` was: 0 is the newest, and the newest days are the busiest."""
    return float(365 * YEARS * (number / total) ** 1.15)


def country_of(number: int) -> str:
    """Where incident `number` was."""
    return Random(number).choices(COUNTRIES, cum_weights=SHARES)[0]


def incident(number: int, ago: float, country: str | None = None, wires: Sequence[str] = ()) -> list[IncidentReported]:
    """What wires report of incident `number`, which happened so many days before NOW: these wires, in that country."""
    chance = Random(f"incident {number}")
    country = country or country_of(number)
    there = land(country)
    town = there.towns[int(len(there.towns) * chance.random() ** 2)]
    event_type = chance.choice(tuple(ACTS))
    truth = {
        "event_type": event_type,
        "outcome": chance.choice(("hit", "hit", "intercepted", "unknown")),
        "weapon": {
            "kind": chance.choice(ACTS[event_type]),
            "count": _range(chance, 6) if chance.random() < 0.3 else None,
        },
        "targets": ({"name": f"{_name(chance)} {chance.choice(AIMS)}", "kind": chance.choice(KINDS)},),
        "factuality": "occurred" if chance.random() < 0.95 else "possible",
    }
    began = NOW - timedelta(days=ago)
    toll, group = chance.randint(0, 12), chance.choice(there.groups)
    wires = wires or chance.sample(WIRES, *chance.choices((1, 2, 3, 4, 5), (45, 25, 15, 9, 6)))
    told = [
        _report(f"{number}-{n}", wire, began, chance, truth)
        | _where(country, there, town, chance)
        | _happened(began, chance)
        | _harm(toll, group, chance)
        for n, wire in enumerate(wires)
    ]
    if len(told) > 1 and chance.random() < 0.2:
        told[-1]["duplicate_of"] = told[0]["article_id"]
    return [IncidentReported.model_validate(one) for one in told]


def remembered(count: int, total: int, countries: Collection[str] = COUNTRIES) -> Iterator[IncidentReported]:
    """All reports of the newest `count` of `total` incidents, as far as they were in these countries."""
    for number in range(count):
        if country_of(number) in countries:
            yield from incident(number, days_ago(number, total))


def arriving(count: int, total: int, known: int, seed: int = 1) -> list[IncidentReported]:
    """New reports in the order of their wires: of the newest month, and one in twenty of any day that is remembered."""
    chance = Random(seed)
    found: list[IncidentReported] = []
    while len(found) < count:
        late = chance.random() < 0.05
        ago = (
            days_ago(chance.randrange(known), total) if late else min(30 * chance.random() ** 2, days_ago(known, total))
        )
        found += incident(-seed * MILLION - len(found), ago)
    return sorted(found, key=lambda report: (report.published_at, report.report_id))[:count]


def crowded(count: int, first: int = 0) -> Iterator[IncidentReported]:
    """All reports of so many incidents of one country and day."""
    for number in range(first, first + count):
        yield from incident(number, 20.0, COUNTRIES[0])


def retold(count: int) -> list[IncidentReported]:
    """So many reports of one incident, each from a wire of its own."""
    return incident(7, 20.0, COUNTRIES[0], [f"wire-{number}" for number in range(count)])


def _report(name: str, wire: str, began: datetime, chance: Random, truth: dict[str, Any]) -> dict[str, Any]:
    article = hashlib.sha256(name.encode()).hexdigest()[:32]
    return truth | {
        "report_id": hashlib.sha256(article.encode()).hexdigest()[:32],
        "article_id": article,
        "article_revision": 1,
        "published_at": began + timedelta(hours=chance.uniform(0.5, 14)),
        "source": wire,
        "extractor": "0.1.0",
        "confidence": round(chance.uniform(0.5, 0.97), 2),
        "evidence": [
            {
                "field": field,
                "start": 40 * n,
                "end": 40 * n + 31,
                "quote": "words of an agency about it all",
                "rule": "verb",
            }
            for n, field in enumerate(FIELDS)
        ],
    }


def _where(country: str, there: Land, town: Place, chance: Random) -> dict[str, Any]:
    """Where a wire says it was: at a site of the town, in the town, in its region, or only in the country."""
    (precision,) = chance.choices(("site", "city", "admin1", "country"), (30, 45, 17, 8))
    name, region, lat, lon = town
    if precision == "site":
        name, lat, lon = f"{name} {chance.choice(AIMS)}", round(lat + 0.02, 4), round(lon + 0.02, 4)
    elif precision == "admin1":
        name, (lat, lon) = region, next((one.lat, one.lon) for one in there.towns if one.admin1 == region)
    elif precision == "country":
        return {
            "location": {
                "name": country,
                "country": country,
                "lat": there.lat,
                "lon": there.lon,
                "precision": precision,
            }
        }
    return {
        "location": {"name": name, "country": country, "admin1": region, "lat": lat, "lon": lon, "precision": precision}
    }


def _happened(began: datetime, chance: Random) -> dict[str, Any]:
    """When a wire says it was: the day, mostly."""
    if chance.random() < 0.03:
        return {"occurred": None}
    early, late = chance.choices(((0, 0), (1, 1), (1, 0), (6, 0)), (83, 4, 8, 5))[0]
    days = {"earliest": began.date() - timedelta(days=early), "latest": began.date() - timedelta(days=late)}
    return {"occurred": days}


def _harm(toll: int, group: str, chance: Random) -> dict[str, Any]:
    """How many a wire says were harmed, and by whom."""
    killed = (
        {"min": toll, "max": toll} if chance.random() < 0.5 else _range(chance, 12) if chance.random() < 0.3 else None
    )
    wounded = _range(chance, 30) if chance.random() < 0.5 else None
    stance = chance.choice(("claimed", "blamed", "suspected", "unattributed"))
    actor = None if stance == "unattributed" else group
    return {
        "casualties": {"killed": killed, "wounded": wounded},
        "attributions": ({"stance": stance, "actor": actor, "by": "officials"},),
    }


def _name(chance: Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=3)).capitalize()


def _range(chance: Random, most: int) -> dict[str, int]:
    low = chance.randint(1, most)
    return {"min": low, "max": low + chance.choice((0, 0, 0, 2))}
