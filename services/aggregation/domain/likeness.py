"""How much two accounts look like one incident, feature by feature.

On each feature of which both tell something, a sign says how they compare, and points (log-odds, `data/points.csv`)
say what that speaks for; the likeness is their sum. What one side leaves open says nothing. Some differences exclude
each other whatever the rest says: then there is no likeness at all.
"""

import csv
import io
import math
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from services.aggregation.domain.accounts import Account

THRESHOLD: Final = 0.0
"""From here on two accounts are taken for one incident."""

SPOT_KM, NEAR_KM, AROUND_KM, APART_KM, REGION_KM = 3.0, 15.0, 60.0, 150.0, 300.0
"""Up to where places are one spot, neighbours, of one area, mistaken for each other; and how far a region goes."""
DEGREE_KM = 111.0
"""A degree of latitude, or a bit less."""
ALIKE_HOURS, UNLIKE_HOURS = 4, 7
"""Parts of a day that begin this close can be one; those this far apart cannot."""

_KIN = (
    {"shelling", "drone_strike", "air_strike"},
    {"bombing", "suicide_bombing", "grenade"},
    {"armed_attack", "armed_clash", "abduction"},
    {"armed_attack", "bombing", "suicide_bombing", "arson_sabotage"},
)
_KIN_WEAPONS = (
    {"rocket", "missile", "mortar", "artillery"},
    {"drone", "missile", "aircraft_bomb"},
    {"ied", "car_bomb", "mine", "suicide_vest"},
    {"small_arms", "grenade", "knife"},
)
_NOT_TOLD: Final = ("unknown", "other")
_EXACT: Final = frozenset({"site", "city"})
_EXCLUDED: Final = "excluded"
Sign = tuple[str, str]
"""A feature, and how two accounts compare on it."""


def likeness(a: Account, b: Account) -> float | None:
    """The points that speak for one incident less those against it, symmetric; None if the two cannot be one."""
    if far_apart(a, b):
        return None
    found, worth = signs(a, b), learned_points()
    return None if found is None else sum([worth.get(sign, 0.0) for sign in found])


def far_apart(a: Account, b: Account) -> bool:
    """Whether a glance at days and latitudes shows that the two cannot be one: with most pairs it does."""
    if a.earliest > b.latest or b.earliest > a.latest:
        return True
    if a.lat is None or b.lat is None or a.precision not in _EXACT or b.precision not in _EXACT:
        return False
    return abs(a.lat - b.lat) * DEGREE_KM > APART_KM


def points(a: Account, b: Account) -> dict[str, float]:
    """What the likeness is the sum of, by feature; nothing if the two cannot be one."""
    worth = learned_points()
    return {sign[0]: given for sign in signs(a, b) or () if (given := worth.get(sign, 0.0))}


def signs(a: Account, b: Account) -> tuple[Sign, ...] | None:
    """How the two compare on each feature of which both tell something; None if they cannot be one."""
    found = []
    for feature, compared in _FEATURES.items():
        sign = compared(a, b)
        if sign is _EXCLUDED:
            return None
        if sign is not None:
            found.append((feature, sign))
    return tuple(found)


