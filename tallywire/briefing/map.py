"""The map: countries that have incidents are tinted, a circle for each place is as large as its number."""

import math
from collections import Counter
from dataclasses import dataclass

from tallywire.briefing import colours
from tallywire.briefing.briefing import Briefing
from tallywire.briefing.figures import Figure, box, fitting, words
from tallywire.briefing.outlines import Ring, outlines
from tallywire.explaining.markup import Html, element, joined

_NARROWEST = 9.0
"""Degrees of latitude that are shown at least: a single incident is shown within its region."""
_MARGIN = 1.25
_LABELS = 9
_WORLD = (-58.0, 78.0)
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with incidents."""

    name: str
    lon: float
    lat: float
    number: int


@dataclass(frozen=True, slots=True)
class Window:
    """What part of the world is shown, and how it comes to the paper: degrees of longitude shrunk as in its middle."""

    west: float
    north: float
    scale: float
    squeeze: float

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a position is on the paper."""
        return (lon - self.west) * self.squeeze * self.scale, (self.north - lat) * self.scale


def spots_of(told: Briefing) -> list[Spot]:
    """The places of the week, the most incidents first."""
    numbers: Counter[tuple[str, float, float]] = Counter()
    for entry in told.entries:
        place = entry.incident.location
        if place and place.lat is not None and place.lon is not None:
            numbers[place.name or "", place.lon, place.lat] += 1
    ranked = sorted(numbers.items(), key=lambda item: (-item[1], item[0]))
    return [Spot(name, lon, lat, number) for (name, lon, lat), number in ranked]


def world_map(told: Briefing, width: float, height: float) -> Figure:
    """The map, around the places of the week."""
    spots = spots_of(told)
    window = _window(spots, width, height)
    touched = {e.incident.location.country for e in told.entries if e.incident.location}
    lands = joined(*(_land(o.rings, window, width, height, o.country in touched) for o in outlines()))
    empty = words(width / 2, height / 2, "no incident with a position", fill=colours.QUIET, anchor="middle")
    shown = [element("g", lands), *(_circle(s, window) for s in spots), *_labels(spots, window, width, height)]
    clip = element("clipPath", box(0, 0, width, height, colours.SEA), id="map")
    drawing = joined(clip, element("g", box(0, 0, width, height, colours.SEA), *shown, clip_path="url(#map)"))
    return Figure(width, height, joined(drawing, None if spots else empty))


def _window(spots: list[Spot], width: float, height: float) -> Window:
    lats = [spot.lat for spot in spots] or list(_WORLD)
    lons = [spot.lon for spot in spots] or [-170.0, 190.0]
    middle_lat, middle_lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    squeeze = max(math.cos(math.radians(middle_lat)), 0.3)
    tall = max((max(lats) - min(lats)) * _MARGIN, _NARROWEST)
    tall = max(tall, (max(lons) - min(lons)) * _MARGIN * squeeze * height / width)
    scale = height / min(tall, 150.0)
    return Window(middle_lon - width / 2 / scale / squeeze, middle_lat + height / 2 / scale, scale, squeeze)


def _land(rings: tuple[Ring, ...], window: Window, width: float, height: float, touched: bool) -> Html | None:
    """The country's parts that are in the window, as one path."""
    paths = []
    for ring, turn in ((ring, turn) for ring in rings for turn in (-360, 0, 360)):
        points = [window.place(lon + turn, lat) for lon, lat in ring]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if max(xs) >= 0 and min(xs) <= width and max(ys) >= 0 and min(ys) <= height:
            paths.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z")
    if not paths:
        return None
    fill = colours.TOUCHED if touched else colours.LAND
    return element("path", d="".join(paths), fill=fill, fill_rule="evenodd", stroke=colours.BORDER, stroke_width="1.2")


def _radius(spot: Spot) -> float:
    return 5 + 3.2 * math.sqrt(spot.number)


def _circle(spot: Spot, window: Window) -> Html:
    x, y = window.place(spot.lon, spot.lat)
    how = {"fill": colours.ACCENT, "fill_opacity": "0.72", "stroke": colours.PAPER, "stroke_width": "1.5"}
    name = f"{spot.name or 'unnamed place'}: {spot.number}"
    return element("circle", element("title", name), cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{_radius(spot):.1f}", **how)


def _labels(spots: list[Spot], window: Window, width: float, height: float) -> list[Html]:
    """Names beside the circles with the most, as far as they find room."""
    taken = [_around(spot, window) for spot in spots]
    labels: list[Html] = []
    for spot in [one for one in spots if one.name][: 3 * _LABELS]:
        text = fitting(spot.name, 200, 14) + (f" ({spot.number})" if spot.number > 1 else "")
        for room in _rooms(spot, window, len(text) * 7.0):
            within = room[0] > 0 and room[1] > 0 and room[2] < width and room[3] < height
            if len(labels) < _LABELS and within and not any(_meet(room, other) for other in taken):
                taken.append(room)
                labels.append(_label(room[0], room[3] - 4, text))
                break
    return labels


def _around(spot: Spot, window: Window) -> Box:
    (x, y), radius = window.place(spot.lon, spot.lat), _radius(spot)
    return x - radius, y - radius, x + radius, y + radius


def _rooms(spot: Spot, window: Window, wide: float) -> tuple[Box, ...]:
    """Where the name of a place may stand: to the right of it, to the left, above, below."""
    (x, y), off = window.place(spot.lon, spot.lat), _radius(spot) + 3
    right, left = (x + off, y - 9, x + off + wide, y + 9), (x - off - wide, y - 9, x - off, y + 9)
    return right, left, *((x - wide / 2, at, x + wide / 2, at + 18) for at in (y - off - 18, y + off))


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _label(x: float, y: float, text: str) -> Html:
    halo = {"stroke": colours.PAPER, "stroke_width": "3.5", "stroke_linejoin": "round", "stroke_opacity": "0.85"}
    at = {"x": f"{x:.1f}", "y": f"{y:.1f}", "font_size": "14", "font_weight": "600", "font_family": colours.FONT}
    return joined(element("text", text, fill="none", **at, **halo), element("text", text, fill=colours.INK, **at))
