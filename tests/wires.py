"""The bundled wires, as they are and multiplied."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tallywire.deliveries import Delivery

BUNDLED = Path(__file__).parents[1] / "demo" / "wires"


def bundled() -> list[dict[str, Any]]:
    """The demo's wires in the order in which they were published."""
    wires = [json.loads(path.read_text(encoding="utf-8")) for path in BUNDLED.glob("*.json")]
    return sorted(wires, key=lambda wire: (wire["published_at"], wire["id"]))


def multiplied(count: int) -> Iterator[Delivery]:
    """`count` wires: the bundled ones again and again, each time with new ids."""
    wires = bundled()
    for number in range(count):
        copy, wire = number // len(wires), wires[number % len(wires)]
        ids = {"id": f"{wire['id']}-{copy}", "revises": wire["revises"] and f"{wire['revises']}-{copy}"}
        yield Delivery(f"copy {copy} of {wire['id']}", json.dumps(wire | ids).encode())
