"""What a desk tells of a story beside the story: that it is taken back, held, corrected."""

from dataclasses import dataclass
from typing import Literal

from services.ingest.domain.items import Item

Change = Literal["none", "correction", "kill", "withhold", "advisory"]


@dataclass(frozen=True, slots=True)
class Notice:
    """What changes, and the slug of the story of which it is told (None: the one that carries the notice)."""

    change: Change = "none"
    names: str | None = None


def told(item: Item) -> Notice:
    """What note, headline, slug and the head of the body tell of the story or of another one."""
    head = item.headline.strip()
    return Notice("kill") if head.startswith(("KILL -", "MANDATORY KILL", "BULLETIN KILL")) else Notice()
