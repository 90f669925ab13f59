"""How much two accounts look like one incident: a weighted mean over the points they can be compared on.

The weights say how much a point tells; a point that one side leaves open counts as `OPEN`. Some differences exclude
each other whatever the rest says: then there is no likeness at all.
"""

import math
from functools import lru_cache

from services.aggregation.domain.accounts import Account

THRESHOLD = 0.62
"""From here on two accounts are taken for one incident. Set on the development series, see docs/decisions."""
OPEN = 0.6
WEIGHTS = {"kind": 0.2, "date": 0.25, "place": 0.3, "weapon": 0.1, "count": 0.075, "targets": 0.075}

REACH_KM = {"site": 8.0, "city": 25.0, "admin1": 150.0, "country": 700.0}
"""Two places this far apart can be one, by the less precise of the two."""
_NEAR = {"site": 1.0, "city": 0.85, "admin1": 0.6, "country": 0.45}

_KIN = (
    {"shelling", "drone_strike", "air_strike"},
    {"bombing", "suicide_bombing", "grenade"},
    {"armed_attack", "armed_clash", "abduction"},
    {"arson_sabotage", "bombing", "armed_attack"},
)


@lru_cache(maxsize=200_000)
def likeness(a: Account, b: Account) -> float | None:
    """0 to 1, symmetric; None if the two cannot be one incident."""
    points = {
        "kind": _kind(a.event_type, b.event_type),
        "date": _date(a, b),
        "place": _place(a, b),
        "weapon": _weapon(a.weapon, b.weapon),
        "count": _count(a, b),
        "targets": _targets(a.target_kinds, b.target_kinds),
    }
    total = 0.0
    for name, point in points.items():
        if point is None:
            return None
        total += WEIGHTS[name] * point
    return round(total, 9)


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The great-circle distance (haversine, mean Earth radius 6,371 km)."""
    la1, lo1, la2, lo2 = map(math.radians, (lat1, lon1, lat2, lon2))
    h = math.sin((la2 - la1) / 2) ** 2 + math.cos(la1) * math.cos(la2) * math.sin((lo2 - lo1) / 2) ** 2
    return 12742 * math.asin(math.sqrt(h))


def _kind(a: str, b: str) -> float | None:
    if a == b:
        return 1.0
    if "other" in (a, b):
        return 0.5
    return 0.4 if any(a in kin and b in kin for kin in _KIN) else None


def _date(a: Account, b: Account) -> float | None:
    if a.earliest is None or a.latest is None or b.earliest is None or b.latest is None:
        return 0.5 if a.earliest == b.earliest else None
    if (a.earliest, a.latest) == (b.earliest, b.latest):
        return 1.0
    if a.earliest <= b.latest and b.earliest <= a.latest:
        return 0.75 if max(a.latest - a.earliest, b.latest - b.earliest) <= 1 else 0.5
    # "Late on Tuesday" of one wire is "early on Wednesday" of another; further apart they are two.
    return 0.25 if max(a.earliest, b.earliest) - min(a.latest, b.latest) == 1 else None


def _place(a: Account, b: Account) -> float | None:
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return 0.4
    coarser = max(a.precision or "country", b.precision or "country", key=list(REACH_KM).index)
    distance = kilometres(a.lat, a.lon, b.lat, b.lon)
    if distance > REACH_KM[coarser]:
        return None
    return 1.0 if distance < 1 and coarser in ("site", "city") else _NEAR[coarser]


def _weapon(a: str, b: str) -> float:
    if "unknown" in (a, b):
        return OPEN
    return 1.0 if a == b else 0.2


def _count(a: Account, b: Account) -> float:
    if a.count_min is None or b.count_min is None:
        return OPEN
    if (a.count_min, a.count_max) == (b.count_min, b.count_max):
        return 1.0
    apart = (a.count_max or 10**9) < b.count_min or (b.count_max or 10**9) < a.count_min
    return 0.0 if apart else 0.7


def _targets(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    if not a or not b:
        return OPEN
    return 1.0 if set(a) & set(b) else 0.1
