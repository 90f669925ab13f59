"""Wires whose time has not come: held, and read again when it has."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.ingest.domain.editions import key_of, rank
from services.ingest.domain.wires import Wire


@dataclass(frozen=True, slots=True)
class Held:
    """A wire as it will be delivered again, and when."""

    source: str
    wire: str
    until: float
    """Seconds since 1970."""


def held(wire: Wire, now: datetime) -> Held | None:
    """The wire held, if its embargo lasts. A kill is never held: it may be meant for what others saw already."""
    if wire.embargo_until is None or wire.embargo_until <= now or wire.status != "usable":
        return None
    return Held(wire.source, wire.model_dump_json(exclude_none=True), wire.embargo_until.timestamp())


def held_key(wire: Wire) -> str:
    """The name of one version of a wire among the held."""
    return key_of(wire.source, f"{wire.id}\n{rank(wire)}")


def due(rows: Iterable[tuple[str, Mapping[str, Any]]], now: datetime) -> list[tuple[str, Held]]:
    """Those whose time has come, oldest first."""
    held = [(key, Held(**row)) for key, row in rows]
    return sorted((one for one in held if one[1].until <= now.timestamp()), key=lambda one: one[1].until)