@cache
def learned_points() -> Mapping[Sign, float]:
    """What each sign is worth (`tools/likeness_lessons.py` learns it), read once."""
    text = files(__package__).joinpath("data", "points.csv").read_text(encoding="utf-8")
    return {(row["feature"], row["sign"]): float(row["points"]) for row in csv.DictReader(io.StringIO(text))}


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The great-circle distance (haversine, mean Earth radius 6,371 km)."""
    la1, lo1, la2, lo2 = map(math.radians, (lat1, lon1, lat2, lon2))
    h = math.sin((la2 - la1) / 2) ** 2 + math.cos(la1) * math.cos(la2) * math.sin((lo2 - lo1) / 2) ** 2
    return 12742 * math.asin(math.sqrt(h))


def _date(a: Account, b: Account) -> str:
    if a.earliest > b.latest or b.earliest > a.latest:
        return _EXCLUDED
    if not (a.dated and b.dated):
        return "undated"
    longer = max(a.latest - a.earliest, b.latest - b.earliest)
    if longer > 1:
        return "within some days"
    return "same day" if (a.earliest, a.latest) == (b.earliest, b.latest) else "day of a night"


def _hour(a: Account, b: Account) -> str | None:
    if a.hour is None or b.hour is None:
        return None
    between = abs(a.hour - b.hour)
    between = min(between, 24 - between)
    return "same" if between <= ALIKE_HOURS else "other" if between >= UNLIKE_HOURS else None


def _place(a: Account, b: Account) -> str | None:
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    coarse = {a.precision, b.precision} - _EXACT
    if coarse - {"admin1"}:
        return "within a region"
    distance = kilometres(a.lat, a.lon, b.lat, b.lon) if (a.lat, a.lon) != (b.lat, b.lon) else 0.0
    return _within(a, b, distance) if coarse else _between(distance)


def _within(a: Account, b: Account, distance: float) -> str:
    """Two places one of which is a region: a province has a name, other regions ("the south") are wide."""
    if a.admin1 is None or b.admin1 is None:
        return "within a region" if distance <= REGION_KM else _EXCLUDED
    if a.admin1 == b.admin1:
        return "same province"
    return "one area" if distance <= AROUND_KM else "apart" if distance <= REGION_KM else _EXCLUDED


def _between(distance: float) -> str:
    grades = ((SPOT_KM, "same spot"), (NEAR_KM, "near"), (AROUND_KM, "one area"), (APART_KM, "apart"))
    return next((name for reach, name in grades if distance <= reach), _EXCLUDED)


def _kind(a: Account, b: Account) -> str | None:
    return None if "other" in (a.event_type, b.event_type) else _word(a.event_type, b.event_type, _KIN)


def _weapon(a: Account, b: Account) -> str | None:
    if a.weapon in _NOT_TOLD or b.weapon in _NOT_TOLD:
        return None
    return _word(a.weapon, b.weapon, _KIN_WEAPONS)


def _word(a: str, b: str, families: tuple[set[str], ...]) -> str:
    if a == b:
        return "same"
    return "kin" if any(a in family and b in family for family in families) else "other"


def _count(a: Account, b: Account) -> str | None:
    if a.count_min is None or b.count_min is None:
        return None
    few, many = (a, b) if a.count_min <= b.count_min else (b, a)
    if few.count_min == many.count_min:
        return None if few.count_min == 1 else "same"
    counted_on = few.count_max is None or few.count_max >= (many.count_min or 0)
    return "close" if counted_on or (many.count_min or 0) <= 2 * (few.count_min or 0) else "other"


def _targets(a: Account, b: Account) -> str | None:
    return _shared(a.target_kinds, b.target_kinds)


def _names(a: Account, b: Account) -> str | None:
    if not a.names or not b.names:
        return None
    shared = len(set(a.names).intersection(b.names))
    return "several" if shared > 1 else "one" if shared else "none"


def _killed(a: Account, b: Account) -> str | None:
    return _toll(a.killed, b.killed)


def _wounded(a: Account, b: Account) -> str | None:
    return _toll(a.wounded, b.wounded)


def _toll(a: int | None, b: int | None) -> str | None:
    if a is None or b is None or (a == 0 and b == 0):
        return None
    if a == b:
        return "same"
    return "close" if a and b and abs(a - b) == 1 else "other"


def _outcome(a: Account, b: Account) -> str | None:
    if "unknown" in (a.outcome, b.outcome):
        return None
    return "same" if a.outcome == b.outcome else "other"


def _actors(a: Account, b: Account) -> str | None:
    return _shared(a.actors, b.actors)


def _shared(a: tuple[str, ...], b: tuple[str, ...]) -> str | None:
    if not a or not b:
        return None
    return "other" if set(a).isdisjoint(b) else "same"


_FEATURES: Final[Mapping[str, Callable[[Account, Account], str | None]]] = {
    "date": _date, "place": _place, "kind": _kind, "weapon": _weapon, "count": _count, "targets": _targets,
    "names": _names, "killed": _killed, "wounded": _wounded, "hour": _hour, "outcome": _outcome, "actors": _actors,
}  # fmt: skip
