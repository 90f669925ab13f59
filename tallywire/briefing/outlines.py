"""The outlines of countries, thinned out of Natural Earth (public domain) by tools/build_outlines.py."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Ring = tuple[tuple[float, float], ...]
"""Longitude and latitude, in degrees."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A country: its ISO code (or a name of our own, where it has none), and the rings around its parts."""

    country: str
    rings: tuple[Ring, ...]


@cache
def outlines() -> tuple[Outline, ...]:
    """Every country."""
    told = json.loads(files(__package__).joinpath("outlines.json").read_text(encoding="utf-8"))
    arcs = [_line(arc, told["step"]) for arc in told["arcs"]]
    # Antarctica's ring goes around the pole, and nobody fights there.
    told["countries"].pop("AQ", None)
    return tuple(Outline(code, tuple(_ring(ring, arcs) for ring in rings)) for code, rings in told["countries"].items())


def _line(differences: list[int], step: float) -> Ring:
    x = y = 0
    line = []
    for dx, dy in zip(differences[::2], differences[1::2], strict=True):
        x, y = x + dx, y + dy
        line.append((x * step, y * step))
    return tuple(line)


def _ring(arcs_of: list[int], arcs: list[Ring]) -> Ring:
    """The arcs one after the other; a negative number is an arc that is gone along backwards."""
    points: list[tuple[float, float]] = []
    for arc in arcs_of:
        line = arcs[arc] if arc >= 0 else arcs[~arc][::-1]
        points.extend(line[1:] if points else line)
    return tuple(_unbroken(points))


def _unbroken(points: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """The points with longitudes that go on beyond 180 degrees where the ring crosses the date line."""
    turn, before = 0.0, points[0][0]
    for lon, lat in points:
        turn += 360.0 * round((before - lon) / 360.0)
        before = lon
        yield lon + turn, lat
