"""Incidents by chance, for measures that want more of them than the demo has."""

import csv
import random
from collections.abc import Sequence
from datetime import date, timedelta
from importlib.resources import files
from typing import Final, NamedTuple

from schemas.incidents import Attributed, IncidentResolved
from schemas.values import Casualties, Location, Period, Range, Target, Weapon
from schemas.vocabulary import EventType, Factuality, IncidentStatus, Outcome, Precision, Stance, TargetKind, WeaponKind

LAST_DAY: Final = date(2022, 6, 30)
COUNTRIES: Final = "IQ SY UA YE AF SO SD NG ML MM PK LB CO MX ET BF IL CD".split()


class Place(NamedTuple):
    """A town."""

    name: str
    country: str
    lat: float
    lon: float


def places() -> list[Place]:
    """The towns of some countries, the largest first."""
    table = files("services.extraction.domain") / "data" / "cities.csv"
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return [
        Place(row["name"], row["country"], float(row["lat"]), float(row["lon"]))
        for row in rows
        if row["country"] in COUNTRIES
    ]


def made_up(number: int, chance: random.Random, where: Sequence[Place]) -> IncidentResolved:
    """An incident like those that wires tell of: most of them lately, some places more often than others."""
    name, country, lat, lon = where[min(int(chance.expovariate(0.02)), len(where) - 1)]
    day = LAST_DAY - timedelta(days=min(int(chance.expovariate(1 / 110)), 700))
    least = int(chance.expovariate(0.3))
    killed = Range(min=least, max=least + chance.choice((0, 0, 0, 2))) if chance.random() < 0.6 else None
    actors = [Attributed(stance=Stance.BLAMED, actor=f"group {chance.randrange(40)}")] if chance.random() < 0.5 else []
    return IncidentResolved(
        incident_id=f"{country}-{day}-{number:012x}",
        revision=1,
        status=IncidentStatus.STANDING,
        event_type=chance.choice(list(EventType)),
        factuality=Factuality.OCCURRED,
        outcome=chance.choice(list(Outcome)),
        occurred=Period(earliest=day, latest=day),
        location=Location(name=name, country=country, lat=lat, lon=lon, precision=Precision.CITY),
        weapon=Weapon(kind=chance.choice(list(WeaponKind))),
        targets=(Target(kind=chance.choice(list(TargetKind))),),
        casualties=Casualties(killed=killed),
        attributions=tuple(actors),
        corroboration=1 + min(int(chance.expovariate(0.9)), 5),
        confidence=round(chance.uniform(0.4, 1), 2),
    )
