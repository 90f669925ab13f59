"""Which entries of a document are new or changed since the last one."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace

from services.ingest.domain.items import Document, Fault, Item

MAX_SEEN = 2000
"""Entries remembered of one feed."""
_FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Told:
    """What a document that was read told: its entries' digests, how seldom it wants to be asked for, its hub."""

    entries: tuple[str, ...] = ()
    every_minutes: float | None = None
    skip_hours: frozenset[int] = frozenset()
    hub: str | None = None
    topic: str | None = None


def told_by(document: Document) -> Told:
    """What polling wants to know of a document."""
    told: tuple[Item | Fault, ...] = (*document.items, *document.faults)
    entries = tuple(map(digest, told))[:MAX_SEEN]
    hints = document.hints
    return Told(entries, hints.every_minutes, hints.skip_hours, hints.hub, hints.url)


def digest(item: Item | Fault) -> str:
    """A short digest `NAME:CONTENT` of an entry: an entry that changed keeps its name. One at fault has no name."""
    if isinstance(item, Fault):
        return f"{_FAULT}:{hashlib.sha256(item.raw).hexdigest()[:12]}"
    name = item.guid or item.url or item.headline
    return f"{_hash(name)[:12]}:{_hash(repr(replace(item, raw=b'')))[:12]}"


def fresh(document: Document, seen: Collection[str]) -> Document:
    """The document with those entries alone that were not seen: new ones, changed ones, new faults."""
    known = set(seen)
    items = tuple(item for item in document.items if digest(item) not in known)
    return replace(document, items=items, faults=tuple(one for one in document.faults if digest(one) not in known))


def changes(entries: Collection[str], seen: Collection[str]) -> tuple[int, int]:
    """How many of the entries are new, and how many bear a name that was seen with another content."""
    names = {_name(one) for one in seen}
    unseen = {one for one in entries if _name(one) != _FAULT} - set(seen)
    changed = sum(_name(one) in names for one in unseen)
    return len(unseen) - changed, changed


def share_known(entries: Collection[str], seen: Collection[str]) -> float:
    """The share of the entries that were seen as they are; 1 where there are none."""
    different = set(entries)
    return len(different.intersection(seen)) / len(different) if different else 1.0


def _name(one: str) -> str:
    return one.partition(":")[0]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
